import { describe, expect, test } from 'vitest';
import { ALSO_PLANTED, workedExample } from '../../seeds/worked-example.ts';
import type { SourceRow } from '../../src/database/source-tables.ts';

// An independent calculation: from the metric contract's words over the plain rows. It shares nothing with the
// generator, and nothing with the model's SQL.

const rows = workedExample();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function groupBy<Row>(all: Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of all) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
const percent = (part: number, whole: number) => Number(((100 * part) / whole).toFixed(4));

const users = rows.users;
const userIds = new Set(users.map((user) => user.user_id));
const sessionsByUser = groupBy(rows.session_history, (session) => session.user_id);
const actionsByUser = groupBy(rows.key_actions, (action) => action.user_id);
const activationOf = new Map(
  rows.activated_users.map((row) => [row.user_id, row.activation_milestone_completion_timestamp]),
);
const sessionTimes = (userId: string) =>
  (sessionsByUser.get(userId) ?? []).map((session) => session.session_start_time.getTime());

const accounts = rows.accounts;
const accountOf = new Map(accounts.map((account) => [account.id, account]));
const logsByAccount = groupBy(rows.milestone_completion_logs, (log) => log.account_id);

describe('multi-session activation', () => {
  interface Flow {
    user: SourceRow<'users'>;
    signedUp: number;
    activated: number | null;
    sessions: number[];
  }
  const flows: Flow[] = users.map((user) => {
    const signedUp = user.signed_up_at.getTime();
    const activated = activationOf.get(user.user_id)?.getTime() ?? null;
    const counts = activated !== null && activated >= signedUp; // rule 3
    return { user, signedUp, activated: counts ? activated : null, sessions: sessionTimes(user.user_id) };
  });
  const until = (flow: Flow) =>
    flow.sessions.filter((start) => flow.activated !== null && start <= flow.activated);
  const activated = flows.filter((flow) => flow.activated !== null);
  const multi = activated.filter((flow) => until(flow).length >= 2);
  const single = activated.filter((flow) => until(flow).length < 2);
  const never = flows.filter((flow) => flow.activated === null);

  test('the numbers of section 7', () => {
    expect(users).toHaveLength(1000);
    expect(multi).toHaveLength(470);
    expect(percent(multi.length, users.length)).toBe(47);
    expect(single).toHaveLength(180);
    expect(percent(single.length, users.length)).toBe(18);
    expect(single.every((flow) => until(flow).length === 1)).toBe(true);
    expect(single.filter((flow) => flow.sessions.length >= 2)).toHaveLength(70);
    expect(never).toHaveLength(350);
    expect(never.filter((flow) => flow.sessions.length >= 2)).toHaveLength(210);
  });

  test('SessionHistory.multiSessionUserCount counts 750 users, and every one is known', () => {
    const several = [...sessionsByUser].filter(([, sessions]) => sessions.length >= 2);
    expect(several).toHaveLength(750);
    expect(several.every(([userId]) => userIds.has(userId))).toBe(true);
    expect(sessionsByUser.size).toBeGreaterThan(750); // the reference's: users with any session
  });

  test('ActivatedUsers describes its table: more than the users who count, fewer than the rows', () => {
    const timestamps = [...activationOf.values()].filter((time) => time !== null);
    expect(timestamps).toHaveLength(ALSO_PLANTED.activatedUsersInTable);
    expect(timestamps.length).toBeGreaterThan(650 + 10);
    expect(rows.activated_users.length).toBeGreaterThan(timestamps.length + 50);
  });

  describe('naive queries are wrong', () => {
    test('sessions after the activation count', () => {
      expect(activated.filter((flow) => flow.sessions.length >= 2)).toHaveLength(540);
    });

    test('the activation is not looked at', () => {
      expect(flows.filter((flow) => flow.sessions.length >= 2)).toHaveLength(750);
    });

    test('a session that starts at the moment of the activation is left out', () => {
      const strict = activated.filter(
        (flow) => flow.sessions.filter((start) => start < (flow.activated ?? 0)).length >= 2,
      );
      expect(strict.length).toBeLessThanOrEqual(470 - 5);
    });

    test('one that starts just after it is taken in', () => {
      const lax = activated.filter(
        (flow) => flow.sessions.filter((start) => start <= (flow.activated ?? 0) + 1).length >= 2,
      );
      expect(lax.length).toBeGreaterThanOrEqual(470 + 5);
    });

    test('sessions begun before the sign-up are left out', () => {
      const bounded = activated.filter(
        (flow) => until(flow).filter((start) => start >= flow.signedUp).length >= 2,
      );
      expect(bounded.length).toBeLessThan(470 - 50);
    });

    test('sessions are told apart by their start', () => {
      expect(activated.filter((flow) => new Set(until(flow)).size >= 2).length).toBeLessThanOrEqual(470 - 5);
    });

    test('an activation before the sign-up counts', () => {
      const anyTime = users.filter((user) => activationOf.get(user.user_id));
      expect(anyTime.length).toBeGreaterThanOrEqual(650 + 10);
      const multiAnyTime = anyTime.filter(
        (user) =>
          sessionTimes(user.user_id).filter(
            (start) => start <= (activationOf.get(user.user_id)?.getTime() ?? 0),
          ).length >= 2,
      );
      expect(multiAnyTime.length).toBeGreaterThanOrEqual(470 + 5);
      const justBefore = never.filter(
        (flow) => activationOf.get(flow.user.user_id)?.getTime() === flow.signedUp - 1,
      );
      expect(justBefore.length).toBeGreaterThanOrEqual(5);
    });

    test('an activation at exactly the sign-up is left out', () => {
      const later = (flow: Flow) => (flow.activated ?? 0) > flow.signedUp;
      expect(multi.filter(later).length).toBeLessThanOrEqual(470 - 5);
      expect(single.filter(later).length).toBeLessThanOrEqual(180 - 5);
    });

    test('a user who entered the flow counts as activated', () => {
      const entered = users.filter((user) => activationOf.has(user.user_id));
      expect(entered.length).toBeGreaterThan(650 + 50);
    });

    test('users that `users` does not know are activated, or have sessions', () => {
      expect(
        [...activationOf].filter(([userId, time]) => time && !userIds.has(userId)).length,
      ).toBeGreaterThan(5);
      expect(
        [...activationOf].filter(([userId, time]) => !time && !userIds.has(userId)).length,
      ).toBeGreaterThan(1);
      expect([...sessionsByUser.keys()].filter((userId) => !userIds.has(userId)).length).toBeGreaterThan(5);
    });
  });

  test('breakdowns are worth a look: months differ, referral converts better than paid ads', () => {
    const rate = (of: (user: SourceRow<'users'>) => boolean) =>
      percent(multi.filter((flow) => of(flow.user)).length, users.filter(of).length);
    const source = (name: string) => rate((user) => user.signup_source === name);
    expect(source('referral')).toBeGreaterThan(source('organic_search') + 5);
    expect(source('organic_search')).toBeGreaterThan(source('paid_ads') + 5);
    const months = [0, 1, 2].map((month) => rate((user) => user.signed_up_at.getUTCMonth() === month));
    expect(new Set(months).size).toBe(3);
  });
});

