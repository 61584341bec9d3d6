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
      cohort: 'eligibleDate',
    },
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
});
