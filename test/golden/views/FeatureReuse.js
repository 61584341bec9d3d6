// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('FeatureReuse', {
  sqlAlias: 'reuse',
  title: 'Feature reuse',
  description: 'Of the users who used a feature for the first time, the share who used it again soon. Cohorts by first use.',
  meta: {
    headline: {
      rate: 'reuseRate',
      above: 'usersReusing',
      below: 'firstTimeUsers',
      cohort: 'firstUsedAt',
      by: 'featureName',
    },
    kpis: ['reuseRate'],
    ai_context: 'Of the users who used a feature for the first time, how many used it again within 7 days? Counted: Every new user with a use of the feature at or after the sign-up, below the line, in the cohort of the first such use. A use of the same feature later than the first, by however little: any of its actions. A user once over several features: below the line with a first use in the slice, above it with a second use of one of these. Not counted: A second use at the very moment of the first. A use at exactly 7 × 24 hours after the first, or later. Uses before the sign-up, which are no first ones, and uses of another feature.',
    definition: { reuseDays: 7, 'sources.keyActions': '2c0173f71534', 'sources.users': '7dfb4cf67742' },
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
      joinPath: UsedFeatures,
      includes: [
        'firstTimeUsers',
        'usersReusing',
        'maturedFirstTimeUsers',
        'maturedUsersReusing',
        'reuseRate',
        'reuseRateLow',
        'reuseRateHigh',
        'maturedReuseRate',
        'featurePosition',
        'featureName',
        'signedUpAt',
        'firstUsedAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: UsedFeatures.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Rates', includes: ['reuseRate'] },
    { name: 'Matured rates', includes: ['maturedReuseRate'] },
    {
      name: 'Counts',
      includes: ['firstTimeUsers', 'usersReusing', 'maturedFirstTimeUsers', 'maturedUsersReusing'],
    },
    { name: '95 % intervals', includes: ['reuseRateLow', 'reuseRateHigh'] },
    { name: 'Times', includes: ['signedUpAt', 'firstUsedAt'] },
    {
      name: 'Attributes',
      includes: [
        'featurePosition',
        'featureName',
        'persona',
        'planType',
        'signupSource',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
});