describe('activation rate by first key action', () => {
  const NAME = 'project_created';
  const sinceSignUp = (user: SourceRow<'users'>, names = (name: string): boolean => name === NAME) =>
    (actionsByUser.get(user.user_id) ?? [])
      .filter((action) => names(action.action_name))
      .map((action) => action.occurred_at.getTime() - user.signed_up_at.getTime());
  /** Users with an action that is at least 0 and less than `days` × 24 h after the sign-up (rules 3 and 4). */
  const within = (days: number) =>
    users.filter((user) => sinceSignUp(user).some((elapsed) => elapsed >= 0 && elapsed < days * DAY)).length;

  test('the numbers of section 7', () => {
    expect([1, 3, 7, 14, 30].map(within)).toEqual([250, 340, 420, 480, 510]);
    expect(within(Number.POSITIVE_INFINITY)).toBe(530);
    expect(
      [1, 3, 7, 14, 30, Number.POSITIVE_INFINITY].map((days) => percent(within(days), users.length)),
    ).toEqual([25, 34, 42, 48, 51, 53]);
  });

  describe('naive queries are wrong', () => {
    test.each([
      1, 3, 7, 14, 30,
    ])('the end of the window of %i days is taken in, or its last millisecond left out', (days) => {
      const closed = users.filter((user) =>
        sinceSignUp(user).some((elapsed) => elapsed >= 0 && elapsed <= days * DAY),
      );
      expect(closed.length).toBe(within(days) + 3);
      const short = users.filter((user) =>
        sinceSignUp(user).some((elapsed) => elapsed >= 0 && elapsed < days * DAY - 1),
      );
      expect(short.length).toBe(within(days) - 3);
    });

    test('an action at exactly the sign-up is left out', () => {
      const later = users.filter((user) =>
        sinceSignUp(user).some((elapsed) => elapsed > 0 && elapsed < 7 * DAY),
      );
      expect(later.length).toBeLessThan(420);
    });

    test('an action before the sign-up counts', () => {
      const anyTime = users.filter((user) => sinceSignUp(user).some((elapsed) => elapsed < 7 * DAY));
      expect(anyTime.length).toBeGreaterThan(420 + 20);
      const justBefore = users.filter(
        (user) => sinceSignUp(user).every((elapsed) => elapsed === -1) && sinceSignUp(user).length,
      );
      expect(justBefore.length).toBeGreaterThanOrEqual(5);
    });

    test('an action before the sign-up hides the first that counts', () => {
      const ofFirst = users.filter((user) => {
        const first = Math.min(...sinceSignUp(user));
        return first >= 0 && first < 7 * DAY;
      });
      expect(ofFirst.length).toBeLessThan(420 - 20);
    });

    test('any action, or a name that looks alike, counts', () => {
      const named = (names: (name: string) => boolean) =>
        users.filter((user) => sinceSignUp(user, names).some((elapsed) => elapsed >= 0 && elapsed < 7 * DAY))
          .length;
      expect(named(() => true)).toBeGreaterThan(420 + 50);
      expect(named((name) => name.toLowerCase() === NAME)).toBeGreaterThanOrEqual(420 + 5);
      expect(named((name) => name.trimStart() === NAME)).toBeGreaterThanOrEqual(420 + 5);
      expect(named((name) => name.trimEnd() === NAME)).toBeGreaterThanOrEqual(420 + 5);
      expect(named((name) => name.startsWith(NAME))).toBeGreaterThanOrEqual(420 + 5);
      expect(named((name) => name.replace('-', '_') === NAME)).toBeGreaterThanOrEqual(420 + 5);
    });

    test('actions are counted, not users', () => {
      const actions = users.flatMap((user) =>
        sinceSignUp(user).filter((elapsed) => elapsed >= 0 && elapsed < 7 * DAY),
      );
      expect(actions.length).toBeGreaterThan(420 + 50);
    });

    test('users that `users` does not know do the key action', () => {
      const unknown = rows.key_actions.filter(
        (action) => action.action_name === NAME && !userIds.has(action.user_id),
      );
      expect(unknown.length).toBeGreaterThan(5);
    });
  });

  test('referral converts better than paid ads', () => {
    const rate = (source: string) => {
      const cohort = users.filter((user) => user.signup_source === source);
      const done = cohort.filter((user) =>
        sinceSignUp(user).some((elapsed) => elapsed >= 0 && elapsed < 7 * DAY),
      );
      return percent(done.length, cohort.length);
    };
    expect(rate('referral')).toBeGreaterThan(rate('paid_ads') + 5);
  });
});

