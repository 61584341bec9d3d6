import { addDays, type Granularity, wallClock } from './local-time.ts';
import type { Microseconds } from './source-rows.ts';

/**
 * The first and last date of a relative range, as Cube reads it in the query's time zone: `today`, `yesterday`,
 * `this month`, `last month`, `last 3 months` (before this one), `next week`, `from 30 days ago to now`.
 */
export function relativeDates(words: string, now: Microseconds, timeZone: string): [string, string] {
  const today = wallClock(now, timeZone).slice(0, 10);
  if (words === 'today') return [today, today];
  if (words === 'yesterday') return [addDays(today, -1), addDays(today, -1)];
  const ago = /^from (\d+) days ago to now$/.exec(words);
  if (ago) return [addDays(today, -Number(ago[1])), today];

  const [, which, number = '1', unit] = /^(this|last|next) (?:(\d+) )?(\w+?)s?$/.exec(words) ?? [];
  if (which === undefined || unit === undefined) throw new Error(`No relative range: ${words}`);
  const period = (offset: number): string => startOfPeriod(today, unit as Granularity, offset);
  const [first, last] = { this: [0, 0], last: [-Number(number), -1], next: [1, Number(number)] }[
    which as 'this' | 'last' | 'next'
  ] as [number, number];
  return [period(first), addDays(period(last + 1), -1)];
}

/** The first date of the period some periods from that of a date. */
function startOfPeriod(date: string, unit: Granularity, offset: number): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1];
  const firstOfMonth = (months: number): string =>
    new Date(Date.UTC(year, months)).toISOString().slice(0, 10);
  switch (unit) {
    case 'day':
      return addDays(date, offset);
    case 'week':
      return addDays(date, 7 * offset - ((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
    case 'month':
      return firstOfMonth(month + offset);
    case 'quarter':
      return firstOfMonth(month - (month % 3) + 3 * offset);
    case 'year':
      return firstOfMonth(12 * offset);
  }
}
