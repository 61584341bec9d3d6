/** Relative ranges, over rows of the years around the moment they are asked: some are in each range, and some aren't. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { differences } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { relativeDates } from '../oracle/relative-dates.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { DifferentialDatabase } from './database.ts';
import { timeZones } from './moment.ts';

let database: DifferentialDatabase;
let model: CompiledModel;
beforeAll(async () => {
  database = await DifferentialDatabase.create(inject('postgres'));
  model = await CompiledModel.compile(await transpileModel(definitions));
});
afterAll(() => database.drop());

const hour = 3_600_000_000;
const utc = (): string => 'UTC';

/** An account each 40 minutes for some days before and after, and each 30 hours for some years. */
const accountsAround = (now: Microseconds): OracleRows => {
  const near = Array.from({ length: 600 }, (_, index) => now + ((index - 300) * 2 * hour) / 3);
  const far = Array.from({ length: 1200 }, (_, index) => now + (index - 600) * 30 * hour);
  const accounts = [...near, ...far].map((created_at, index) => ({
    id: `account-${index}`,
    created_at,
    product_plan: null,
    plan_tier: null,
    use_case: null,
    user_type: null,
  }));
  return {
    users: [],
    session_history: [],
    activated_users: [],
    key_actions: [],
    accounts,
    milestone_completion_logs: [],
    expansion_activation: [],
  };
};

test.each([
  'today',
  'yesterday',
  ...['week', 'month', 'quarter', 'year'].flatMap((period) => [`this ${period}`, `last ${period}`]),
  'last 7 days',
  'last 90 days',
  'last 3 months',
  'from 5 days ago to now',
])('%s', async (dateRange) => {
  await database.withRows(utc, accountsAround, async (rows, now) => {
    const cubes = contract(definitions, now);
    for (const timezone of timeZones) {
      const within = (range: string | [string, string]): Question => ({
        measures: ['MilestoneCompletion.totalAccounts'],
        timeDimensions: [{ dimension: 'MilestoneCompletion.createdAt', dateRange: range }],
        timezone,
      });
      const absolute = within(relativeDates(dateRange, now, timezone));
      const expected = answer(cubes, rows, absolute);
      expect(expected[0]?.measures).not.toMatchObject({
        'MilestoneCompletion.totalAccounts': { numerator: expect.toSatisfy((n) => n === 0n || n === 1800n) },
      });
      const served = await database.rows(model.sql(within(dateRange)));
      expect(differences(absolute, expected, served), timezone).toEqual([]);
    }
  });
});
