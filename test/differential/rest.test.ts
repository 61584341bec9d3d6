/**
 * The worked example through Cube's REST API, against the oracle. `SEED=… npx vitest run test/differential/rest.test.ts`
 * asks other random questions.
 */
import type { Query } from '@cubejs-client/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { rows, servedMembers } from '../harness/query.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { timeZones } from './moment.ts';
import { type Material, questions } from './questions.ts';
import { allServedDifferences, type Served, servedDifferences } from './served-answers.ts';

const served: Served = { rows: inMicroseconds(workedExample()), definitions };
const { SEED = '20260101', QUESTIONS = '8' } = process.env;
const members = await servedMembers();
const quarter = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 3, 1) };

test(`${QUESTIONS} random questions`, { timeout: 300_000 }, async () => {
  const material: Material = {
    moments: fc
      .integer({ min: quarter.start, max: quarter.end })
      .map((milliseconds) => () => milliseconds * 1000),
    timeZones: fc.constantFrom(...timeZones),
    texts: fc.constantFrom(
      ...['developer', 'marketer', 'free', 'pro', 'organic_search', 'referral', 'starter', 'annual'],
      ...[
        'marketing',
        'company',
        'automation',
        'teammate_invited',
        'user-0001',
        'account-0001',
        'A',
        '_',
        '-00',
      ],
    ),
  };
  const circumstances = { now: Date.now() * 1000, definitions };
  const random = fc
    .sample(questions(definitions, members, material), { seed: Number(SEED), numRuns: Number(QUESTIONS) })
    .map((pending, index) => ({ ...pending(circumstances), ...(index % 3 === 0 && { total: true }) }));
  expect(await allServedDifferences(served, random)).toEqual([]);
});

/**
 * The worked example is of the first quarter of 2026; these reach back to the middle of it, whenever they are asked.
 * Ranges of today and the days around it are in `relative-dates.test.ts`.
 */
const daysSince = Math.floor((Date.now() - Date.UTC(2026, 1, 15)) / 86_400_000);
const thisYear = new Date().getUTCFullYear();
const relativeRanges = [
  `last ${daysSince} days`,
  `last ${Math.floor(daysSince / 7)} weeks`,
  `last ${Math.floor(daysSince / 30)} months`,
  `last ${Math.floor(daysSince / 91) + 1} quarters`,
  thisYear === 2026 ? 'this year' : `last ${thisYear - 2026} years`,
  `from ${daysSince} days ago to now`,
];

test.each(relativeRanges)('%s', async (dateRange) => {
  const cohorts: [measure: string, time: string][] = [
    ['MultiSessionActivationCompletionRate.newUserCount', 'MultiSessionActivationCompletionRate.signedUpAt'],
    ['ActivationRate.activationRate', 'ActivationRate.signedUpAt'],
    ['MilestoneCompletion.percentQualified', 'MilestoneCompletion.createdAt'],
    ['MilestoneFunnel.percentReached', 'MilestoneFunnel.createdAt'],
    ['ExpansionActivationRate.expansionActivationRate', 'ExpansionActivationRate.eligibleDate'],
  ];
  const asked = cohorts.map(
    ([measure, dimension], index): Question => ({
      measures: [measure],
      timeDimensions: [{ dimension, dateRange }],
      timezone: timeZones[index % timeZones.length] as string,
    }),
  );
  expect(await allServedDifferences(served, asked)).toEqual([]);
  for (const { measures, timeDimensions } of asked) {
    const [row] = await rows({ measures, timeDimensions } as Query);
    expect(Number(row?.[measures?.[0] ?? '']), `${measures}`).toBeGreaterThan(0);
  }
});

test('a limit, an offset and the total of all groups', async () => {
  const question: Question = {
    measures: ['ActivationRate.newSignUps', 'ActivationRate.activationRate'],
    dimensions: ['ActivationRate.persona', 'ActivationRate.planType'],
    order: [
      ['ActivationRate.newSignUps', 'desc'],
      ['ActivationRate.persona', 'asc'],
      ['ActivationRate.planType', 'desc'],
    ],
    total: true,
  };
  for (const page of [{ limit: 3 }, { limit: 3, offset: 3 }, { limit: 5, offset: 18 }, { limit: 100 }]) {
    expect(await servedDifferences(served, { ...question, ...page })).toEqual([]);
  }
});
