import type { Query } from '@cubejs-client/core';
import type { Measure } from '../../kpis/served-model.ts';
import { categories, colour, type Drawing, frame, percentages, plain, tooltip } from '../drawing.ts';
import { type Figure, rateName } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { numberCell, shownNumber, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';
import { openDays, type Period, periodsOf } from '../periods.ts';

/** The measures that a rate is told with: its counts, its interval and its settled twin, where there are any. */
export const companionsOf = (rate: Measure): Measure[] => [
  ...[rate.above, rate.below].filter((one) => one !== undefined),
  rate,
  ...(rate.ends ? [rate.ends.low, rate.ends.high] : []),
  ...(rate.settled ? [rate.settled.below, rate.settled.rate] : []),
];

/** A rate by the periods that its units started in. */
export const overTimeQuery = (view: KpiView, rate: Measure, scope: Scope, now: Date): Query =>
  scoped(
    view,
    scope,
    { measures: companionsOf(rate).map(({ name }) => name) },
    { isOverTime: true, range: rangeOf(scope, now) },
  );

/** A rate over time. Periods that haven't settled are drawn apart, with those alone who have had their time (rule 8). */
export const overTime = (view: KpiView, rate: Measure, scope: Scope, now: Date): Figure => ({
  id: `over-time-${rate.name.replace('.', '-')}`,
  title: rateName(rate),
  definition: [rate.description, ...(rate.settled ? [rate.settled.rate.description] : [])],
  refusal: refusalOf(view, scope),
  questions: [overTimeQuery(view, rate, scope, now)],
  draw: ([rows = []], at) => {
    const periods = periodsOf(rows, view, scope, at, rate);
    const asked = companionsOf(rate);
    return {
      ...(periods.length > 0 && { drawing: overTimeDrawing(periods, rate) }),
      notes: notesOf(periods, rate),
      table: {
        columns: [view.cohort.title, ...asked.map(({ title }) => title), 'Settled'],
        rows: periods.flatMap(({ start, label, isSettled, row }) =>
          row
            ? [
                [
                  textCell(label, start.slice(0, 10)),
                  ...asked.map((measure) => numberCell(row[measure.name], measure)),
                  textCell(isSettled ? 'yes' : 'not yet'),
                ],
              ]
            : [],
        ),
      },
    };
  },
});

function notesOf(periods: readonly Period[], rate: Measure): string[] {
  if (periods.length === 0) return ['Nobody started in these days. Choose others, or take a filter away.'];
  const isOpen = periods.some(({ isSettled }) => !isSettled);
  const [first, last] = firmEnds(periods);
  const slight = periods.filter(({ isSettled }, index) => isSettled && (index < first || index > last));
  const ofFew =
    slight.length > 0
      ? [`Dotted, as they are of few beside the others: ${slight.map(({ label }) => label).join(', ')}.`]
      : [];
  if (rate.windowDays === undefined) {
    return [
      ...ofFew,
      'This rate has no window: what is recorded later may change a recent period yet.',
      ...(isOpen ? [`Periods that ended less than ${openDays} days ago are dotted.`] : []),
    ];
  }
  if (!isOpen) return ofFew;
  return [
    ...ofFew,
    rate.settled
      ? `Not settled yet: periods with members whose ${rate.windowDays} days aren't over are dotted, and show those alone whose are.`
      : `Not settled yet: periods with members whose ${rate.windowDays} days aren't over are left out of the line.`,
  ];
}

/** Where the line begins and ends; before the first period where none is firm. */
const firmEnds = (periods: readonly Period[]): [first: number, last: number] => [
  periods.findIndex(({ isFirm }) => isFirm),
  periods.findLastIndex(({ isFirm }) => isFirm),
];

/** What is drawn of a period: a rate that is known. */
function drawnValue({ row, isSettled }: Period, rate: Measure): number | null {
  const shown = isSettled || rate.windowDays === undefined ? rate : rate.settled?.rate;
  const value = shown && row?.[shown.name];
  return value === null || value === undefined ? null : Number(value);
}

/**
 * The drawing of a rate by periods.
 *
 * @param isSmall without axes, for a card
 */
export function overTimeDrawing(periods: readonly Period[], rate: Measure, isSmall = false): Drawing {
  const values = periods.map((period) => drawnValue(period, rate));
  // Dots are before the first firm period and after the last.
  const [first, last] = firmEnds(periods);
  const firm = values.map((value, index) => (index >= first && index <= last ? value : null));
  const open = values.map((value, index) => (index <= first || index >= last ? value : null));
  const { ends } = rate;
  const end = (measure: Measure): (number | null)[] =>
    periods.map(({ row }, index) => {
      const value = index >= first && index <= last ? row?.[measure.name] : null;
      return value === null || value === undefined ? null : Number(value);
    });
  const [low, high] = ends ? [end(ends.low), end(ends.high)] : [[], []];
  const isAlone = periods.length === 1;
  const band = { ...plain, type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 } };
  const line = {
    ...plain,
    type: 'line',
    color: colour.series,
    symbol: 'circle',
    showSymbol: !isSmall || isAlone,
  };
  return {
    height: isSmall ? 56 : 240,
    says: `${rate.title} by period: ${periods
      .map(
        (period, index) =>
          `${period.label} ${shownNumber(values[index], rate)}${period.isSettled ? '' : ', not settled'}`,
      )
      .slice(-12)
      .join('; ')}`,
    option: {
      ...frame,
      ...(isSmall && { grid: { left: 2, right: 6, top: 6, bottom: 6 } }),
      ...(!isSmall && {
        tooltip: {
          ...tooltip,
          trigger: 'axis',
          formatter: (shown: readonly { dataIndex: number }[]) =>
            tooltipText(periods, rate, shown[0]?.dataIndex),
        },
      }),
      xAxis: { ...categories(periods.map(({ label }) => label)), boundaryGap: isAlone, show: !isSmall },
      yAxis: { ...percentages, show: !isSmall },
      series: [
        ...(ends
          ? [
              { ...band, name: 'low', data: low },
              {
                ...band,
                name: 'interval',
                data: high.map((top, index) => (top === null ? null : top - (low[index] ?? 0))),
                areaStyle: { color: colour.series, opacity: 0.18 },
              },
            ]
          : []),
        { ...line, name: 'firm', data: firm, lineStyle: { color: colour.series, width: 2 } },
        {
          ...line,
          name: 'open',
          data: open,
          lineStyle: { color: colour.series, width: 2, type: 'dotted' },
          symbol: 'emptyCircle',
          itemStyle: { color: colour.surface, borderColor: colour.series },
        },
      ],
    },
  };
}

function tooltipText(periods: readonly Period[], rate: Measure, index = -1): string {
  const period = periods[index];
  if (!period) return '';
  return [
    period.label,
    ...companionsOf(rate).map(
      (measure) => `${measure.title}: ${shownNumber(period.row?.[measure.name], measure)}`,
    ),
    ...(period.isSettled ? [] : ['not settled yet']),
  ].join('\n');
}
