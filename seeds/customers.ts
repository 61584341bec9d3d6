/**
 * The worked example's optional tables: subscriptions, payments, referrals, leads, contacts and survey answers of the
 * users and accounts that the other seven have. It changes none of these; the moments that it needs, such as an account's
 * first key action, it reads from them. Its numbers are in `test/worked-example.catalogue.ts`.
 *
 * Accounts are in 18 lines of 10: those that qualified, by a key action of one of their users, in order and modulo 18;
 * the first 180 of the 184. Of the 16 idle ones, 15 have a trial. Users are in lines by their number, or by their place
 * among those who activated.
 */
import type { OptionalTable } from '../src/config/sources.ts';
import type { SourceRow, SourceRows } from '../src/database/source-tables.ts';
import { accountId, DAY, HOUR, key, SECOND, userId } from './notation.ts';

/** Events of unknown users and accounts are as many hours later as their number says: in January 2026. */
const START = Date.UTC(2025, 0, 1);
const KEY_ACTION_NAME = 'project_created';

/** An account in moments: its creation, which is its opener's sign-up, and its users' first and last key action. */
interface Customer {
  id: string;
  created: number;
  opener: string;
  /** The users who joined it later. */
  joined: readonly string[];
  first: number;
  last: number;
}

type Subscription = Omit<SourceRow<'subscriptions'>, 'id' | 'account_id' | 'started_at' | 'ended_at'> & {
  from: number;
  to: number | null;
};

const subscription =
  (kind: string, plan: string) =>
  (from: number, to: number | null = null, isSelfServe: boolean | null = null): Subscription => ({
    kind,
    plan,
    is_self_serve: isSelfServe,
    from,
    to,
  });
const teamTrial = subscription('trial', 'team');
const businessTrial = subscription('trial', 'business');
const free = subscription('free', 'free');
const paid = subscription('paid', 'pro');

/** Each line is 10 accounts; those of the lines left out have no subscription. */
const SUBSCRIPTIONS: Readonly<Record<number, (customer: Customer) => readonly Subscription[]>> = {
  // The key action is in the trial's last millisecond; bought in the last millisecond of 30 days.
  0: ({ created, first }) => [teamTrial(created, first + 1), paid(created + 30 * DAY - 1, null, true)],
  // The key action is at the trial's end, which is outside; a trial from the same moment, of a greater key, is not the
  // first. Bought at exactly 30 × 24 h.
  1: ({ created, first }) => [
    teamTrial(created, first),
    businessTrial(created),
    paid(created + 30 * DAY, null, true),
  ],
  // The key action is at the trial's start, and where there are more, the last one at its end, which is no more in it.
  // The first purchase wasn't self-serve, the second was.
  2: ({ created, first, last }) => [
    free(created, first),
    businessTrial(first, last > first ? last : null),
    paid(created + 10 * DAY, created + 12 * DAY, false),
    paid(created + 12 * DAY, null, true),
  ],
  // No key action after the trial's start. Nobody knows whether the purchase was self-serve.
  3: ({ last }) => [teamTrial(last + 1), paid(last + 5 * DAY)],
  // A trial that hasn't ended, bought in the moment of its start.
  4: ({ created }) => [businessTrial(created), paid(created, null, true)],
  // The key action is in the second trial, and the first counts.
  5: ({ created, first }) => [teamTrial(created, first), businessTrial(first, first + 14 * DAY)],
  // The trial began before the account: none. Free after it, and bought.
  6: ({ created }) => [
    teamTrial(created - 1, created + 14 * DAY),
    free(created + 14 * DAY, created + 20 * DAY),
    paid(created + 20 * DAY, null, true),
  ],
  // Paid first and free later.
  7: ({ created }) => [paid(created, created + 60 * DAY, true), free(created + 60 * DAY)],
  8: ({ created }) => [free(created, created + 3 * DAY), paid(created + 3 * DAY, null, false)],
  // A purchase before the account.
  9: ({ created }) => [paid(created - 1, created + 5 * DAY, true), free(created)],
  // A kind that is none, however alike.
  10: ({ created }) => [free(created), subscription('Paid', 'pro')(created + 2 * DAY, null, true)],
  // First a kind that is none: neither free nor a trial.
  11: ({ created }) => [
    subscription('freemium', 'free')(created, created + DAY),
    free(created + DAY),
    paid(created + 2 * DAY, null, true),
  ],
  12: ({ created }) => [paid(created, null, true)],
  // Sold and free from the same moment: what was sold has the lesser key. It ends at exactly 90 × 24 h.
  13: ({ created }) => [paid(created, created + 90 * DAY, false), free(created)],
  // A millisecond longer.
  14: ({ created }) => [paid(created, created + 90 * DAY + 1)],
  // Gone, and back at exactly 90 × 24 h after the start.
  15: ({ created }) => [paid(created + 10 * DAY, created + 40 * DAY), paid(created + 100 * DAY)],
  // Back a millisecond later.
  16: ({ created }) => [paid(created + 10 * DAY, created + 40 * DAY), paid(created + 100 * DAY + 1)],
  // The purchase before the account is no start, and still runs 90 × 24 h after it.
  17: ({ created }) => [
    paid(created - 1, created + 150 * DAY, false),
    paid(created + 50 * DAY, created + 60 * DAY, true),
  ],
};

