import { z } from 'zod';

/** The rows that Cube gives at most, where `CUBEJS_DB_QUERY_LIMIT` doesn't say. */
const defaultRowLimit = 50_000;

/** A query that can't be answered as it is asked. Cube answers an error of this `type` with status 400. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly type = 'UserError';
}

/** A query of what the asker may not see, which is told as if it weren't there. */
export class PermissionError extends QueryError {}

/** The operators of Cube's filters, which its own check doesn't name when it refuses one. */
const operators = [
  ...['equals', 'notEquals', 'contains', 'notContains', 'startsWith', 'notStartsWith', 'endsWith'],
  ...['notEndsWith', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'set', 'notSet', 'inDateRange'],
  ...['notInDateRange', 'onTheDate', 'beforeDate', 'beforeOrOnDate', 'afterDate', 'afterOrOnDate'],
  'measureFilter',
];
const dateRangeOperators = ['inDateRange', 'notInDateRange', 'onTheDate'];
const dateOperators = ['beforeDate', 'beforeOrOnDate', 'afterDate', 'afterOrOnDate'];

/** Whether the operator compares times. */
export const isDateOperator = (operator: string): boolean =>
  dateRangeOperators.includes(operator) || dateOperators.includes(operator);

/** Cube reads the first value of these and passes over the others. */
const oneValueOperators = [...dateOperators, 'gt', 'gte', 'lt', 'lte'];

/** These don't read their values. */
const noValueOperators = ['set', 'notSet', 'measureFilter'];

/** Cube looks names up in plain objects, and finds those that every object has. */
const isInherited = (name: string): boolean => name in Object.prototype;

const member = z.string().refine((name) => !name.startsWith('{') && !name.split('.').some(isInherited), {
  error: ({ input }) => `${JSON.stringify(input)} is no member of the model`,
});

/** What {@link checkValues} reads of a query. */
interface DatedQuery {
  timeDimensions?: TimeDimension[] | undefined;
  filters?: Filter[] | undefined;
}

interface TimeDimension {
  dimension: string;
  dateRange?: string | string[] | undefined;
  compareDateRange?: (string | string[])[] | null | undefined;
}

interface Filter {
  member?: string | undefined;
  dimension?: string | undefined;
  operator?: string | undefined;
  values?: (string | number | boolean | null)[] | undefined;
  or?: Filter[] | undefined;
  and?: Filter[] | undefined;
}

const filter: z.ZodType<Filter> = z
  .looseObject({
    member: member.optional(),
    dimension: member.optional(),
    operator: z
      .string()
      .refine((name) => operators.includes(name), {
        error: ({ input }) => `${JSON.stringify(input)} is no operator; there are ${operators.join(', ')}`,
      })
      .optional(),
    values: z
      .array(
        z.union([z.string(), z.number(), z.boolean(), z.null()], {
          error: ({ input }) => `${JSON.stringify(input)} is no text, number, true, false or null`,
        }),
      )
      .optional(),
    get or() {
      return z.array(filter).optional();
    },
    get and() {
      return z.array(filter).optional();
    },
  })
  .refine(({ or, and, operator }) => or || and || operator, { error: 'has no operator' });

const dateRange = z.union([z.string(), z.array(z.string())], {
  error: 'expected a text such as "last week", or a pair of dates',
});

const timeDimension: z.ZodType<TimeDimension> = z.looseObject({
  dimension: member,
  granularity: z
    .string()
    .refine((name) => !isInherited(name), {
      error: ({ input }) => `${JSON.stringify(input)} is no granularity`,
    })
    .optional(),
  dateRange: dateRange.optional(),
  compareDateRange: z.array(dateRange).min(1).nullish(),
});

/** Only what Cube's own check doesn't refuse, or refuses without a name; the rest is left to it. */
const querySchema = z.looseObject({
  measures: z.array(member).optional(),
  dimensions: z.array(member).optional(),
  segments: z.array(member).optional(),
  timeDimensions: z.array(timeDimension).optional(),
  filters: z.array(filter).optional(),
  subqueryJoins: z.never({ error: 'belong to the SQL API' }).optional(),
});

/**
 * Checks a query as the client wrote it, or several in an array.
 *
 * @throws {QueryError} naming what is wrong and where
 */
export function checkQuery(query: unknown): void {
  for (const one of Array.isArray(query) ? query : [query]) {
    const { data, error } = querySchema.safeParse(one);
    if (error) throw new QueryError(`Invalid query format: ${problems(error.issues)}`);
    checkLimit(data.limit);
    checkValues(data);
  }
}

/** What the schema found, the first of it where everything is wrong. */
const problems = (issues: z.core.$ZodIssue[]): string =>
  [...issues.slice(0, 5).map(problem), ...(issues.length > 5 ? [`and ${issues.length - 5} more`] : [])].join(
    '; ',
  );

/** One thing that the schema found: `filters[0].operator: …`. */
function problem({ path, message }: z.core.$ZodIssue): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `${place.replace(/^\./, '') || 'the query'}: ${message}`;
}

