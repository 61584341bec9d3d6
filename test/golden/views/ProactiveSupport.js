// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ProactiveSupport', {
  sqlAlias: 'support_kpi',
  title: 'Proactive support',
  description: 'Of the users whom the team supported before they asked, the share who soon responded. Cohorts by the first such contact.',
  meta: {
    headline: { rate: 'supportEngagementRate', above: 'usersEngagingWithSupport', below: 'contactedUsers' },
    cohort: 'contactedAt',
    kpis: ['supportEngagementRate'],
    ai_context: "Of the users whom the team supported before they asked, how many responded within 14 days? Counted: A user's first proactive support at or after the sign-up; of two at the same moment the one with the lesser id. The response to that very contact. Not counted: A response at exactly 14 × 24 hours or later, or dated before the contact, and responses to later contacts. Who opened a ticket at the moment of the contact or later, before the response: they asked by themselves.",
    definition: {
      supportEngagementDays: 14,
      'sources.contacts': 'aa5af4084f37',
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
      joinPath: SupportedUsers,
      includes: [
        'contactedUsers',
        'usersEngagingWithSupport',
        'maturedContactedUsers',
        'maturedUsersEngagingWithSupport',
        'supportEngagementRate',
        'supportEngagementRateLow',
        'supportEngagementRateHigh',
        'maturedSupportEngagementRate',
        'signedUpAt',
        'contactedAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: SupportedUsers.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Rates', includes: ['supportEngagementRate'] },
    { name: 'Matured rates', includes: ['maturedSupportEngagementRate'] },
    {
      name: 'Counts',
      includes: [
        'contactedUsers',
        'usersEngagingWithSupport',
        'maturedContactedUsers',
        'maturedUsersEngagingWithSupport',
      ],
    },
    { name: '95 % intervals', includes: ['supportEngagementRateLow', 'supportEngagementRateHigh'] },
    { name: 'Times', includes: ['signedUpAt', 'contactedAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