/** Each line is 10 accounts. The first key action is the qualification. */
const PAYMENTS: Readonly<
  Record<
    number,
    (customer: Customer) => readonly (readonly [amount: string, at: number, currency?: string])[]
  >
> = {
  // In other currencies.
  0: ({ first }) => [
    ['40.00', first, 'EUR'],
    ['40.00', first, 'usd'],
  ],
  // Before the trial, and in it, both before the qualification.
  1: ({ created }) => [
    ['10.00', created - 1],
    ['46.30', created],
  ],
  // At the start of the trial, in the last millisecond of its 90 × 24 h, and at their end.
  2: ({ first }) => [
    ['99.70', first],
    ['50.00', first + 90 * DAY - 1],
    ['1000.00', first + 90 * DAY],
  ],
  // Some of it paid back.
  3: ({ last }) => [
    ['30.00', last + 1],
    ['-10.00', last + DAY],
    ['500.00', last + DAY, 'EUR'],
  ],
  4: ({ first }) => [['20.00', first]],
  // Paid back alone: revenue, and no customer.
  5: ({ first }) => [['-20.00', first]],
  // One before the qualification.
  6: ({ first }) => [
    ['60.00', first - 1],
    ['60.00', first + 10 * DAY],
  ],
  // Nothing is not positive.
  7: ({ first }) => [['0.00', first]],
  // All of it paid back.
  8: ({ first }) => [
    ['25.25', first + DAY],
    ['-25.25', first + 2 * DAY],
  ],
  9: ({ first }) => [
    ['10.00', first],
    ['10.00', first, 'EUR'],
    ['10.00', first, 'GBP'],
  ],
  // 0.30 exactly.
  10: ({ first }) => [
    ['0.1', first],
    ['0.2', first + SECOND],
  ],
};

/**
 * The referrals that name the opener of an account, by the account's line: when they were invited and when they
 * clicked. Each line is 10 accounts.
 */
const BROUGHT: Readonly<
  Record<number, (signUp: number) => readonly (readonly [invited: number, clicked: number | null])[]>
> = {
  // Clicked before the invitation.
  7: (signUp) => [[signUp, signUp - 1]],
  // By two referrals.
  8: (signUp) => [
    [signUp - 3 * DAY, signUp - 2 * DAY],
    [signUp - 3 * DAY, signUp - DAY],
  ],
  12: (signUp) => [[signUp - 2 * DAY, signUp - 6 * HOUR]],
  // The click is the sign-up.
  13: (signUp) => [[signUp - 2 * DAY, signUp]],
  // Without a click.
  14: (signUp) => [[signUp - 2 * DAY, null]],
  // The click is the invitation.
  15: (signUp) => [[signUp - 12 * HOUR, signUp - 12 * HOUR]],
  // Invited as a user.
  16: (signUp) => [[signUp + DAY, signUp + DAY]],
  17: (signUp) => [[signUp - DAY, signUp + 1]],
};

/** Invitations that brought nobody, after the referrer's sign-up, by the referrer's number modulo 25: 40 users each. */
const INVITATIONS: Readonly<Record<number, readonly (readonly [invited: number, clicked?: number])[]>> = {
  // Also the referrers of all others.
  0: [[0]],
  1: [[DAY, DAY + HOUR]],
  // In the last millisecond of 30 days, and clicked at once.
  2: [[30 * DAY - 1, 30 * DAY - 1]],
  // At exactly 30 × 24 h; the click is before it.
  3: [[30 * DAY, 30 * DAY - 1]],
  4: [[-1]],
  5: [[-DAY], [3 * DAY, 5 * DAY], [20 * DAY]],
};

