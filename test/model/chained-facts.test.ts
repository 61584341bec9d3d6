/**
 * Moments and tallies that are bounded by others, of the same log and of another one: each log is read once, and the
 * numbers are those of a count by hand over the worked example.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { accounts } from '../../model/cohorts/accounts.ts';
import { activation, users } from '../../model/cohorts/users.ts';
import { compile } from '../../model/compiler/compile.ts';
import type { Cohort } from '../../model/language/cohort.ts';
import { actions, sessions } from '../../model/language/events.ts';
import {
  after,
  atLeast,
  before,
  daysAfter,
  first,
  has,
  last,
  not,
  settled,
  tally,
  upTo,
  within,
} from '../../model/language/facts.ts';
import { kpis } from '../../model/language/kpi.ts';
import { count, mean, ratio, retained, type Shape, shareOf } from '../../model/language/shapes.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import { withDefaults } from '../../src/config/definitions.ts';
import { mapSources } from '../../src/config/sources.ts';
import { CompiledModel } from '../harness/compiled-model.ts';

const hour = 3_600_000;
const day = 24 * hour;
const rows = workedExample();

/** When each user did something, in order. */
const timesOf = (events: { user_id: string; at: Date | null }[]): Map<string, number[]> => {
  const times = new Map<string, number[]>();
  for (const { user_id, at } of events)
    if (at) times.set(user_id, [...(times.get(user_id) ?? []), at.getTime()]);
  for (const list of times.values()) list.sort((one, other) => one - other);
  return times;
};
const keyActions = timesOf(
  rows.key_actions
    .filter(({ action_name }) => action_name === 'project_created')
    .map(({ user_id, occurred_at }) => ({ user_id, at: occurred_at })),
);
const allActions = timesOf(
  rows.key_actions.map(({ user_id, occurred_at }) => ({ user_id, at: occurred_at })),
);
const sessionStarts = timesOf(
  rows.session_history.map(({ user_id, session_start_time }) => ({ user_id, at: session_start_time })),
);
const activations = timesOf(
  rows.activated_users.map((row) => ({
    user_id: row.user_id,
    at: row.activation_milestone_completion_timestamp,
  })),
);
const histories = rows.users.map((user) => {
  const start = user.signed_up_at.getTime();
  const own = (times: Map<string, number[]>): number[] => times.get(user.user_id) ?? [];
  return {
    ...user,
    start,
    keyActions: own(keyActions),
    actions: own(allActions),
    sessions: own(sessionStarts),
    activatedAt: own(activations).find((at) => at >= start),
  };
});
type History = (typeof histories)[number];
const firstKeyAction = ({ keyActions: times, start }: History): number | undefined =>
  times.find((at) => at >= start);
const nextKeyAction = (user: History): number | undefined => {
  const before = firstKeyAction(user);
  return before === undefined ? undefined : user.keyActions.find((at) => at > before);
};

const words = { title: 'Title', description: 'A description.' };
const firstAction = first('firstActionAt', actions('project_created'));
const nextAction = first('nextActionAt', actions('project_created'), { since: after(firstAction) });
const thirdAction = first('thirdActionAt', actions('project_created'), { since: after(nextAction) });
const firstSession = first('firstSessionAt', sessions, { since: daysAfter(-3650) });
const sessionsToAction = tally('sessionsToAction', sessions, { until: upTo(firstAction) });
const actionsInFirstDay = tally('actionsInFirstDay', actions(), {
  since: { of: firstSession, isInclusive: true },
  until: before(firstSession, 1),
});

const one = (name: string, cohort: Cohort, shapes: Shape[], rate: string) =>
  kpis(name, cohort, () => ({
    ...words,
    name,
    sqlAlias: 'one',
    headline: { rate },
    shapes,
    guide: { question: '', counted: [], notCounted: [], rises: '', falls: '', answer: '' },
  }));

const rate = (name: string) => ({ name, title: name });
const files = compile(
  [
    one(
      'OfUsers',
      users,
      [
        shareOf({
          units: 'users',
          did: 'repeated it',
          where: within(nextAction, 7),
          count: rate('usersRepeating'),
          rate: rate('repeatRate'),
          settled: 'settledUsers',
        }),
        count({ name: 'usersOfThree', where: has(thirdAction), words }),
        count({ name: 'usersNotRepeating', where: [has(firstAction), not(within(nextAction, 7))], words }),
        count({ name: 'usersAfterSeveralSessions', where: atLeast(2, sessionsToAction), words }),
        count({ name: 'usersActingOnDayOne', where: atLeast(1, actionsInFirstDay), words }),
        count({
          name: 'usersActivatedLast',
          where: has(last('lastSessionAt', sessions, { since: after(activation) })),
          words,
        }),
        count({ name: 'settled14', where: settled(14), words }),
        mean({ tally: actionsInFirstDay, mean: { ...words, name: 'averageActions' }, unit: 'actions' }),
        ratio({
          above: actionsInFirstDay,
          below: sessionsToAction,
          ratio: { ...words, name: 'actionsPerSession' },
          unit: 'actions',
        }),
        retained({
          return: first('returnedAt', sessions, { since: daysAfter(7), until: before('start', 8) }),
          settledAfterDays: 8,
          above: { name: 'usersReturning', words },
          below: { name: 'settledUsers8', words },
          rate: { ...words, name: 'day7Rate' },
        }),
      ],
      'repeatRate',
    ),
    one(
      'OfAccounts',
      accounts,
      [
        shareOf({
          units: 'accounts',
          did: 'have a user who did it',
          where: within(first('memberActionAt', actions('project_created')), 30),
          count: rate('accountsActing'),
          rate: rate('actingRate'),
        }),
        count({
          name: 'accountsOfThreeUsers',
          where: atLeast(3, tally('usersActing', actions('project_created'), { distinct: 'userId' })),
          words,
        }),
      ],
      'actingRate',
    ),
  ],
  {
    settings: withDefaults(),
    sources: mapSources({}),
    rollups: {
      enabled: false,
      outcomes: false,
      refreshEvery: '1 hour',
      keptEvery: '5 minutes',
      updateWindow: '180 days',
    },
  },
);

