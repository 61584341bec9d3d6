/** Some of the mutations of `npm run test:mutations`, others in each run: `SEED=…` names them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import { DifferentialDatabase } from '../differential/database.ts';
import { newSeed } from '../differential/new-seed.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { definitions, killedAfter, mostDataSets } from './killing.ts';
import { mutated } from './mutation.ts';
import { readers } from './readers.ts';
import { mutations } from './table.ts';

let database: DifferentialDatabase;
beforeAll(async () => {
  database = await DifferentialDatabase.create(inject('postgres'));
});
afterAll(() => database.drop());

const [sample = []] = fc.sample(fc.shuffledSubarray(mutations, { minLength: 12, maxLength: 12 }), {
  seed: newSeed,
  numRuns: 1,
});

test.each(sample.map((mutation) => [mutation] as const))('is noticed: $rule, $file $member: $find', {
  timeout: 600_000,
}, async (mutation) => {
  const model = await CompiledModel.compile(mutated(await transpileModel(definitions), mutation));
  expect(await killedAfter(database, model, mostDataSets, readers[mutation.file], newSeed)).toBeDefined();
});
