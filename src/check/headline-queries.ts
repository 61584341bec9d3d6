import type { Query } from '@cubejs-client/core';
import { z } from 'zod';
import { ActionableError } from '../actionable-error.ts';
import type { CheckQuery } from './check-query.ts';
import { dayBefore } from './period.ts';

/** A view as a server's `/meta` tells of it, with the full names of its members. */
export interface ServedView {
  name: string;
  measures: string[];
  dimensions: string[];
  /** What the view says of itself; this package's say their headline and their definition. */
  meta?: unknown;
}

/** By what a view says that it counts: settings, and digests of how its sources are mapped. */
export const definitionSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]),
);
export type Definition = z.infer<typeof definitionSchema>;

/** What a view of this package says of itself. */
const kpiSchema = z.object({
  headline: z
    .object({ rate: z.string(), above: z.string(), below: z.string(), by: z.string().optional() })
    .optional(),
  /** The time that its cohorts are told apart by. */
  cohort: z.string(),
  /** The dimensions of which its measures are each of one value. */
  by: z.array(z.string()).default([]),
  /** All that is asked of the view, the rate of the headline included. */
  kpis: z.array(z.string()).min(1),
  definition: definitionSchema,
});

type Kpi = z.infer<typeof kpiSchema>;

const kpiOf = ({ meta }: ServedView): Kpi | undefined => kpiSchema.safeParse(meta).data;

/** The definitions of the views that have one, by the view's name. */
export const servedDefinitions = (views: readonly ServedView[]): Record<string, Definition> =>
  Object.fromEntries(
    inOrder(views).flatMap((view) => {
      const definition = kpiOf(view)?.definition;
      return definition ? [[view.name, definition]] : [];
    }),
  );

/** The views that name no KPIs to compare, of which a check asks nothing unless told. */
export const withoutHeadline = (views: readonly ServedView[]): string[] =>
  inOrder(views).flatMap((view) => (kpiOf(view) ? [] : [view.name]));

/**
 * The attributes that a headline is broken down by: the first of them that the view has, since a company's mapping may
 * leave some out.
 */
const segments = [
  'expansionFeature',
  'signupSource',
  'persona',
  'planType',
  'productPlan',
  'planTier',
  'useCase',
  'userType',
];

/** Before any cohort; a range of dates needs a first one. */
const firstDay = '1970-01-01';

/**
 * What a check asks unless told: the KPIs of each view, with the counts above and below the line of its headline, over everything, by month of its cohorts and by one segment; of measures that are each of one value of some dimensions, all of these.
 *
 * @param cohortsBefore a date: the totals and the segments are over the cohorts before it. Over all cohorts they would
 *   change with each sign-up, and say nothing.
 * @throws {ActionableError} where a view's headline is hidden from the asker
 */
export const headlineQueries = (views: readonly ServedView[], cohortsBefore: string): CheckQuery[] =>
  inOrder(views).flatMap((view) => {
    const kpi = kpiOf(view);
    return kpi ? queriesOf(view, kpi, cohortsBefore) : [];
  });

function queriesOf(
  view: ServedView,
  { headline, cohort, by, kpis }: Kpi,
  cohortsBefore: string,
): CheckQuery[] {
  const member = (name: string): string => `${view.name}.${name}`;
  const counts = headline ? [headline.above, headline.below, headline.rate] : [];
  const measures = [...new Set([...counts, ...kpis])].map(member);
  const startedAt = member(cohort);
  const hidden = [...measures, startedAt].filter(
    (name) => !view.measures.includes(name) && !view.dimensions.includes(name),
  );
  if (hidden.length > 0) {
    throw new ActionableError(
      `${view.name} can't be checked: ${hidden.join(', ')} isn't there for this token. Check with one that may see it, such as an analyst's.`,
    );
  }
  const closed: Query = {
    measures,
    timeDimensions: [
      { dimension: startedAt, dateRange: [firstDay, dayBefore(cohortsBefore)] as [string, string] },
    ],
  };
  if (by.length > 0) return [{ name: view.name, query: { ...closed, dimensions: by.map(member) } }];
  const segment = headline?.by ?? segments.find((name) => view.dimensions.includes(member(name)));
  return [
    { name: view.name, query: closed },
    {
      name: `${view.name} by month`,
      query: { measures, timeDimensions: [{ dimension: startedAt, granularity: 'month' }] },
    },
    ...(segment
      ? [{ name: `${view.name} by ${segment}`, query: { ...closed, dimensions: [member(segment)] } }]
      : []),
  ];
}

const inOrder = (views: readonly ServedView[]): ServedView[] =>
  views.toSorted((one, other) => (one.name < other.name ? -1 : 1));
