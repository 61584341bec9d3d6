import { viewAccess } from './access';
import { accountAttributeNames } from './attributes';
import { kpiMeta } from './headline';
import { accountMilestonesPart } from './parts/account-milestones';
import { inArea, keyMilestoneSets, sqlAliasOf } from './product-areas';
import { sources } from './sources';

for (const { suffix, keyMilestones } of sources.accounts ? keyMilestoneSets : []) {
  const part = accountMilestonesPart(keyMilestones);
  if (part) {
    view(`MilestoneCompletion${suffix}`, {
      sqlAlias: sqlAliasOf('milestone_completion', suffix),
      accessPolicy: viewAccess(),
      meta: kpiMeta(
        {
          rate: 'percentQualified',
          above: 'qualifiedAccounts',
          below: 'totalAccounts',
          cohort: 'createdAt',
        },
        { keyMilestones },
        ['accounts', 'milestoneCompletionLogs'],
      ),
      title: `Milestone completion${inArea(suffix)}`,
      description:
        'Of the new accounts, the share that reached at least one key milestone, or all of them. Cohorts by account creation.',
      cubes: [
        {
          joinPath: () => `Accounts${suffix}`,
          includes: ['totalAccounts', ...Object.keys(part.measures), 'createdAt', ...accountAttributeNames],
        },
      ],
    });
  }
}
