import type { Query } from '@cubejs-client/core';
import { dayStart } from './wall-clock.ts';

/**
 * A query for the shell.
 *
 * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
 */
export function curl(query: Query, apiUrl: string): string {
  const parts = Object.entries(query).map(([key, value]) => {
    const items = Array.isArray(value) ? value.map((item) => `    ${JSON.stringify(item)}`) : [];
    return `  "${key}": ${items.length > 1 ? `[\n${items.join(',\n')}\n  ]` : JSON.stringify(value)}`;
  });
  const text = `{\n${parts.join(',\n')}\n}`.replaceAll("'", String.raw`'\''`);
  return `curl -G ${apiUrl}/load --data-urlencode 'query=${text}'`;
}

/**
 * A query of one view in the dialect of Cube's SQL API; undefined where this has no words for it: relative dates, and
 * filters by anything but equality. The API's times are in UTC, whatever the session's zone is.
 *
 * @param numbers the dimensions whose values aren't text
 */
export function sqlStatement(query: Query, numbers: readonly string[] = []): string | undefined {
  const {
    measures = [],
    dimensions = [],
    timeDimensions = [],
    filters = [],
    segments = [],
    timezone = 'UTC',
    order = {},
  } = query;
  const hasWords =
    timeDimensions.every(({ dateRange }) => dateRange === undefined || Array.isArray(dateRange)) &&
    filters.every((filter) => 'member' in filter && /^(equals|notSet)$/.test(filter.operator));
  if (!hasWords) return undefined;
  const local = (time: string): string =>
    timezone === 'UTC'
      ? identifier(time)
      : `${identifier(time)} AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timezone)}`;
  const begins = (day: string): string => literal(timezone === 'UTC' ? day : dayStart(day, timezone));
  const groups = [
    ...timeDimensions
      .filter(({ granularity }) => granularity)
      .map(({ dimension, granularity }) => ({
        member: dimension,
        column: `DATE_TRUNC('${granularity}', ${local(dimension)})`,
      })),
    ...dimensions.map((dimension) => ({ member: dimension, column: identifier(dimension) })),
  ];
  const columns = [
    ...groups,
    ...measures.map((measure) => ({ member: measure, column: `MEASURE(${identifier(measure)})` })),
  ];
  const sorting = (Array.isArray(order) ? order : Object.entries(order)).map(
    ([member, direction]) =>
      `${columns.findIndex((column) => column.member === member) + 1}${direction === 'desc' ? ' DESC' : ''}`,
  );
  const conditions = [
    ...segments.map((segment) => `${identifier(segment)} IS TRUE`),
    ...timeDimensions.flatMap(({ dimension, dateRange }) =>
      Array.isArray(dateRange) && dateRange.length === 2
        ? [
            `${identifier(dimension)} >= ${begins(dateRange[0])}`,
            `${identifier(dimension)} < ${begins(dayAfter(String(dateRange[1])))}`,
          ]
        : [],
    ),
    ...filters.flatMap((filter) => {
      if (!('member' in filter) || !filter.member) return [];
      const column = identifier(filter.member);
      if (filter.operator === 'notSet') return [`${column} IS NULL`];
      const given = 'values' in filter ? (filter.values ?? []) : [];
      const values = given.map(numbers.includes(filter.member) ? String : literal);
      return [values.length === 1 ? `${column} = ${values[0]}` : `${column} IN (${values.join(', ')})`];
    }),
  ];
  return [
    `SELECT ${columns.map(({ column }) => column).join(', ')}`,
    `FROM "${columns[0]?.member.split('.')[0]}"`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`] : []),
    ...(sorting.length > 0 ? [`ORDER BY ${sorting.join(', ')}`] : []),
  ]
    .join('\n')
    .concat(';');
}

/** Quoted, as SQL makes lower case of what isn't. */
const identifier = (member: string): string => `"${member.slice(member.indexOf('.') + 1)}"`;

const literal = (value: unknown): string =>
  typeof value === 'boolean' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

const dayAfter = (date: string): string =>
  new Date(Date.parse(date) + 24 * 60 * 60 * 1000).toISOString().slice(0, '2026-01-01'.length);
