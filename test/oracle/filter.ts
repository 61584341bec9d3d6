import type { Cell } from './cube.ts';
import type { WallClock } from './local-time.ts';
import type { Operator, QuestionFilter } from './question.ts';
import type { Value } from './value.ts';

/** What a filter looks at: a dimension, a time dimension on the clock of the query's time zone, or a measure. */
export type Filtered = { cell: Cell } | { local: WallClock | null } | { value: Value };

/**
 * Whether a filter lets a row (or, of measures, a group) through. These are Cube's filters, not the contract's:
 *
 * - Several values are joined by "or", of the `not…` operators by "and".
 * - Null fails every operator but `notSet`, `equals` with a null among the values, and the `not…` operators on text
 *   whose values name no null. So `notEquals` keeps null where SQL's `<>` would lose it.
 * - `contains`, `startsWith` and `endsWith` don't tell upper from lower case; `%`, `_` and `\` stand for themselves.
 * - A date is all of its day in the query's time zone. Of `beforeDate` and `afterOrOnDate` its start counts, of
 *   `afterDate` and `beforeOrOnDate` its end.
 */
export function passes(filter: QuestionFilter, look: (member: string) => Filtered): boolean {
  if ('and' in filter) return filter.and.every((part) => passes(part, look));
  if ('or' in filter) return filter.or.some((part) => passes(part, look));
  const { member, operator, values = [] } = filter;
  const filtered = look(member);
  if ('local' in filtered) return timePasses(filtered.local, operator, values);
  return scalarPasses('cell' in filtered ? filtered.cell : fromValue(filtered.value), operator, values);
}

/** Whether a moment lies in a range, both ends included, on the clock of the query's time zone. */
export function isInDateRange(local: WallClock, [from, to]: readonly [string, string]): boolean {
  return startOf(from) <= local && local <= endOf(to);
}

/** The first moment of a date; a local time stands for itself. */
const startOf = (text: string): WallClock =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00.000000` : `${text}000`;

/** The last moment of a date; a local time stands for itself, and one that ends in .999 for the last microsecond. */
const endOf = (text: string): WallClock =>
  /^\d{4}-\d\d-\d\d$/.test(text)
    ? `${text}T23:59:59.999999`
    : `${text}${text.endsWith('.999') ? '999' : '000'}`;

function timePasses(local: WallClock | null, operator: Operator, values: (string | null)[]): boolean {
  if (operator === 'set') return local !== null;
  if (operator === 'notSet') return local === null;
  if (local === null) return false;
  const [first, last = first] = values as string[];
  if (first === undefined || last === undefined) throw new Error(`${operator} without a date`);
  switch (operator) {
    case 'inDateRange':
    case 'onTheDate':
      return isInDateRange(local, [first, last]);
    case 'notInDateRange':
      return !isInDateRange(local, [first, last]);
    case 'beforeDate':
      return local < startOf(first);
    case 'afterOrOnDate':
      return local >= startOf(first);
    case 'beforeOrOnDate':
      return local <= endOf(first);
    case 'afterDate':
      return local > endOf(first);
    default:
      throw new Error(`No operator ${operator} on a time`);
  }
}

function scalarPasses(cell: Cell, operator: Operator, values: (string | null)[]): boolean {
  switch (operator) {
    case 'set':
      return cell !== null;
    case 'notSet':
      return cell === null;
    case 'equals':
      return values.some((value) => isEqual(cell, value));
    case 'notEquals':
      return !values.some((value) => isEqual(cell, value));
    case 'contains':
      return values.some((value) => like(cell, value, 'includes'));
    case 'notContains':
      return !values.some((value) => like(cell, value, 'includes'));
    case 'startsWith':
      return values.some((value) => like(cell, value, 'startsWith'));
    case 'notStartsWith':
      return !values.some((value) => like(cell, value, 'startsWith'));
    case 'endsWith':
      return values.some((value) => like(cell, value, 'endsWith'));
    case 'notEndsWith':
      return !values.some((value) => like(cell, value, 'endsWith'));
  }
  // Of the operators on numbers, Cube takes the first value alone.
  const bound = Number(values[0]);
  if (typeof cell !== 'number') return false;
  switch (operator) {
    case 'gt':
      return cell > bound;
    case 'gte':
      return cell >= bound;
    case 'lt':
      return cell < bound;
    case 'lte':
      return cell <= bound;
    default:
      throw new Error(`No operator ${operator} on a number`);
  }
}

function isEqual(cell: Cell, value: string | null): boolean {
  if (cell === null || value === null) return cell === value;
  return typeof cell === 'number' ? cell === Number(value) : String(cell) === value;
}

function like(cell: Cell, value: string | null, how: 'includes' | 'startsWith' | 'endsWith'): boolean {
  return cell !== null && value !== null && String(cell).toLowerCase()[how](value.toLowerCase());
}

/** Exact enough to be compared with a number that a question may name (`../differential/questions.ts`). */
const fromValue = (value: Value): Cell => {
  if (value === null) return null;
  if (value.kind === 'approximate') return value.number;
  return Number(value.numerator) / Number(value.denominator);
};
