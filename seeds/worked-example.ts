/**
 * The worked example: every number of it exactly, and beside each number the
 * decoys that lead a naive query to another one.
 *
 * How it is laid out:
 *
 * - 1,000 users sign up over the first quarter of 2026 (300 in January, 310 in February, 390 in March), the first in
 *   its first millisecond and the last in its last. Every fifth of them opens an account at that moment, which makes
 *   200; the others join one, a few join none or one that `accounts` doesn't know.
 * - What becomes of a user is decided by rank: users are ordered by an appetite that depends on source, persona, plan
 *   and month, with noise, and cut at the contract's numbers. So the totals are exact and the segments differ.
 *   `ACTIVATION` cuts the users by how they activated, `KEY_ACTION` by when they first did the key action,
 *   `MILESTONES` the accounts by the key milestones they reached, `EXPANSION` by what they were offered and took up.
 * - For the KPI catalogue, the two tables of returns say when activated users came back, `USES` what users did beside the
 *   key action, by their number and so without regard to appetite. Its numbers are in `test/worked-example.catalogue.ts`.
 * - What became of them as customers is in `customers.ts`.
 * - Inside each of these groups, in the order of sign-up or creation, every so many-th member is a boundary case or a
 *   decoy instead of an ordinary one. Ordinary times are whole seconds; a time such as …:59.999 is a planted boundary.
 * - Users and accounts numbered from 9001 are unknown: events name them, `users` and `accounts` don't (rule 5).
 */
import type { SourceRow, SourceRows } from '../src/database/source-tables.ts';
import { customerRows } from './customers.ts';
import { accountId, DAY, HOUR, MINUTE, SECOND, userId } from './notation.ts';
import { integerBetween, mulberry32, pick, type Random } from './random.ts';

type User = SourceRow<'users'>;
type Account = SourceRow<'accounts'>;

/** How many users became active, and how, from the keenest to the least keen. */
const ACTIVATION = { acrossSessions: 470, inFirstSession: 180, never: 350 };

/** When users first did the key action: this many of them, this many days after the sign-up (from, up to). */
const KEY_ACTION: readonly (readonly [users: number, fromDay: number, toDay: number])[] = [
  [250, 0, 1],
  [90, 1, 3],
  [80, 3, 7],
  [60, 7, 14],
  [30, 14, 30],
  [20, 30, 60],
];

const KEY_ACTION_NAME = 'project_created';
const WORKSPACE = 'workspace_created';
const TEAMMATE = 'teammate_invited';
const MESSAGE = 'first_message_sent';

/**
 * The key milestones that accounts reached, from the keenest accounts to the least keen, and of some when they reached
 * the last of these, counted from the creation: half-open windows of 14 and 30 days end there.
 */
const MILESTONES: readonly (readonly [
  accounts: number,
  reached: readonly string[],
  lastAt?: (index: number) => number | undefined,
])[] = [
  [84, [WORKSPACE, TEAMMATE, MESSAGE], (index) => (index < 42 ? 20 * DAY : 24 * DAY)],
  [20, [WORKSPACE, TEAMMATE]],
  [6, [WORKSPACE, MESSAGE], (index) => [30 * DAY - 1, 30 * DAY - 1, 30 * DAY, 30 * DAY][index]],
  [2, [TEAMMATE, MESSAGE], () => 30 * DAY],
  [30, [WORKSPACE]],
  [4, [TEAMMATE], (index) => (index === 0 ? undefined : 14 * DAY - 1)],
  [4, [MESSAGE], () => 14 * DAY],
  [50, []],
];

/** What came of an eligibility: taken up within 30 days, taken up later, or not taken up. */
type Uptake = 'soon' | 'late' | 'idle';

