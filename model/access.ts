import { sources } from './sources';

/** Of a cube, what decides who sees which rows and members. */
interface CubeAccess {
  /** The dimension with the account that a row belongs to; without one, no account sees the rows. */
  account?: string | undefined;
  /** Whether a row that the dimension is empty for is a row that isn't there, of a cube joined from the left. */
  isJoined?: boolean;
  /** The dimensions that tell who a user is or what they did when, which only their own account and admins see. */
  identifiers?: string[];
}

/** Rows whose account is one of the token's `account_ids`. */
const ofTheTokensAccounts = (account: string): CubeRowFilter => ({
  member: () => account,
  operator: 'equals',
  values: (securityContext) => securityContext.account_ids,
});

/**
 * Who sees what of a cube, by the groups that `contextToGroups` gives: `admin` everything, `analyst` everything but who
 * a user is, `account` the rows of its accounts. Whoever is in none of them sees nothing.
 */
export function cubeAccess({ account, isJoined = false, identifiers = [] }: CubeAccess): CubeAccessPolicy[] {
  return [
    { group: 'admin', memberLevel: { includes: '*' }, rowLevel: { allowAll: true } },
    {
      group: 'analyst',
      memberLevel: { includes: '*', ...(identifiers.length > 0 ? { excludes: identifiers } : {}) },
      rowLevel: { allowAll: true },
    },
    ...(account === undefined
      ? []
      : [
          {
            group: 'account' as const,
            memberLevel: { includes: '*' as const },
            rowLevel: {
              filters: [
                isJoined
                  ? {
                      or: [
                        ofTheTokensAccounts(account),
                        { member: () => account, operator: 'notSet' as const },
                      ],
                    }
                  : ofTheTokensAccounts(account),
              ],
            },
          },
        ]),
  ];
}

/** Who sees a view: Cube keeps the rows to those that the cubes beneath it show. */
export const viewAccess = (): CubeAccessPolicy[] =>
  (['admin', 'analyst', 'account'] as const).map((group) => ({
    group,
    memberLevel: { includes: '*' },
    rowLevel: { allowAll: true },
  }));

/** Whether it is known which account a user belongs to. */
const usersHaveAccountIds = Boolean(sources.users?.attributes.includes('accountId'));

/** The account of the user that a row is about, for {@link userRowAccess} alone. */
export const accountOfUser: Record<string, CubeDimension> = usersHaveAccountIds
  ? { accountId: { sql: (Users) => `${Users.accountId}`, type: 'string', public: false } }
  : {};

/** Who sees what of users, or of a cube that joins them: a row is its user's account's. */
export const userRowAccess = (identifiers: string[]): CubeAccessPolicy[] =>
  cubeAccess({ account: usersHaveAccountIds ? 'accountId' : undefined, identifiers });
