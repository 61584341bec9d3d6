import { accountAttributeNames } from './account-attributes';

view('ExpansionActivationRate', {
  title: 'Expansion activation rate',
  description:
    'Of the existing accounts eligible for an expansion offering, the share that activated it. Cohorts by eligibility.',
  cubes: [
    {
      joinPath: ExpansionActivation,
      includes: [
        'totalEligibleAccounts',
        'activatedExpansionOfferings',
        'expansionActivationRate',
        'activatedWithinWindow',
        'expansionActivationRateWithinWindow',
        'maturedExpansionActivationRateWithinWindow',
        'expansionFeature',
        'eligibleDate',
        'accountCreatedAt',
        ...accountAttributeNames,
      ],
    },
  ],
});
