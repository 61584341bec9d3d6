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
      by: 'milestoneName',
    },
    cohort: 'createdAt',
    kpis: ['percentReached'],
    ai_context: "Of all new accounts, how many reached each key milestone, and before which one do they stop? Counted: Every new account in every milestone's row, below the line. So the rows compare with one another. A milestone in its own right: an account that reached the third without the second is in the third row. Not counted: What `MilestoneCompletion` doesn't count either: repeated logs, other milestones, logs before the account's creation.",
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
  folders: [
    { name: 'Rates', includes: ['percentReached'] },
    { name: 'Counts', includes: ['totalAccounts', 'accountsReached'] },
    { name: 'Times', includes: ['createdAt'] },
    {
      name: 'Attributes',
      includes: ['milestonePosition', 'milestoneName', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
