// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ReferralInvitation', {
  sqlAlias: 'invitation',
  title: 'Referral invitations',
  description: 'Of the new users, the share who soon invited somebody, and how long that took. Cohorts by sign-up.',
  meta: {
    headline: { rate: 'referralInvitationRate', above: 'invitingUsers', below: 'newUserCount' },
    cohort: 'signedUpAt',
    kpis: ['referralInvitationRate', 'averageHoursToFirstReferral', 'medianHoursToFirstReferral'],
    ai_context: 'Of the new users, how many invited somebody within 30 days? Counted: Every new user, below the line. The first invitation at or after the sign-up, clicked or not. Not counted: An invitation before the sign-up, or at exactly 30 × 24 hours after it or later. The second and every later invitation of a user, and those of users who are not in `users`.',
    definition: { invitationDays: 30, 'sources.referrals': 'a6ba8d504c4b', 'sources.users': '7dfb4cf67742' },
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
      joinPath: Users,
      includes: [
        'newUserCount',
        'invitingUsers',
        'maturedNewUsersForInvitation',
        'maturedInvitingUsers',
        'referralInvitationRate',
        'referralInvitationRateLow',
        'referralInvitationRateHigh',
        'maturedReferralInvitationRate',
        'averageHoursToFirstReferral',
        'medianHoursToFirstReferral',
        'signedUpAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: Users.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Rates', includes: ['referralInvitationRate'] },
    { name: 'Matured rates', includes: ['maturedReferralInvitationRate'] },
    {
      name: 'Durations and averages',
      includes: ['averageHoursToFirstReferral', 'medianHoursToFirstReferral'],
    },
    {
      name: 'Counts',
      includes: ['newUserCount', 'invitingUsers', 'maturedNewUsersForInvitation', 'maturedInvitingUsers'],
    },
    { name: '95 % intervals', includes: ['referralInvitationRateLow', 'referralInvitationRateHigh'] },
    { name: 'Times', includes: ['signedUpAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
