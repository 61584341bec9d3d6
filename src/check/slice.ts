import type { Query, TimeDimension } from '@cubejs-client/core';
import { normalised } from './decimal.ts';
import { bucketEnd, rangeEnd } from './period.ts';

/** A measure's value as exact text, or null. */
export type Value = string | null;

/** One row of a query's answer: which part of the whole it is of, and what the measures are there. */
export interface Slice {
  /** E.g. `all`, `signedUpAt 2026-01`, `signupSource = "organic"`. */
  slice: string;
  /** The end (exclusive) of its period as a date or a moment, or null where it has none that is known. */
  until: string | null;
  /** By the measure's full name. */
  values: Record<string, Value>;
}

/** A row as Cube's REST API sends it. */
export type Row = Record<string, string | number | boolean | null>;

/** A query's rows as slices, in an order that doesn't depend on the server. */
export function slicesOf(query: Query, rows: readonly Row[]): Slice[] {
  const names = shortNames([
    ...(query.dimensions ?? []),
    ...(query.timeDimensions ?? []).map(({ dimension }) => dimension),
  ]);
  const name = (member: string): string => names.get(member) ?? member;
  return rows
    .map((row) => ({
      slice: sliceName(query, row, name),
      until: sliceEnd(query, row),
      values: Object.fromEntries(
        (query.measures ?? []).map((measure) => [measure, textOf(row[measure] ?? null)]),
      ),
    }))
    .sort((one, other) => (one.slice < other.slice ? -1 : 1));
}

/** Cube sends what Postgres calls numeric as text, with all its digits; other databases' numbers come as numbers. */
const textOf = (value: string | number | boolean | null): Value =>
  value === null ? null : normalised(String(value));

function sliceName(query: Query, row: Row, name: (member: string) => string): string {
  const periods = (query.timeDimensions ?? []).flatMap((time) => {
    if (!time.granularity) return [];
    const start = bucketOf(row, time);
    return start === null
      ? `${name(time.dimension)} = null`
      : `${name(time.dimension)} ${bucketName(start, time.granularity)}`;
  });
  const attributes = (query.dimensions ?? []).map((dimension) => {
    const value = row[dimension] ?? null;
    // In quotes, so that the text "null" isn't null.
    return `${name(dimension)} = ${value === null ? 'null' : JSON.stringify(String(value))}`;
  });
  return [...periods, ...attributes].join(', ') || 'all';
}

function bucketName(start: string, granularity: string): string {
  return granularity === 'month'
    ? start.slice(0, '2026-01'.length)
    : `${granularity} ${start.replace(/T00:00:00\.000$/, '')}`;
}

/** A slice of several time dimensions ends with the last of them. */
function sliceEnd(query: Query, row: Row): string | null {
  const ends = (query.timeDimensions ?? []).map((time) => {
    if (time.granularity) {
      const start = bucketOf(row, time);
      return start === null ? null : bucketEnd(start, time.granularity);
    }
    const { dateRange } = time;
    const lastDay = Array.isArray(dateRange) ? dateRange.at(-1) : dateRange;
    return lastDay === undefined ? null : rangeEnd(lastDay);
  });
  if (ends.includes(null)) return null;
  return ends.reduce((last, end) => (last === null || (end !== null && end > last) ? end : last), null);
}

const bucketOf = (row: Row, { dimension, granularity }: TimeDimension): string | null => {
  const start = row[`${dimension}.${granularity}`] ?? null;
  return start === null ? null : String(start);
};

/** The members' names without their cube or view, where that leaves them distinct. */
function shortNames(members: string[]): Map<string, string> {
  const short = (member: string): string => member.slice(member.lastIndexOf('.') + 1);
  const distinct = [...new Set(members)];
  return new Map(
    distinct.map((member) => {
      const isUnique = distinct.filter((other) => short(other) === short(member)).length === 1;
      return [member, isUnique ? short(member) : member];
    }),
  );
}
