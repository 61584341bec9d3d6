import type { CubePart } from './part';
import { accounts, rate } from './scales';
import { sources } from './sources';
import { sqlString } from './sql';
import { wilsonBounds } from './wilson';

/** How many of the key milestones an account reached: what milestone completion measures. */
const milestonesReached = (milestoneCompletionLogs: string, keyMilestones: string[]): CubePart => {
  const keyMilestoneCount = keyMilestones.length;
  return {
    columns: `
      milestones.key_milestones_reached`,
    // Rule 3: a milestone dated before the account's creation wasn't reached by it.
    joins: `
    LEFT JOIN LATERAL (
      SELECT COUNT(DISTINCT l.milestone_name) AS key_milestones_reached
      FROM ${milestoneCompletionLogs} AS l
      WHERE l.account_id = a.id
        AND l.milestone_name IN (${keyMilestones.map(sqlString).join(', ')})
        AND l.completion_date >= a.created_at
    ) AS milestones ON TRUE`,
    dimensions: {
      keyMilestonesReached: {
        sql: (CUBE) => `${CUBE}.key_milestones_reached`,
        type: 'number',
        title: 'Key milestones reached',
        description: `How many of the ${keyMilestoneCount} key milestones the account reached, at or after its creation.`,
      },
    },
    segments: {},
    measures: {
      qualifiedAccounts: {
        type: 'count',
        filters: [{ sql: (CUBE) => `${CUBE.keyMilestonesReached} >= 1` }],
        title: 'Qualified accounts',
        description: 'How many of the new accounts reached at least one key milestone.',
        meta: accounts,
        drillMembers: (CUBE) => [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
      },
      fullyQualifiedAccounts: {
        type: 'count',
        filters: [{ sql: (CUBE) => `${CUBE.keyMilestonesReached} = ${keyMilestoneCount}` }],
        title: 'Fully qualified accounts',
        description: `How many of the new accounts reached all ${keyMilestoneCount} key milestones.`,
        meta: accounts,
        drillMembers: (CUBE) => [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
      },
      percentQualified: {
        ...rate,
        sql: (CUBE) => `100.0 * ${CUBE.qualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
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
        sql: (CUBE) => `100.0 * ${CUBE.fullyQualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
        title: 'Accounts completing all key milestones (%)',
        description: `Of the new accounts, the percentage that reached all ${keyMilestoneCount} key milestones.`,
      },
    },
  };
};

/** The part that {@link milestonesReached} adds to accounts, where the data tell of milestones. */
export const accountMilestonesPart = (keyMilestones: string[]): CubePart | null =>
  sources.milestoneCompletionLogs &&
  milestonesReached(sources.milestoneCompletionLogs.relation, keyMilestones);
