/** Without some of its sources the model gives the same numbers of what is left, on random data sets made to break it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { canonicalSources, type SourceName } from '../../src/config/sources.ts';
import { transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { compare } from './comparison.ts';
import { DifferentialDatabase } from './database.ts';
import { newSeed } from './new-seed.ts';

let database: DifferentialDatabase;
beforeAll(async () => {
  database = await DifferentialDatabase.create(inject('postgres'));
});
afterAll(() => database.drop());

const seed = newSeed;
const lacking = fc.sample(
  // Without users and accounts there is little left to ask of.
  fc.subarray(
    (Object.keys(canonicalSources) as SourceName[]).filter((name) => name !== 'users' && name !== 'accounts'),
    { minLength: 1, maxLength: 8 },
  ),
  { seed, numRuns: Number(process.env.SUBSETS ?? 8) },
);

test.each(
  [['users'], ['accounts'], ...lacking].map((names) => ({ names, list: names.join(', ') })),
)('without $list', {
  timeout: 600_000,
}, async ({ names }) => {
  const sources = Object.fromEntries(names.map((name) => [name, null]));
  const model = await CompiledModel.compile(await transpileModel({ ...definitions, sources }));
  const { failure } = await compare(database, {
    models: [{ definitions, model }],
    seed,
    dataSets: Number(process.env.DATASETS ?? 25),
    shrink: true,
  });
  if (failure) expect.fail(`Again with: SEED=${seed}\n\n${failure.text}`);
});
