import { z } from 'zod';
import { declaredViews } from '../kpis/declared.ts';
import { intervalOf, type Measure, servedStatuses, shortName, type View } from '../kpis/served-model.ts';
import { findView } from './find-members.ts';
import type { RestApi } from './rest-api.ts';

export const listSchema = z.strictObject({
  view: z.string().min(1).max(100).optional().describe('a view, to have all of it'),
});

/** The KPIs of the catalogue and the views that there are, or all of one view. */
export async function listKpis(rest: RestApi, { view }: z.infer<typeof listSchema>): Promise<object> {
  const views = await rest.views();
  return view === undefined ? overview(views) : wholeView(findView(views, view));
}

async function overview(views: readonly View[]): Promise<object> {
  const statuses = servedStatuses(views, await declaredViews());
  const there = statuses.filter(({ missing }) => missing.length === 0);
  return {
    kpis: there.map(({ number, name, view, served, by, segment, survey, needs }) => ({
      number,
      name,
      view,
      measures: served.map((name) => briefly(views, `${view}.${name}`)),
      ...(by && { by }),
      ...(segment && { segment }),
      ...(survey && { survey }),
      sources: needs,
    })),
    notAvailable: statuses
      .filter(({ missing }) => missing.length > 0)
      .map(({ number, name, missing }) => ({ number, name, needs: missing })),
    views: views.map((view) => ({
      view: view.name,
      title: view.title,
      description: view.description,
      time: view.cohort && shortName(view.cohort),
      dimensions: [...view.dimensions.values()].filter(({ type }) => type !== 'time').map(shortName),
    })),
  };
}

/** What one measure is, in short. */
function briefly(views: readonly View[], name: string): object {
  const measure = views.flatMap(({ measures }) => measures.get(name) ?? [])[0];
  if (!measure) throw new Error(`A view serves ${name}, and has no such measure.`);
  const { unit, direction } = measure;
  return {
    measure: shortName(measure),
    definition: measure.description,
    ...(unit && { unit }),
    ...(direction && { direction }),
  };
}

function wholeView(view: View): object {
  const measures = [...view.measures.values()];
  const ends = new Set(measures.flatMap(intervalOf));
  return {
    view: view.name,
    title: view.title,
    description: view.description,
    whatCounts: view.whatCounts,
    time: view.cohort && shortName(view.cohort),
    ...definitionOf(view),
    measures: measures
      .filter((measure) => !ends.has(measure))
      .map((measure) => ({
        measure: shortName(measure),
        ...describedMeasure(measure),
        ...(measure.above &&
          measure.below && { numerator: shortName(measure.above), denominator: shortName(measure.below) }),
      })),
    dimensions: [...view.dimensions.values()].map((dimension) => ({
      dimension: shortName(dimension),
      type: dimension.type,
      description: dimension.description,
    })),
    segments: view.segments.map((segment) => ({
      segment: shortName(segment),
      description: segment.description,
    })),
  };
}

/** What a measure's number means. */
export function describedMeasure(measure: Measure): object {
  const { title, description, unit, direction, windowDays, by } = measure;
  const interval = intervalOf(measure).map(shortName);
  return {
    title,
    description,
    ...(unit && { unit }),
    ...(direction && { direction }),
    ...(windowDays !== undefined && { windowDays }),
    ...(by !== undefined && { needs: by }),
    ...(interval.length > 0 && { interval }),
  };
}

/** The settings that a view counts by, and the sources that it is counted from. */
export function definitionOf({ definition }: View): { settings: object; sources: string[] } {
  const entries = Object.entries(definition);
  const source = /^sources\./;
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !source.test(name))),
    sources: entries.flatMap(([name]) => (source.test(name) ? [name.replace(source, '')] : [])),
  };
}
