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
    ai_context: "Of the new sign-ups, how many did the key action (`project_created`) within 7 days? Counted: Every sign-up, below the line: also those of yesterday, who have had little time. The first key action at or after the sign-up. One at the very moment of the sign-up counts. The user's own 7 × 24 hours. Calendar days and time zones play no part. Not counted: A key action at exactly 7 × 24 hours after the sign-up, or later. It counts in the wider windows and in `activationRateAnytime`. A key action dated before the sign-up, other actions, and the second key action of a user. Actions of users who are not in `users`.",
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
  folders: [
    {
      name: 'Rates',
      includes: [
        'activationRate',
        'activationRate1d',
        'activationRate3d',
        'activationRate7d',
        'activationRate14d',
        'activationRate30d',
        'activationRateAnytime',
      ],
    },
    { name: 'Matured rates', includes: ['maturedActivationRate'] },
    { name: 'Durations and averages', includes: ['averageHoursToKeyAction', 'medianHoursToKeyAction'] },
    { name: 'Counts', includes: ['newSignUps', 'usersCompletingKeyAction', 'maturedSignUps'] },
    { name: '95 % intervals', includes: ['activationRateLow', 'activationRateHigh'] },
    { name: 'Times', includes: ['signedUpAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
