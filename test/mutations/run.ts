/**
 * `npm run test:mutations`: breaks each rule of the metric contract in a copy of the model, by one token, and asks the
 * differential test whether it notices. Exits with 1 where a mutation survives or is stale.
 *
 *     MUTATIONS='rule 4' npm run test:mutations    only those of one rule, or of one file
 */
import Table from 'cli-table3';
import { type ModelFile, transpileModel } from '../../src/cube/model-repository.ts';
import { DifferentialDatabase } from '../differential/database.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { startTestPostgres } from '../harness/postgres.ts';
import { definitions, killedAfter, mostDataSets } from './killing.ts';
import { type Mutation, mutated, StaleMutation } from './mutation.ts';
import { readers } from './readers.ts';
import { mutations } from './table.ts';

const postgres = await startTestPostgres();
const database = await DifferentialDatabase.create(postgres.connection);

/** Cube compiles in a thread of its own, so the next mutation compiles while this one is tried. */
function* compiledAhead(files: ModelFile[], list: readonly Mutation[]) {
  const compile = async (mutation: Mutation): Promise<CompiledModel | StaleMutation> => {
    try {
      return await CompiledModel.compile(mutated(files, mutation));
    } catch (error) {
      return error instanceof StaleMutation ? error : new StaleMutation(`it doesn't compile: ${error}`);
    }
  };
  const ahead = list.slice(0, 2).map(compile);
  for (const [index, mutation] of list.entries()) {
    const next = list[index + 2];
    if (next) ahead.push(compile(next));
    yield { mutation, compiled: ahead[index] as (typeof ahead)[number] };
  }
}

const { MUTATIONS = '' } = process.env;
const chosen = mutations.filter(({ rule, file }) => `${rule} ${file}`.includes(MUTATIONS));
const table = new Table({
  head: ['Rule', 'Where', 'Change', 'Data sets', 'Verdict'],
  style: { head: [], border: [], compact: true },
});
let failures = 0;

try {
  const files = await transpileModel(definitions);
  if ((await killedAfter(database, await CompiledModel.compile(files), 100)) !== undefined) {
    throw new Error('The model itself fails the differential test: run npm run test:differential first.');
  }
  for (const { mutation, compiled } of compiledAhead(files, chosen)) {
    const { rule, file, member, find, replace } = mutation;
    const where = [file.replace(/^.*\//, '').replace(/\.js$/, ''), member].filter(Boolean).join('.');
    const change = [find, replace || '(nothing)'].map((text) => text.trim().replace(/\s+/g, ' ')).join(' → ');
    const model = await compiled;
    const dataSets =
      model instanceof StaleMutation ? 0 : await killedAfter(database, model, mostDataSets, readers[file]);
    const verdict =
      model instanceof StaleMutation
        ? `STALE: ${model.message}`
        : dataSets === undefined
          ? 'SURVIVED'
          : 'killed';
    if (verdict !== 'killed') failures += 1;
    table.push([rule, where, change, dataSets ?? mostDataSets, verdict]);
    console.log(
      `${table.length}/${chosen.length} ${verdict} after ${dataSets ?? mostDataSets}: ${rule}, ${where}: ${change}`,
    );
  }
} finally {
  await database.drop();
  await postgres.stop();
}
console.log(String(table));
console.log(`${chosen.length - failures} of ${chosen.length} mutations killed.`);
if (failures > 0) process.exitCode = 1;
