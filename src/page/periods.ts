import { ActionableError } from '../actionable-error.ts';
import { bucketEnd } from '../check/period.ts';
import type { Row } from '../check/slice.ts';
import type { Measure } from '../kpis/served-model.ts';
import type { KpiView } from './kpi-views.ts';
import type { Granularity, Scope } from './page-scope.ts';
import { slightAmong } from './uncertainty.ts';
import { localTime } from './wall-clock.ts';

/** A bucket of a question over time. */
export interface Period {
  start: string;
  label: string;
  /** Whether all of its units have had the time that the measure gives them (rule 8). */
  isSettled: boolean;
  /** Whether it has settled, and is of enough units to be on a line with the others. */
  isFirm: boolean;
  /** What was answered about it; nothing where nobody started in it. */
  row: Row | undefined;
}

/** How long a period without a window is taken to be open: the longest window that is offered by default. */
export const openDays = 30;

/** More are too many to draw. */
const mostPeriods = 2000;

const dayMs = 24 * 60 * 60 * 1000;

/** Whether a bucket ended so long ago that each of its units has had so many days. */
export function hasEnded(start: string, scope: Scope, now: Date, days: number): boolean {
  const end = bucketEnd(start, scope.granularity);
  if (end === null) return false;
  const had = localTime(new Date(now.getTime() - days * dayMs), scope.timeZone);
  return (end.includes('T') ? end : `${end}T00:00:00.000`) <= had;
}

/**
 * The periods of an answer in their order, those in between without a row included.
 *
 * @param rate by whose window they settle, and by whose counts and interval they are of enough units
 * @throws {ActionableError} where they are too many to draw
 */
export function periodsOf(
  rows: readonly Row[],
  view: KpiView,
  scope: Scope,
  now: Date,
  rate: Pick<Measure, 'windowDays' | 'below' | 'ends'>,
): Period[] {
  const time = `${view.cohort.name}.${scope.granularity}`;
  const byStart = new Map(rows.flatMap((row) => (row[time] ? [[String(row[time]), row] as const] : [])));
  const starts = [...byStart.keys()].sort();
  const last = starts.at(-1);
  const isSlight = slightAmong(rows, rate);
  const periods: Period[] = [];
  for (let start = starts[0]; start && last && start <= last; ) {
    if (periods.length === mostPeriods) {
      throw new ActionableError(
        `There are more than ${mostPeriods} periods of a ${scope.granularity}. Choose fewer days, or longer periods.`,
      );
    }
    const row = byStart.get(start);
    const isSettled = hasEnded(start, scope, now, rate.windowDays ?? openDays);
    const isFirm = isSettled && !(row && isSlight(row));
    periods.push({ start, label: periodLabel(start, scope.granularity), isSettled, isFirm, row });
    const end = bucketEnd(start, scope.granularity);
    start = end === null ? undefined : `${end.slice(0, 10)}T00:00:00.000`;
  }
  return periods;
}

const monthAndYear = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** E.g. `Jan 2026`, `2026 Q1`, `2026-01-05`. */
function periodLabel(start: string, granularity: Granularity): string {
  const [year, month] = [start.slice(0, 4), Number(start.slice(5, 7))];
  if (granularity === 'year') return year;
  if (granularity === 'quarter') return `${year} Q${Math.ceil(month / 3)}`;
  if (granularity === 'month') return monthAndYear.format(new Date(`${start}Z`));
  return start.slice(0, 10);
}
