import type { DocumentedView } from '../../model/compiler/declared-views.ts';
import type { ServedView } from '../../src/check/headline-queries.ts';
import { mapSources, type Sources } from '../../src/config/sources.ts';
import type { CubeMetadata } from '../../src/cube/model-metadata.ts';
import { declaredViews } from '../../src/kpis/declared.ts';
import { kpiStatuses } from '../../src/kpis/status.ts';
import { anchor, code, table } from './markdown.ts';

/** A compiled model's views, as a server tells of them. */
export const servedViews = (model: readonly CubeMetadata[]): ServedView[] =>
  model
    .filter(({ type }) => type === 'view')
    .map(({ name, meta, measures, dimensions }) => ({
      name,
      meta,
      measures: measures.map((measure) => measure.name),
      dimensions: dimensions.map((dimension) => dimension.name),
    }));

/** Writes `docs/kpis.md`: the KPIs of the catalogue, and where the model has each. */
export async function kpisDocument(
  model: readonly CubeMetadata[],
  declared: readonly DocumentedView[],
  sources: Sources | undefined,
): Promise<string> {
  const statuses = kpiStatuses(servedViews(model), await declaredViews(), mapSources(sources));
  const chapterOf = (view: string): string => {
    const name = declared.find((one) => one.view === view)?.name;
    return name === undefined ? code(view) : `[${code(view)}](metrics.md#${anchor(name)})`;
  };
  return `${[
    '<!-- Written by `npm run docs` from src/kpis/list.ts and the model. Edit those. -->',
    '# The KPIs of the onboarding catalogue',
    `All ${statuses.length}, by their number and name in the catalogue: the view and the measures that answer each, and the sources that it is counted from. \`…\` stands for what a configuration names, such as a feature. \`npm run activation -- kpis\` prints the same of your configuration, with the value of each on your data and what it would take where one is missing.`,
    table(
      ['#', 'KPI', 'view', 'measures', 'sources', 'in this configuration'],
      statuses.map(({ number, name, view, measures, by, segment, survey, needs, missing }) => [
        String(number),
        name,
        chapterOf(view),
        [
          measures.map(code).join(', '),
          ...(by ? [`by ${code(by)}`] : []),
          ...(segment ? [`in the segment ${code(segment)}`] : []),
          ...(survey ? [`where ${code('survey')} is ${code(survey)}`] : []),
        ].join(' '),
        needs.map(code).join(', '),
        missing.length > 0 ? `needs ${missing.map(code).join(', ')}` : 'yes',
      ]),
    ),
    'The last column is of the configuration that this repository comes with, `activation.config.ts`.',
  ].join('\n\n')}\n`;
}
