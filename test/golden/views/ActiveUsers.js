// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ActiveUsers', {
  sqlAlias: 'active',
  title: 'Feature usage',
  description: 'How many known users were active, and what share of them used each feature. By the time of the activity.',
  meta: {
    headline: {
      rate: 'usageRateOfReports',
      above: 'usersOfReports',
      below: 'activeUserCount',
      cohort: 'activeAt',
    },
    kpis: ['usageRateOfReports', 'usageRateOfFiles', 'usageRateOfInvitations', 'usageRateOfSettings'],
    ai_context: 'How many users were active, and how many of them used each feature? Counted: A user once in a slice, whatever they did in it: in each month in which they were active, and once over several months. The start of a session, and any tracked action, those before the sign-up too. Not counted: Activity of users who are not in `users`. A session that began before the slice and went on in it.',
    definition: {
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
      joinPath: UserActivity,
      includes: [
        'activeUserCount',
        'usersOfReports',
        'usersOfFiles',
        'usersOfInvitations',
        'usersOfSettings',
        'usageRateOfReports',
        'usageRateOfReportsLow',
        'usageRateOfReportsHigh',
        'usageRateOfFiles',
        'usageRateOfFilesLow',
        'usageRateOfFilesHigh',
        'usageRateOfInvitations',
        'usageRateOfInvitationsLow',
        'usageRateOfInvitationsHigh',
        'usageRateOfSettings',
        'usageRateOfSettingsLow',
        'usageRateOfSettingsHigh',
        'signedUpAt',
        'activeAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: UserActivity.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    {
      name: 'Rates',
      includes: ['usageRateOfReports', 'usageRateOfFiles', 'usageRateOfInvitations', 'usageRateOfSettings'],
    },
    {
      name: 'Counts',
      includes: ['activeUserCount', 'usersOfReports', 'usersOfFiles', 'usersOfInvitations', 'usersOfSettings'],
    },
    {
      name: '95 % intervals',
      includes: [
        'usageRateOfReportsLow',
        'usageRateOfReportsHigh',
        'usageRateOfFilesLow',
        'usageRateOfFilesHigh',
        'usageRateOfInvitationsLow',
        'usageRateOfInvitationsHigh',
        'usageRateOfSettingsLow',
        'usageRateOfSettingsHigh',
      ],
    },
    { name: 'Times', includes: ['signedUpAt', 'activeAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
