import { joinSummary } from './log-summary';
import type { CubePart } from './part';
import { accounts, rate } from './scales';
import { sources } from './sources';
import { sqlString } from './sql';
import { wilsonBounds } from './wilson';

/**
 * SQL of the join of an account, `a`, to when it last reached each of some key milestones. For an account that never
 * did, it is empty.
 */
export const joinMilestones = (
  milestoneCompletionLogs: string,
  keyMilestones: string[],
  ofFewAccounts: boolean,
): string =>
  joinSummary(
    {
      name: 'milestones',
      columns: [
        'MAX(l.completion_date) AS last_any',
        ...keyMilestones.map(
          (milestone, index) =>
            `MAX(l.completion_date) FILTER (WHERE l.milestone_name = ${sqlString(milestone)}) AS last_${index + 1}`,
        ),
      ],
      from: `${milestoneCompletionLogs} AS l`,
      where: `l.milestone_name IN (${keyMilestones.map(sqlString).join(', ')})`,
      unit: 'l.account_id',
      isUnit: 'a.id',
    },
    ofFewAccounts,
  );

/**
 * SQL of whether the account reached each of the key milestones, in order, as an array. Rule 3: a milestone dated
 * before the account's creation wasn't reached by it; the last of them says whether there is another.
 */
export const sqlMilestonesReached = (keyMilestones: string[]): string =>
  `ARRAY[${keyMilestones.map((_, index) => `(milestones.last_${index + 1} >= a.created_at) IS TRUE`).join(', ')}]`;

/** How many of the key milestones an account reached: what milestone completion measures. */
const milestonesReached = (milestoneCompletionLogs: string, keyMilestones: string[]): CubePart => {
  const keyMilestoneCount = keyMilestones.length;
  return {
    columns: `
      (milestones.last_any >= a.created_at) IS TRUE AS is_qualified,
      CARDINALITY(ARRAY_POSITIONS(${sqlMilestonesReached(keyMilestones)}, TRUE)) AS key_milestones_reached`,
    joins: (ofFewUnits) => joinMilestones(milestoneCompletionLogs, keyMilestones, ofFewUnits),
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
        filters: [{ sql: (CUBE) => `${CUBE}.is_qualified` }],
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
