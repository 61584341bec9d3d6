import { sqlName } from '../config/sources.ts';

export { sqlName };

/**
 * A Postgres string literal, quoted.
 *
 * @example
 * sqlString("Invited a friend's friend") // 'Invited a friend''s friend'
 */
export const sqlString = (value: string): string => {
  const text = value.replaceAll("'", "''");
  // A line break in a literal mustn't be taken for one between two lines of SQL.
  return text.includes('\n') ? `E'${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}'` : `'${text}'`;
};

/**
 * A table in its schema.
 *
 * @example
 * sqlTable('analytics', 'tracks') // "analytics"."tracks"
 */
export const sqlTable = (schema: string, table: string): string => `${sqlName(schema)}.${sqlName(table)}`;

/** A query as a table to select from, indented below the line that it stands in. */
export const subquery = (sql: string): string => `(\n${indented(sql)}\n)`;

/** A text with every line two blanks further in. */
export const indented = (sql: string): string =>
  sql
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/**
 * One text of several columns that no two different rows share: events and sessions of event tools have identifiers
 * that are unique for a user, not always for all users.
 */
export const compositeKey = (...columns: string[]): string =>
  `JSONB_BUILD_ARRAY(${columns.join(', ')})::text`;

/**
 * A time column as an instant. Loaders disagree whether a column of times in UTC has a time zone: reckoning from the
 * epoch reads both kinds the same, whatever the time zone of the session.
 *
 * @param timeZone where the clock hangs that times without a time zone were read off
 */
export const sqlInstant = (time: string, timeZone = 'UTC'): string =>
  `(TIMESTAMP 'epoch' + (${time} - 'epoch')) AT TIME ZONE ${sqlString(timeZone)}`;