/** The eligible accounts by what they were offered and what came of it, from the keenest to the least keen. */
const EXPANSION: readonly (readonly [
  accounts: number,
  offered: Partial<Record<'advanced_analytics' | 'automation', Uptake>>,
])[] = [
  [4, { advanced_analytics: 'soon', automation: 'soon' }],
  [2, { advanced_analytics: 'soon', automation: 'late' }],
  [1, { advanced_analytics: 'late', automation: 'soon' }],
  [1, { advanced_analytics: 'late', automation: 'late' }],
  [8, { advanced_analytics: 'soon', automation: 'idle' }],
  [2, { advanced_analytics: 'late', automation: 'idle' }],
  [2, { advanced_analytics: 'idle', automation: 'soon' }],
  [1, { advanced_analytics: 'idle', automation: 'late' }],
  [12, { advanced_analytics: 'soon' }],
  [3, { advanced_analytics: 'late' }],
  [4, { automation: 'soon' }],
  [39, { advanced_analytics: 'idle', automation: 'idle' }],
  [45, { advanced_analytics: 'idle' }],
  [36, { automation: 'idle' }],
];

/**
 * When users who were activated across sessions came back, counted from the activation, by their number among these
 * modulo 47: each line is 10 users. The others didn't come back.
 */
const RETURNS_ACROSS_SESSIONS: Readonly<Record<number, readonly number[]>> = {
  5: [3 * DAY],
  // The last millisecond of 7 days is within them, and not on day 7.
  6: [7 * DAY - 1],
  7: [7 * DAY],
  8: [8 * DAY - 1],
  // On day 7, by two sessions: counted once.
  9: [7 * DAY + HOUR, 7 * DAY + 9 * HOUR],
  // The end of day 7.
  10: [8 * DAY],
  11: [14 * DAY - 1],
  // The end of the days 7 to 14.
  12: [14 * DAY],
  13: [2 * DAY, 7 * DAY + 5 * HOUR, 30 * DAY],
  14: [20 * DAY],
  15: [31 * DAY - 1],
  16: [31 * DAY],
  17: [37 * DAY],
  18: [5 * DAY, 10 * DAY, 35 * DAY],
};

/** The same of those activated in their first session, modulo 18: each line is 10 users. */
const RETURNS_AFTER_FIRST_SESSION: Readonly<Record<number, readonly number[]>> = {
  // A millisecond later is later.
  0: [1],
  1: [2 * HOUR, 3 * HOUR, 26 * HOUR],
  2: [6 * DAY],
  3: [7 * DAY, 30 * DAY - 1],
  4: [12 * DAY],
  5: [30 * DAY],
  6: [45 * DAY],
};

/**
 * What users did besides, by their number modulo 20: each line is 50 users.
 */
const USES: Readonly<Record<number, readonly Use[]>> = {
  0: [
    ['file_uploaded', 2 * DAY],
    // A second use, by the feature's other action.
    ['file_shared', 5 * DAY],
  ],
  1: [
    ['report_viewed', 0],
    // Within 7 days of the first, in the last millisecond.
    ['report_viewed', 7 * DAY - 1],
  ],
  // 25 in the last millisecond of 30 days, 25 at their end.
  2: [['report_viewed', 30 * DAY - 1, 30 * DAY]],
  3: [['file_shared', 10 * DAY]],
  5: [
    ['report_viewed', DAY],
    ['file_uploaded', 7 * DAY - 1],
    // At exactly 7 × 24 h after the first: no reuse.
    ['report_viewed', 8 * DAY],
  ],
  7: [
    ['invite_sent', 2 * HOUR],
    // 25 at the moment of the first, which is no second use; 25 before the sign-up, which is no first one, though mostly
    // in the first session.
    ['invite_sent', 2 * HOUR, -SECOND],
  ],
  9: [
    ['report_viewed', 3 * DAY],
    // 25 within 7 days, 25 at their end.
    ['report_viewed', 4 * DAY, 10 * DAY],
    ['settings_changed', HOUR],
  ],
  10: [
    ['file_uploaded', DAY],
    // Before the sign-up: a use, and none of a new user's.
    ['report_viewed', -1],
  ],
  13: [
    ['report_viewed', 6 * DAY],
    // At exactly 7 × 24 h: not early.
    ['file_shared', 7 * DAY],
  ],
  15: [
    ['file_uploaded', 4 * DAY],
    ['file_uploaded', 5 * DAY, 15 * DAY],
  ],
  17: [
    ['report_viewed', 5 * DAY],
    ['invite_sent', 4 * HOUR],
  ],
  19: [['settings_changed', 3 * HOUR]],
};

