import { cubeAccess } from './access';
import {
  accountAttributeColumns,
  accountAttributeNames,
  accountAttributes,
  accountRollupAttributes,
} from './attributes';
import { distinctUnits } from './distinct-units';
import { isNarrowed } from './log-summary';
import { joinMilestones, sqlMilestonesReached } from './parts/account-milestones';
import { inArea, keyMilestoneSets, sqlAliasOf } from './product-areas';
import { rollups } from './rollups';
import { accounts, rate } from './scales';
import { sources } from './sources';
import { sqlString } from './sql';

/** One row an account and key milestone, reached or not, so that a breakdown keeps all accounts below the line. */
if (sources.accounts && sources.milestoneCompletionLogs) {
  const { relation } = sources.accounts;
  const { relation: milestoneCompletionLogs } = sources.milestoneCompletionLogs;

  for (const { suffix, keyMilestones } of keyMilestoneSets) {
    const keyMilestoneRows = keyMilestones
      .map((milestone, index) => `(${sqlString(milestone)}, ${index + 1})`)
      .join(', ');

    const name = `AccountMilestones${suffix}`;
    const sqlReached = sqlMilestonesReached(keyMilestones);

    const rows = (params: FilterParams): string => `
    SELECT
      a.id AS account_id,
      a.created_at${accountAttributeColumns},
      milestone.milestone_name,
      milestone.milestone_position,
      (${sqlReached})[milestone.milestone_position] AS is_reached,
      (ARRAY_POSITION(${sqlReached}, FALSE) = milestone.milestone_position) IS TRUE AS is_first_missing
    FROM ${relation} AS a
    CROSS JOIN (VALUES ${keyMilestoneRows}) AS milestone (milestone_name, milestone_position)${joinMilestones(
      milestoneCompletionLogs,
      keyMilestones,
      isNarrowed(params[name], ['createdAt', 'accountId']),
    )}`;
    const measures = ['totalAccounts', 'accountsReached'];
    const milestone = ['milestoneName', 'milestonePosition'];

    cube(name, {
      sqlAlias: sqlAliasOf('account_milestones', suffix),
      public: suffix === '',
      accessPolicy: cubeAccess({ account: 'accountId' }),
      sql: rows(FILTER_PARAMS),
      title: `Account milestones${inArea(suffix)}`,
      description: 'Each new account with each key milestone, reached or not.',
      meta: distinctUnits(['createdAt', ...accountAttributeNames], milestone),

      dimensions: {
        accountId: {
          sql: `${CUBE}.account_id`,
          type: 'string',
          primaryKey: true,
          public: true,
          title: 'Account',
          description: "The account's identifier.",
        },
        milestoneName: {
          sql: `${CUBE}.milestone_name`,
          type: 'string',
          primaryKey: true,
          public: true,
          title: 'Milestone',
          description: 'The key milestone.',
        },
        milestonePosition: {
          sql: `${CUBE}.milestone_position`,
          type: 'number',
          title: 'Position',
          description: "The key milestone's place in the funnel, from 1.",
        },
        createdAt: {
          sql: `${CUBE}.created_at`,
          type: 'time',
          title: 'Account created at',
          description: 'When the account was created: the time dimension of the account cohorts.',
        },
        ...accountAttributes,
        isReached: {
          sql: `${CUBE}.is_reached`,
          type: 'boolean',
          title: 'Reached',
          description: 'Whether the account reached the milestone, at or after its creation.',
        },
      },

      segments: {
        stuckBeforeNextMilestone: {
          sql: `${CUBE}.is_first_missing`,
          title: 'Stuck before the next milestone',
          description:
            "Accounts with the first key milestone they haven't reached: every milestone before it is reached, so that an account is stuck before one milestone at most.",
        },
      },

      measures: {
        totalAccounts: {
          type: 'countDistinct',
          sql: `${CUBE.accountId}`,
          title: 'Accounts',
          description: 'How many accounts were created, whichever milestones they reached.',
          meta: accounts,
          drillMembers: [CUBE.accountId, CUBE.createdAt, CUBE.milestoneName, CUBE.isReached],
        },
        accountsReached: {
          type: 'countDistinct',
          sql: `${CUBE.accountId}`,
          filters: [{ sql: `${CUBE.isReached}` }],
          title: 'Accounts reaching the milestone',
          description:
            'How many of the new accounts reached the milestone; over several milestones, at least one of them.',
          meta: accounts,
          drillMembers: [CUBE.accountId, CUBE.createdAt, CUBE.milestoneName],
        },
        percentReached: {
          ...rate,
          sql: `100.0 * ${CUBE.accountsReached} / NULLIF(${CUBE.totalAccounts}, 0)`,
          title: 'Accounts reaching the milestone (%)',
          description: 'Of all new accounts, the percentage that reached the milestone.',
        },
      },

      preAggregations: rollups(
        { cube: name, query: rows, cohort: 'createdAt', cohortColumn: 'created_at', cohorts: relation },
        {
          monthly: {
            measures,
            dimensions: [...milestone, ...accountRollupAttributes],
            granularity: 'month',
            partition: 'month',
          },
          daily: {
            measures,
            dimensions: [...milestone, ...accountRollupAttributes],
            segments: ['stuckBeforeNextMilestone'],
            granularity: 'day',
            partition: 'month',
          },
          // An account counts once over all milestones, so that these can't be made of those above.
          overall: { measures, dimensions: accountRollupAttributes, granularity: 'day', partition: 'month' },
        },
      ),
    });
  }
}
