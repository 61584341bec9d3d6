import type { Query } from '@cubejs-client/core';
import type { KeptOutcomes } from './kept-outcomes.ts';

/** What several are asked, each in its way, and give the same answer to. */
export interface Question {
  name: string;
  query: Query;
  /** The members that tell the rows of the answer apart, and those that are compared. */
  keys: readonly string[];
  values: readonly string[];
  /** The SQL by hand over the source tables: a column for each of these, in this order. */
  sql: string;
  /** The same over kept outcomes; undefined where they don't hold it. */
  fromOutcomes?: (kept: KeptOutcomes) => string;
  /** Whether the answer is another one with each second that goes by: it is then compared to five digits. */
  isOfNow?: boolean;
}

type Row = Record<string, unknown>;

/** The numbers of an answer by what tells them apart. */
export type Answer = Map<string, number[]>;

/** Makes an answer of REST rows. */
export const answerOfRest = ({ keys, values }: Question, rows: Row[]): Answer =>
  answerOf(
    // drizzle-cube calls a month by its dimension alone.
    rows.map((row) => keys.map((key) => row[key] ?? row[key.replace(/\.month$/, '')])),
    rows.map((row) => values.map((value) => row[value])),
  );

/** Makes an answer of SQL rows. */
export function answerOfSql({ keys }: Question, rows: Row[]): Answer {
  const cells = rows.map((row) => Object.values(row));
  return answerOf(
    cells.map((row) => row.slice(0, keys.length)),
    cells.map((row) => row.slice(keys.length)),
  );
}

const answerOf = (keys: unknown[][], values: unknown[][]): Answer =>
  new Map(keys.map((key, row) => [key.map(keyText).join(' '), (values[row] ?? []).map(numberOf)]));

const keyText = (key: unknown): string => String(key).replace(/^(\d{4}-\d\d).*/, '$1');

/** Some send a number as text with twenty digits, others as a double. */
const numberOf = (value: unknown): number => (value === null ? Number.NaN : Number(value));

/** How two answers differ, in a sentence; undefined where they are the same to nine digits, or to five. */
export function difference(expected: Answer, found: Answer, isOfNow = false): string | undefined {
  const tolerance = isOfNow ? 1e-5 : 1e-9;
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [ones, others] = [expected.get(key) ?? [], found.get(key) ?? []];
    const isSame =
      ones.length === others.length &&
      ones.length > 0 &&
      ones.every((one, index) => {
        const other = others[index] ?? Number.NaN;
        return Object.is(one, other) || Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one));
      });
    if (!isSame) return `${key}: expected ${listed(ones)}, found ${listed(others)}`;
  }
  return undefined;
}

const listed = (values: number[]): string => values.join(', ') || 'no such row';
