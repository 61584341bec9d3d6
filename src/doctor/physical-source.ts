import pg from 'pg';
import {
  type ColumnMapping,
  canonicalColumn,
  canonicalSources,
  type ExtraDimension,
  type SourceEvents,
  type SourceName,
  type Sources,
} from '../config/sources.ts';

/** A column that the mapping expects. */
export interface PhysicalColumn {
  /** Its name in the configuration: `signedUpAt`. */
  name: string;
  /** Its name in the mapped relation: `signed_up_at`. */
  canonical: string;
  /** Where the configuration says which column it is: `sources.users.columns.signedUpAt`. */
  path: string;
  mapping: ColumnMapping;
  /** The type of an extra dimension; a canonical column has none. */
  extraType?: NonNullable<ExtraDimension['type']>;
}

/** A source in the words of the warehouse, for messages and for the catalogue; the data are read through the mapping. */
export interface PhysicalSource {
  name: SourceName;
  /** Where the configuration speaks of it: `sources.users`. */
  path: string;
  /** The table, or the query. */
  location: { schema: string | undefined; table: string } | { sql: string };
  /** What stands after FROM to read the physical columns. */
  from: string;
  columns: PhysicalColumn[];
  /** The events that a preset makes it of. */
  events?: SourceEvents;
}

/** The physical side of one source; null where it is off. */
export function physicalSource(name: SourceName, sources: Sources = {}): PhysicalSource | null {
  const mapping = sources[name];
  if (mapping === null) return null;
  const { schema, table, sql, events } = mapping ?? {};
  const columns: Record<string, ColumnMapping | undefined> | undefined = mapping?.columns;
  const extraDimensions = mapping && 'extraDimensions' in mapping ? mapping.extraDimensions : undefined;
  const canonical = canonicalSources[name];
  const path = `sources.${name}`;
  const location = sql ? { sql } : { schema, table: table ?? canonical.table };
  return {
    name,
    path,
    location,
    ...(events ? { events } : {}),
    from: 'sql' in location ? `(\n${location.sql.replace(/;\s*$/, '')}\n) AS source` : sqlTableName(location),
    columns: [
      ...[
        ...canonical.required,
        ...canonical.attributes.filter((attribute) => !columns || columns[attribute] !== undefined),
      ].map((column) => ({
        name: column,
        canonical: canonicalColumn(column),
        path: `${path}.columns.${column}`,
        mapping: columns?.[column] ?? canonicalColumn(column),
      })),
      ...Object.entries(extraDimensions ?? {}).map(
        ([dimension, { column, sql: expression, type = 'string' }]) => ({
          name: dimension,
          canonical: `extra_${dimension}`,
          path: `${path}.extraDimensions.${dimension}`,
          mapping: expression ? { sql: expression } : (column ?? dimension),
          extraType: type,
        }),
      ),
    ],
  };
}

/** A table's name in SQL. */
export const sqlTableName = ({ schema, table }: { schema?: string | undefined; table: string }): string =>
  [schema, table].flatMap((part) => (part === undefined ? [] : [pg.escapeIdentifier(part)])).join('.');

/** A table's name to be read by people: in quotes where SQL needs them for a capital, a space or a dash. */
export const readableTableName = ({
  schema,
  table,
}: {
  schema?: string | undefined;
  table: string;
}): string =>
  [schema, table]
    .flatMap((part) =>
      part === undefined ? [] : [/^[a-z_][a-z0-9_]*$/.test(part) ? part : pg.escapeIdentifier(part)],
    )
    .join('.');

/** A column mapping as it is written in the configuration, with a cast of what it is now. */
export function castInConfiguration(
  { mapping }: PhysicalColumn,
  cast: (expression: string) => string,
): string {
  const expression = cast(typeof mapping === 'string' ? pg.escapeIdentifier(mapping) : `(${mapping.sql})`);
  return `{ sql: ${inQuotes(expression)} }`;
}

/** A string of TypeScript, in the quotes that need no escaping where there are such. */
const inQuotes = (text: string): string => {
  if (!/['\\\n]/.test(text)) return `'${text}'`;
  return /[`\\]|\$\{/.test(text) ? JSON.stringify(text) : `\`${text}\``;
};
