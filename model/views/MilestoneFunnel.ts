import { accountAttributeNames } from './account-attributes';

view('MilestoneFunnel', {
  title: 'Milestone funnel',
  description: 'Of all new accounts, the share that reached each key milestone. Cohorts by account creation.',
  cubes: [
    {
      joinPath: AccountMilestones,
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
