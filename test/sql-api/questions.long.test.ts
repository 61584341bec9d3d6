/** `SEED=… npx vitest run test/sql-api/questions.long.test.ts` asks other questions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import definitions from '../activation.config.ts';
import { questions } from '../differential/questions.ts';
import { servedMembers } from '../harness/query.ts';
import { connectToAsk, ordered } from './asked-in-sql.ts';
import { type Shape, shapes } from './question-sql.ts';

const members = await servedMembers();
const { SEED = '20260101' } = process.env;

const wrong = connectToAsk();

test('80 random questions, and few of them refused', { timeout: 300_000 }, async () => {
  const material = {
    moments: fc
      .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 3, 1) })
      .map((milliseconds) => () => milliseconds * 1000),
    timeZones: fc.constant('UTC'),
    texts: fc.constantFrom(
      'developer',
      'marketer',
      'free',
      'pro',
      'referral',
      'annual',
      'company',
      'automation',
      'user-0001',
      'A',
      '_',
      '-00',
    ),
  };
  const circumstances = { now: Date.now() * 1000, definitions };
  const asked = fc
    .sample(questions(definitions, members, material), { seed: Number(SEED), numRuns: 100 })
    .map((pending) => ordered(pending(circumstances)));
  const found = [];
  for (const [index, question] of asked.entries()) {
    found.push(await wrong(question, shapes[index % shapes.length] as Shape));
  }
  expect(found.filter((one) => one !== 'refused' && one.length > 0)).toEqual([]);
  expect(found.filter((one) => one !== 'refused').length).toBeGreaterThanOrEqual(80);
});
