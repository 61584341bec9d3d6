// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('MilestoneCompletion', {
  sqlAlias: 'milestone_completion',
  title: 'Milestone completion',
  description: 'Of the new accounts, the share that reached at least one key milestone, or all of them. Cohorts by account creation.',
  meta: {
    headline: { rate: 'percentQualified', above: 'qualifiedAccounts', below: 'totalAccounts' },
    cohort: 'createdAt',
    kpis: ['percentQualified', 'percentFullyQualified'],
    ai_context: 'Of the new accounts, how many reached a key milestone (`workspace_created`, `teammate_invited` or `first_message_sent`), and how many reached all 3? Counted: Every account in `accounts`, below the line. A key milestone that the account logged at or after its creation, however late. Not counted: The second and every later log of the same milestone. Milestones that are not key ones. Logs dated before the account was created, and logs of accounts that are not in `accounts`.',
    definition: {
      keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
      'sources.accounts': 'bc62a3c14fec',
      'sources.milestoneCompletionLogs': '74bdee3d6598',
    },
  },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
  ],
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
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['percentQualified', 'percentFullyQualified'] },
    { name: 'Counts', includes: ['totalAccounts', 'qualifiedAccounts', 'fullyQualifiedAccounts'] },
    { name: '95 % intervals', includes: ['percentQualifiedLow', 'percentQualifiedHigh'] },
    { name: 'Times', includes: ['createdAt'] },
    { name: 'Attributes', includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
