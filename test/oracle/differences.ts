import type { AnswerRow } from './answer.ts';
import type { Cell } from './cube.ts';
import { granularities } from './local-time.ts';
import { isNear, isPrinted, printable } from './postgres-text.ts';
import type { Question } from './question.ts';
import type { Value } from './value.ts';

/** A row as Cube or Postgres returns it, by the names of Cube's columns. */
export type ServedRow = Record<string, unknown>;

/**
 * What is wrong with the rows served in answer to a question; empty where nothing is.
 *
 * Without a limit or offset every group must be there, once, with its measures. With them, as many rows as there
 * should be. In both cases the rows must be in order; which of equal ones comes first is Postgres' affair.
 */
export function differences(
  question: Question,
  expected: readonly AnswerRow[],
  served: readonly ServedRow[],
): string[] {
  const found: string[] = [];
  const left = new Map(expected.map((row) => [keyOf(row.keys), row]));
  const rows: AnswerRow[] = [];
  for (const row of served) {
    const key = servedKey(question, row);
    const group = left.get(key);
    if (!group) {
      found.push(`not expected, or twice: ${key}`);
      continue;
    }
    left.delete(key);
    rows.push(group);
    for (const [name, value] of Object.entries(group.measures)) {
      if (!isPrinted(value, row[name])) {
        found.push(`${key} ${name}: served ${printed(row[name])}, right is ${printable(value)}`);
      }
    }
  }

  const { limit = Number.POSITIVE_INFINITY, offset = 0 } = question;
  const size = Math.max(0, Math.min(limit, expected.length - offset));
  if (served.length !== size) found.push(`${served.length} rows served, right is ${size}`);
  if (size === expected.length) {
    for (const [key, { measures }] of left) {
      found.push(`missing: ${key} with ${Object.values(measures).map(printable).join(', ')}`);
    }
  }
  return found.length > 0 ? found : outOfOrder(question, expected, rows);
}

/** The rows' values that the query orders by must be those of the sorted answer, from its offset on. */
function outOfOrder(
  question: Question,
  expected: readonly AnswerRow[],
  rows: readonly AnswerRow[],
): string[] {
  const order = orderOf(question);
  const compare = (one: AnswerRow, other: AnswerRow): number => {
    for (const [column, direction] of order) {
      const sign = comparePostgres(columnOf(one, column), columnOf(other, column));
      if (sign !== 0) return direction === 'asc' ? sign : -sign;
    }
    return 0;
  };
  const sorted = [...expected].sort(compare).slice(question.offset ?? 0);
  return rows.flatMap((row, index) => {
    const right = sorted[index];
    return right && compare(row, right) !== 0
      ? [`row ${index + 1} is ${keyOf(row.keys)}, by the order it is ${keyOf(right.keys)}`]
      : [];
  });
}

/**
 * What Cube orders by unless told: the first time dimension with a granularity, or else the first measure from the
 * largest if there are dimensions, or else the first dimension. Of several granularities the finest counts.
 */
function orderOf({
  order,
  measures = [],
  dimensions = [],
  timeDimensions = [],
}: Question): [string, 'asc' | 'desc'][] {
  const column = (member: string): string => {
    const asked = timeDimensions
      .filter(({ dimension }) => dimension === member)
      .map(({ granularity }) => granularity);
    const finest = granularities.find((granularity) => asked.includes(granularity));
    return finest === undefined ? member : `${member}.${finest}`;
  };
  if (order) return order.map(([member, direction]) => [column(member), direction]);
  const cohort = timeDimensions.find(({ granularity }) => granularity !== undefined);
  if (cohort) return [[column(cohort.dimension), 'asc']];
  if (dimensions[0] === undefined) return [];
  return measures[0] === undefined ? [[dimensions[0], 'asc']] : [[measures[0], 'desc']];
}

const columnOf = (row: AnswerRow, column: string): Cell | Value =>
  column in row.keys ? (row.keys[column] ?? null) : (row.measures[column] ?? null);

/** Ascending, with null last. Text is in the order of its code points, as in the collation `C`. */
function comparePostgres(one: Cell | Value, other: Cell | Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'string' && typeof other === 'string') {
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  }
  const [number, than] = [numeric(one), numeric(other)];
  // Which of two that differ by less than floating point tells apart comes first is Postgres' affair.
  if (isApproximate(one) && isNear(number, than)) return 0;
  return Math.sign(number - than);
}

const isApproximate = (value: Cell | Value): boolean =>
  value !== null && typeof value === 'object' && value.kind === 'approximate';

function numeric(value: NonNullable<Cell | Value>): number {
  if (typeof value !== 'object') return Number(value);
  return value.kind === 'approximate' ? value.number : Number(value.numerator) / Number(value.denominator);
}

const keyOf = (keys: Record<string, Cell>): string => JSON.stringify(Object.values(keys));

/** The key of a row served: a number dimension arrives as text. */
function servedKey({ dimensions = [], timeDimensions = [] }: Question, row: ServedRow): string {
  const columns = [
    ...dimensions,
    ...timeDimensions.flatMap(({ dimension, granularity }) =>
      granularity === undefined ? [] : [`${dimension}.${granularity}`],
    ),
  ];
  return JSON.stringify(
    columns.map((column) => {
      const cell = row[column];
      return isNumberDimension(column) && cell !== null ? Number(cell) : cell;
    }),
  );
}

const isNumberDimension = (column: string): boolean =>
  /^\w+\.(milestonePosition|featurePosition|sessionsToActivation|day|times)$/.test(column);

const printed = (cell: unknown): string => JSON.stringify(cell) ?? 'nothing';
