import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { Dimension, Measure } from '../../kpis/served-model.ts';
import { colour, frame, percentages, plain, tooltip } from '../drawing.ts';
import type { Figure } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { numberCell, shownNumber, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';

/** A view of early actions: whom each reaches, and how those who did it differ in coming back. */
export interface Drivers {
  view: KpiView;
  action: Dimension;
  times: Dimension;
  reach: Measure;
  difference: Measure;
  ends: NonNullable<Measure['ends']>;
}

/** The views of early actions that are served. */
export const driversOf = (views: readonly KpiView[]): Drivers[] =>
  views.flatMap((view): Drivers[] => {
    const measure = (name: string) => view.measures.get(`${view.name}.${name}`);
    const [reach, difference] = [measure('reach'), measure('retentionDifference')];
    const action = view.dimensions.get(`${view.name}.actionName`);
    const times = view.dimensions.get(`${view.name}.times`);
    const ends = difference?.ends;
    return reach && difference && ends && action && times
      ? [{ view, action, times, reach, difference, ends }]
      : [];
  });

/** An action done so often. */
interface Point {
  name: string;
  reach: number;
  difference: number;
  low: number;
  high: number;
}

/** Which early action goes with coming back: whom it reaches against the difference, with its interval. */
export const drivers = (
  { view, action, times, reach, difference, ends }: Drivers,
  scope: Scope,
  now: Date,
): Figure => {
  const asked = [...view.measures.values()];
  return {
    id: `drivers-${view.name}`,
    title: 'Which early action goes with coming back',
    definition: [view.description, reach.description, difference.description],
    refusal: refusalOf(view, scope),
    questions: [
      scoped(
        view,
        scope,
        {
          measures: asked.map(({ name }) => name),
          dimensions: [action.name, times.name],
          order: { [difference.name]: 'desc' },
        },
        { range: rangeOf(scope, now) },
      ),
    ],
    draw: ([rows = []]) => {
      const points = rows.flatMap((row): Point[] => {
        const [x, y, bottom, top] = [reach, difference, ends.low, ends.high].map(
          ({ name }) => row[name] ?? null,
        );
        return x === null || y === null || bottom === null || top === null
          ? []
          : [
              {
                name: `${row[action.name]}, ${row[times.name]} or more times`,
                reach: Number(x),
                difference: Number(y),
                low: Number(bottom),
                high: Number(top),
              },
            ];
      });
      const [first] = points;
      return {
        ...(first && {
          drawing: {
            height: 320,
            says: `Difference in coming back by early action: ${points
              .slice(0, 8)
              .map(({ name, difference }) => `${name} ${difference.toFixed(2)} points`)
              .join('; ')}`,
            option: scatter(points),
          },
        }),
        notes: [
          'An association: who does more may come back anyway. It says nothing of the cause.',
          ...(first
            ? [
                `To the right: more users do it. Upwards: those who do come back more, in percentage points. The highest is ${first.name}: ${first.difference.toFixed(2)} points, ${first.low.toFixed(2)} to ${first.high.toFixed(2)}.`,
                ...(points.some(isOpen)
                  ? ['Pale: the interval has 0 in it, so that it may be no difference.']
                  : []),
              ]
            : ['Nobody has settled yet, or no action has users on both sides.']),
        ],
        table: {
          columns: [action.title, times.title, ...asked.map(({ title }) => title)],
          rows: rows.map((row) => [
            textCell(String(row[action.name])),
            numberCell(row[times.name], { unit: '' }),
            ...asked.map((measure) => numberCell(row[measure.name], measure)),
          ]),
        },
      };
    },
  };
};

const isOpen = ({ low, high }: Point): boolean => low <= 0 && high >= 0;

const scatter = (points: readonly Point[]) => ({
  ...frame,
  tooltip: {
    ...tooltip,
    formatter: ({ dataIndex }: { dataIndex: number }) => {
      const point = points[dataIndex];
      return point
        ? `${point.name}\nreach ${shownNumber(point.reach, { unit: 'percent' })}\n${point.difference.toFixed(2)} points, ${point.low.toFixed(2)} to ${point.high.toFixed(2)}`
        : '';
    },
  },
  xAxis: {
    ...percentages,
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: colour.line } },
  },
  yAxis: {
    ...percentages,
    // Below 0 as well.
    min: undefined,
    axisLabel: { ...percentages.axisLabel, formatter: '{value}' },
  },
  series: [
    {
      ...plain,
      type: 'custom',
      data: points.map(({ reach, low, high }) => [reach, low, high]),
      encode: { x: 0, y: [1, 2] },
      renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
        const [x = 0, bottom = 0] = api.coord([api.value(0), api.value(1)]);
        const [, top = 0] = api.coord([api.value(0), api.value(2)]);
        return {
          type: 'line',
          shape: { x1: x, y1: bottom, x2: x, y2: top },
          style: { stroke: colour.muted, lineWidth: 1.2 },
        };
      },
    },
    {
      ...plain,
      silent: false,
      type: 'scatter',
      symbolSize: 11,
      data: points.map((point) => ({
        value: [point.reach, point.difference],
        itemStyle: { color: colour.shade(isOpen(point) ? 0.4 : 1), opacity: 1, borderColor: colour.series },
      })),
    },
  ],
});
