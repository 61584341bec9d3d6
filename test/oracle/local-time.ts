import type { Microseconds } from './source-rows.ts';

/** What a clock on the wall shows, e.g. `2024-02-29T23:59:59.999999`: two of one zone compare as text. */
export type WallClock = string;

export const granularities = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Granularity = (typeof granularities)[number];

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the time zone shows at a moment, by the time zone rules of JavaScript's own ICU. */
export function wallClock(moment: Microseconds, timeZone: string): WallClock {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  const shown = new Map(
    clock.formatToParts(Math.floor(moment / 1000)).map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => (shown.get(type) ?? '').padStart(2, '0');
  // Offsets from UTC are whole seconds, so the fraction of a second is the same everywhere.
  const fraction = String(((moment % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0');
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}.${fraction}`;
}

/** Rule 9: the start of the cohort's day, week (from Monday), month, quarter or year, in Cube's output format. */
export function bucket(local: WallClock, granularity: Granularity): string {
  return `${firstDay(local.slice(0, 10), granularity)}T00:00:00.000`;
}

function firstDay(date: string, granularity: Granularity): string {
  const [year, month] = [date.slice(0, 4), Number(date.slice(5, 7))];
  switch (granularity) {
    case 'day':
      return date;
    case 'week':
      return addDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
    case 'month':
      return `${date.slice(0, 7)}-01`;
    case 'quarter':
      return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

/** The calendar date some days later, e.g. `2024-03-01`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