/** An action, and how long after the sign-up; of two moments each is of every other user of the line. */
type Use = readonly [name: string, after: number, ofOthers?: number];

/** Numbers of the example that section 7 leaves open. */
export const ALSO_PLANTED = {
  /** `ActivatedUsers.activatedUserCount`: 650 activations that count, 28 dated before the sign-up, 12 of unknown users. */
  activatedUsersInTable: 690,
  /** Accounts that took up an offering within 30 × 24 h of becoming eligible for it. */
  activatedWithin30Days: { any: 33, advanced_analytics: 26, automation: 11 },
};

/** The rows of the source tables. The same on every call and every machine. */
export function workedExample(): SourceRows {
  const { users, accounts } = signUps();
  const appetite = appetites(users);
  const { sessions, activations } = activationFlow(users, appetite);
  const rows = {
    users,
    session_history: sessions,
    activated_users: activations,
    key_actions: keyActions(users, appetite),
    accounts,
    milestone_completion_logs: milestoneLogs(accounts),
    expansion_activation: expansion(accounts),
  };
  return { ...rows, ...customerRows(rows) };
}

const QUARTER_START = Date.UTC(2026, 0, 1);
const QUARTER_END = Date.UTC(2026, 3, 1);
const SIGN_UPS: readonly (readonly [users: number, monthStart: number, monthEnd: number])[] = [
  [300, QUARTER_START, Date.UTC(2026, 1, 1)],
  [310, Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1)],
  [390, Date.UTC(2026, 2, 1), QUARTER_END],
];

function signUps(): { users: User[]; accounts: Account[] } {
  const random = mulberry32(1);
  const times = SIGN_UPS.flatMap(([count, start, end]) =>
    Array.from({ length: count }, () => secondBetween(random, start, end)),
  ).sort((one, other) => one - other);
  times[0] = QUARTER_START;
  times[times.length - 1] = QUARTER_END - 1;

  const accounts: Account[] = [];
  const users = times.map((time, index): User => {
    if (index % 5 === 0) accounts.push(openAccount(random, accounts.length + 1, time));
    return {
      user_id: userId(index + 1),
      account_id: index % 5 === 0 ? accountId(accounts.length) : joinedAccount(random, accounts.length),
      signed_up_at: new Date(time),
      persona: pick(random, [
        ['developer', 34],
        ['marketer', 26],
        ['analyst', 22],
        ['founder', 14],
        [null, 4],
      ]),
      plan_type: pick(random, [
        ['free', 55],
        ['pro', 30],
        ['business', 12],
        [null, 3],
      ]),
      signup_source: pick(random, [
        ['organic_search', 36],
        ['paid_ads', 28],
        ['referral', 21],
        ['partner', 12],
        [null, 3],
      ]),
    };
  });
  return { users, accounts };
}

function openAccount(random: Random, number: number, time: number): Account {
  return {
    id: accountId(number),
    created_at: new Date(time),
    product_plan: pick(random, [
      ['starter', 50],
      ['growth', 32],
      ['enterprise', 14],
      [null, 4],
    ]),
    plan_tier: pick(random, [
      ['monthly', 62],
      ['annual', 34],
      [null, 4],
    ]),
    use_case: pick(random, [
      ['engineering', 36],
      ['marketing', 28],
      ['support', 18],
      ['operations', 12],
      [null, 6],
    ]),
    user_type: pick(random, [
      ['company', 58],
      ['agency', 24],
      ['individual', 14],
      [null, 4],
    ]),
  };
}

/** One of the newest accounts, none, or one that `accounts` doesn't know. */
function joinedAccount(random: Random, accounts: number): string | null {
  const newest = integerBetween(random, Math.max(1, accounts - 30), accounts);
  return pick(random, [
    [accountId(newest), 86],
    [null, 10],
    [accountId(9000 + integerBetween(random, 1, 8)), 4],
  ]);
}

