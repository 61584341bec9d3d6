import type { Query } from '@cubejs-client/core';
import { listedViews } from '../src/model-files.ts';
import chosen from './activation.config.ts';

/** What a case asks for: one number, or one for each month, or one for each month and segment. */
export type Shape = 'number' | 'month' | 'month-segment';

export const shapes: readonly Shape[] = ['month', 'month-segment', 'number'];

export const shapeTitles: Record<Shape, string> = {
  number: 'single number',
  month: 'by month',
  'month-segment': 'by month and segment',
};

/** A headline KPI that the contestants are asked for, by the names of its members in the REST API. */
export interface Kpi {
  name: 'multi-session' | 'activation' | 'milestones' | 'expansion';
  title: string;
  numerator: string;
  denominator: string;
  rate: string;
  cohort: string;
  segment: string;
}

/** The views whose numbers the contestants' own SQL gives, too. */
const benched: readonly (Pick<Kpi, 'name' | 'title' | 'segment'> & { view: string })[] = [
  {
    name: 'multi-session',
    title: 'Multi-session rate',
    view: 'MultiSessionActivationCompletionRate',
    segment: 'signupSource',
  },
  { name: 'activation', title: 'Activation rate', view: 'ActivationRate', segment: 'signupSource' },
  { name: 'milestones', title: 'Milestone completion', view: 'MilestoneCompletion', segment: 'planTier' },
  {
    name: 'expansion',
    title: 'Expansion rate',
    view: 'ExpansionActivationRate',
    segment: 'expansionFeature',
  },
];

const views = await listedViews(chosen);

export const kpis: readonly Kpi[] = benched.map(({ name, title, view, segment }) => {
  const listed = views.find((each) => each.view === view);
  if (!listed?.headline) throw new Error(`model/kpis declares no ${view} with a headline.`);
  const { above, below, rate } = listed.headline;
  const member = (of: string): string => `${view}.${of}`;
  return {
    name,
    title,
    numerator: member(above),
    denominator: member(below),
    rate: member(rate),
    cohort: member(listed.cohort),
    segment: member(segment),
  };
});

/** What is asked of a view without a headline rate. */
const withoutRate: Partial<Record<string, string[]>> = {
  FirstContact: ['newUserCount', 'averageHoursToFirstContact'],
};

/**
 * The headline question of each view with rollups, by month, by a name: also by what it says little without, where
 * there is such a thing.
 */
export const headlines: readonly [name: string, query: Query][] = views.flatMap(
  ({ view, cohort, headline }) => {
    const measures = headline ? [headline.above, headline.below, headline.rate] : (withoutRate[view] ?? []);
    const query: Query = {
      measures: measures.map((name) => `${view}.${name}`),
      timeDimensions: [{ dimension: `${view}.${cohort}`, granularity: 'month' }],
      timezone: 'UTC',
    };
    const by = headline?.by;
    return measures.length > 0
      ? [
          [view, query],
          ...(by
            ? [[`${view} by ${by}`, { ...query, dimensions: [`${view}.${by}`] }] satisfies [string, Query]]
            : []),
        ]
      : [];
  },
);

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
