import type { Query } from '@cubejs-client/core';
import { type ServedView, servedDefinitions } from '../check/headline-queries.ts';
import type { MappedSources, SourceName } from '../config/sources.ts';
import type { ListedView } from '../model-files.ts';
import { catalogueKpis, type ListedKpi } from './list.ts';

/** A KPI of the catalogue beside a model. */
export interface KpiStatus extends ListedKpi {
  /** The sources that it is counted from. */
  needs: SourceName[];
  /** The names of its measures in the model; none where it isn't there. */
  served: string[];
  /** What it would take, in the configuration's words; nothing where it is there. */
  missing: string[];
}

/** What a view takes, and what some of its measures take beside that. */
type ViewNeeds = Pick<ListedView, 'view' | 'needs' | 'gains'>;

/** The views that the model declares. */
export interface DeclaredViews {
  /** With those about features. */
  listed: readonly ViewNeeds[];
  /** The names of those that are there without features, too. */
  always: readonly string[];
}

/**
 * The 54 KPIs of the catalogue beside what a model has.
 *
 * @param views the model's views, with what they say of themselves
 * @param declared the views that there could be
 * @param sources the mapping, where it is known; else a source is there that a view is counted from
 */
export function kpiStatuses(
  views: readonly ServedView[],
  { listed, always }: DeclaredViews,
  sources?: MappedSources,
): KpiStatus[] {
  const settings = Object.values(servedDefinitions(views)).flatMap((definition) => Object.keys(definition));
  const isThere = (source: SourceName): boolean =>
    sources ? sources[source] !== null : settings.includes(`sources.${source}`);
  return catalogueKpis.map((kpi) => {
    const declared = listed.find(({ view }) => view === kpi.view);
    if (!declared) throw new Error(`The model declares no view ${kpi.view}, which KPI ${kpi.number} is in.`);
    const view = views.find(({ name }) => name === kpi.view);
    const needs = needsOf(kpi, declared);
    const served = view ? servedMeasures(kpi, view) : [];
    const missing = missingOf(
      kpi,
      needs.filter((source) => !isThere(source)),
      view,
      served,
      settings,
    );
    // What is in no model without features, or without the accounts of users.
    const setting = always.includes(kpi.view) ? 'sources.users.columns.accountId' : 'features';
    if (!view && (setting === 'features' || missing.length === 0)) missing.push(setting);
    return { ...kpi, needs, served: missing.length > 0 ? [] : served, missing };
  });
}

/** The sources of its view, and those without which the view is there, but not the measure. */
const needsOf = ({ measures }: ListedKpi, { needs, gains }: ViewNeeds): SourceName[] => [
  ...new Set([...needs, ...measures.flatMap((measure) => gains[measure] ?? [])]),
];

/** The measures that a name with `…` stands for; the ends of a rate's interval aren't meant. */
function servedMeasures({ view, measures }: ListedKpi, { measures: all }: ServedView): string[] {
  const names = all.map((measure) => measure.slice(view.length + 1));
  return measures.flatMap((measure) => {
    const pattern = new RegExp(`^${measure.replace('…', '[A-Z0-9]\\w*')}$`);
    return names.filter((name) => pattern.test(name) && !isEnd(name, names));
  });
}

const isEnd = (name: string, names: readonly string[]): boolean =>
  /(Low|High)$/.test(name) && names.includes(name.replace(/(Low|High)$/, ''));

function missingOf(
  { view: name, measures, by, survey }: ListedKpi,
  absent: SourceName[],
  view: ServedView | undefined,
  served: string[],
  settings: readonly string[],
): string[] {
  if (absent.length > 0 || !view) return absent.map((source) => `sources.${source}`);
  if (by && !view.dimensions.includes(`${name}.${by}`)) return [`sources.users.columns.${by}`];
  if (survey && !settings.some((setting) => setting.startsWith(`surveys.${survey}.`)))
    return [`surveys.${survey}`];
  return served.length < measures.length ? ['features'] : [];
}

/** What asks for a KPI's value, over everything. */
export const kpiQuery = ({ view, served, by, segment, survey }: KpiStatus): Query => ({
  measures: served.map((measure) => `${view}.${measure}`),
  ...(by && { dimensions: [`${view}.${by}`] }),
  ...(segment && { segments: [`${view}.${segment}`] }),
  ...(survey && { filters: [{ member: `${view}.survey`, operator: 'equals', values: [survey] }] }),
  // Told, so that the server's own default can't move anything (rule 9).
  timezone: 'UTC',
});
