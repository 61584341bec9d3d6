import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { Measure } from '../../kpis/served-model.ts';
import { categories, colour, type Drawing, frame, plain, tooltip } from '../drawing.ts';
import { type Figure, rateName } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { type Cell, numberCell, shownNumber, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';
import { hasEnded, type Period, periodsOf } from '../periods.ts';

/** A rate that is served for several ages. */
export interface Aged {
  measure: Measure;
  days: number;
}

/** The twins of a rate by age, such as `activationRate1d`, the youngest first. */
export const agesOf = ({ measures }: KpiView, rate: Measure): Aged[] =>
  [...measures.values()]
    .flatMap((measure): Aged[] => {
      const [, days] = /^(\d+)d$/.exec(measure.name.slice(rate.name.length)) ?? [];
      return days && measure.name.startsWith(rate.name) ? [{ measure, days: Number(days) }] : [];
    })
    .sort((one, other) => one.days - other.days);

/** How far each cohort has come by each age. What a cohort isn't old enough for is left empty (rule 8). */
export const cohortByAge = (
  view: KpiView,
  rate: Measure,
  ages: readonly Aged[],
  scope: Scope,
  now: Date,
): Figure => ({
  id: `cohorts-${rate.name.replace('.', '-')}`,
  title: `${rateName(rate)} by cohort and age`,
  definition: [view.description, ...ages.map(({ measure }) => measure.description)],
  refusal: refusalOf(view, scope),
  questions: [
    scoped(
      view,
      scope,
      {
        measures: [...(rate.below ? [rate.below] : []), ...ages.map(({ measure }) => measure)].map(
          ({ name }) => name,
        ),
      },
      { isOverTime: true, range: rangeOf(scope, now) },
    ),
  ],
  draw: ([rows = []], at) => {
    const periods = periodsOf(rows, view, scope, at, rate).filter(({ row }) => row !== undefined);
    const isKnown = ({ start }: Period, { days }: Aged): boolean => hasEnded(start, scope, at, days);
    const isOpen = periods.some((period) => ages.some((age) => !isKnown(period, age)));
    const { below } = rate;
    return {
      ...(periods.length > 0 && { drawing: heatMap(periods, ages, rate, isKnown) }),
      notes: [
        ...(periods.length === 0
          ? ['Nobody started in these days. Choose others, or take a filter away.']
          : []),
        ...(isOpen ? ['Empty: some of the cohort aren’t that old yet, so it can’t be known.'] : []),
      ],
      table: {
        columns: [
          view.cohort.title,
          ...(below ? [below.title] : []),
          ...ages.map(({ days }) => `${days} days`),
        ],
        rows: periods.map((period) => [
          textCell(period.label, period.start.slice(0, 10)),
          ...(below ? [numberCell(period.row?.[below.name], below)] : []),
          ...ages.map(
            (age): Cell =>
              isKnown(period, age)
                ? numberCell(period.row?.[age.measure.name], age.measure)
                : { shown: 'not yet', exact: '', isNumber: true },
          ),
        ]),
      },
    };
  },
});

/** More cohorts than that are drawn without their numbers. */
const mostNumbers = 40;
/** The deepest shade on which the text's colour can be read, light or dark. */
const deepest = 0.5;

function heatMap(
  periods: readonly Period[],
  ages: readonly Aged[],
  rate: Measure,
  isKnown: (period: Period, age: Aged) => boolean,
): Drawing {
  const cells = periods.flatMap((period, row) =>
    ages.flatMap((age, column) => {
      const value = isKnown(period, age) ? period.row?.[age.measure.name] : null;
      return value === null || value === undefined ? [] : [{ column, row, value: Number(value) }];
    }),
  );
  const most = Math.max(1, ...cells.map(({ value }) => value));
  const rowHeight = periods.length > mostNumbers ? 8 : 26;
  return {
    height: 40 + rowHeight * periods.length,
    says: `${rate.title} of ${periods.length} cohorts by ${ages.map(({ days }) => days).join(', ')} days of age; the highest is ${shownNumber(most, rate)}`,
    option: {
      ...frame,
      tooltip: {
        ...tooltip,
        formatter: ({ data }: { data: { value: readonly number[] } }) => {
          const [column = 0, row = 0, value] = data.value;
          return `${periods[row]?.label}, ${ages[column]?.days} days\n${shownNumber(value, rate)}`;
        },
      },
      xAxis: {
        ...categories(ages.map(({ days }) => (days === 1 ? '1 day' : `${days} days`))),
        position: 'top',
      },
      yAxis: { ...categories(periods.map(({ label }) => label)), inverse: true },
      series: [
        {
          ...plain,
          silent: false,
          // ECharts' own heat map colours by a scale of its own.
          type: 'custom',
          data: cells.map(({ column, row, value }) => ({ value: [column, row, value] })),
          encode: { x: 0, y: 1 },
          renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
            const [column, row, value] = [0, 1, 2].map((dimension) => Number(api.value(dimension)));
            const [x = 0, y = 0] = api.coord([column ?? 0, row ?? 0]);
            const [width = 0, height = 0] = [api.size?.([1, 1]) ?? []].flat();
            const shape = {
              x: x - width / 2 + 1,
              y: y - height / 2 + 1,
              width: width - 2,
              height: height - 2,
            };
            const text = {
              type: 'text',
              style: {
                text: `${(value ?? 0).toFixed(1)} %`,
                x,
                y,
                fill: colour.text,
                align: 'center',
                verticalAlign: 'middle',
              },
            };
            return {
              type: 'group',
              children: [
                {
                  type: 'rect',
                  shape,
                  style: { fill: colour.shade(deepest * (0.1 + (0.9 * (value ?? 0)) / most)) },
                },
                ...(periods.length <= mostNumbers ? [text] : []),
              ],
            };
          },
        },
      ],
    },
  };
}
