// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('Trials', {
  sqlAlias: 'trials_kpi',
  title: 'Trials',
  description: "How much accounts do with their first trial, and what they pay. Cohorts by the trial's start.",
  meta: {
    headline: {
      rate: 'trialActionsCompletionRate',
      above: 'accountsCompletingTrialActions',
      below: 'trialAccounts',
    },
    cohort: 'trialStartedAt',
    kpis: ['trialEngagementRate', 'trialActionsCompletionRate', 'revenuePerTrialUser'],
    ai_context: "Of the accounts that began a trial, how many did `project_created` before it ended? And how many of their users took part? Counted: An account's first trial that began at or after its creation; of two at the same moment the one with the lesser id. An action by any of the account's users, even before that user's own sign-up, at the trial's start or later. A trial without an end goes on: everything since its start is in it. Not counted: Later trials of the same account, and trials that began before its creation. What happens at the trial's end or later; users who sign up then. Actions of users and payments of accounts that are not known, and payments in other currencies.",
    definition: {
      trialEngagementActions: 3,
      trialActions: ['project_created'],
      trialRevenueDays: 90,
      reportingCurrency: 'USD',
      'sources.accounts': 'bc62a3c14fec',
      'sources.keyActions': '2c0173f71534',
      'sources.payments': 'df384ae97c77',
      'sources.subscriptions': '9cac91c1f544',
      'sources.users': '7dfb4cf67742',
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
      joinPath: TrialAccounts,
      includes: [
        'trialAccounts',
        'accountsCompletingTrialActions',
        'engagedTrialUsers',
        'trialUsers',
        'trialEngagementRate',
        'trialEngagementRateLow',
        'trialEngagementRateHigh',
        'trialActionsCompletionRate',
        'trialActionsCompletionRateLow',
        'trialActionsCompletionRateHigh',
        'revenuePerTrialUser',
        'plan',
        'createdAt',
        'trialStartedAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['trialEngagementRate', 'trialActionsCompletionRate'] },
    { name: 'Durations and averages', includes: ['revenuePerTrialUser'] },
    {
      name: 'Counts',
      includes: ['trialAccounts', 'accountsCompletingTrialActions', 'engagedTrialUsers', 'trialUsers'],
    },
    {
      name: '95 % intervals',
      includes: [
        'trialEngagementRateLow',
        'trialEngagementRateHigh',
        'trialActionsCompletionRateLow',
        'trialActionsCompletionRateHigh',
      ],
    },
    { name: 'Times', includes: ['createdAt', 'trialStartedAt'] },
    { name: 'Attributes', includes: ['plan', 'productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
