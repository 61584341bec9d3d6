import type { Cube } from '@cubejs-client/core';
import { z } from 'zod';
import { declaredViews } from '../kpis/declared.ts';
import { kpiStatuses } from '../kpis/status.ts';
import type { RestApi } from './rest-api.ts';
import {
  countsOf,
  definitionOf,
  findView,
  intervalOf,
  isEnd,
  measureMetaOf,
  metaOf,
  shortName,
} from './served-members.ts';

export const listSchema = z.strictObject({
  view: z.string().min(1).max(100).optional().describe('a view, to have all of it'),
});

/** The KPIs of the catalogue and the views that there are, or all of one view. */
export async function listKpis(rest: RestApi, { view }: z.infer<typeof listSchema>): Promise<object> {
  const views = await rest.views();
  return view === undefined ? overview(views) : wholeView(findView(views, view));
}

async function overview(views: readonly Cube[]): Promise<object> {
  const names = (members: readonly { name: string }[]): string[] => members.map(({ name }) => name);
  const statuses = kpiStatuses(
    views.map((view) => ({ ...view, measures: names(view.measures), dimensions: names(view.dimensions) })),
    await declaredViews(),
  );
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
      time: metaOf(view).cohort,
      dimensions: view.dimensions.filter(({ type }) => type !== 'time').map(shortName),
    })),
  };
}

/** What one measure is, in short. */
function briefly(views: readonly Cube[], name: string): object {
  const measure = views.flatMap(({ measures }) => measures).find((each) => each.name === name);
  if (!measure) throw new Error(`A view serves ${name}, and has no such measure.`);
  const { unit, direction } = measureMetaOf(measure);
  return {
    measure: shortName(measure),
    definition: measure.description,
    ...(unit && { unit }),
    ...(direction && { direction }),
  };
}

function wholeView(view: Cube): object {
  return {
    view: view.name,
    title: view.title,
    description: view.description,
    whatCounts: metaOf(view).ai_context,
    time: metaOf(view).cohort,
    ...definitionOf(view),
    measures: view.measures
      .filter((measure) => !isEnd(view, measure))
      .map((measure) => {
        const { above, below } = countsOf(view, measure);
        return {
          measure: shortName(measure),
          ...describedMeasure(view, measure),
          ...(above && below && { numerator: shortName(above), denominator: shortName(below) }),
        };
      }),
    dimensions: view.dimensions.map((dimension) => ({
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
export function describedMeasure(view: Cube, measure: Cube['measures'][number]): object {
  const { unit, direction, windowDays, by } = measureMetaOf(measure);
  const interval = intervalOf(view, measure).map(shortName);
  return {
    title: measure.shortTitle,
    description: measure.description,
    ...(unit && { unit }),
    ...(direction && { direction }),
    ...(windowDays !== undefined && { windowDays }),
    ...(by !== undefined && { needs: by }),
    ...(interval.length > 0 && { interval }),
  };
}