const APPETITE: Readonly<Record<string, number>> = {
  referral: 0.2,
  partner: 0.1,
  paid_ads: -0.15,
  developer: 0.15,
  founder: 0.1,
  marketer: -0.1,
  business: 0.15,
  pro: 0.1,
  enterprise: 0.2,
  growth: 0.1,
  annual: 0.1,
  agency: -0.1,
  individual: -0.2,
};

/** How keen each user is to get going, by user id: it moves both the activation and the key action. */
function appetites(users: User[]): Map<string, number> {
  const random = mulberry32(2);
  return new Map(
    users.map((user) => {
      const month = 0.06 * user.signed_up_at.getUTCMonth();
      return [
        user.user_id,
        month + segmentAppetite(user.signup_source, user.persona, user.plan_type) + random(),
      ];
    }),
  );
}

function segmentAppetite(...attributes: (string | null)[]): number {
  return attributes.reduce((sum, attribute) => sum + (APPETITE[attribute ?? ''] ?? 0), 0);
}

/** The members from the highest score to the lowest, cut into groups of these sizes, each in the original order. */
function rankedGroups<Member>(
  members: Member[],
  score: (member: Member) => number,
  sizes: number[],
): Member[][] {
  const ranked = members
    .map((member, position) => ({ member, position, score: score(member) }))
    .sort((one, other) => other.score - one.score);
  let start = 0;
  return sizes.map((size) => {
    const group = ranked.slice(start, start + size);
    start += size;
    return group.sort((one, other) => one.position - other.position).map(({ member }) => member);
  });
}

/** Sessions, and the activation they lead to or not. */
function activationFlow(users: User[], appetite: Map<string, number>) {
  const random = mulberry32(3);
  const sessions: SourceRow<'session_history'>[] = [];
  const activations: SourceRow<'activated_users'>[] = [];
  const session = (user_id: string, ...starts: number[]) => {
    for (const start of starts) {
      const session_id = `session-${String(sessions.length + 1).padStart(5, '0')}`;
      sessions.push({ session_id, user_id, session_start_time: new Date(start) });
    }
  };
  const activation = (user_id: string, time: number | null) =>
    activations.push({
      user_id,
      activation_milestone_completion_timestamp: time === null ? null : new Date(time),
    });
  /** The session in which the sign-up happens began a little before it, and counts all the same. */
  const firstSession = (signUp: number) => signUp - secondBetween(random, 0, 15 * MINUTE);
  /** Sessions at some time in the days after. */
  const comebacks = (after: number, count: number) =>
    Array.from({ length: count }, () => secondBetween(random, after + HOUR, after + 25 * DAY));
  /** The sessions by which an activated user comes back. */
  const returns = (activated: number, after: readonly number[] | undefined) =>
    (after ?? []).map((elapsed) => activated + elapsed);

  const [acrossSessions = [], inFirstSession = [], never = []] = rankedGroups(
    users,
    (user) => appetite.get(user.user_id) as number,
    [ACTIVATION.acrossSessions, ACTIVATION.inFirstSession, ACTIVATION.never],
  );

  acrossSessions.forEach(({ user_id, signed_up_at }, index) => {
    const signUp = signed_up_at.getTime();
    switch (index % 47) {
      case 0: // Looked around twice, signed up and was active in that very moment: both sessions began before it.
        session(user_id, signUp - 2 * DAY, firstSession(signUp));
        activation(user_id, signUp);
        break;
      case 1: {
        // The second session starts at the moment of the activation: it counts, `<=`.
        const activated = signUp + integerBetween(random, 1, 10) * DAY;
        session(user_id, firstSession(signUp), activated);
        activation(user_id, activated);
        break;
      }
      case 3: // Activated in the last millisecond of 14 days: not dropped off.
      case 4: {
        // At exactly 14 × 24 h, which is outside (rule 4): dropped off, and activated all the same.
        const activated = signUp + 14 * DAY - (index % 47 === 3 ? 1 : 0);
        session(user_id, firstSession(signUp), activated - 5 * MINUTE);
        activation(user_id, activated);
        break;
      }
      case 2: {
        // Two sessions on two devices, started at the same moment: two all the same.
        const start = firstSession(signUp);
        session(user_id, start, start);
        activation(user_id, signUp + 30 * MINUTE);
        break;
      }
      default: {
        const last = secondBetween(random, signUp + 3 * HOUR, signUp + 12 * DAY);
        const between = Array.from({ length: integerBetween(random, 0, 3) }, () =>
          secondBetween(random, signUp + HOUR, last),
        );
        const activated = last + secondBetween(random, 2 * MINUTE, 40 * MINUTE);
        session(user_id, firstSession(signUp), ...between, last);
        session(user_id, ...returns(activated, RETURNS_ACROSS_SESSIONS[index % 47]));
        activation(user_id, activated);
      }
    }
  });

  inFirstSession.forEach(({ user_id, signed_up_at }, index) => {
    const signUp = signed_up_at.getTime();
    const activated =
      index % 18 === 1 || index % 18 === 10 ? signUp : signUp + integerBetween(random, 3, 50) * MINUTE;
    session(user_id, firstSession(signUp));
    activation(user_id, activated);
    // 70 came back (7 of every 18): sessions after the activation don't make it one across sessions.
    session(user_id, ...returns(activated, RETURNS_AFTER_FIRST_SESSION[index % 18]));
  });

  never.forEach(({ user_id, signed_up_at }, index) => {
    const signUp = signed_up_at.getTime();
    const start = firstSession(signUp);
    // 28 have an activation dated before the sign-up, such as one of a preview: it doesn't count (rule 3).
    const before = index % 50 < 25 ? signUp - 1 : signUp - 6 * HOUR;
    if (index % 25 === 0) {
      session(user_id, before - 2 * DAY, before - HOUR, start);
      activation(user_id, before);
    } else if (index % 25 === 3) {
      session(user_id, before - HOUR);
      activation(user_id, before);
    } else {
      // 210 in all have two sessions or more (3 of every 5), some have none.
      if (index % 5 < 3) session(user_id, start, ...comebacks(start, integerBetween(random, 1, 4)));
      else if (index % 10 !== 9) session(user_id, start);
      // Entered the activation flow and didn't complete it.
      if (index % 3 === 1) activation(user_id, null);
    }
  });

  for (let number = 1; number <= 20; number++) {
    const time = secondBetween(random, QUARTER_START, QUARTER_END);
    const unknown = userId(9000 + number);
    session(unknown, time);
    if (number <= 12) activation(unknown, time + 20 * MINUTE);
    else if (number <= 15) activation(unknown, null);
  }
  return { sessions, activations };
}