/** A user in moments: the sign-up, and the first and the last action of any name. */
interface Prospect {
  signUp: number;
  first: number;
  last: number;
}

/** When a user became a lead, by the user's number modulo 40: each line is 25 users, all of them with an action. */
const CAMPAIGN: Readonly<Record<number, (user: Prospect) => number>> = {
  // In the moment of the last action: nothing is later.
  0: ({ last }) => last,
  1: ({ last }) => last - 1,
  3: ({ last }) => last + 1,
  // The first action is at exactly 7 × 24 h.
  5: ({ first }) => first - 7 * DAY,
  7: ({ first }) => first - 7 * DAY + 1,
};

/** The same of inquiries, counted from the sign-up. */
const INQUIRIES: Readonly<Record<number, number>> = {
  6: -10 * DAY,
  // The sign-up is in the last millisecond of 30 days.
  11: -30 * DAY + 1,
  // At exactly 30 × 24 h.
  12: -30 * DAY,
};

type Kind = 'outreach' | 'meeting' | 'proactive_support' | 'ticket';

/** Contacts with a lead, counted from its creation, by the lead's place modulo 10: each line is 25 leads. */
const LEAD_CONTACTS: Readonly<
  Record<number, readonly (readonly [kind: string, after: number, party?: 'user' | 'both'])[]>
> = {
  0: [['outreach', 0]],
  1: [
    ['outreach', DAY],
    ['outreach', 2 * HOUR],
  ],
  2: [
    ['outreach', -1],
    ['outreach', 4 * HOUR],
  ],
  3: [['outreach', -1]],
  // With the user that the lead became is not with the lead.
  4: [['meeting', HOUR, 'user']],
  5: [
    ['outreach', 10 * HOUR],
    ['meeting', 20 * HOUR],
  ],
  6: [['meeting', 30 * HOUR, 'both']],
  7: [
    ['Outreach', HOUR],
    ['meeting', -HOUR],
    ['meeting', 70 * HOUR],
  ],
};

/** First contact of users who never activated, counted from the sign-up, by their place modulo 7: 50 users each. */
const FIRST_CONTACTS: Readonly<Record<number, readonly (readonly [kind: Kind, after: number])[]>> = {
  0: [
    ['outreach', DAY],
    ['outreach', 3 * DAY],
  ],
  // One before the sign-up, which is none.
  1: [
    ['outreach', -1],
    ['outreach', 2 * DAY],
  ],
  2: [['outreach', -HOUR]],
  3: [['meeting', HOUR]],
};

/**
 * Outreach to users who activated later than they signed up, counted from the activation, by their place modulo 31: 20
 * users each. Each of these was contacted at the sign-up, too.
 */
const OUTREACH: Readonly<Record<number, readonly number[]>> = {
  0: [0],
  1: [DAY, 9 * DAY],
  2: [-1, 4 * DAY],
  3: [],
};

/**
 * Proactive support, by the user's number modulo 40: each line is 25 users. When, from the sign-up, and how long after
 * it the user responded.
 */
const SUPPORT: Readonly<
  Record<
    number,
    readonly (readonly [kind: 'proactive_support' | 'ticket', after: number, responded?: number])[]
  >
> = {
  20: [['proactive_support', 0, 0]],
  // Tickets right before the contact, and in the moment of the response.
  21: [
    ['ticket', DAY - 1],
    ['proactive_support', DAY, 2 * DAY],
    ['ticket', 3 * DAY],
  ],
  22: [['proactive_support', DAY, 14 * DAY - 1]],
  // At exactly 14 × 24 h.
  23: [['proactive_support', DAY, 14 * DAY]],
  // A response before the contact.
  24: [['proactive_support', DAY, -1]],
  // Tickets in the moment of the contact, and right before the response.
  25: [
    ['proactive_support', DAY, 3 * DAY],
    ['ticket', DAY],
  ],
  26: [
    ['proactive_support', DAY, 3 * DAY],
    ['ticket', 4 * DAY - 1],
  ],
  // The first one at or after the sign-up had no response.
  27: [
    ['proactive_support', -1, DAY],
    ['proactive_support', DAY],
  ],
  28: [
    ['proactive_support', DAY],
    ['proactive_support', 2 * DAY, HOUR],
  ],
  // Of two in the same moment, the one with the lesser key had none.
  29: [
    ['proactive_support', DAY],
    ['proactive_support', DAY, HOUR],
  ],
  30: [['proactive_support', -1, HOUR]],
};

