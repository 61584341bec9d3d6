import { type Dimension, shortName, type View, viewsOf } from '../kpis/served-model.ts';

/** A view of this package's: what it counts is told apart by when it started. */
export type KpiView = View & Required<Pick<View, 'cohort'>>;

/** This package's views among what a server's `/meta` lists; those whose cohorts' time is hidden are left out. */
export const kpiViewsOf = (cubes: readonly unknown[]): KpiView[] =>
  viewsOf(cubes).filter((view): view is KpiView => view.cohort !== undefined);

/** What a view breaks down by. */
export const attributesOf = ({ dimensions }: View): Dimension[] =>
  [...dimensions.values()].filter(({ type }) => type === 'string' || type === 'boolean');

type HeadlineView = KpiView & Required<Pick<View, 'headline'>>;

/** The views that have a headline rate of everybody in them. */
export const headlineViews = (views: readonly KpiView[]): HeadlineView[] =>
  views.filter((view): view is HeadlineView => !!view.headline && !view.headline.by);

/** The attributes that are of users or accounts rather than of one view's rows, by their short names. */
export function sharedAttributes(views: readonly KpiView[]): Map<string, Dimension> {
  const headlines = headlineViews(views);
  const all = headlines.flatMap(attributesOf);
  const isShared = (attribute: Dimension) =>
    all.filter((other) => shortName(other) === shortName(attribute)).length >= Math.min(2, headlines.length);
  return new Map(all.filter(isShared).map((attribute) => [shortName(attribute), attribute]));
}
