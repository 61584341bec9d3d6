// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('MilestoneFunnel', {
  sqlAlias: 'milestone_funnel',
  title: 'Milestone funnel',
  description: 'Of all new accounts, the share that reached each key milestone. Cohorts by account creation.',
  meta: {
    headline: {
      rate: 'percentReached',
      above: 'accountsReached',
      below: 'totalAccounts',
      cohort: 'createdAt',
      by: 'milestoneName',
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
      joinPath: AccountMilestones,
      includes: [
        'totalAccounts',
        'accountsReached',
        'percentReached',
        'milestonePosition',
        'milestoneName',
        'createdAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
        'stuckBeforeNextMilestone',
      ],
    },
  ],
});
