import type { Row } from '../../check/slice.ts';
import type { Measure } from '../../kpis/served-model.ts';
import { type Answer, type Figure, rateName, valueIn } from '../figure.ts';
import { type Html, html } from '../html.ts';
import type { KpiView } from '../kpi-views.ts';
import { numberCell, shownNumber, textCell } from '../number-table.ts';
import { rangeBefore, rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';
import { hasEnded, openDays, type Period, periodsOf } from '../periods.ts';
import { companionsOf, overTimeDrawing, overTimeQuery } from './over-time.ts';

/** A headline rate: the number, its interval, what was counted, where it is going, and what it was before. */
export function headlineCard(view: KpiView, rate: Measure, scope: Scope, now: Date): Figure {
  const asked = companionsOf(rate);
  const measures = asked.map(({ name }) => name);
  const range = rangeOf(scope, now);
  const before = rangeBefore(scope, now);
  return {
    id: `card-${rate.name.replace('.', '-')}`,
    title: rateName(rate),
    definition: [view.description, rate.description],
    refusal: refusalOf(view, scope),
    questions: [
      scoped(view, scope, { measures }, { range }),
      overTimeQuery(view, rate, scope, now),
      ...(before ? [scoped(view, scope, { measures }, { range: before })] : []),
    ],
    draw: ([total = [], byPeriod = [], earlier], at) => {
      const periods = periodsOf(byPeriod, view, scope, at, rate);
      const rows: [string, Answer][] = [
        [range ? range.join(' to ') : 'of all time', total],
        ...(before && earlier ? [[before.join(' to '), earlier] as [string, Answer]] : []),
      ];
      return {
        lead: lead(rate, total),
        ...(periods.length > 1 && { drawing: overTimeDrawing(periods, rate, true) }),
        notes: [
          ...settledNote(rate, total),
          ...trendNote(rate, periods),
          ...(before && earlier ? [beforeNote(rate, total, earlier, isSettled(scope, range, at))] : []),
        ],
        table: {
          columns: [view.cohort.title, ...asked.map(({ title }) => title)],
          rows: rows.map(([name, answer]) => [
            textCell(name),
            ...asked.map((measure) => numberCell(valueIn(answer, measure.name), measure)),
          ]),
        },
      };
    },
  };
}

function lead(rate: Measure, answer: Answer): Html {
  const { above, below, ends } = rate;
  const shown = (measure: Measure): string => shownNumber(valueIn(answer, measure.name), measure);
  const isKnown = valueIn(answer, rate.name) !== null;
  return html`<p class="number">${isKnown ? shown(rate) : 'nobody to count'}</p>
${isKnown && ends && html`<p class="interval">95 % interval: ${shown(ends.low)} to ${shown(ends.high)}</p>`}
${above && below && html`<p class="counted">${shown(above)} of ${shown(below)} ${below.unit}</p>`}`;
}

/** Where some of those counted haven't had their time, what the others did. */
function settledNote({ settled, below, windowDays }: Measure, answer: Answer): string[] {
  if (!settled || !below) return [];
  const waiting = Number(valueIn(answer, below.name)) - Number(valueIn(answer, settled.below.name));
  if (!(waiting > 0)) return [];
  return [
    `${waiting.toLocaleString('en')} of them haven't had their ${windowDays} days yet. Of the others: ${shownNumber(valueIn(answer, settled.rate.name), settled.rate)}.`,
  ];
}

/** The last period that has settled beside the one before it. */
function trendNote(rate: Measure, periods: readonly Period[]): string[] {
  const settled = periods.filter(({ isFirm, row }) => isFirm && (row?.[rate.name] ?? null) !== null);
  const [last, previous] = [settled.at(-1), settled.at(-2)];
  if (!last?.row) return periods.length > 0 ? ['No period has settled yet.'] : [];
  const value = last.row[rate.name] ?? null;
  if (!previous?.row)
    return [`${last.label}: ${shownNumber(value, rate)}, the only period that has settled.`];
  const was = previous.row[rate.name] ?? null;
  return [
    `${last.label}: ${shownNumber(value, rate)}, ${change(Number(was), Number(value))} from ${previous.label} (${shownNumber(was, rate)}).${overlap(rate, last.row, previous.row)}`,
  ];
}

/** That two values may be the same by chance, where their intervals have something in common. */
function overlap({ ends }: Measure, one: Row, other: Row): string {
  if (!ends) return '';
  const [low, high] = [ends.low.name, ends.high.name];
  const isApart = Number(one[high]) < Number(other[low]) || Number(other[high]) < Number(one[low]);
  return isApart ? '' : ' Their intervals overlap.';
}

/** Settled twins are compared where there are any: those who haven't had their time would look like a fall. */
function beforeNote(rate: Measure, total: Answer, earlier: Answer, isOver: boolean): string {
  const compared = rate.settled?.rate ?? rate;
  const [is, was] = [valueIn(total, compared.name), valueIn(earlier, compared.name)];
  const days = 'As many days before';
  if (was === null) return `${days}: nobody to count.`;
  const before = `${days}: ${shownNumber(was, compared)}`;
  if (is === null) return `${before}.`;
  if (!rate.settled && !isOver)
    return `${before}. Not compared: the days shown ended less than ${openDays} days ago, and may rise yet.`;
  const whose = rate.settled ? ' (of those who had their time)' : '';
  return `${before}, now ${shownNumber(is, compared)}${whose}: ${change(Number(was), Number(is))}.`;
}

const isSettled = (scope: Scope, range: [string, string] | undefined, now: Date): boolean =>
  range !== undefined &&
  hasEnded(`${range[1]}T00:00:00.000`, { ...scope, granularity: 'day' }, now, openDays);

function change(was: number, is: number): string {
  const points = Math.abs(is - was).toFixed(2);
  return Number(points) === 0 ? 'unchanged' : `${is > was ? 'up' : 'down'} ${points} points`;
}
