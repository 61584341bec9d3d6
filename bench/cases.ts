import type { Query } from '@cubejs-client/core';

/** What a case asks for: one number, or one for each month, or one for each month and segment. */
export type Shape = 'number' | 'month' | 'month-segment';

export const shapes: readonly Shape[] = ['month', 'month-segment', 'number'];

export const shapeTitles: Record<Shape, string> = {
  number: 'single number',
  month: 'by month',
  'month-segment': 'by month and segment',
};

/** A headline KPI by the names of its members in the REST API. */
export interface Kpi {
  name: 'multi-session' | 'activation' | 'milestones' | 'expansion';
  title: string;
  numerator: string;
  denominator: string;
  rate: string;
  cohort: string;
  segment: string;
}

export const kpis: readonly Kpi[] = [
  {
    name: 'multi-session',
    title: 'Multi-session rate',
    numerator: 'MultiSessionActivationCompletionRate.multiSessionActivatedUserCount',
    denominator: 'MultiSessionActivationCompletionRate.newUserCount',
    rate: 'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate',
    cohort: 'MultiSessionActivationCompletionRate.signedUpAt',
    segment: 'MultiSessionActivationCompletionRate.signupSource',
  },
  {
    name: 'activation',
    title: 'Activation rate',
    numerator: 'ActivationRate.usersCompletingKeyAction',
    denominator: 'ActivationRate.newSignUps',
    rate: 'ActivationRate.activationRate',
    cohort: 'ActivationRate.signedUpAt',
    segment: 'ActivationRate.signupSource',
  },
  {
    name: 'milestones',
    title: 'Milestone completion',
    numerator: 'MilestoneCompletion.qualifiedAccounts',
    denominator: 'MilestoneCompletion.totalAccounts',
    rate: 'MilestoneCompletion.percentQualified',
    cohort: 'MilestoneCompletion.createdAt',
    segment: 'MilestoneCompletion.planTier',
  },
  {
    name: 'expansion',
    title: 'Expansion rate',
    numerator: 'ExpansionActivationRate.activatedExpansionOfferings',
    denominator: 'ExpansionActivationRate.totalEligibleAccounts',
    rate: 'ExpansionActivationRate.expansionActivationRate',
    cohort: 'ExpansionActivationRate.eligibleDate',
    segment: 'ExpansionActivationRate.expansionFeature',
  },
];

/** One question that the contestants answer. */
export interface Case {
  kpi: Kpi;
  shape: Shape;
}

export const cases: readonly Case[] = kpis.flatMap((kpi) => shapes.map((shape) => ({ kpi, shape })));

/** The REST query of a case. drizzle-cube takes the same. */
export function restQuery({ kpi, shape }: Case): Query {
  return {
    measures: [kpi.numerator, kpi.denominator, kpi.rate],
    ...(shape === 'number' ? {} : { timeDimensions: [{ dimension: kpi.cohort, granularity: 'month' }] }),
    ...(shape === 'month-segment' ? { dimensions: [kpi.segment] } : {}),
    timezone: 'UTC',
  };
}
