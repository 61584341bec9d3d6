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
    },
    cohort: 'signedUpAt',
    kpis: [
      'multiSessionActivationCompletionRate',
      'singleSessionActivationCompletionRate',
      'averageHoursToActivation',
      'medianHoursToActivation',
      'averageSessionsToActivation',
    ],
    ai_context: 'Of the new users, how many completed the activation flow across more than one session? In other words: how many came back to finish? Counted: Every user who signed up, below the line: also those who never began the activation flow. Sessions that began at or before the moment of the activation. The one in which the user signed up counts, although it began before the sign-up. An activated user without a session on record, as single-session. So activated users are the multi-session ones and the single-session ones, and no others. Not counted: Sessions that began after the activation. Somebody who activated in one sitting and came back the week after is single-session. An activation dated before the sign-up. The user stays below the line. Activations and sessions of users who are not in `users`.',
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
  folders: [
    {
      name: 'Rates',
      includes: ['multiSessionActivationCompletionRate', 'singleSessionActivationCompletionRate'],
    },
    {
      name: 'Durations and averages',
      includes: ['averageHoursToActivation', 'medianHoursToActivation', 'averageSessionsToActivation'],
    },
    {
      name: 'Counts',
      includes: [
        'newUserCount',
        'activatedUserCount',
        'multiSessionActivatedUserCount',
        'singleSessionActivatedUserCount',
      ],
    },
    {
      name: '95 % intervals',
      includes: ['multiSessionActivationCompletionRateLow', 'multiSessionActivationCompletionRateHigh'],
    },
    { name: 'Times', includes: ['signedUpAt'] },
    {
      name: 'Attributes',
      includes: [
        'persona',
        'planType',
        'signupSource',
        'sessionsToActivation',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
});
