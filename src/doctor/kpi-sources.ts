import type { SourceName } from '../config/sources.ts';

/** The sources that each KPI's view needs; without one of them, the view isn't in the model. A test holds the two together. */
export const kpiSources: Readonly<Record<string, readonly SourceName[]>> = {
  MultiSessionActivationCompletionRate: ['users', 'activatedUsers', 'sessionHistory'],
  ActivationRate: ['users', 'keyActions'],
  MilestoneCompletion: ['accounts', 'milestoneCompletionLogs'],
  MilestoneFunnel: ['accounts', 'milestoneCompletionLogs'],
  ExpansionActivationRate: ['accounts', 'expansionActivation'],
};

/** The KPIs that go with a source. */
export const kpisOf = (source: SourceName): string[] =>
  Object.entries(kpiSources).flatMap(([kpi, sources]) => (sources.includes(source) ? [kpi] : []));