describe('milestone completion', () => {
  const KEY = ['workspace_created', 'teammate_invited', 'first_message_sent'];
  const reached = (account: SourceRow<'accounts'>) =>
    new Set(
      (logsByAccount.get(account.id) ?? [])
        .filter((log) => log.completion_date >= account.created_at) // rule 3
        .map((log) => log.milestone_name)
        .filter((name) => KEY.includes(name)),
    );

  test('the numbers of section 7', () => {
    expect(accounts).toHaveLength(200);
    const qualified = accounts.filter((account) => reached(account).size >= 1);
    const fully = accounts.filter((account) => reached(account).size === 3);
    expect([qualified, fully].map((list) => list.length)).toEqual([150, 84]);
    expect([qualified, fully].map((list) => percent(list.length, accounts.length))).toEqual([75, 42]);
    const each = KEY.map((name) => accounts.filter((account) => reached(account).has(name)).length);
    expect(each).toEqual([140, 110, 96]);
    expect(each.map((count) => percent(count, accounts.length))).toEqual([70, 55, 48]);
  });

  describe('naive queries are wrong', () => {
    const keyLogs = rows.milestone_completion_logs.filter((log) => KEY.includes(log.milestone_name));

    test.each(KEY)('logs of %s are counted, not accounts', (name) => {
      const logs = keyLogs.filter((log) => {
        const created = accountOf.get(log.account_id)?.created_at;
        return log.milestone_name === name && created && log.completion_date >= created;
      });
      expect(logs.length).toBeGreaterThan(
        { workspace_created: 140, teammate_invited: 110, first_message_sent: 96 }[name] ?? 0,
      );
    });

    test('any milestone counts, or one whose name looks alike', () => {
      const sinceSignUp = (names: (name: string) => boolean) =>
        accounts.filter((account) =>
          logsByAccount
            .get(account.id)
            ?.some((log) => names(log.milestone_name) && log.completion_date >= account.created_at),
        ).length;
      expect(sinceSignUp(() => true)).toBeGreaterThan(150 + 10);
      expect(sinceSignUp((name) => KEY.includes(name.toLowerCase()))).toBeGreaterThanOrEqual(150 + 3);
      expect(sinceSignUp((name) => KEY.includes(name.trim()))).toBeGreaterThanOrEqual(150 + 3);
    });

    test('a log from before the account counts', () => {
      const anyTime = accounts.filter((account) =>
        logsByAccount.get(account.id)?.some((log) => KEY.includes(log.milestone_name)),
      );
      expect(anyTime.length).toBeGreaterThanOrEqual(150 + 5);
      const justBefore = keyLogs.filter(
        (log) =>
          log.completion_date.getTime() === (accountOf.get(log.account_id)?.created_at.getTime() ?? 0) - 1,
      );
      expect(justBefore.length).toBeGreaterThanOrEqual(5);
    });

    test('a log at the moment of the creation is left out', () => {
      const later = accounts.filter((account) =>
        logsByAccount
          .get(account.id)
          ?.some((log) => KEY.includes(log.milestone_name) && log.completion_date > account.created_at),
      );
      expect(later.length).toBeLessThanOrEqual(150 - 5);
    });

    test('accounts that `accounts` does not know count', () => {
      const withLogs = new Set(keyLogs.map((log) => log.account_id).filter((id) => !accountOf.has(id)));
      expect(withLogs.size).toBeGreaterThan(5);
    });
  });
});

