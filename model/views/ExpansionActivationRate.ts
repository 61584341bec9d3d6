import { viewAccess } from './access';
import { accountAttributeNames } from './attributes';
import { definitions } from './definitions';
import { kpiMeta } from './headline';
import { sources } from './sources';

if (sources.expansionActivation && sources.accounts) {
  view('ExpansionActivationRate', {
    // Postgres cuts names off at 63 characters, those of the longest measure with the view's name in front included.
    sqlAlias: 'expansion_kpi',
    accessPolicy: viewAccess(),
    meta: kpiMeta(
      {
        rate: 'expansionActivationRate',
        above: 'activatedExpansionOfferings',
        below: 'totalEligibleAccounts',
        cohort: 'eligibleDate',
      },
      { expansionWindowDays: definitions.expansionWindowDays },
      ['accounts', 'expansionActivation'],
    ),
    title: 'Expansion offerings',
    description:
      'Of the existing accounts eligible for an expansion offering, the share that activated it. Cohorts by eligibility.',
    cubes: [
      {
        joinPath: ExpansionActivation,
        includes: [
          'totalEligibleAccounts',
          'activatedExpansionOfferings',
          'expansionActivationRate',
          'expansionActivationRateLow',
          'expansionActivationRateHigh',
          'activatedWithinWindow',
          'expansionActivationRateWithinWindow',
          'maturedExpansionActivationRateWithinWindow',
          'expansionFeature',
          'eligibleDate',
          'accountCreatedAt',
          ...accountAttributeNames,
          'activated',
          'matured',
        ],
      },
    ],
  });
}
