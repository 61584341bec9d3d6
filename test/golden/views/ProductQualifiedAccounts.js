// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ProductQualifiedAccounts', {
  sqlAlias: 'product_qualified',
  title: 'Product qualification',
  description: 'Of the new accounts, the share whose users did what qualifies them, how long that took, and how engaged accounts are of late. Cohorts by account creation.',
  meta: {
    headline: {
      rate: 'qualificationRate',
      above: 'productQualifiedAccounts',
      below: 'totalAccounts',
      cohort: 'createdAt',
    },
    kpis: ['qualificationRate', 'averageHoursToQualification', 'medianHoursToQualification'],
    ai_context: "Of the new accounts, how many qualified by use: their users did `project_created`? Counted: Every account in `accounts`, below the line. A qualifying action once, by any of the account's users (those in `users` with its account id), at or after the account's creation, even before that user's own sign-up. In the customer engagement score an account without any session or action as 0. Not counted: Actions before the account's creation, however many, and the second and every later one of a name. Actions of users who are not in `users`, and of users without an account. In the customer engagement score: accounts younger than 28 × 24 hours, and what is more than 28 × 24 hours ago or dated after now.",
    definition: {
      'qualification.actions': ['project_created'],
      'qualification.atLeast': 1,
      'engagement.0.action': 'session',
      'engagement.0.weight': 1,
      'engagement.0.cap': 10,
      'engagement.1.action': 'project_created',
      'engagement.1.weight': 1,
      'engagement.1.cap': 5,
      'sources.accounts': 'bc62a3c14fec',
      'sources.keyActions': '2c0173f71534',
      'sources.sessionHistory': '08e54e4bf888',
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
      joinPath: Accounts,
      includes: [
        'totalAccounts',
        'productQualifiedAccounts',
        'qualificationRate',
        'qualificationRateLow',
        'qualificationRateHigh',
        'averageHoursToQualification',
        'medianHoursToQualification',
        'customerEngagementScore',
        'createdAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['qualificationRate'] },
    {
      name: 'Durations and averages',
      includes: ['averageHoursToQualification', 'medianHoursToQualification', 'customerEngagementScore'],
    },
    { name: 'Counts', includes: ['totalAccounts', 'productQualifiedAccounts'] },
    { name: '95 % intervals', includes: ['qualificationRateLow', 'qualificationRateHigh'] },
    { name: 'Times', includes: ['createdAt'] },
    { name: 'Attributes', includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
