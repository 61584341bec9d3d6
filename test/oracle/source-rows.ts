import type { OptionalTable } from '../../src/config/sources.ts';
import type { SourceRow, SourceRows, TableName } from '../../src/database/source-tables.ts';

/** A moment, as whole microseconds since 1970 in UTC: Postgres' own precision, and exact in a JavaScript number. */
export type Microseconds = number;

type InMicroseconds<Cell> = Cell extends Date ? Microseconds : Cell;

type ConvertedRow<Row> = { [Column in keyof Row]: InMicroseconds<Row[Column]> };

/** One row of a source table. */
export type OracleRow<Name extends TableName> = ConvertedRow<SourceRow<Name>>;

/** The rows of the source tables; of the optional ones, where there are any. */
export type OracleRows = { [Name in Exclude<TableName, OptionalTable>]: OracleRow<Name>[] } & {
  [Name in OptionalTable]?: OracleRow<Name>[];
};

/** The same rows with their `Date`s in microseconds. */
export function inMicroseconds(rows: SourceRows): OracleRows {
  const tables = Object.entries(rows).map(([table, records]) => [
    table,
    records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([column, cell]) => [
          column,
          cell instanceof Date ? cell.getTime() * 1000 : cell,
        ]),
      ),
    ),
  ]);
  return Object.fromEntries(tables) as OracleRows;
}
