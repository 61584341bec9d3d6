import type { Query } from '@cubejs-client/core';
import { headlineKpis } from '../headline.ts';
import type { CheckQuery } from './check-query.ts';
import { dayBefore } from './period.ts';

/** A view as a server's `/meta` tells of it, with the full names of its members. */
export interface ServedView {
  name: string;
  measures: string[];
  dimensions: string[];
}

const accountSegments = ['productPlan', 'planTier', 'useCase', 'userType'];
const userSegments = ['signupSource', 'persona', 'planType', ...accountSegments];

/**
 * Each headline view's cohorts (rule 2), and the attributes it is broken down by: the first of them that exists, since
 * a company's mapping may leave some out.
 */
const cohorts: Record<string, { startedAt: string; segments: string[] }> = {
  MultiSessionActivationCompletionRate: { startedAt: 'signedUpAt', segments: userSegments },
  MilestoneCompletion: { startedAt: 'createdAt', segments: accountSegments },
  ExpansionActivationRate: {
    startedAt: 'eligibleDate',
    segments: ['expansionFeature', ...accountSegments],
  },
  ActivationRate: { startedAt: 'signedUpAt', segments: userSegments },
};

/** Before any cohort; a range of dates needs a first one. */
const firstDay = '1970-01-01';

/**
 * What a check asks unless told: each headline KPI (its rate, numerator and denominator) over everything, by month of
 * its cohorts and by one segment. A view that the server doesn't have is left out; those of product areas
 * (`ActivationRateMessaging`) are included.
 *
 * @param cohortsBefore a date: the totals and the segments are over the cohorts before it. Over all cohorts they would
 *   change with each sign-up, and say nothing.
 */
export function headlineQueries(views: readonly ServedView[], cohortsBefore: string): CheckQuery[] {
  return headlineKpis.flatMap(({ rate, numerator, denominator }) => {
    const [base = ''] = rate.split('.');
    const measures = [numerator, denominator, rate].map((member) => nameOf(member));
    const cohort = cohorts[base];
    if (!cohort) return [];
    return views
      .filter((view) => view.name.startsWith(base) && has(view, measures, [cohort.startedAt]))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((view) => queriesOf(view, measures, cohort, cohortsBefore));
  });
}

function queriesOf(
  view: ServedView,
  measures: string[],
  { startedAt, segments }: { startedAt: string; segments: string[] },
  cohortsBefore: string,
): CheckQuery[] {
  const member = (name: string): string => `${view.name}.${name}`;
  const closed: Query = {
    measures: measures.map(member),
    timeDimensions: [
      { dimension: member(startedAt), dateRange: [firstDay, dayBefore(cohortsBefore)] as [string, string] },
    ],
  };
  const segment = segments.find((name) => has(view, [], [name]));
  return [
    { name: view.name, query: closed },
    {
      name: `${view.name} by month`,
      query: {
        measures: measures.map(member),
        timeDimensions: [{ dimension: member(startedAt), granularity: 'month' }],
      },
    },
    ...(segment
      ? [{ name: `${view.name} by ${segment}`, query: { ...closed, dimensions: [member(segment)] } }]
      : []),
  ];
}

const has = (view: ServedView, measures: string[], dimensions: string[]): boolean =>
  measures.every((name) => view.measures.includes(`${view.name}.${name}`)) &&
  dimensions.every((name) => view.dimensions.includes(`${view.name}.${name}`));

const nameOf = (member: string): string => member.split('.')[1] ?? member;
