/** The public views of the metric contract and of the KPI catalogue. A model may not have all of them. */
export const views = [
  'MultiSessionActivationCompletionRate',
  'ActivationRate',
  'MilestoneCompletion',
  'MilestoneFunnel',
  'ExpansionActivationRate',
  'Onboarding',
  'ActivationCurve',
  'AfterActivation',
  'FeatureAdoption',
  'FeatureReuse',
  'ActiveUsers',
  'AccountActivation',
  'ProductQualifiedAccounts',
];
