/** Some of the mutations of `npm run test:mutations`, others in each run: `SEED=…` names them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DifferentialDatabase } from '../differential/database.ts';
import { newSeed } from '../differential/new-seed.ts';
import { definitions, killedAfter, mostDataSets, mutant } from './killing.ts';
import { inWords } from './mutation.ts';
import { mutationsOf } from './mutations.ts';

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
    const changed = await mutant(mutation);
    if (changed) expect(await killedAfter(database, changed, mostDataSets, newSeed)).toBeDefined();
  },
);