/** Names that are not the key action's, however alike. */
const LOOK_ALIKES = [
  'Project_Created',
  'project_created ',
  ' project_created',
  'project-created',
  'project_created_v2',
];
/** Actions that aren't the key action. */
const OTHER_ACTIONS = 1180;

function keyActions(users: User[], appetite: Map<string, number>): SourceRow<'key_actions'>[] {
  const random = mulberry32(4);
  const actions: SourceRow<'key_actions'>[] = [];
  const action = (user_id: string, action_name: string, time: number) => {
    const id = `action-${String(actions.length + 1).padStart(5, '0')}`;
    actions.push({ id, user_id, action_name, occurred_at: new Date(time) });
  };

  const sizes = KEY_ACTION.map(([count]) => count);
  const groups = rankedGroups(users, (user) => (appetite.get(user.user_id) as number) + 0.8 * random(), [
    ...sizes,
    users.length - sizes.reduce((sum, size) => sum + size, 0),
  ]);
  const never = groups.pop() ?? [];

  KEY_ACTION.forEach(([, fromDay, toDay], bucket) => {
    groups[bucket]?.forEach(({ user_id, signed_up_at }, index) => {
      const signUp = signed_up_at.getTime();
      const from = signUp + fromDay * DAY;
      const to = signUp + toDay * DAY;
      // Windows are half-open (rule 4): in each bucket three users at its very start and three in its last millisecond.
      const first = index < 3 ? from : index < 6 ? to - 1 : from + skewed(random, to - from);
      action(user_id, KEY_ACTION_NAME, first);
      // Several key actions by one user, also later than the window.
      for (let repeat = integerBetween(random, -3, 3); repeat > 0; repeat--) {
        action(user_id, KEY_ACTION_NAME, first + secondBetween(random, MINUTE, 20 * DAY));
      }
      // One before the sign-up doesn't count, and doesn't hide the one that does (rule 3).
      if (index % 10 === 7) action(user_id, KEY_ACTION_NAME, signUp - secondBetween(random, HOUR, 3 * DAY));
    });
  });

  never.forEach(({ user_id, signed_up_at }, index) => {
    const signUp = signed_up_at.getTime();
    if (index % 50 === 0) action(user_id, KEY_ACTION_NAME, signUp - 1);
    else if (index % 10 === 0)
      action(user_id, KEY_ACTION_NAME, signUp - secondBetween(random, HOUR, 3 * DAY));
    else if (index % 10 === 1) {
      action(user_id, LOOK_ALIKES[Math.floor(index / 10) % LOOK_ALIKES.length] as string, signUp + 2 * HOUR);
    }
  });

  const before = actions.length;
  users.forEach(({ user_id, signed_up_at }, index) => {
    const number = index + 1;
    const signUp = signed_up_at.getTime();
    for (const [name, after, ofOthers = after] of USES[number % 20] ?? []) {
      action(user_id, name, signUp + (number % 40 < 20 ? after : ofOthers));
    }
  });
  // Of no feature.
  for (let left = OTHER_ACTIONS - (actions.length - before); left > 0; left--) {
    const { user_id, signed_up_at } = users[integerBetween(random, 0, users.length - 1)] as User;
    action(user_id, 'project_opened', signed_up_at.getTime() + secondBetween(random, MINUTE, 30 * DAY));
  }

  for (let number = 1; number <= 20; number++) {
    action(userId(9000 + number), KEY_ACTION_NAME, secondBetween(random, QUARTER_START, QUARTER_END));
  }
  return actions;
}

