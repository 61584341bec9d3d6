// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ActivationRate', {
  sqlAlias: 'activation_rate',
  title: 'First key action',
  description: 'Of the new sign-ups, the share who did the key action (project_created) soon after signing up. Cohorts by sign-up.',
  meta: {
    headline: {
      rate: 'activationRate',
      above: 'usersCompletingKeyAction',
      below: 'newSignUps',
      cohort: 'signedUpAt',
    },
    definition: {
      keyAction: 'project_created',
      activationWindowDays: 7,
      'sources.keyActions': '2c0173f71534',
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
      joinPath: Users,
      includes: [
        { name: 'newUserCount', alias: 'newSignUps', title: 'New sign-ups' },
        'usersCompletingKeyAction',
        'maturedSignUps',
        'activationRate',
        'activationRateLow',
        'activationRateHigh',
        'maturedActivationRate',
        'activationRate1d',
        'activationRate3d',
        'activationRate7d',
        'activationRate14d',
        'activationRate30d',
        'activationRateAnytime',
        'averageHoursToKeyAction',
        'medianHoursToKeyAction',
        'signedUpAt',
        'persona',
        'planType',
        'signupSource',
        'matured',
      ],
    },
    { joinPath: Users.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
