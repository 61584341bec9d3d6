// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('FreeToPaid', {
  sqlAlias: 'free_to_paid',
  title: 'Free to paid',
  description: 'Of the accounts that began free or with a trial, the share that soon paid without the team. Cohorts by the free start.',
  meta: {
    headline: { rate: 'selfServeConversionRate', above: 'selfServeConvertedAccounts', below: 'freeAccounts' },
    cohort: 'startedFreeAt',
    kpis: ['selfServeConversionRate'],
    ai_context: 'Of the accounts that began with a free subscription or a trial, how many bought a paid one by themselves within 30 days? Counted: Every account whose first subscription at or after its creation is free or a trial; of two at the same moment the one with the lesser id is the first. The first paid subscription at or after that start, the very moment included, where it is self-serve. Not counted: Accounts whose first subscription is paid, or of a kind that is none of the three. A first paid subscription that the team sold, or of which it is not known who did, whatever comes after it. One that begins at exactly 30 × 24 hours or later.',
    definition: {
      freeToPaidDays: 30,
      'sources.accounts': 'bc62a3c14fec',
      'sources.subscriptions': '9cac91c1f544',
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
      joinPath: FreeAccounts,
      includes: [
        'freeAccounts',
        'selfServeConvertedAccounts',
        'maturedFreeAccounts',
        'maturedSelfServeConvertedAccounts',
        'selfServeConversionRate',
        'selfServeConversionRateLow',
        'selfServeConversionRateHigh',
        'maturedSelfServeConversionRate',
        'createdAt',
        'startedFreeAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['selfServeConversionRate'] },
    { name: 'Matured rates', includes: ['maturedSelfServeConversionRate'] },
    {
      name: 'Counts',
      includes: [
        'freeAccounts',
        'selfServeConvertedAccounts',
        'maturedFreeAccounts',
        'maturedSelfServeConvertedAccounts',
      ],
    },
    { name: '95 % intervals', includes: ['selfServeConversionRateLow', 'selfServeConversionRateHigh'] },
    { name: 'Times', includes: ['createdAt', 'startedFreeAt'] },
    { name: 'Attributes', includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