/** Customer effort, from the sign-up, by the user's number modulo 20: each line is 50 users. */
const EFFORT: Readonly<
  Record<number, readonly (readonly [score: string, after: number, survey?: string])[]>
> = {
  // The latest counts.
  0: [
    ['6', 9 * DAY],
    ['7', DAY],
  ],
  1: [['5', 0]],
  2: [['4.5', 2 * DAY]],
  // Of two in the same moment, the one with the greater key.
  3: [
    ['7', 3 * DAY],
    ['2.5', 3 * DAY],
  ],
  4: [['7', -1]],
  // Surveys that aren't configured.
  5: [
    ['9', DAY, 'nps'],
    ['1', DAY, 'CES'],
  ],
};

/** Answers from the activation on, by the place among the activated users modulo 13: each line is 50 users. */
const AFTER_ACTIVATION: Readonly<
  Record<
    number,
    readonly (readonly [
      survey: 'onboarding_satisfaction' | 'post_activation_feedback',
      score: string,
      after: number,
    ])[]
  >
> = {
  // The first counts.
  0: [
    ['onboarding_satisfaction', '1', DAY],
    ['onboarding_satisfaction', '5', 0],
  ],
  1: [
    ['onboarding_satisfaction', '1', -1],
    ['onboarding_satisfaction', '4', DAY],
  ],
  // Of two in the same moment, the one with the lesser key.
  2: [
    ['onboarding_satisfaction', '3.5', HOUR],
    ['onboarding_satisfaction', '5', HOUR],
  ],
  3: [['onboarding_satisfaction', '5', -1]],
  // Of two surveys.
  4: [
    ['onboarding_satisfaction', '4.5', HOUR],
    ['post_activation_feedback', '4', DAY],
  ],
  5: [
    ['onboarding_satisfaction', '3', 30 * DAY],
    ['post_activation_feedback', '5', 30 * DAY],
  ],
  6: [['post_activation_feedback', '4.5', 2 * DAY]],
  7: [['post_activation_feedback', '1.5', 2 * DAY]],
};

type GivenRows = Omit<SourceRows, OptionalTable>;

/** The rows of the optional tables, about the rows of the others. */
export function customerRows(rows: GivenRows): { [Name in OptionalTable]: SourceRow<Name>[] } {
  const { customers, idle } = customersOf(rows);
  const leads = leadsOf(rows);
  return {
    subscriptions: subscriptionsOf(customers, idle),
    payments: paymentsOf(customers, idle),
    referrals: referralsOf(rows, customers),
    leads,
    contacts: contactsOf(rows, leads),
    survey_responses: surveyResponsesOf(rows),
  };
}

/** The numbers of unknown users and accounts. */
const UNKNOWN = [9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008];

/** The accounts in lines, and those of whose users none did the key action. */
function customersOf({ users, accounts, key_actions }: GivenRows): {
  customers: Customer[];
  idle: Customer[];
} {
  const members = groupedBy(users, ({ account_id }) => account_id);
  const actions = groupedBy(
    key_actions.filter(({ action_name }) => action_name === KEY_ACTION_NAME),
    ({ user_id }) => user_id,
  );
  const all = accounts.map(({ id, created_at }): Customer => {
    const [opener = '', ...joined] = (members.get(id) ?? []).map(({ user_id }) => user_id);
    const created = created_at.getTime();
    const times = [opener, ...joined]
      .flatMap((user) => actions.get(user) ?? [])
      .map(({ occurred_at }) => occurred_at.getTime())
      .filter((time) => time >= created);
    return { id, created, opener, joined, first: Math.min(...times), last: Math.max(...times) };
  });
  return {
    customers: all.filter(({ first }) => Number.isFinite(first)).slice(0, 180),
    idle: all.filter(({ first }) => !Number.isFinite(first)).slice(0, 15),
  };
}

const lineOf = (place: number): number => place % 18;

function subscriptionsOf(customers: Customer[], idle: Customer[]): SourceRow<'subscriptions'>[] {
  const rows: SourceRow<'subscriptions'>[] = [];
  const add = (account_id: string, subscriptions: readonly Subscription[]): void => {
    for (const { from, to, ...kept } of subscriptions) {
      rows.push({
        id: key('subscription', rows.length + 1),
        account_id,
        ...kept,
        started_at: new Date(from),
        ended_at: to === null ? null : new Date(to),
      });
    }
  };
  customers.forEach((customer, place) => {
    add(customer.id, SUBSCRIPTIONS[lineOf(place)]?.(customer) ?? []);
  });
  // They paid before they tried another plan.
  for (const { id, created } of idle) {
    add(id, [paid(created), businessTrial(created + DAY, created + 15 * DAY)]);
  }
  for (const number of UNKNOWN) {
    const from = START + number * HOUR;
    add(accountId(number), [teamTrial(from, from + 14 * DAY), paid(from + 14 * DAY, null, true)]);
  }
  return rows;
}

