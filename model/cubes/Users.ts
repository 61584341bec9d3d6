import { userRowAccess } from './access';
import {
  accountRollupAttributes,
  userAttributeColumns,
  userAttributeNames,
  userAttributes,
  userRollupAttributes,
  usersHaveAccounts,
} from './attributes';
import { definitions } from './definitions';
import { isNarrowed } from './log-summary';
import { overAllUnits } from './over-all-units';
import { additiveMeasures, partColumns, partJoins, partMembers } from './part';
import { activationPart } from './parts/user-activation';
import { firstKeyActionPart } from './parts/user-key-action';
import { inArea, keyActionSets, sqlAliasOf } from './product-areas';
import { type RollupGrain, rollups } from './rollups';
import { users } from './scales';
import { sources } from './sources';
import { sqlDays } from './sql';

/** The attributes of a user's account, by their path from the user. */
const accountAttributePaths = usersHaveAccounts
  ? accountRollupAttributes.map((name) => `UserAccounts.${name}`)
  : [];

/**
 * One row a new user, with what the user KPIs measure. Postgres leaves out each LEFT JOIN that a query doesn't read
 * from. A product area with a key action of its own has a cube of its own.
 */
if (sources.users) {
  const { relation } = sources.users;
  const accountsOfUsers = usersHaveAccounts ? sources.accounts?.relation : undefined;

  for (const { suffix, keyAction } of keyActionSets) {
    const isCompanyWide = suffix === '';
    const name = `Users${suffix}`;
    const parts = [isCompanyWide ? activationPart : null, firstKeyActionPart(keyAction)].filter(
      (part) => part !== null,
    );

    const rows = (params: FilterParams): string => `
    SELECT
      u.user_id,
      u.signed_up_at${userAttributeColumns}${partColumns(parts)}
    FROM ${relation} AS u${partJoins(parts, isNarrowed(params[name], ['signedUpAt', 'userId', 'accountId']))}`;
    const partMeasures = partMembers(parts, 'measures');
    const measures = ['newUserCount', ...additiveMeasures(partMeasures)];
    // Exact to the microsecond, they tell a user's moments.
    const hoursOfUsers = Object.keys(partMembers(parts, 'dimensions')).filter((name) => /^hours/.test(name));
    const outcomes = isCompanyWide && activationPart ? ['sessionsToActivation'] : [];
    const segments = Object.keys(partMembers(parts, 'segments'));
    const grain = (held: Omit<RollupGrain, 'measures'>): RollupGrain => ({
      measures,
      partition: 'month',
      ...held,
    });

    cube(name, {
      sql: rows(FILTER_PARAMS),
      sqlAlias: sqlAliasOf('users', suffix),
      title: `Users${inArea(suffix)}`,
      description: 'New users (sign-ups), with their activation and their first key action.',
      meta: overAllUnits,
      public: isCompanyWide,
      accessPolicy: userRowAccess(['userId', ...hoursOfUsers]),

      joins: usersHaveAccounts
        ? { UserAccounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${UserAccounts.id}` } }
        : {},

      dimensions: {
        userId: {
          sql: `${CUBE}.user_id`,
          type: 'string',
          primaryKey: true,
          public: true,
          title: 'User',
          description: "The user's identifier.",
        },
        ...(sources.users.attributes.includes('accountId')
          ? {
              accountId: {
                sql: `${CUBE}.account_id`,
                type: 'string',
                title: 'Account',
                description: "The identifier of the user's account; empty for a user without one.",
              },
            }
          : {}),
        signedUpAt: {
          sql: `${CUBE}.signed_up_at`,
          type: 'time',
          title: 'Signed up at',
          description: 'When the user signed up: the time dimension of the user cohorts.',
        },
        ...userAttributes,
        ...partMembers(parts, 'dimensions'),
      },

      segments: partMembers(parts, 'segments'),

      measures: {
        newUserCount: {
          type: 'count',
          title: 'New users',
          description: 'How many users signed up.',
          meta: users,
          drillMembers: [CUBE.userId, CUBE.signedUpAt, ...userAttributeNames.map((name) => CUBE[name])],
        },
        ...partMeasures,
      },

      preAggregations: rollups(
        {
          cube: name,
          query:
            accountsOfUsers !== undefined
              ? (params) =>
                  `SELECT u.*, a AS account FROM (${rows(params)}) AS u LEFT JOIN ${accountsOfUsers} AS a ON a.id = u.account_id`
              : rows,
          cohort: 'signedUpAt',
          cohortColumn: 'signed_up_at',
          cohorts: relation,
          matured: `cohort.signed_up_at + ${sqlDays(definitions.activationWindowDays)} <= NOW()`,
        },
        {
          monthly: grain({ granularity: 'month', dimensions: userRollupAttributes }),
          ...(accountAttributePaths.length > 0 && {
            monthlyByAccount: grain({ granularity: 'month', dimensions: accountAttributePaths }),
          }),
          dailyByOutcome: grain({ granularity: 'day', dimensions: outcomes, segments }),
          daily: grain({ granularity: 'day', dimensions: userRollupAttributes }),
          ...(accountAttributePaths.length > 0 && {
            dailyByAccount: grain({ granularity: 'day', dimensions: accountAttributePaths }),
          }),
          // Almost a row a user: for what the others can't tell, and to make them from.
          detailed: grain({
            granularity: 'day',
            dimensions: [...userRollupAttributes, ...accountAttributePaths, ...outcomes],
            segments,
          }),
        },
      ),
    });
  }
}
