import { accountAttributeColumns, accountAttributes } from './account-attributes';
import { definitions } from './definitions';
import { accounts, rate } from './scales';
import { sqlString } from './sql';
import { wilsonBounds } from './wilson';

const keyMilestoneList = definitions.keyMilestones.map(sqlString).join(', ');
const keyMilestoneCount = definitions.keyMilestones.length;

/** One row a new account, with how many of the key milestones it reached. */
cube('Accounts', {
  // Rule 3: a milestone dated before the account's creation wasn't reached by it.
  sql: `
    SELECT
      a.id,
      a.created_at,
      ${accountAttributeColumns},
      milestones.key_milestones_reached
    FROM accounts AS a
    LEFT JOIN LATERAL (
      SELECT COUNT(DISTINCT l.milestone_name) AS key_milestones_reached
      FROM milestone_completion_logs AS l
      WHERE l.account_id = a.id
        AND l.milestone_name IN (${keyMilestoneList})
        AND l.completion_date >= a.created_at
    ) AS milestones ON TRUE`,
  title: 'Accounts',
  description: 'New accounts, with the key activation milestones they reached.',

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
    keyMilestonesReached: {
      sql: `${CUBE}.key_milestones_reached`,
      type: 'number',
      title: 'Key milestones reached',
      description: `How many of the ${keyMilestoneCount} key milestones the account reached, at or after its creation.`,
    },
  },

  measures: {
    totalAccounts: {
      type: 'count',
      title: 'Accounts',
      description: 'How many accounts were created.',
      meta: accounts,
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    qualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE.keyMilestonesReached} >= 1` }],
      title: 'Qualified accounts',
      description: 'How many of the new accounts reached at least one key milestone.',
      meta: accounts,
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    fullyQualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE.keyMilestonesReached} = ${keyMilestoneCount}` }],
      title: 'Fully qualified accounts',
      description: `How many of the new accounts reached all ${keyMilestoneCount} key milestones.`,
      meta: accounts,
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    percentQualified: {
      ...rate,
      sql: `100.0 * ${CUBE.qualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      title: 'Accounts completing a key milestone (%)',
      description: 'Of the new accounts, the percentage that reached at least one key milestone.',
    },
    ...wilsonBounds(
      'percentQualified',
      'Accounts completing a key milestone',
      'qualifiedAccounts',
      'totalAccounts',
    ),
    percentFullyQualified: {
      ...rate,
      sql: `100.0 * ${CUBE.fullyQualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      title: 'Accounts completing all key milestones (%)',
      description: `Of the new accounts, the percentage that reached all ${keyMilestoneCount} key milestones.`,
    },
  },
});
