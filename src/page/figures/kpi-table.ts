import type { Query } from '@cubejs-client/core';
import { slicesOf } from '../../check/slice.ts';
import { servedStatuses, shortName } from '../../kpis/served-model.ts';
import { type DeclaredViews, type KpiStatus, kpiQuery } from '../../kpis/status.ts';
import type { Answer, Figure } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { type Cell, numberCell, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';

/** A KPI of the catalogue, or that part of it which rollups hold, and what asks for it, if it can be asked for. */
interface Listed {
  status: KpiStatus;
  view: KpiView | undefined;
  query: Query | undefined;
  refusal: string | undefined;
}

/** The 54 KPIs of the catalogue: the value of each, what it counts and from what, or what it lacks. */
export function kpiTable(
  views: readonly KpiView[],
  declared: DeclaredViews,
  scope: Scope,
  now: Date,
): Figure {
  const statuses = servedStatuses(views, declared);
  const all = statuses.flatMap((status): Listed[] => {
    const view = status.served.length > 0 ? views.find(({ name }) => name === status.view) : undefined;
    const refusal = view && refusalOf(view, scope);
    const queries =
      view && !refusal
        ? rollupsApart(scoped(view, scope, kpiQuery(status), { range: rangeOf(scope, now) }))
        : [undefined];
    return queries.map((query) => ({ status, view, refusal, query }));
  });
  const asked = together(all.flatMap(({ query }) => (query ? [query] : [])));
  const there = statuses.filter(({ missing }) => missing.length === 0).length;
  return {
    id: 'kpis',
    title: `${there} of the ${statuses.length} KPIs of the onboarding catalogue are there`,
    definition: [
      'Each by the measure that its row names. What it is counted from is in the column “Sources”.',
    ],
    questions: asked,
    mayLack: true,
    draw: (answers, _, failures) => ({
      notes: [],
      table: {
        columns: ['No.', 'KPI', 'Measure', 'Of', 'Value', 'What it counts', 'Sources'],
        rows: all.flatMap((listed) => {
          const { query } = listed;
          const index = asked.findIndex(
            (one) =>
              query && restOf(one) === restOf(query) && one.measures?.includes(query.measures?.[0] ?? ''),
          );
          return rowsOf(listed, answers[index], failures[index]);
        }),
      },
    }),
  };
}

/** What a question asks besides its measures. */
const restOf = ({ measures: _, ...rest }: Query): string => JSON.stringify(rest);

/** What no rollup holds: with it, a question is answered from the source tables as a whole. */
const isOfRows = (measure = ''): boolean => /\.(median|hoursUntil|customerEngagementScore)/.test(measure);

const rollupsApart = (query: Query): Query[] =>
  [false, true].flatMap((ofRows) => {
    const measures = query.measures?.filter((measure) => isOfRows(measure) === ofRows) ?? [];
    return measures.length > 0 ? [{ ...query, measures }] : [];
  });

/** Questions of the same view about the same rows as one: a server plans each anew. */
function together(queries: readonly Query[]): Query[] {
  const groups = new Map<string, Query>();
  for (const query of queries) {
    const [first = ''] = query.measures ?? [];
    const key = `${first.split('.')[0]} ${isOfRows(first)} ${restOf(query)}`;
    const measures = [...(groups.get(key)?.measures ?? []), ...(query.measures ?? [])];
    groups.set(key, { ...query, measures: [...new Set(measures)] });
  }
  return [...groups.values()];
}

function rowsOf(
  { status, view, query, refusal }: Listed,
  answer: Answer | undefined,
  failure?: string,
): Cell[][] {
  const { number, name, needs, missing, survey } = status;
  const row = (measure: string, of: string, value: Cell, words: string): Cell[] => [
    textCell(String(number)),
    textCell(name),
    textCell(measure),
    textCell(of),
    value,
    textCell(words),
    textCell(needs.join(', ')),
  ];
  const without = (why: string): Cell[][] => [
    row(
      (query?.measures?.map((name) => shortName({ name })) ?? status.measures).join(', '),
      '',
      { ...textCell(why), exact: '' },
      '',
    ),
  ];
  if (missing.length > 0) return without(`not there, needs ${missing.join(', ')}`);
  if (refusal) return without(refusal);
  if (failure !== undefined) return without(`no answer: ${failure}`);
  if (!view || !query || !answer) return without('none yet');
  const slices = slicesOf(query, answer);
  if (slices.length === 0) return without('nobody');
  return slices.flatMap(({ slice, values }) =>
    Object.entries(values).map(([member, value]) => {
      const measure = view.measures.get(member);
      return row(
        shortName({ name: member }),
        slice === 'all' ? (survey ?? '') : slice,
        numberCell(value, measure ?? { unit: '' }),
        measure?.description ?? '',
      );
    }),
  );
}
