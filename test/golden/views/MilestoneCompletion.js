// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('MilestoneCompletion', {
  sqlAlias: 'milestone_completion',
  title: 'Milestone completion',
  description: 'Of the new accounts, the share that reached at least one key milestone, or all of them. Cohorts by account creation.',
  meta: {
    headline: {
      rate: 'percentQualified',
      above: 'qualifiedAccounts',
      below: 'totalAccounts',
      cohort: 'createdAt',
    },
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
});
