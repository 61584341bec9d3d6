/**
 * What a slice's period was when the baseline was written.
 *
 * - `closed`: it had ended so long before that its numbers could no longer change.
 * - `open`: it had ended, but late conversions could still change it; or its end isn't known.
 * - `running`: it hadn't ended. Its counts can only grow, so it can't be compared.
 */
export type PeriodState = 'closed' | 'open' | 'running';

/** How long after its end a period is closed, unless told: the largest window offered by default. */
export const defaultClosedAfterDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** What decides whether a period is closed. */
export interface Closing {
  /** The moment asked about. */
  at: Date;
  /** How many days after its end a period is closed. */
  afterDays: number;
  /** A date instead: the periods that ended by then are closed, and no others. */
  before?: string | undefined;
}

/**
 * The state of the period that ends (exclusively) at a moment; a period without a known end is open.
 */
export function periodState(until: string | null, { at, afterDays, before }: Closing): PeriodState {
  if (until === null) return 'open';
  const end = Date.parse(until);
  if (end > at.getTime()) return 'running';
  const isClosed = before === undefined ? end + afterDays * dayMs <= at.getTime() : end <= Date.parse(before);
  return isClosed ? 'closed' : 'open';
}

/**
 * The end (exclusive) of the bucket that starts at a time, as Cube writes it: `2026-01-01T00:00:00.000`. Null where the
 * granularity is one of the model's own. Buckets are taken to be UTC's: another time zone's end some hours earlier or
 * later, against a margin of days.
 */
export function bucketEnd(start: string, granularity: string): string | null {
  const end = new Date(`${start.replace(/Z$/, '')}Z`);
  if (Number.isNaN(end.getTime())) return null;
  switch (granularity) {
    case 'second':
      end.setUTCSeconds(end.getUTCSeconds() + 1);
      break;
    case 'minute':
      end.setUTCMinutes(end.getUTCMinutes() + 1);
      break;
    case 'hour':
      end.setUTCHours(end.getUTCHours() + 1);
      break;
    case 'day':
      end.setUTCDate(end.getUTCDate() + 1);
      break;
    case 'week':
      end.setUTCDate(end.getUTCDate() + 7);
      break;
    case 'month':
      end.setUTCMonth(end.getUTCMonth() + 1);
      break;
    case 'quarter':
      end.setUTCMonth(end.getUTCMonth() + 3);
      break;
    case 'year':
      end.setUTCFullYear(end.getUTCFullYear() + 1);
      break;
    default:
      return null;
  }
  return momentText(end);
}

/** The end (exclusive) of a range of dates, of which Cube includes the last day. */
export const rangeEnd = (lastDay: string): string | null => momentText(new Date(Date.parse(lastDay) + dayMs));

/** The last day before a date. */
export const dayBefore = (date: string): string =>
  new Date(Date.parse(date) - dayMs).toISOString().slice(0, '2026-01-01'.length);

/** The first day of the first month that isn't closed: all the months before it are. */
export function firstOpenMonth(at: Date, closedAfterDays: number): string {
  const moment = new Date(at.getTime() - closedAfterDays * dayMs);
  return `${moment.toISOString().slice(0, '2026-01'.length)}-01`;
}

/**
 * A date where it is midnight, so that the baseline reads well. Null after the year 9999, which placeholders for "never"
 * like: it has no usual text, and doesn't end anyway.
 */
function momentText(moment: Date): string | null {
  const text = moment.toISOString().replace('T00:00:00.000Z', '');
  return /^\d{4}-/.test(text) ? text : null;
}
