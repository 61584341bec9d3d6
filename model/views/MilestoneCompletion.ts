import { accountAttributeNames } from './account-attributes';

view('MilestoneCompletion', {
  title: 'Accounts completing key activation milestones',
  description:
    'Of the new accounts, the share that reached at least one key milestone, or all of them. Cohorts by account creation.',
  cubes: [
    {
      joinPath: Accounts,
      includes: [
        'totalAccounts',
        'qualifiedAccounts',
        'fullyQualifiedAccounts',
        'percentQualified',
        'percentQualifiedLow',
        'percentQualifiedHigh',
        'percentFullyQualified',
        'createdAt',
        ...accountAttributeNames,
      ],
    },
  ],
});
