import { isDateOperator, QueryError } from 'cube-fixes/query-check';

/**
 * How large a query may be. All of the model's members fit into one of them. For how long what fits keeps the process
 * that plans it from its other clients, `npm run bench:requests` measures; it should be less than a quarter of a second.
 */
export const queryLimits = {
  /** Measures, dimensions and segments together, each as often as it is named. */
  members: 100,
  timeDimensions: 10,
  /** Entries of `order`. */
  order: 100,
  /** Filters, and groups of them, at whatever depth. */
  filters: 30,
  /** Values of all filters together. Postgres takes 65,535 in a statement, which may hold a filter several times. */
  values: 2000,
  /** Levels of lists and objects in each other. */
  depth: 32,
  /** Whatever a request holds: lists, objects and what is in them. */
  things: 50_000,
  /** Names in a GraphQL document: what it is long by, whitespace and values aside. */
  graphqlNames: 1000,
  /** Characters of a date range, a granularity or a time zone: Cube reads dates with regular expressions. */
  text: 200,
} as const;

/** A query of any API, of whose types nothing is known yet. */
export interface UncheckedQuery {
  measures?: unknown;
  dimensions?: unknown;
  segments?: unknown;
  timeDimensions?: unknown;
  filters?: unknown;
  order?: unknown;
  timezone?: unknown;
}

interface CountedTime {
  granularity?: unknown;
  dateRange?: unknown;
  compareDateRange?: unknown;
}

/**
 * Refuses a request that is too large, by its lists' lengths before it looks into them, and before anything else does.
 *
 * @param mostQueries how many queries it may hold, compared date ranges included
 * @throws {QueryError} naming the limit
 */
export function checkSize(query: unknown, mostQueries: number): void {
  const number = queriesIn(query);
  if (number > mostQueries) throw tooManyQueries(number, mostQueries);
  for (const one of objectsIn(query)) checkOne(one as UncheckedQuery);
  checkBody(query);
}

/**
 * Refuses a GraphQL document that is too large: who validates it compares each of its fields with each other one.
 *
 * @throws {QueryError} naming the limit
 */
export function checkGraphql(text: string, mostQueries: number): void {
  const names = text.match(/\w+/g) ?? [];
  refuseOver('graphqlNames', 'names in its GraphQL', names.length);
  const queries = names.filter((name) => name === 'cube').length;
  if (queries > mostQueries) throw tooManyQueries(queries, mostQueries);
  let depth = 0;
  for (const [bracket] of text.matchAll(/[{}[\]()]/g)) {
    depth += '{[('.includes(bracket) ? 1 : -1;
    if (depth > queryLimits.depth) throw tooDeep();
  }
}

/**
 * Refuses a request that is larger, or nested deeper, than any is.
 *
 * @throws {QueryError} naming the limit
 */
export function checkBody(value: unknown): void {
  let level: unknown[] = [value];
  let things = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > queryLimits.depth) throw tooDeep();
    things += level.length;
    refuseOver('things', 'values, lists and objects', things);
    level = objectsIn(level).flatMap((inner) => Object.values(inner));
  }
}

/** Cube makes a query of each date range that is compared. */
export function queriesIn(query: unknown): number {
  const queries = Array.isArray(query) ? query : [query];
  let number = 0;
  for (const one of queries) {
    const compared = listOf((one as UncheckedQuery | null)?.timeDimensions)
      .slice(0, queryLimits.timeDimensions)
      .map((asked) => listOf((asked as CountedTime | null)?.compareDateRange).length);
    number += Math.max(1, ...compared);
  }
  return number;
}

function checkOne(query: UncheckedQuery): void {
  const { measures, dimensions, segments, timeDimensions, filters, order, timezone } = query;
  const members = listOf(measures).length + listOf(dimensions).length + listOf(segments).length;
  refuseOver('members', 'measures, dimensions and segments', members);
  refuseOver('timeDimensions', 'time dimensions', listOf(timeDimensions).length);
  refuseOver('order', 'order entries', Array.isArray(order) ? order.length : Object.keys(order ?? {}).length);
  const dates = objectsIn(timeDimensions).flatMap((asked: CountedTime) => [
    asked.granularity,
    ...[asked.dateRange, ...listOf(asked.compareDateRange)].flat(),
  ]);
  for (const text of [timezone, ...dates, ...checkFilters(filters)]) {
    if (typeof text === 'string') {
      refuseOver('text', 'characters in a date, a granularity or a time zone', text.length);
    }
  }
}

/** @returns the dates among the filters' values */
function checkFilters(filters: unknown): unknown[] {
  const dates: unknown[] = [];
  let count = 0;
  let values = 0;
  for (let groups = [listOf(filters)]; groups.length > 0; ) {
    count += groups.reduce((sum, { length }) => sum + length, 0);
    refuseOver('filters', 'filters, groups of filters included', count);
    const found = groups.flatMap((group) => objectsIn(group)) as { [key: string]: unknown }[];
    for (const filter of found) {
      const theirs = listOf(filter.values);
      values += theirs.length;
      if (isDateOperator(String(filter.operator))) dates.push(...theirs.slice(0, 2));
    }
    refuseOver('values', 'values of filters', values);
    groups = found.flatMap(({ or, and }) => [listOf(or), listOf(and)]);
    groups = groups.filter(({ length }) => length > 0);
  }
  return dates;
}

const tooManyQueries = (number: number, most: number): QueryError =>
  new QueryError(
    `The request holds ${number} queries, compared date ranges included; at most ${most} may come together (ACTIVATION_QUERIES_PER_REQUEST). Send the others in a request of their own.`,
  );

const tooDeep = (): QueryError =>
  new QueryError(
    `It is nested more than ${queryLimits.depth} levels deep. Write its filters with fewer groups in groups.`,
  );

function refuseOver(limit: keyof typeof queryLimits, what: string, number: number): void {
  const most = queryLimits[limit];
  if (number <= most) return;
  throw new QueryError(
    `It has ${number} ${what}, and at most ${most} are answered. Ask for less, or in several queries.`,
  );
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The objects in a list, or the one in place of it. */
const objectsIn = (value: unknown): object[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'object' && one !== null);
