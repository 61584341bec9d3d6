/** Two views or cubes in one query, through Cube's REST API, on the worked example. */
import type { Query } from '@cubejs-client/core';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { rows } from '../harness/query.ts';
import { type AnswerRow, answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { isPrinted } from '../oracle/postgres-text.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { grouped } from '../oracle/units.ts';
import { count, type Value } from '../oracle/value.ts';

const source = inMicroseconds(workedExample());
const right = (question: Question): AnswerRow[] =>
  answer(contract(definitions, Date.now() * 1000), source, question);

/** The status and the error of a query that is refused. */
async function refusal(query: object): Promise<{ status: number; error: string }> {
  const response = await fetch(`${inject('cubeUrl')}/cubejs-api/v1/load`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { error } = (await response.json()) as { error: string };
  return { status: response.status, error };
}

test('two user views in one query give what each gives alone', async () => {
  const asked = (view: string, measures: string[]): Question => ({
    measures: measures.map((measure) => `${view}.${measure}`),
    dimensions: [`${view}.persona`],
    timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
  });
  const multiSession = asked('MultiSessionActivationCompletionRate', [
    'newUserCount',
    'multiSessionActivatedUserCount',
    'multiSessionActivationCompletionRate',
  ]);
  const activation = asked('ActivationRate', ['newSignUps', 'activationRate', 'medianHoursToKeyAction']);
  const together = await rows({
    ...multiSession,
    measures: [...(multiSession.measures ?? []), ...(activation.measures ?? [])],
  } as Query);

  const alone = new Map(right(activation).map((group) => [keyOf(group), group]));
  const expected = right(multiSession);
  expect(together).toHaveLength(expected.length);
  for (const group of expected) {
    const served = together.find((row) =>
      Object.entries(group.keys).every(([name, cell]) => row[name] === cell),
    );
    const other = alone.get(keyOf(group));
    expect(other).toBeDefined();
    for (const [name, value] of Object.entries({ ...group.measures, ...other?.measures })) {
      expectPrinted(value, served?.[name], `${name} of ${keyOf(group)}`);
    }
  }
});

describe('user views and account views have no one unit to count', () => {
  test.each(
    ['MultiSessionActivationCompletionRate.newUserCount', 'ActivationRate.newSignUps'].flatMap((user) =>
      [
        'MilestoneCompletion.totalAccounts',
        'MilestoneFunnel.totalAccounts',
        'ExpansionActivationRate.totalEligibleAccounts',
      ].map((account) => [user, account] as const),
    ),
  )('%s with %s is refused', async (user, account) => {
    const { status, error } = await refusal({ measures: [user, account] });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    // By the names of the views, or of the cubes beneath them.
    expect(error).toMatch(/Users|ActivationRate|MultiSession/);
    expect(error).toMatch(/Account|Milestone|Expansion/);
  });
});

describe('beside a log, a measure of its units would leave out those without a row there', () => {
  const logs = ['SessionHistory', 'KeyActions', 'ActivatedUsers'] as const;
  const ofLog = {
    SessionHistory: ['sessionCount', 'userId', 'sessionStartTime'],
    KeyActions: ['actionCount', 'actionName', 'occurredAt'],
    ActivatedUsers: ['activatedUserCount', 'userId', 'activationMilestoneCompletionTimestamp'],
    MilestoneCompletionLogs: ['totalMilestonesCompleted', 'milestoneName', 'completionDate'],
  } as const;
  const rates = {
    users: [
      'Users.activationRate',
      'ActivationRate.activationRate',
      'MultiSessionActivationCompletionRate.newUserCount',
    ],
    accounts: ['Accounts.percentQualified', 'MilestoneCompletion.totalAccounts'],
  };
  const pairs = [
    ...logs.flatMap((log) => rates.users.map((rate) => [rate, log] as const)),
    ...rates.accounts.map((rate) => [rate, 'MilestoneCompletionLogs'] as const),
  ];

  test.each(pairs)('%s with %s is refused, wherever the log stands in the query', async (rate, log) => {
    const [measure, dimension, time] = ofLog[log].map((name) => `${log}.${name}`);
    for (const query of [
      { measures: [rate, measure] },
      { measures: [measure, rate] },
      { measures: [rate], dimensions: [dimension] },
      { measures: [rate], timeDimensions: [{ dimension: time, granularity: 'month' }] },
      { measures: [rate], timeDimensions: [{ dimension: time, dateRange: ['2026-01-01', '2026-01-31'] }] },
      { measures: [rate], filters: [{ member: dimension, operator: 'set' }] },
      { measures: [rate], filters: [{ or: [{ member: dimension, operator: 'set' }] }] },
      // The rate in a condition on the log's groups.
      { measures: [measure], filters: [{ member: rate, operator: 'gt', values: ['1'] }] },
    ]) {
      const { status, error } = await refusal(query);
      expect({ query, status, error }).toMatchObject({
        status: 400,
        error: expect.stringMatching(new RegExp(`over all rows of (Users|Accounts); beside ${log}`)),
      });
    }
  });

  test('so it is in GraphQL', async () => {
    const response = await fetch(`${inject('cubeUrl')}/cubejs-api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ cube { users { activationRate } sessionHistory { sessionCount } } }',
      }),
    });
    expect(await response.text()).toContain('over all rows of Users; beside SessionHistory');
  });

  test('and in SQL', async () => {
    const client = new pg.Client(inject('sqlApi'));
    await client.connect();
    try {
      await expect(
        client.query(
          'SELECT MEASURE(a."newUserCount") FROM "Users" AS a JOIN "SessionHistory" AS b ON a."userId" = b."userId"',
        ),
      ).rejects.toThrow(/the measure "newUserCount" of "Users" is above a join/);
    } finally {
      await client.end();
    }
  });
});

describe("a log's own count by an attribute of its units, null also where the unit is not known", () => {
  const persona = new Map(source.users.map((user) => [user.user_id, user.persona]));
  const tier = new Map(source.accounts.map((account) => [account.id, account.plan_tier]));

  test.each([
    [
      'SessionHistory.sessionCount',
      'Users.persona',
      source.session_history.map((row) => persona.get(row.user_id)),
    ],
    [
      'KeyActions.actionCount',
      'ActivationRate.persona',
      source.key_actions.map((row) => persona.get(row.user_id)),
    ],
    [
      'MilestoneCompletionLogs.totalMilestonesCompleted',
      'Accounts.planTier',
      source.milestone_completion_logs.map((row) => tier.get(row.account_id)),
    ],
  ])('%s by %s', async (measure, dimension, attributes) => {
    const expected = grouped(attributes, (attribute) => attribute ?? null);
    const served = await rows({ measures: [measure], dimensions: [dimension] });
    expect(served).toHaveLength(expected.size);
    for (const [name, group] of expected) {
      const row = served.find((candidate) => candidate[dimension] === name);
      expectPrinted(count(group.length), row?.[measure], `${measure} of ${name}`);
    }
  });
});

const keyOf = ({ keys }: AnswerRow): string => JSON.stringify(Object.values(keys));

function expectPrinted(value: Value, served: unknown, what: string): void {
  expect(isPrinted(value, served), `${what}: served ${served}`).toBe(true);
}
