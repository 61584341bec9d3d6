// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('MultiSessionActivationCompletionRate', {
  sqlAlias: 'multi_session',
  title: 'Activation by sessions',
  description: 'Of the new users, the share who completed the activation flow across more than one session. Cohorts by sign-up.',
  meta: {
    headline: {
      rate: 'multiSessionActivationCompletionRate',
      above: 'multiSessionActivatedUserCount',
      below: 'newUserCount',
      cohort: 'signedUpAt',
    },
    definition: {
      multiSessionMinimumSessions: 2,
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
      joinPath: Users,
      includes: [
        'newUserCount',
        'activatedUserCount',
        'multiSessionActivatedUserCount',
        'singleSessionActivatedUserCount',
        'multiSessionActivationCompletionRate',
        'multiSessionActivationCompletionRateLow',
        'multiSessionActivationCompletionRateHigh',
        'singleSessionActivationCompletionRate',
        'averageHoursToActivation',
        'medianHoursToActivation',
        'averageSessionsToActivation',
        'signedUpAt',
        'persona',
        'planType',
        'signupSource',
        'sessionsToActivation',
        'activated',
        'multiSession',
      ],
    },
    { joinPath: Users.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
