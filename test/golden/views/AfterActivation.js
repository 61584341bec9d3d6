// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('AfterActivation', {
  sqlAlias: 'after_activation',
  title: 'After the activation',
  description: 'Of the activated users, the share who came back soon after. Cohorts by activation.',
  meta: {
    headline: {
      rate: 'followUpEngagementRate',
      above: 'usersFollowingUp',
      below: 'activatedUserCount',
      cohort: 'activatedAt',
    },
    kpis: ['followUpEngagementRate'],
    ai_context: 'Of the users who activated, how many came back within 7 days? Counted: Every new user whose activation counts, below the line. A session that began after the activation, by however little. Not counted: The session in which the user activated, and one that began at that very moment. A session at exactly 7 × 24 hours after the activation, or later.',
    definition: {
      followUpDays: 7,
      'sources.activatedUsers': '8d309d6309c7',
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
      joinPath: UsersAfterActivation,
      includes: [
        'activatedUserCount',
        'usersFollowingUp',
        'maturedActivatedUsers',
        'maturedUsersFollowingUp',
        'followUpEngagementRate',
        'followUpEngagementRateLow',
        'followUpEngagementRateHigh',
        'maturedFollowUpEngagementRate',
        'signedUpAt',
        'activatedAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    {
      joinPath: UsersAfterActivation.UserAccounts,
      includes: ['productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['followUpEngagementRate'] },
    { name: 'Matured rates', includes: ['maturedFollowUpEngagementRate'] },
    {
      name: 'Counts',
      includes: ['activatedUserCount', 'usersFollowingUp', 'maturedActivatedUsers', 'maturedUsersFollowingUp'],
    },
    { name: '95 % intervals', includes: ['followUpEngagementRateLow', 'followUpEngagementRateHigh'] },
    { name: 'Times', includes: ['signedUpAt', 'activatedAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
