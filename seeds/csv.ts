import { SOURCE_TABLES, type SourceRows, type TableName } from '../src/database/source-tables.ts';

/**
 * The rows as the text of one CSV file a table: a header line, an empty field for null, timestamps in ISO 8601 UTC,
 * LF line ends.
 */
export function toCsvFiles(rows: SourceRows): Map<TableName, string> {
  return new Map(
    SOURCE_TABLES.map(({ name, columns }) => {
      const header = columns.map((column) => column.name);
      const records = ((rows[name] ?? []) as Record<string, string | boolean | Date | null>[]).map((row) =>
        header.map((column) => field(row[column] ?? null)),
      );
      return [name, [header, ...records].map((record) => `${record.join(',')}\n`).join('')];
    }),
  );
}

function field(value: string | boolean | Date | null): string {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
