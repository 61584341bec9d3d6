import type { OracleRows } from '../oracle/source-rows.ts';

/** The rows that belong to some accounts: their users, what is logged of either, and nothing else. */
export function restrictedRows(rows: OracleRows, accountIds: readonly string[]): OracleRows {
  const isTheirs = (account: string | null): boolean => account !== null && accountIds.includes(account);
  const users = rows.users.filter(({ account_id }) => isTheirs(account_id));
  const userIds = new Set(users.map(({ user_id }) => user_id));
  const isTheirUser = (user: string | null): boolean => user !== null && userIds.has(user);
  // A lead is the account's of the user that it became; without one, nobody's.
  const leads = rows.leads?.filter(({ user_id }) => isTheirUser(user_id)) ?? [];
  const leadIds = new Set(leads.map(({ id }) => id));
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
    subscriptions: rows.subscriptions?.filter(({ account_id }) => isTheirs(account_id)) ?? [],
    payments: rows.payments?.filter(({ account_id }) => isTheirs(account_id)) ?? [],
    referrals: rows.referrals?.filter(({ referrer_user_id }) => isTheirUser(referrer_user_id)) ?? [],
    leads,
    contacts:
      rows.contacts?.filter(
        ({ user_id, lead_id }) => isTheirUser(user_id) || (lead_id !== null && leadIds.has(lead_id)),
      ) ?? [],
    survey_responses: rows.survey_responses?.filter(({ user_id }) => isTheirUser(user_id)) ?? [],
  };
}

/**
 * The rows that a view of those accounts is counted from: whom a referral brought, or who sent it, may be of another
 * account, and the referral is theirs all the same.
 */
export const rowsOfView = (view: string, theirs: OracleRows, all: OracleRows): OracleRows => {
  if (view === 'ReferredVisitors') return { ...theirs, users: all.users };
  if (view === 'ReferredCustomers') return { ...theirs, users: all.users, referrals: all.referrals ?? [] };
  return theirs;
};
