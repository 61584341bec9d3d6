import { cubeAccess } from './access';
import {
  accountAttributeColumns,
  accountAttributeNames,
  accountAttributes,
  accountRollupAttributes,
} from './attributes';
import { isNarrowed } from './log-summary';
import { overAllUnits } from './over-all-units';
import { additiveMeasures, partColumns, partJoins, partMembers } from './part';
import { accountMilestonesPart } from './parts/account-milestones';
import { inArea, keyMilestoneSets, sqlAliasOf } from './product-areas';
import { rollups } from './rollups';
import { accounts } from './scales';
import { sources } from './sources';

/**
 * One row a new account, with how many of the key milestones it reached. A product area with key milestones of its
 * own has a cube of its own.
 */
if (sources.accounts) {
  const { relation } = sources.accounts;

  for (const { suffix, keyMilestones } of keyMilestoneSets) {
    const isCompanyWide = suffix === '';
    const name = `Accounts${suffix}`;
    const parts = [accountMilestonesPart(keyMilestones)].filter((part) => part !== null);

    const rows = (params: FilterParams): string => `
    SELECT
      a.id,
      a.created_at${accountAttributeColumns}${partColumns(parts)}
    FROM ${relation} AS a${partJoins(parts, isNarrowed(params[name], ['createdAt', 'id']))}`;
    const partMeasures = partMembers(parts, 'measures');
    const measures = ['totalAccounts', ...additiveMeasures(partMeasures)];

    cube(name, {
      sql: rows(FILTER_PARAMS),
      sqlAlias: sqlAliasOf('accounts', suffix),
      title: `Accounts${inArea(suffix)}`,
      description: 'New accounts, with the key activation milestones they reached.',
      meta: overAllUnits,
      public: isCompanyWide,
      accessPolicy: cubeAccess({ account: 'id', isJoined: true }),

      dimensions: {
        id: {
          sql: `${CUBE}.id`,
          type: 'string',
          primaryKey: true,
          public: true,
          title: 'Account',
          description: "The account's identifier.",
        },
        createdAt: {
          sql: `${CUBE}.created_at`,
          type: 'time',
          title: 'Created at',
          description: 'When the account was created: the time dimension of the account cohorts.',
        },
        ...accountAttributes,
        ...partMembers(parts, 'dimensions'),
      },

      measures: {
        totalAccounts: {
          type: 'count',
          title: 'Accounts',
          description: 'How many accounts were created.',
          meta: accounts,
          drillMembers: [CUBE.id, CUBE.createdAt, ...accountAttributeNames.map((name) => CUBE[name])],
        },
        ...partMeasures,
      },

      preAggregations: rollups(
        { cube: name, query: rows, cohort: 'createdAt', cohortColumn: 'created_at', cohorts: relation },
        {
          monthly: {
            measures,
            dimensions: accountRollupAttributes,
            granularity: 'month',
            partition: 'month',
          },
          daily: { measures, dimensions: accountRollupAttributes, granularity: 'day', partition: 'month' },
        },
      ),
    });
  }
}
