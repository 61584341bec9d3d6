// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ActivationCurve', {
  sqlAlias: 'curve',
  title: 'Activation by day of age',
  description: "By how many days after the sign-up what share of the new users has done the key action (project_created), as the life table estimates it, which those who signed up lately don't pull down. Cohorts by sign-up.",
  meta: {
    cohort: 'signedUpAt',
    by: ['day'],
    kpis: [],
    ai_context: 'How soon do new users do the key action, counting in those who still may? Counted: Every new user from the sign-up until the first key action, or else until now. A user on each day of their age until then: those who signed up lately are in the first days, and leave when they are no older. All days up to the one asked for, whatever days a filter leaves. Not counted: Users who sign up in the future. Key actions before the sign-up, and those after now.',
    definition: {
      keyAction: 'project_created',
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
      joinPath: UserDays,
      includes: [
        'usersAtRisk',
        'usersActivated',
        'usersCensored',
        'estimatedShareActivated',
        'day',
        'signedUpAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: UserDays.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Rates', includes: ['estimatedShareActivated'] },
    { name: 'Counts', includes: ['usersAtRisk', 'usersActivated', 'usersCensored'] },
    { name: 'Times', includes: ['signedUpAt'] },
    {
      name: 'Attributes',
      includes: ['day', 'persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
