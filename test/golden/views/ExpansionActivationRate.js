// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ExpansionActivationRate', {
  sqlAlias: 'expansion_kpi',
  title: 'Expansion offerings',
  description: 'Of the existing accounts eligible for an expansion offering, the share that activated it. Cohorts by eligibility.',
  meta: {
    headline: {
      rate: 'expansionActivationRate',
      above: 'activatedExpansionOfferings',
      below: 'totalEligibleAccounts',
    },
    cohort: 'eligibleDate',
    kpis: [
      'expansionActivationRate',
      'expansionActivationRateWithinWindow',
      'averageHoursToExpansion',
      'medianHoursToExpansion',
    ],
    ai_context: 'Of the accounts that were eligible for an expansion offering, how many activated it? Counted: An account once, although it may be eligible several times or for several features. Over all features it is activated if it activated one of them. An activation at or after the eligibility that it belongs to. Not counted: An activation dated before the eligibility. The account stays below the line. Accounts that were never eligible, and eligibilities of accounts that are not in `accounts`.',
    definition: {
      expansionWindowDays: 30,
      'sources.accounts': 'bc62a3c14fec',
      'sources.expansionActivation': '12cb51f35196',
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
      joinPath: ExpansionActivation,
      includes: [
        'totalEligibleAccounts',
        'activatedExpansionOfferings',
        'activatedWithinWindow',
        'expansionActivationRate',
        'expansionActivationRateLow',
        'expansionActivationRateHigh',
        'expansionActivationRateWithinWindow',
        'maturedExpansionActivationRateWithinWindow',
        'averageHoursToExpansion',
        'medianHoursToExpansion',
        'expansionFeature',
        'eligibleDate',
        'accountCreatedAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
        'activated',
        'matured',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['expansionActivationRate', 'expansionActivationRateWithinWindow'] },
    { name: 'Matured rates', includes: ['maturedExpansionActivationRateWithinWindow'] },
    { name: 'Durations and averages', includes: ['averageHoursToExpansion', 'medianHoursToExpansion'] },
    {
      name: 'Counts',
      includes: ['totalEligibleAccounts', 'activatedExpansionOfferings', 'activatedWithinWindow'],
    },
    { name: '95 % intervals', includes: ['expansionActivationRateLow', 'expansionActivationRateHigh'] },
    { name: 'Times', includes: ['eligibleDate', 'accountCreatedAt'] },
    { name: 'Attributes', includes: ['expansionFeature', 'productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
