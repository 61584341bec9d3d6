import { decimal, type Fraction } from '../fraction.ts';
import type { Microseconds, OracleRow, OracleRows } from '../source-rows.ts';
import { grouped, isWithin, type User, users } from '../units.ts';
import { type CatalogueDefinitions, catalogueSettings } from './settings.ts';

/** A new user with everything that the events tell of them. Events of unknown users are in no history (rule 15). */
export interface UserHistory extends User {
  /** Whether `activated_users` knows them, activated or not. */
  hasStartedOnboarding: boolean;
  /** When each of their sessions started, in the order of rule 16. */
  sessionStarts: Microseconds[];
  /** Their tracked actions, whatever the name and whenever they came. */
  actions: OracleRow<'key_actions'>[];
  /** The contacts that name them; those of a lead that they once were are the lead's (reading 7). */
  contacts: OracleRow<'contacts'>[];
}

/** A new account with its users (rule 15). */
export interface AccountHistory extends OracleRow<'accounts'> {
  users: UserHistory[];
  /** When each key milestone was first reached at or after the creation (rule 3), in the configured order. */
  milestonesReachedAt: (Microseconds | null)[];
  /** In the order of their start, then of their id. */
  subscriptions: OracleRow<'subscriptions'>[];
  payments: OracleRow<'payments'>[];
}

export function userHistories(source: OracleRows, definitions: CatalogueDefinitions): UserHistory[] {
  const started = new Set(source.activated_users.map((row) => row.user_id));
  const sessions = grouped(source.session_history, (row) => row.user_id);
  const actions = grouped(source.key_actions, (row) => row.user_id);
  const contacts = grouped(source.contacts ?? [], (row) => row.user_id);
  return users(source, definitions).map((user) => ({
    ...user,
    hasStartedOnboarding: started.has(user.user_id),
    sessionStarts: startsInOrder(sessions.get(user.user_id) ?? []),
    actions: actions.get(user.user_id) ?? [],
    contacts: contacts.get(user.user_id) ?? [],
  }));
}

/** By a moment, then by the id's code points (reading 15). */
export const inOrder = <Row>(
  rows: readonly Row[],
  at: (row: Row) => Microseconds,
  id: (row: Row) => string,
): Row[] =>
  rows.toSorted(
    (one, other) => at(one) - at(other) || Buffer.compare(Buffer.from(id(one)), Buffer.from(id(other))),
  );

/** Rule 16: a session that is there twice is one. */
function startsInOrder(sessions: readonly OracleRow<'session_history'>[]): Microseconds[] {
  const seen = new Set<string>();
  return inOrder(
    sessions,
    (row) => row.session_start_time,
    (row) => row.session_id,
  ).flatMap(({ session_id, session_start_time }) => {
    if (seen.has(session_id)) return [];
    seen.add(session_id);
    return [session_start_time];
  });
}

export function accountHistories(source: OracleRows, definitions: CatalogueDefinitions): AccountHistory[] {
  const members = grouped(userHistories(source, definitions), (user) => user.account_id);
  const logs = grouped(source.milestone_completion_logs, (row) => row.account_id);
  const subscriptions = grouped(source.subscriptions ?? [], (row) => row.account_id);
  const payments = grouped(source.payments ?? [], (row) => row.account_id);
  return source.accounts.map((account) => ({
    ...account,
    users: members.get(account.id) ?? [],
    subscriptions: inOrder(
      subscriptions.get(account.id) ?? [],
      (row) => row.started_at,
      (row) => row.id,
    ),
    payments: payments.get(account.id) ?? [],
    milestonesReachedAt: definitions.keyMilestones.map((milestone) =>
      firstFrom(
        account.created_at,
        (logs.get(account.id) ?? [])
          .filter((log) => log.milestone_name === milestone)
          .map((log) => log.completion_date),
      ),
    ),
  }));
}

/** Rule 3: the first moment at or after a start; null where there is none. */
export const firstFrom = (
  start: Microseconds | null,
  moments: readonly Microseconds[],
): Microseconds | null => (start === null ? null : earliest(moments.filter((moment) => moment >= start)));

/** Rule 11: the first moment strictly later than another; null where there is none. */
export const firstAfter = (
  moment: Microseconds | null,
  moments: readonly Microseconds[],
): Microseconds | null => (moment === null ? null : earliest(moments.filter((later) => later > moment)));

const earliest = (moments: readonly Microseconds[]): Microseconds | null =>
  moments.reduce<Microseconds | null>(
    (first, moment) => (first === null ? moment : Math.min(first, moment)),
    null,
  );

/** When a user did actions of some names; of any name unless told. */
export const timesOf = ({ actions }: UserHistory, names?: readonly string[]): Microseconds[] =>
  actions
    .filter(({ action_name }) => names === undefined || names.includes(action_name))
    .map(({ occurred_at }) => occurred_at);

/** The amounts in the reporting currency of the payments at some moments: those in others count nowhere. */
export const amountsPaid = (
  payments: readonly OracleRow<'payments'>[],
  definitions: CatalogueDefinitions,
  at: (paidAt: Microseconds) => boolean,
): Fraction[] => {
  const { reportingCurrency } = catalogueSettings(definitions);
  return payments
    .filter(({ currency, paid_at }) => currency === reportingCurrency && at(paid_at))
    .map(({ amount }) => decimal(amount));
};

/** When contacts of a kind came. */
export const timesOfContacts = (
  contacts: readonly OracleRow<'contacts'>[],
  kind: 'outreach' | 'meeting',
): Microseconds[] =>
  contacts.filter((contact) => contact.kind === kind).map(({ occurred_at }) => occurred_at);

/** How many sessions a user had started by a moment, it included. */
export const sessionsBy = ({ sessionStarts }: UserHistory, moment: Microseconds): number =>
  sessionStarts.filter((start) => start <= moment).length;

/** Whether one of the moments is within N days of a start, that moment included (rule 4). */
export const someWithin = (days: number, start: Microseconds, moments: readonly Microseconds[]): boolean =>
  moments.some((moment) => isWithin(days, start, moment));
