import type { Check } from '../data-check.ts';
import { severityOfShare, shareOf } from '../share.ts';

/** Users without an account and accounts without a user: the two tables may not be about the same people. */
export const accounts: Check = {
  id: 'accounts',
  subject: 'users without an account and accounts without a user',
  questions: ({ joined }) => {
    const [users, owners] = joined('users', 'accounts') ?? [];
    if (!users || !owners) return [];
    return [
      {
        source: 'users',
        ask: async (session) => {
          const { rows, without } = await session.row<{ rows: number; without: number }>(
            `SELECT
               COUNT(*) AS rows,
               COUNT(*) FILTER (WHERE source.account_id IS NULL) AS without
             FROM ${users.relation} AS source`,
          );
          return [
            {
              id: 'accounts.users-without',
              severity: severityOfShare(without, rows),
              column: 'accountId',
              title: without === 0 ? 'Each user has an account' : 'Users without an account',
              detail: `${shareOf(without, rows)} users; in breakdowns by an attribute of the account they are a group of their own (rule 7).`,
              count: without,
            },
          ];
        },
      },
      {
        source: 'accounts',
        ask: async (session) => {
          const { rows, unused } = await session.row<{ rows: number; unused: number }>(
            `SELECT
               COUNT(*) AS rows,
               COUNT(*) FILTER (WHERE member.account_id IS NULL) AS unused
             FROM ${owners.relation} AS account
             LEFT JOIN (
               SELECT DISTINCT source.account_id
               FROM ${users.relation} AS source
             ) AS member
               ON member.account_id = account.id`,
          );
          return [
            {
              id: 'accounts.without-users',
              severity: severityOfShare(unused, rows),
              column: 'id',
              title: unused === 0 ? 'Each account has a user' : 'Accounts that no user belongs to',
              detail: `${shareOf(unused, rows)} accounts; they count below the line of the account rates like any other.`,
              count: unused,
            },
          ];
        },
      },
    ];
  },
};