function paymentsOf(customers: Customer[], idle: Customer[]): SourceRow<'payments'>[] {
  const rows: SourceRow<'payments'>[] = [];
  const add = (account_id: string, amount: string, at: number, currency = 'USD'): void => {
    rows.push({ id: key('payment', rows.length + 1), account_id, amount, currency, paid_at: new Date(at) });
  };
  customers.forEach((customer, place) => {
    for (const payment of PAYMENTS[lineOf(place)]?.(customer) ?? []) add(customer.id, ...payment);
  });
  for (const { id, created } of idle) add(id, '20.00', created + DAY);
  for (const number of UNKNOWN) add(accountId(number), '1000.00', START + number * HOUR);
  return rows;
}

function referralsOf({ users }: GivenRows, customers: Customer[]): SourceRow<'referrals'>[] {
  const rows: SourceRow<'referrals'>[] = [];
  const add = (
    referrer_user_id: string,
    invited: number,
    clicked: number | null = null,
    referred_user_id: string | null = null,
  ): void => {
    rows.push({
      id: key('referral', rows.length + 1),
      referrer_user_id,
      invited_at: new Date(invited),
      clicked_at: clicked === null ? null : new Date(clicked),
      referred_user_id,
    });
  };
  /** Those who invited at their own sign-up: another invitation changes nothing of theirs. */
  const referrer = (): string => userId(25 * (1 + (rows.length % 40)));
  const signUps = new Map(users.map(({ user_id, signed_up_at }) => [user_id, signed_up_at.getTime()]));
  const signUpOf = (user: string): number => signUps.get(user) as number;

  users.forEach(({ user_id, signed_up_at }, index) => {
    const signUp = signed_up_at.getTime();
    for (const [invited, clicked] of INVITATIONS[(index + 1) % 25] ?? []) {
      add(user_id, signUp + invited, clicked === undefined ? null : signUp + clicked);
    }
  });
  customers.forEach(({ opener, joined, created }, place) => {
    const line = lineOf(place);
    for (const [invited, clicked] of BROUGHT[line]?.(created) ?? [])
      add(referrer(), invited, clicked, opener);
    // Who joined an account that pays already makes no customer of it; who joined a referred one, no other start.
    if (line === 4 || line === 13) {
      for (const user of joined) add(referrer(), signUpOf(user) - DAY, null, user);
    }
    // By unknown users: these count nowhere.
    if (line === 0) add(userId(9001 + (place % 20)), created - DAY, created - HOUR, opener);
  });
  // Ten unknown users clicked, and users of unknown accounts were named.
  for (let number = 9001; number <= 9010; number++) {
    add(referrer(), START + number * HOUR, START + (number + 1) * HOUR, userId(number));
  }
  for (const { user_id, account_id } of users) {
    if (account_id !== null && account_id >= accountId(9000))
      add(referrer(), signUpOf(user_id) - DAY, null, user_id);
  }
  return rows;
}

function leadsOf({ users, key_actions }: GivenRows): SourceRow<'leads'>[] {
  const rows: SourceRow<'leads'>[] = [];
  const add = (source: string | null, user_id: string | null, created: number): void => {
    rows.push({ id: key('lead', rows.length + 1), created_at: new Date(created), source, user_id });
  };
  const actions = groupedBy(key_actions, ({ user_id }) => user_id);
  let quiet = 0;
  users.forEach(({ user_id, signed_up_at }, index) => {
    const number = index + 1;
    const signUp = signed_up_at.getTime();
    const times = (actions.get(user_id) ?? []).map(({ occurred_at }) => occurred_at.getTime());
    const campaign = CAMPAIGN[number % 40];
    if (campaign) {
      add('campaign', user_id, campaign({ signUp, first: Math.min(...times), last: Math.max(...times) }));
    }
    const inquired = INQUIRIES[number % 40];
    if (inquired !== undefined) add('inquiry', user_id, signUp + inquired);
    // Five users became leads twice.
    if (number % 200 === 8) {
      add('inquiry', user_id, signUp - 11 * DAY);
      add('inquiry', user_id, signUp - 20 * DAY);
    }
    // Of users without any action, ten were leads in the moment of the sign-up, and ten a millisecond later.
    if (times.length === 0 && quiet < 20) add('inquiry', user_id, signUp + (quiet++ < 10 ? 0 : 1));
  });
  // Ten leads have no user, ten an unknown one who did the key action an hour later.
  for (let number = 9001; number <= 9010; number++) {
    const [action] = actions.get(userId(number)) ?? [];
    const created = (action?.occurred_at.getTime() ?? START) - HOUR;
    add(null, null, created);
    add(null, userId(number), created);
  }
  return rows;
}

