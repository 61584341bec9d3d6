// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ReferredVisitors', {
  sqlAlias: 'visitors',
  title: 'Visitors by referral',
  description: 'Of the referrals that were clicked, the share that became users, and how long that took. Cohorts by the click; attributes are those of who sent them.',
  meta: {
    headline: { rate: 'referralConversionRate', above: 'convertedReferrals', below: 'referredVisitors' },
    cohort: 'clickedAt',
    kpis: ['referralConversionRate', 'averageHoursToConversion', 'medianHoursToConversion'],
    ai_context: 'Of the referrals that were clicked, how many brought a user? Counted: Every referral of a known user with a click at or after its invitation, below the line; two that name the same user are two. A sign-up of the named user at or after the click, the very moment included. Not counted: Referrals without a click, or with a click before the invitation, and those of users who are not in `users`. A named user who is not in `users`, or who signed up before the click.',
    definition: { 'sources.referrals': 'a6ba8d504c4b', 'sources.users': '7dfb4cf67742' },
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
      joinPath: ClickedReferrals,
      includes: [
        'referredVisitors',
        'convertedReferrals',
        'referralConversionRate',
        'referralConversionRateLow',
        'referralConversionRateHigh',
        'averageHoursToConversion',
        'medianHoursToConversion',
        'clickedAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: ClickedReferrals.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Rates', includes: ['referralConversionRate'] },
    { name: 'Durations and averages', includes: ['averageHoursToConversion', 'medianHoursToConversion'] },
    { name: 'Counts', includes: ['referredVisitors', 'convertedReferrals'] },
    { name: '95 % intervals', includes: ['referralConversionRateLow', 'referralConversionRateHigh'] },
    { name: 'Times', includes: ['clickedAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
