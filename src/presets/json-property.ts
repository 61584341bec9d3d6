import { sqlString } from './preset-sql.ts';

/**
 * A property of a JSON column, as text. The column may be `json`, `jsonb` or JSON in a text column.
 *
 * @example
 * jsonText('events.properties', '$group_0') // events.properties::jsonb ->> '$group_0'
 */
export const jsonText = (column: string, property: string): string =>
  `${column}::jsonb ->> ${sqlString(property)}`;

/**
 * A table of the texts that a property of a JSON column holds, named and with one column: one row for a plain value,
 * one row an element for a list, none where the property is missing. It stands after CROSS JOIN LATERAL.
 */
export const jsonTexts = (column: string, property: string, table: string, name: string): string => {
  const value = `${column}::jsonb -> ${sqlString(property)}`;
  return `JSONB_ARRAY_ELEMENTS_TEXT(
  CASE JSONB_TYPEOF(${value})
    WHEN 'array' THEN ${value}
    WHEN 'string' THEN JSONB_BUILD_ARRAY(${value})
    WHEN 'number' THEN JSONB_BUILD_ARRAY(${value})
    ELSE '[]'
  END
) AS ${table} (${name})`;
};
