/** Two views or cubes in one query, through Cube's REST API, on the worked example. */
import type { Query } from '@cubejs-client/core';
import { describe, expect, inject, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { rows } from '../harness/query.ts';
import { type AnswerRow, answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { isPrinted } from '../oracle/postgres-text.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { grouped, users } from '../oracle/units.ts';
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

describe('a log and its unit: a unit counts once, however many rows it has', () => {
  const persona = new Map(source.users.map((user) => [user.user_id, user.persona]));
  const perUser = users(source, definitions);

  /** Rows of a log by the persona of their user, null also where the user isn't known. */
  const byPersona = <Row extends { user_id: string }>(log: Row[]) =>
    [...grouped(log, (row) => persona.get(row.user_id) ?? null)].map(([name, group]) => ({
      name,
      group,
      known: new Set(group.map((row) => row.user_id).filter((id) => persona.has(id))),
    }));

  test.each([
    ['SessionHistory.sessionCount', byPersona(source.session_history)],
    ['KeyActions.actionCount', byPersona(source.key_actions)],
  ])('%s with users, by persona', async (logCount, expected) => {
    const served = await rows({
      measures: [
        logCount,
        'Users.newUserCount',
        'Users.multiSessionActivatedUserCount',
        'Users.activationRate',
      ],
      dimensions: ['Users.persona'],
    });
    expect(served).toHaveLength(expected.length);
    for (const { name, group, known } of expected) {
      const row = served.find((candidate) => candidate['Users.persona'] === name);
      const members = perUser.filter((user) => known.has(user.user_id));
      const several = members.filter(({ sessionsToActivation }) => (sessionsToActivation ?? 0) >= 2);
      expectPrinted(count(group.length), row?.[logCount], `${logCount} of ${name}`);
      expectPrinted(count(known.size), row?.['Users.newUserCount'], `users of ${name}`);
      expectPrinted(count(several.length), row?.['Users.multiSessionActivatedUserCount'], `of ${name}`);
    }
  });

  test('SessionHistory.sessionCount with Users.newUserCount: users with a session', async () => {
    const withSessions = new Set(source.session_history.map((row) => row.user_id));
    const [row] = await rows({ measures: ['SessionHistory.sessionCount', 'Users.newUserCount'] });
    expectPrinted(count(source.session_history.length), row?.['SessionHistory.sessionCount'], 'sessions');
    expectPrinted(
      count(source.users.filter(({ user_id }) => withSessions.has(user_id)).length),
      row?.['Users.newUserCount'],
      'users',
    );
  });

  test('MilestoneCompletionLogs.totalMilestonesCompleted with accounts: accounts with a log', async () => {
    const withLogs = new Set(source.milestone_completion_logs.map((row) => row.account_id));
    const [row] = await rows({
      measures: ['MilestoneCompletionLogs.totalMilestonesCompleted', 'Accounts.totalAccounts'],
    });
    expectPrinted(
      count(source.milestone_completion_logs.length),
      row?.['MilestoneCompletionLogs.totalMilestonesCompleted'],
      'logs',
    );
    expectPrinted(
      count(source.accounts.filter(({ id }) => withLogs.has(id)).length),
      row?.['Accounts.totalAccounts'],
      'accounts',
    );
  });
});

const keyOf = ({ keys }: AnswerRow): string => JSON.stringify(Object.values(keys));

function expectPrinted(value: Value, served: unknown, what: string): void {
  expect(isPrinted(value, served), `${what}: served ${served}`).toBe(true);
}
