// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('FirstContact', {
  sqlAlias: 'first_contact',
  title: 'Outreach to new users',
  description: 'How long new users wait until the team first gets in touch. Cohorts by sign-up.',
  meta: {
    cohort: 'signedUpAt',
    kpis: ['averageHoursToFirstContact', 'medianHoursToFirstContact'],
    ai_context: 'How long do new users wait until the team first gets in touch? Counted: The first outreach that names the user, at or after the sign-up. Not counted: Meetings, support and tickets; contacts that name the lead and not the user. Outreach before the sign-up, and users without any: the times are over those with one.',
    definition: { 'sources.contacts': 'aa5af4084f37', 'sources.users': '7dfb4cf67742' },
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
        'averageHoursToFirstContact',
        'medianHoursToFirstContact',
        'signedUpAt',
        'persona',
        'planType',
        'signupSource',
      ],
    },
    { joinPath: Users.UserAccounts, includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
  folders: [
    { name: 'Durations and averages', includes: ['averageHoursToFirstContact', 'medianHoursToFirstContact'] },
    { name: 'Counts', includes: ['newUserCount'] },
    { name: 'Times', includes: ['signedUpAt'] },
    {
      name: 'Attributes',
      includes: ['persona', 'planType', 'signupSource', 'productPlan', 'planTier', 'useCase', 'userType'],
    },
  ],
});