describe('expansion activation', () => {
  const DAYS = 30;
  type Eligibility = SourceRow<'expansion_activation'>;
  const known = rows.expansion_activation.filter((row) => accountOf.has(row.account_id)); // rule 5
  const activated = (row: Eligibility) =>
    row.activation_date !== null && row.activation_date >= row.eligible_date; // rule 3
  const elapsed = (row: Eligibility) =>
    row.activation_date === null ? Number.NaN : row.activation_date.getTime() - row.eligible_date.getTime();
  const inWindow = (row: Eligibility) => elapsed(row) >= 0 && elapsed(row) < DAYS * DAY; // rule 4
  const accountsOf = (of: Eligibility[]) => new Set(of.map((row) => row.account_id)); // rule 1
  const feature = (name: string) => known.filter((row) => row.expansion_feature === name);
  const analytics = feature('advanced_analytics');
  const automation = feature('automation');

  test('the numbers of section 7', () => {
    expect(new Set(known.map((row) => row.expansion_feature)).size).toBe(2);
    const count = (of: Eligibility[]) => [accountsOf(of).size, accountsOf(of.filter(activated)).size];
    expect(count(known)).toEqual([160, 40]);
    expect(count(analytics)).toEqual([120, 33]);
    expect(count(automation)).toEqual([100, 15]);
    expect([percent(40, 160), percent(33, 120), percent(15, 100)]).toEqual([25, 27.5, 15]);
    expect([...accountsOf(analytics)].filter((id) => accountsOf(automation).has(id))).toHaveLength(60);
    const both = [...accountsOf(analytics.filter(activated))].filter((id) =>
      accountsOf(automation.filter(activated)).has(id),
    );
    expect(both).toHaveLength(8);
  });

  test('the windowed numbers that the generator states', () => {
    expect({
      any: accountsOf(known.filter(inWindow)).size,
      advanced_analytics: accountsOf(analytics.filter(inWindow)).size,
      automation: accountsOf(automation.filter(inWindow)).size,
    }).toEqual(ALSO_PLANTED.activatedWithin30Days);
  });

  describe('naive queries are wrong', () => {
    test('eligible accounts are summed over features, rows or dates', () => {
      expect(accountsOf(analytics).size + accountsOf(automation).size).toBe(220);
      expect(known.length).toBeGreaterThan(220 + 30);
    });

    test('activations are counted over features, not accounts', () => {
      expect(known.filter(activated).length).toBeGreaterThan(40);
    });

    test('an activation before the eligibility counts', () => {
      const anyTime = accountsOf(known.filter((row) => row.activation_date !== null));
      expect(anyTime.size).toBeGreaterThanOrEqual(40 + 10);
      expect(known.filter((row) => elapsed(row) === -1).length).toBeGreaterThanOrEqual(5);
    });

    test('an activation is held against the eligibility of another row', () => {
      const paired = known.filter((row) =>
        known.some(
          (other) =>
            other.account_id === row.account_id &&
            other.expansion_feature === row.expansion_feature &&
            other.activation_date !== null &&
            other.activation_date >= row.eligible_date,
        ),
      );
      expect(accountsOf(paired).size).toBeGreaterThanOrEqual(40 + 5);
    });

    test('the first or the last eligibility of an account is taken for all', () => {
      const byOffer = groupBy(known, (row) => `${row.account_id} ${row.expansion_feature}`);
      const chosen = (order: number) =>
        [...byOffer.values()].map(
          (offer) =>
            offer.sort(
              (one, other) => order * (one.eligible_date.getTime() - other.eligible_date.getTime()),
            )[0],
        ) as Eligibility[];
      expect(accountsOf(chosen(1).filter(activated)).size).toBeLessThanOrEqual(40 - 3);
      expect(accountsOf(chosen(-1).filter(activated)).size).toBeLessThanOrEqual(40 - 3);
    });

    test('an activation at the moment of the eligibility is left out', () => {
      expect(accountsOf(known.filter((row) => elapsed(row) > 0)).size).toBeLessThanOrEqual(40 - 3);
    });

    test('the end of the window is taken in, or its last millisecond left out', () => {
      const closed = accountsOf(known.filter((row) => elapsed(row) >= 0 && elapsed(row) <= DAYS * DAY));
      const short = accountsOf(known.filter((row) => elapsed(row) >= 0 && elapsed(row) < DAYS * DAY - 1));
      expect(closed.size).toBeGreaterThan(33);
      expect(short.size).toBeLessThan(33);
    });

    test('accounts that `accounts` does not know count', () => {
      const all = rows.expansion_activation;
      expect(accountsOf(all).size).toBeGreaterThan(160 + 5);
      expect(accountsOf(all.filter(activated)).size).toBeGreaterThanOrEqual(40 + 5);
    });
  });
});

