/** Some of the mutations of `npm run test:mutations`, others in each run: `SEED=…` names them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DifferentialDatabase } from '../differential/database.ts';
import { newSeed } from '../differential/new-seed.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { definitions, killedAfter, mostDataSets } from './killing.ts';
import { inWords, mutated } from './mutation.ts';
import { declarations, mutationsOf } from './mutations.ts';

let database: DifferentialDatabase;
beforeAll(async () => {
  database = await DifferentialDatabase.create(inject('postgres'));
});
afterAll(() => database.drop());

const [sample = []] = fc.sample(
  fc.shuffledSubarray(await mutationsOf(definitions), { minLength: 12, maxLength: 12 }),
  {
    seed: newSeed,
    numRuns: 1,
  },
);

test.each(sample.map((mutation) => [`${mutation.rule}, ${inWords(mutation)}`, mutation] as const))(
  'is noticed: %s',
  { timeout: 600_000 },
  async (_, mutation) => {
    const files = await mutated(definitions, mutation, await declarations()).catch(() => undefined);
    // What the compiler refuses is noticed, too.
    const model = files && (await CompiledModel.compile(files).catch(() => undefined));
    if (!model) return;
    expect(await killedAfter(database, model, mostDataSets, mutation.readers, newSeed)).toBeDefined();
  },
);
