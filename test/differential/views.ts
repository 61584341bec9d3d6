/** The views of the metric contract's section 5, one for each KPI. */
export const views = [
  'MultiSessionActivationCompletionRate',
  'ActivationRate',
  'MilestoneCompletion',
  'MilestoneFunnel',
  'ExpansionActivationRate',
];
