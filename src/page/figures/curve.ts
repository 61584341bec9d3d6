import type { Dimension, Measure } from '../../kpis/served-model.ts';
import { colour, type Drawing, frame, percentages, plain, tooltip } from '../drawing.ts';
import { type Answer, type Figure, valueIn } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { numberCell, shownNumber } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';

/** A view of a share by day of age, and the durations of another that it belongs to. */
export interface Curve {
  view: KpiView;
  share: Measure;
  day: Dimension;
  counts: readonly Measure[];
  durations?: { view: KpiView; half: Measure; median: Measure };
}

/** The curves that are served, each with the durations to the same action. */
export const curvesOf = (views: readonly KpiView[]): Curve[] =>
  views.flatMap((view): Curve[] => {
    const share = view.measures.get(`${view.name}.estimatedShareActivated`);
    const day = view.dimensions.get(`${view.name}.day`);
    if (!share || !day) return [];
    const counts = [...view.measures.values()].filter(({ unit }) => unit !== 'percent');
    const other = views.find(
      ({ definition, measures, name }) =>
        definition.keyAction === view.definition.keyAction &&
        measures.has(`${name}.hoursUntilHalfDidKeyAction`),
    );
    const half = other?.measures.get(`${other.name}.hoursUntilHalfDidKeyAction`);
    const median = other?.measures.get(`${other.name}.medianHoursToKeyAction`);
    return [
      {
        view,
        share,
        day,
        counts,
        ...(other && half && median && { durations: { view: other, half, median } }),
      },
    ];
  });

/** What share has got there by each day of age, with those who still wait accounted for (rule 14). */
export const curve = ({ view, share, day, counts, durations }: Curve, scope: Scope, now: Date): Figure => {
  const asked = [...counts, share];
  return {
    id: `curve-${view.name}`,
    title: view.title,
    definition: [
      view.description,
      share.description,
      ...(durations ? [durations.half.description, durations.median.description] : []),
    ],
    refusal: refusalOf(view, scope),
    questions: [
      scoped(
        view,
        scope,
        {
          measures: asked.map(({ name }) => name),
          dimensions: [day.name],
          order: { [day.name]: 'asc' },
        },
        { range: rangeOf(scope, now) },
      ),
      ...(durations
        ? [
            scoped(
              durations.view,
              scope,
              { measures: [durations.half.name, durations.median.name] },
              { range: rangeOf(scope, now) },
            ),
          ]
        : []),
    ],
    draw: ([rows = [], medians]) => {
      const known = rows.filter((row) => (row[share.name] ?? null) !== null);
      return {
        ...(known.length > 0 && {
          drawing: steps(
            known.map((row) => [Number(row[day.name]) + 1, Number(row[share.name])]),
            share,
            durations && {
              half: daysOf(medians, durations.half),
              median: daysOf(medians, durations.median),
            },
          ),
        }),
        notes: [
          ...(known.length === 0
            ? ['Nobody started in these days. Choose others, or take a filter away.']
            : []),
          ...(durations && known.length > 0 ? mediansNotes(medians, durations.half, durations.median) : []),
          ...(known.length > 0 && known.length < rows.length
            ? [`From day ${known.length} on nobody is old enough, and it can't be known.`]
            : []),
        ],
        table: {
          columns: [day.title, ...asked.map(({ title }) => title)],
          rows: rows.map((row) => [
            { ...numberCell(row[day.name], { unit: 'days' }), isNumber: false },
            ...asked.map((measure) => numberCell(row[measure.name], measure)),
          ]),
        },
      };
    },
  };
};

function daysOf(answer: Answer | undefined, measure: Measure): number | null {
  const hours = valueIn(answer, measure.name);
  return hours === null ? null : Number(hours) / 24;
}

function mediansNotes(answer: Answer | undefined, half: Measure, median: Measure): string[] {
  const [halfHours, medianHours] = [valueIn(answer, half.name), valueIn(answer, median.name)];
  return [
    halfHours === null
      ? 'Half of everybody haven’t got there yet, so it isn’t known how long half of them take.'
      : `Half of everybody get there within ${shownNumber(halfHours, half)}, those who still wait accounted for (the straight line).`,
    ...(medianHours === null
      ? []
      : [
          `The median of those alone who got there is ${shownNumber(medianHours, median)} (dotted): it leaves out who didn't.`,
        ]),
  ];
}

function steps(
  points: readonly (readonly [number, number])[],
  share: Measure,
  marks: { half: number | null; median: number | null } | undefined,
): Drawing {
  const last = points.at(-1)?.[0] ?? 0;
  const mark = (day: number | null | undefined, type: string) =>
    day === null || day === undefined || day > last
      ? []
      : [
          {
            xAxis: day,
            label: { show: false },
            lineStyle: { color: colour.other, type },
          },
        ];
  const markers = [...mark(marks?.median, 'dotted'), ...mark(marks?.half, 'solid')];
  const at = [1, 7, 30, last].flatMap((day) => {
    const point = points.find(([end]) => end === day);
    return point ? [`${day} days ${shownNumber(point[1], share)}`] : [];
  });
  return {
    height: 280,
    says: `${share.title} within: ${[...new Set(at)].join('; ')}`,
    option: {
      ...frame,
      grid: { ...frame.grid, right: 24 },
      tooltip: {
        ...tooltip,
        trigger: 'axis',
        formatter: (shown: readonly { dataIndex: number }[]) => {
          const point = points[(shown[0]?.dataIndex ?? 0) - 1];
          return point ? `within ${point[0]} days\n${shownNumber(point[1], share)}` : '';
        },
      },
      xAxis: {
        type: 'value',
        min: 0,
        max: last,
        splitLine: { show: false },
        axisLine: { lineStyle: { color: colour.line } },
        axisLabel: { ...percentages.axisLabel, formatter: '{value} d' },
      },
      yAxis: percentages,
      series: [
        {
          ...plain,
          type: 'line',
          step: 'end',
          symbol: 'none',
          color: colour.series,
          lineStyle: { color: colour.series, width: 2 },
          areaStyle: { color: colour.series, opacity: 0.1 },
          data: [[0, 0], ...points],
          markLine: { ...plain, symbol: 'none', data: markers },
        },
      ],
    },
  };
}