/** Names that are not a key milestone's, however alike. */
const OTHER_MILESTONES = ['profile_completed', 'Workspace_Created', 'teammate_invited ', 'billing_connected'];

function milestoneLogs(accounts: Account[]): SourceRow<'milestone_completion_logs'>[] {
  const random = mulberry32(5);
  const logs: SourceRow<'milestone_completion_logs'>[] = [];
  const log = (account_id: string, milestone_name: string, time: number) => {
    const id = `log-${String(logs.length + 1).padStart(5, '0')}`;
    logs.push({ id, account_id, milestone_name, completion_date: new Date(time) });
  };

  const groups = rankedGroups(
    accounts,
    (account) => accountAppetite(account) + random(),
    MILESTONES.map(([count]) => count),
  );
  MILESTONES.forEach(([, reached, lastAt], group) => {
    groups[group]?.forEach(({ id, created_at }, index) => {
      const created = created_at.getTime();
      let time = created;
      reached.forEach((milestone, position) => {
        // Some accounts reach their first milestone at the moment of their creation: it counts.
        if (position > 0 || index % 7 !== 0) time += secondBetween(random, 5 * MINUTE, 6 * DAY);
        const planned = position === reached.length - 1 ? lastAt?.(index) : undefined;
        if (planned !== undefined) time = created + planned;
        log(id, milestone, time);
        if (index % 3 === 1) log(id, milestone, time);
        if (index % 3 === 2) log(id, milestone, time + secondBetween(random, HOUR, 30 * DAY));
        // A log from before the account, beside one that counts.
        if (index % 11 === 5) log(id, milestone, created - 2 * DAY);
      });
      // For a milestone not reached, a log from before the account is none (rule 3).
      for (const milestone of [WORKSPACE, TEAMMATE, MESSAGE].filter((name) => !reached.includes(name))) {
        if (index % 4 === 0) log(id, milestone, index % 8 === 0 ? created - 1 : created - 3 * DAY);
      }
      const other = OTHER_MILESTONES[index % OTHER_MILESTONES.length] as string;
      if (index % 5 !== 1) log(id, other, created + secondBetween(random, HOUR, 20 * DAY));
    });
  });

  for (let number = 1; number <= 8; number++) {
    for (const milestone of [WORKSPACE, TEAMMATE, MESSAGE]) {
      log(accountId(9000 + number), milestone, secondBetween(random, QUARTER_START, QUARTER_END));
    }
  }
  return logs;
}

