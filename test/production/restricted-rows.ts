import type { OracleRows } from '../oracle/source-rows.ts';

/** The rows that belong to some accounts: their users, what is logged of either, and nothing else. */
export function restrictedRows(rows: OracleRows, accountIds: readonly string[]): OracleRows {
  const isTheirs = (account: string | null): boolean => account !== null && accountIds.includes(account);
  const users = rows.users.filter(({ account_id }) => isTheirs(account_id));
  const userIds = new Set(users.map(({ user_id }) => user_id));
  return {
    users,
    session_history: rows.session_history.filter(({ user_id }) => userIds.has(user_id)),
    activated_users: rows.activated_users.filter(({ user_id }) => userIds.has(user_id)),
    key_actions: rows.key_actions.filter(({ user_id }) => userIds.has(user_id)),
    accounts: rows.accounts.filter(({ id }) => isTheirs(id)),
    milestone_completion_logs: rows.milestone_completion_logs.filter(({ account_id }) =>
      isTheirs(account_id),
    ),
    expansion_activation: rows.expansion_activation.filter(({ account_id }) => isTheirs(account_id)),
  };
}
