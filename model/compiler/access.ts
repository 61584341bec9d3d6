import { Code } from './cube-file.ts';

/** Of a cube, what decides who sees which rows and members. */
interface CubeAccess {
  /** The dimension with the account that a row belongs to; without one, no account sees the rows. */
  account?: string | undefined;
  /** Whether a row that the dimension is empty for is a row that isn't there, of a cube joined from the left. */
  isJoined?: boolean;
  /** The dimensions that tell who a user is or what they did when, which only their own account and admins see. */
  identifiers?: readonly string[];
}

const allRows = { allowAll: true };

/** Rows whose account is one of the token's `account_ids`. */
const ofTheTokensAccounts = (account: string) => ({
  member: new Code(`() => '${account}'`),
  operator: 'equals',
  values: new Code('(securityContext) => securityContext.account_ids'),
});

const unknown = (account: string) => ({ member: new Code(`() => '${account}'`), operator: 'notSet' });

/**
 * Who sees what of a cube, by the groups that `contextToGroups` gives: `admin` everything, `analyst` everything but who
 * a user is, `account` the rows of its accounts. Whoever is in none of them sees nothing.
 */
export const cubeAccess = ({ account, isJoined = false, identifiers = [] }: CubeAccess): object[] => [
  { group: 'admin', memberLevel: { includes: '*' }, rowLevel: allRows },
  {
    group: 'analyst',
    memberLevel: { includes: '*', ...(identifiers.length > 0 && { excludes: identifiers }) },
    rowLevel: allRows,
  },
  ...(account === undefined
    ? []
    : [
        {
          group: 'account',
          memberLevel: { includes: '*' },
          rowLevel: {
            filters: [
              isJoined
                ? { or: [ofTheTokensAccounts(account), unknown(account)] }
                : ofTheTokensAccounts(account),
            ],
          },
        },
      ]),
];

/** Who sees a view: Cube keeps the rows to those that the cubes beneath it show. */
export const viewAccess = (): object[] =>
  ['admin', 'analyst', 'account'].map((group) => ({
    group,
    memberLevel: { includes: '*' },
    rowLevel: allRows,
  }));