function accountAppetite({ product_plan, plan_tier, user_type }: Account): number {
  return segmentAppetite(product_plan, plan_tier, user_type);
}

function expansion(accounts: Account[]): SourceRow<'expansion_activation'>[] {
  const random = mulberry32(6);
  const rows: SourceRow<'expansion_activation'>[] = [];
  const row = (
    account_id: string,
    expansion_feature: string,
    eligible: number,
    activated: number | null = null,
  ) => {
    const id = `expansion-${String(rows.length + 1).padStart(4, '0')}`;
    const activation_date = activated === null ? null : new Date(activated);
    rows.push({ id, account_id, expansion_feature, eligible_date: new Date(eligible), activation_date });
  };

  // Four of every five accounts become eligible for something.
  const groups = rankedGroups(
    accounts.filter((_, index) => index % 5 !== 4),
    (account) => accountAppetite(account) + random(),
    EXPANSION.map(([count]) => count),
  );
  const seen: Record<Uptake, number> = { soon: 0, late: 0, idle: 0 };
  EXPANSION.forEach(([, offered], group) => {
    for (const { id, created_at } of groups[group] ?? []) {
      for (const [feature, uptake] of Object.entries(offered)) {
        const eligible = secondBetween(
          random,
          created_at.getTime() + 21 * DAY,
          created_at.getTime() + 60 * DAY,
        );
        const nth = seen[uptake]++;
        if (uptake === 'idle') {
          notTakenUp(id, feature, eligible, nth);
        } else {
          row(id, feature, eligible, eligible + (uptake === 'soon' ? soon(nth) : late(nth)));
          // Eligible for the same again, earlier or later, and not taken up on that occasion: one account all the same.
          if (nth % 4 === 0) row(id, feature, eligible - 14 * DAY);
          if (nth % 4 === 1) row(id, feature, eligible + 18 * DAY);
        }
      }
    }
  });

  /** Within 30 × 24 h, from the moment of eligibility (which counts) to the last millisecond of the window. */
  function soon(nth: number): number {
    if (nth % 9 === 0) return 0;
    if (nth % 9 === 3) return 30 * DAY - 1;
    return skewed(random, 30 * DAY);
  }

  /** Later than that, from exactly 30 × 24 h, which is outside (rule 4). */
  function late(nth: number): number {
    return nth % 3 === 0 ? 30 * DAY : 30 * DAY + secondBetween(random, HOUR, 15 * DAY);
  }

  function notTakenUp(id: string, feature: string, eligible: number, nth: number): void {
    switch (nth % 7) {
      case 0: // Activated before it was eligible: doesn't count (rule 3).
        row(id, feature, eligible, nth % 2 === 0 ? eligible - 1 : eligible - 5 * DAY);
        break;
      case 1: // Eligible three times.
        row(id, feature, eligible);
        row(id, feature, eligible + 9 * DAY);
        row(id, feature, eligible + 18 * DAY);
        break;
      case 2: // Activated after the first row's eligibility, but before that of the row which says so.
        row(id, feature, eligible);
        row(id, feature, eligible + 18 * DAY, eligible + 10 * DAY);
        break;
      default:
        row(id, feature, eligible);
    }
  }

  for (let number = 1; number <= 8; number++) {
    const eligible = secondBetween(random, QUARTER_START, QUARTER_END);
    row(
      accountId(9000 + number),
      'advanced_analytics',
      eligible,
      number % 2 === 0 ? eligible + 3 * DAY : null,
    );
    if (number <= 5) row(accountId(9000 + number), 'automation', eligible, eligible + 4 * DAY);
  }
  return rows;
}

/** A whole second from `start` up to, not including, `end`: both in milliseconds. */
function secondBetween(random: Random, start: number, end: number): number {
  return start + Math.floor(random() * ((end - start) / SECOND)) * SECOND;
}

/** A whole number of seconds up to `length` milliseconds; short ones are likelier than long ones. */
function skewed(random: Random, length: number): number {
  return Math.floor(random() * random() * (length / SECOND)) * SECOND;
}
