import { viewAccess } from './access';
import { accountAttributeNames } from './attributes';
import { kpiMeta } from './headline';
import { inArea, keyMilestoneSets, sqlAliasOf } from './product-areas';
import { sources } from './sources';

for (const { suffix, keyMilestones } of sources.accounts && sources.milestoneCompletionLogs
  ? keyMilestoneSets
  : []) {
  view(`MilestoneFunnel${suffix}`, {
    sqlAlias: sqlAliasOf('milestone_funnel', suffix),
    accessPolicy: viewAccess(),
    meta: kpiMeta(
      {
        rate: 'percentReached',
        above: 'accountsReached',
        below: 'totalAccounts',
        cohort: 'createdAt',
        by: 'milestoneName',
      },
      { keyMilestones },
      ['accounts', 'milestoneCompletionLogs'],
    ),
    title: `Milestone funnel${inArea(suffix)}`,
    description:
      'Of all new accounts, the share that reached each key milestone. Cohorts by account creation.',
    cubes: [
      {
        joinPath: () => `AccountMilestones${suffix}`,
        includes: [
          'totalAccounts',
          'accountsReached',
          'percentReached',
          'milestoneName',
          'milestonePosition',
          'createdAt',
          ...accountAttributeNames,
          'stuckBeforeNextMilestone',
        ],
      },
    ],
  });
}
