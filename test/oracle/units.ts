import type { ContractDefinitions } from './catalogue/settings.ts';
import type { Microseconds, OracleRow, OracleRows } from './source-rows.ts';

/** Rule 4: N days are N × 24 hours of elapsed time. */
export const windowOf = (days: number): Microseconds => days * 24 * 3600 * 1_000_000;

/** Rules 3 and 4: at or after the start, and before start + N × 24 h. */
export const isWithin = (days: number, start: Microseconds, event: Microseconds | null): boolean =>
  event !== null && start <= event && event < start + windowOf(days);

/** Rule 8: start + N × 24 h <= now. */
export const isMature = (days: number, start: Microseconds, now: Microseconds): boolean =>
  start + windowOf(days) <= now;

/** A new user, with what became of them. */
export interface User extends OracleRow<'users'> {
  /** The user's account; null where they have none, or one that `accounts` doesn't know. */
  account: OracleRow<'accounts'> | null;
  /** When they completed the activation flow; null where that doesn't count. */
  activatedAt: Microseconds | null;
  /** Distinct sessions begun by then; null where the activation doesn't count. */
  sessionsToActivation: number | null;
  /** The first key action that counts. */
  firstKeyActionAt: Microseconds | null;
}

/** A new account, with the key milestones that it reached. */
export interface Account extends OracleRow<'accounts'> {
  reached: Set<string>;
}

/** An account and a key milestone. */
export interface AccountMilestone extends Account {
  milestoneName: string;
  /** From 1, in the configured order. */
  milestonePosition: number;
  isReached: boolean;
  /** Not reached, though every key milestone before it is. */
  isNext: boolean;
}

/** A known account's eligibility for an expansion offering. */
export interface Eligibility extends OracleRow<'expansion_activation'> {
  account: OracleRow<'accounts'>;
}

/** Section 4: all `users`, whoever else the events name (rule 5). */
export function users(source: OracleRows, { keyAction }: ContractDefinitions): User[] {
  const accountById = new Map(source.accounts.map((account) => [account.id, account]));
  const activations = grouped(source.activated_users, (row) => row.user_id);
  const sessions = grouped(source.session_history, (row) => row.user_id);
  const actions = grouped(source.key_actions, (row) => row.user_id);
  return source.users.map((user) => {
    const completedAt = activations.get(user.user_id)?.[0]?.activation_milestone_completion_timestamp ?? null;
    // Rule 3: an activation before the sign-up doesn't count.
    const activatedAt = completedAt !== null && completedAt >= user.signed_up_at ? completedAt : null;
    // Sessions have no lower bound: a sign-up happens inside a session that began before it.
    const sessionsToActivation =
      activatedAt === null
        ? null
        : new Set(
            (sessions.get(user.user_id) ?? [])
              .filter((session) => session.session_start_time <= activatedAt)
              .map((session) => session.session_id),
          ).size;
    const countingActions = (actions.get(user.user_id) ?? [])
      .filter((action) => action.action_name === keyAction && action.occurred_at >= user.signed_up_at)
      .map((action) => action.occurred_at);
    return {
      ...user,
      account: (user.account_id !== null && accountById.get(user.account_id)) || null,
      activatedAt,
      sessionsToActivation,
      firstKeyActionAt: countingActions.length === 0 ? null : Math.min(...countingActions),
    };
  });
}

/** All `accounts`, with the key milestones logged at or after their creation (rule 3), once each (rule 1). */
export function accounts(source: OracleRows, { keyMilestones }: ContractDefinitions): Account[] {
  const logs = grouped(source.milestone_completion_logs, (row) => row.account_id);
  return source.accounts.map((account) => ({
    ...account,
    reached: new Set(
      (logs.get(account.id) ?? [])
        .filter((log) => keyMilestones.includes(log.milestone_name))
        .filter((log) => log.completion_date >= account.created_at)
        .map((log) => log.milestone_name),
    ),
  }));
}

/** Rule 7: a breakdown by milestone keeps all accounts below the line, so each account is with each key milestone. */
export function accountMilestones(source: OracleRows, definitions: ContractDefinitions): AccountMilestone[] {
  return accounts(source, definitions).flatMap((account) =>
    definitions.keyMilestones.map((milestoneName, index) => ({
      ...account,
      milestoneName,
      milestonePosition: index + 1,
      isReached: account.reached.has(milestoneName),
      isNext:
        !account.reached.has(milestoneName) &&
        definitions.keyMilestones.slice(0, index).every((earlier) => account.reached.has(earlier)),
    })),
  );
}

/** Rule 5: an eligibility whose account isn't in `accounts` adds nothing, above or below the line. */
export function eligibilities(source: OracleRows): Eligibility[] {
  const accountById = new Map(source.accounts.map((account) => [account.id, account]));
  return source.expansion_activation.flatMap((row) => {
    const account = accountById.get(row.account_id);
    return account ? [{ ...row, account }] : [];
  });
}

/** The rows by a key of theirs. */
export function grouped<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const rowKey = key(row);
    const group = groups.get(rowKey);
    if (group) group.push(row);
    else groups.set(rowKey, [row]);
  }
  return groups;
}