describe('the rows', () => {
  test('keys are unique', () => {
    const unique = (ids: string[]) => expect(new Set(ids).size).toBe(ids.length);
    unique(users.map((row) => row.user_id));
    unique(rows.session_history.map((row) => row.session_id));
    unique(rows.activated_users.map((row) => row.user_id));
    unique(rows.key_actions.map((row) => row.id));
    unique(accounts.map((row) => row.id));
    unique(rows.milestone_completion_logs.map((row) => row.id));
    unique(rows.expansion_activation.map((row) => row.id));
  });

  test('the cohorts span the quarter, from its first day to its last', () => {
    const days = (dates: Date[]) => new Set(dates.map((date) => date.toISOString().slice(0, 10)));
    const signUpDays = days(users.map((user) => user.signed_up_at));
    expect(signUpDays.size).toBe(90);
    expect([...signUpDays].sort().at(0)).toBe('2026-01-01');
    expect([...signUpDays].sort().at(-1)).toBe('2026-03-31');
    const creationMonths = new Set(accounts.map((account) => account.created_at.toISOString().slice(0, 7)));
    expect([...creationMonths].sort()).toEqual(['2026-01', '2026-02', '2026-03']);
  });

  test('everything is mature: eligibility in the first half of 2026, nothing after 2026-10-01', () => {
    const eligible = rows.expansion_activation.map((row) => row.eligible_date.toISOString());
    expect(eligible.every((date) => date >= '2026-01-01' && date < '2026-07-01')).toBe(true);
    const dates = Object.values(rows)
      .flat()
      .flatMap((row) => Object.values(row as Record<string, unknown>))
      .filter((value) => value instanceof Date);
    expect(Math.max(...dates.map((date) => date.getTime()))).toBeLessThan(Date.UTC(2026, 9, 1));
  });

  test('attributes are varied, and sometimes missing', () => {
    const values = (all: (string | null)[]) => new Set(all.filter((value) => value !== null)).size;
    expect(values(users.map((user) => user.persona))).toBeGreaterThanOrEqual(3);
    expect(values(users.map((user) => user.plan_type))).toBeGreaterThanOrEqual(3);
    expect(values(users.map((user) => user.signup_source))).toBe(4);
    for (const attribute of ['persona', 'plan_type', 'signup_source', 'account_id'] as const) {
      expect(users.filter((user) => user[attribute] === null).length).toBeGreaterThan(10);
    }
    for (const attribute of ['product_plan', 'plan_tier', 'use_case', 'user_type'] as const) {
      expect(values(accounts.map((account) => account[attribute]))).toBeGreaterThanOrEqual(2);
      expect(accounts.filter((account) => account[attribute] === null).length).toBeGreaterThanOrEqual(3);
    }
  });

  test('accounts have several users, and some users an account that `accounts` does not know', () => {
    const members = groupBy(
      users.filter((user) => user.account_id !== null),
      (user) => user.account_id as string,
    );
    expect([...members.values()].filter((group) => group.length >= 2).length).toBeGreaterThan(100);
    const unknown = users.filter((user) => user.account_id !== null && !accountOf.has(user.account_id));
    expect(unknown.length).toBeGreaterThan(5);
  });

  test('the same on every call', () => {
    expect(workedExample()).toEqual(rows);
  });
});
