/**
 * `npm run test:mutations`: breaks each rule of the metric contract in a copy of the model, by one token, and asks the
 * differential test whether it notices. Exits with 1 where a mutation survives.
 *
 *     MUTATIONS='rule 4' npm run test:mutations            only those of one rule, or of one file: a regular expression
 *     DATASETS=100 npm run test:mutations                  with fewer data sets, which find most of them
 */
import Table from 'cli-table3';
import { transpileModel } from '../../src/model-files.ts';
import { DifferentialDatabase } from '../differential/database.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { startTestPostgres } from '../harness/postgres.ts';
import { definitions, killedAfter, mostDataSets, mutant } from './killing.ts';
import { inWords, type Mutation } from './mutation.ts';
import { mutationsOf } from './mutations.ts';

const postgres = await startTestPostgres();
const database = await DifferentialDatabase.create(postgres.connection);

/** Cube compiles in a thread of its own, so the next mutation compiles while this one is tried. */
function* compiledAhead(list: readonly Mutation[]) {
  const ahead = list.slice(0, 2).map(mutant);
  for (const [index, mutation] of list.entries()) {
    const next = list[index + 2];
    if (next) ahead.push(mutant(next));
    yield { mutation, compiled: ahead[index] as (typeof ahead)[number] };
  }
}

const { MUTATIONS = '', DATASETS } = process.env;
const dataSets = Number(DATASETS ?? mostDataSets);
const chosen = (await mutationsOf(definitions)).filter((mutation) =>
  new RegExp(MUTATIONS).test(`${mutation.rule} ${inWords(mutation)}`),
);
const table = new Table({
  head: ['Rule', 'Change', 'Data sets', 'Verdict'],
  style: { head: [], border: [], compact: true },
});
let failures = 0;

try {
  const model = await CompiledModel.compile(await transpileModel(definitions));
  if ((await killedAfter(database, { model }, Math.min(dataSets, 100))) !== undefined) {
    throw new Error('The model itself fails the differential test: run npm run test:differential first.');
  }
  for (const { mutation, compiled } of compiledAhead(chosen)) {
    const tried = await compiled;
    const after = tried ? await killedAfter(database, tried, dataSets) : 0;
    const verdict = after === undefined ? 'SURVIVED' : tried ? 'killed' : 'refused';
    if (after === undefined) failures += 1;
    table.push([mutation.rule, inWords(mutation), after ?? dataSets, verdict]);
    console.log(
      `${table.length}/${chosen.length} ${verdict} after ${after ?? dataSets}: ${mutation.rule}, ${inWords(mutation)}`,
    );
  }
} finally {
  await database.drop();
  await postgres.stop();
}
console.log(String(table));
console.log(`${chosen.length - failures} of ${chosen.length} mutations killed.`);
if (failures > 0) process.exitCode = 1;
