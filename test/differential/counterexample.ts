import Table from 'cli-table3';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import type { Question } from '../oracle/question.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { isoTimestamp } from './database.ts';

/** A data set and a question for which Cube and the contract disagree, or Cube or Postgres refuses. */
export interface Counterexample {
  definitions: CatalogueDefinitions;
  now: Microseconds;
  sessionTimeZone: string;
  rows: OracleRows;
  question: Question;
  differences: string[];
  sql: string;
}

/** A counterexample for a person to read. */
export function describe({
  definitions,
  now,
  sessionTimeZone,
  rows,
  question,
  differences,
  sql,
}: Counterexample): string {
  const tables = SOURCE_TABLES.filter(({ name }) => (rows[name] ?? []).length > 0).map(
    ({ name, columns }) => {
      const table = new Table({
        head: columns.map((column) => column.name),
        style: { head: [], border: [], compact: true },
      });
      for (const row of rows[name] as Record<string, string | number | null>[]) {
        table.push(
          columns.map((column) => {
            const cell = row[column.name] ?? null;
            return typeof cell === 'number' ? isoTimestamp(cell) : JSON.stringify(cell);
          }),
        );
      }
      return `${name}\n${table}`;
    },
  );
  return [
    `definitions ${JSON.stringify(definitions)}`,
    `now ${isoTimestamp(now)}, the database session is in ${sessionTimeZone}`,
    ...(tables.length > 0 ? tables : ['no rows in any table']),
    `query ${JSON.stringify(question, null, 2)}`,
    ...differences,
    sql,
  ].join('\n\n');
}