/** Cube refuses the same, with status 500 and without the figures. */
function checkLimit(limit: unknown): void {
  const most = Number(process.env.CUBEJS_DB_QUERY_LIMIT ?? defaultRowLimit);
  if (typeof limit === 'number' && limit > most) {
    throw new QueryError(
      `limit: ${limit} is over ${most}, the most rows that an answer may have (CUBEJS_DB_QUERY_LIMIT). Ask for the rows in parts, with limit and offset.`,
    );
  }
}

/**
 * Refuses dates that don't exist, ranges that end before they begin, and values that Cube would pass over: it answers
 * such queries with no rows, with too many, or with SQL that Postgres can't read. Relative dates (`last week`) are left to Cube.
 *
 * It takes a query as the client wrote it, and also as Cube's planner takes it, where the queries of every API come by.
 *
 * @returns the same query
 * @throws {QueryError} naming the member and the date
 */
export function checkValues<Query extends DatedQuery>(query: Query): Query {
  const { timeDimensions = [], filters = [] } = query;
  for (const { dimension, dateRange, compareDateRange } of timeDimensions) {
    for (const range of [dateRange, ...(compareDateRange ?? [])]) {
      if (range !== undefined) checkRange(dimension, range);
    }
  }
  filters.forEach(checkFilter);
  return query;
}

function checkFilter({ member, dimension, operator = '', values = [], or = [], and = [] }: Filter): void {
  [...or, ...and].forEach(checkFilter);
  const name = member ?? dimension ?? 'a filter';
  const most = dateRangeOperators.includes(operator)
    ? 2
    : oneValueOperators.includes(operator)
      ? 1
      : Infinity;
  if (values.length > most) {
    throw new QueryError(
      `The filter ${operator} of ${name} takes ${most === 1 ? 'one value' : 'two dates'}, not ${values.length}.`,
    );
  }
  checkNulls(name, operator, values);
  if (dateRangeOperators.includes(operator)) {
    const range = values.map(String);
    checkRange(name, range.length === 1 ? (range[0] ?? '') : range);
  }
  if (dateOperators.includes(operator)) {
    for (const value of values.map(String)) {
      if (looksAbsolute(value)) checkDate(name, value);
    }
  }
}

/**
 * Beside other values Cube takes null for the rows without a value, and `equals` and `notEquals` of null alone as well;
 * any other condition on nothing but null it writes by half, or not at all.
 */
function checkNulls(name: string, operator: string, values: unknown[]): void {
  const nulls = values.filter((value) => value === null).length;
  if (nulls === 0 || noValueOperators.includes(operator)) return;
  if (isDateOperator(operator) || oneValueOperators.includes(operator)) {
    throw new QueryError(
      `The filter ${operator} of ${name} takes a ${isDateOperator(operator) ? 'date' : 'value'}, and null is none. ${insteadOfNull}`,
    );
  }
  const isAboutMissing = values.length === 1 && ['equals', 'notEquals'].includes(operator);
  if (nulls === values.length && !isAboutMissing) {
    throw new QueryError(`The filter ${operator} of ${name} has no value but null. ${insteadOfNull}`);
  }
}

const insteadOfNull = 'Ask for what has no value with the operator notSet, and for what has one with set.';

function checkRange(name: string, range: string | string[]): void {
  if (typeof range === 'string') {
    // Cube runs into an error of its own where one of these is longer.
    if (/^from .* to /i.test(range) && !/^from.{0,50}to.{0,50}$/i.test(range)) {
      throw new QueryError(`The date range of ${name} can't be read: ${range}`);
    }
    if (looksAbsolute(range)) checkDate(name, range);
    return;
  }
  for (const date of range) checkDate(name, date);
  const [start = '', end = start] = range;
  if (instant(start, '00:00') > instant(end, '23:59:59.999')) {
    throw new QueryError(`The date range of ${name} ends before it begins: ${start} to ${end}.`);
  }
}

const isoDate =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

const looksAbsolute = (text: string): boolean => isoDate.test(text);

function checkDate(name: string, date: string): void {
  if (Number.isNaN(instant(date, '00:00'))) {
    throw new QueryError(
      `${JSON.stringify(date)} is no date for ${name}. Write 2026-01-31 or 2026-01-31T18:00:00, or a relative range as one text, such as "last 2 weeks".`,
    );
  }
}

/**
 * An absolute date in milliseconds, as if in UTC where it names no offset; NaN where no calendar or clock
 * has it.
 */
function instant(text: string, timeOfDay: string): number {
  const [, date = '', time = timeOfDay, offset = 'Z'] = isoDate.exec(text) ?? [];
  const day = new Date(`${date}T00:00Z`);
  // JavaScript reads 30 February as 2 March.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return Number.NaN;
  const moment = Date.parse(
    `${date}T${time}${offset.replace(/^(.\d{2}):?(\d{2})?$/, (_, h, m = '00') => `${h}:${m}`)}`,
  );
  const hoursAhead = (Date.parse(`${date}T${time}Z`) - moment) / 3_600_000;
  return hoursAhead < -12 || hoursAhead > 14 ? Number.NaN : moment;
}
