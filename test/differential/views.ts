/** The public views, one for each KPI. */
export const views = [
  'MultiSessionActivationCompletionRate',
  'ActivationRate',
  'MilestoneCompletion',
  'MilestoneFunnel',
  'ExpansionActivationRate',
];
