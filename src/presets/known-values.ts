import { indented } from './preset-sql.ts';

/** A column that gathers a value from many rows: the first or the latest that isn't null. */
export interface KnownValue {
  column: string;
  /** The value in each row, as SQL. */
  value: string;
  which: 'first' | 'latest';
}

/**
 * A query with one row a key, and for each column the first or latest value known of it.
 *
 * @param key the key's column and its expression
 * @param occurredAt when a row's values were sent, as SQL
 * @param from what stands after FROM, conditions included
 */
export const knownValues = (
  key: { column: string; value: string },
  occurredAt: string,
  values: KnownValue[],
  from: string,
): string => `\
SELECT
  ${key.value} AS ${key.column},
${indented(values.map((value) => knownValue(value, occurredAt)).join(',\n'))}
FROM ${from}
GROUP BY ${key.value}`;

const knownValue = ({ column, value, which }: KnownValue, occurredAt: string): string => {
  const text = `(${value})::text`;
  // The value itself settles which of two sent at the same time it is.
  return `(ARRAY_AGG(${text} ORDER BY ${occurredAt}${which === 'latest' ? ' DESC' : ''}, ${text}) FILTER (WHERE ${text} IS NOT NULL))[1] AS ${column}`;
};