function contactsOf(given: GivenRows, leads: SourceRow<'leads'>[]): SourceRow<'contacts'>[] {
  const rows: SourceRow<'contacts'>[] = [];
  const add = (
    party: { lead_id?: string | null; user_id?: string | null },
    kind: string,
    at: number,
    responded?: number,
  ): void => {
    rows.push({
      id: key('contact', rows.length + 1),
      lead_id: party.lead_id ?? null,
      user_id: party.user_id ?? null,
      kind,
      occurred_at: new Date(at),
      responded_at: responded === undefined ? null : new Date(at + responded),
    });
  };
  leads.forEach(({ id, created_at, user_id }, place) => {
    for (const [kind, after, party] of LEAD_CONTACTS[place % 10] ?? []) {
      const lead_id = party === 'user' ? null : id;
      add({ lead_id, user_id: party === undefined ? null : user_id }, kind, created_at.getTime() + after);
    }
  });
  const activated = activatedUsers(given);
  const isActivated = new Set(activated.map(({ user_id }) => user_id));
  given.users
    .filter(({ user_id }) => !isActivated.has(user_id))
    .forEach(({ user_id, signed_up_at }, place) => {
      for (const [kind, after] of FIRST_CONTACTS[place % 7] ?? []) {
        add({ user_id }, kind, signed_up_at.getTime() + after);
      }
    });
  activated
    .filter(({ signUp, at }) => at > signUp)
    .forEach(({ user_id, signUp, at }, place) => {
      const outreach = OUTREACH[place % 31];
      if (outreach) add({ user_id }, 'outreach', signUp);
      for (const after of outreach ?? []) add({ user_id }, 'outreach', at + after);
    });
  given.users.forEach(({ user_id, signed_up_at }, index) => {
    for (const [kind, after, responded] of SUPPORT[(index + 1) % 40] ?? []) {
      add({ user_id }, kind, signed_up_at.getTime() + after, responded);
    }
  });
  for (const number of UNKNOWN) {
    const party = { user_id: userId(number), lead_id: key('lead', number) };
    for (const kind of ['outreach', 'meeting', 'proactive_support'])
      add(party, kind, START + number * HOUR, HOUR);
  }
  return rows;
}

function surveyResponsesOf(given: GivenRows): SourceRow<'survey_responses'>[] {
  const rows: SourceRow<'survey_responses'>[] = [];
  const add = (user_id: string, survey: string, score: string, at: number): void => {
    rows.push({ id: key('response', rows.length + 1), user_id, survey, score, answered_at: new Date(at) });
  };
  given.users.forEach(({ user_id, signed_up_at }, index) => {
    for (const [score, after, survey = 'ces'] of EFFORT[(index + 1) % 20] ?? []) {
      add(user_id, survey, score, signed_up_at.getTime() + after);
    }
  });
  activatedUsers(given).forEach(({ user_id, at }, place) => {
    for (const [survey, score, after] of AFTER_ACTIVATION[place % 13] ?? [])
      add(user_id, survey, score, at + after);
  });
  for (const number of UNKNOWN) add(userId(number), 'ces', '1', START + number * HOUR);
  return rows;
}

/** The users whose activation counts, in the order of their numbers. */
function activatedUsers({
  users,
  activated_users,
}: GivenRows): { user_id: string; signUp: number; at: number }[] {
  const activations = new Map(
    activated_users.map((row) => [row.user_id, row.activation_milestone_completion_timestamp?.getTime()]),
  );
  return users.flatMap(({ user_id, signed_up_at }) => {
    const signUp = signed_up_at.getTime();
    const at = activations.get(user_id);
    return at !== undefined && at >= signUp ? [{ user_id, signUp, at }] : [];
  });
}

function groupedBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? [];
    group.push(row);
    groups.set(keyOf(row), group);
  }
  return groups;
}