let model: CompiledModel;
let client: pg.Client;
beforeAll(async () => {
  model = await CompiledModel.compile(files);
  client = new pg.Client(inject('workedExample'));
  await client.connect();
});
afterAll(() => client.end());

async function answer(measure: string): Promise<number> {
  const { text, parameters } = model.sql({ measures: [measure] });
  const { rows: found } = await client.query<Record<string, string>>(text, parameters);
  return Number(Object.values(found[0] ?? {})[0]);
}

const firstDayActions = (user: History): number => {
  const [began] = user.sessions;
  return began === undefined ? 0 : user.actions.filter((at) => at >= began && at < began + day).length;
};
const sessionsBefore = (user: History): number | undefined => {
  const acted = firstKeyAction(user);
  return acted === undefined ? undefined : user.sessions.filter((at) => at <= acted).length;
};
const repeats = (user: History): boolean => {
  const [begin, next] = [firstKeyAction(user), nextKeyAction(user)];
  return begin !== undefined && next !== undefined && next < begin + 7 * day;
};
const returns = ({ sessions: times, start }: History): boolean =>
  times.some((at) => at >= start + 7 * day && at < start + 8 * day);
const usersWith = (condition: (user: History) => boolean): number => histories.filter(condition).length;
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const known = new Map(histories.map((user) => [user.user_id, user]));
const membersActing = (account: string, since: number, until: number): string[] =>
  [...known.values()]
    .filter(({ account_id }) => account_id === account)
    .filter((user) => user.keyActions.some((at) => at >= since && at < until))
    .map(({ user_id }) => user_id);

describe('the numbers are those of a count by hand:', () => {
  test.each<[measure: string, expected: number]>([
    ['OfUsers.usersRepeating', usersWith(repeats)],
    ['OfUsers.repeatRate', (100 * usersWith(repeats)) / histories.length],
    ['OfUsers.maturedRepeatRate', (100 * usersWith(repeats)) / histories.length],
    [
      'OfUsers.usersOfThree',
      usersWith((user) => {
        const next = nextKeyAction(user);
        return next !== undefined && user.keyActions.some((at) => at > next);
      }),
    ],
    ['OfUsers.usersNotRepeating', usersWith((user) => firstKeyAction(user) !== undefined && !repeats(user))],
    ['OfUsers.usersAfterSeveralSessions', usersWith((user) => (sessionsBefore(user) ?? 0) >= 2)],
    ['OfUsers.usersActingOnDayOne', usersWith((user) => firstDayActions(user) > 0)],
    [
      'OfUsers.usersActivatedLast',
      usersWith(
        ({ activatedAt, sessions: times }) =>
          activatedAt !== undefined && times.some((at) => at > activatedAt),
      ),
    ],
    ['OfUsers.settled14', histories.length],
    ['OfUsers.averageActions', sum(histories.map(firstDayActions)) / histories.length],
    [
      'OfUsers.actionsPerSession',
      sum(histories.map(firstDayActions)) / sum(histories.map((user) => sessionsBefore(user) ?? 0)),
    ],
    ['OfUsers.day7Rate', (100 * usersWith(returns)) / histories.length],
    [
      'OfAccounts.accountsActing',
      rows.accounts.filter(({ id, created_at }) => {
        const start = created_at.getTime();
        return membersActing(id, start, start + 30 * day).length > 0;
      }).length,
    ],
    [
      'OfAccounts.accountsOfThreeUsers',
      rows.accounts.filter(({ id }) => membersActing(id, -Infinity, Infinity).length >= 3).length,
    ],
  ])('%s', async (measure, expected) => {
    expect(expected).toBeGreaterThan(0);
    expect(await answer(measure)).toBeCloseTo(expected, 9);
  });
});

test('each log is read once, but where two bound each other, and for the headlines', () => {
  const sql =
    files.find(({ fileName }) => fileName === 'cubes/Users.js')?.content.split('\n  title: ')[0] ?? '';
  const readings = (table: string): number => sql.match(new RegExp(`JOIN ${table} `, 'g'))?.length ?? 0;
  expect(readings('activated_users')).toBe(1);
  // The actions are counted from a session on, and the sessions up to an action, apart from the last of them.
  expect(readings('session_history')).toBe(3);
  // The first key action, which headlines ask for, the one after it, and all other actions.
  expect(readings('key_actions')).toBe(3);
});
