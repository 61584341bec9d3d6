import { quoted, type ViewColumn, type ViewTable } from './catalogue.ts';
import type { CubeFilter } from './cube.ts';
import { statementsIn, type Tree } from './syntax-tree.ts';

/** What a statement asks Cube for, in the place of one mention of a view. */
export interface Fetch {
  view: ViewTable;
  /** The columns that the rest of the statement reads. */
  columns: FetchColumn[];
  filters: CubeFilter[];
  segments: string[];
}

/** A column of a fetch. */
export interface FetchColumn {
  /** Its name in the rest of the statement: the column's, with the granularity of times. */
  name: string;
  column: ViewColumn;
  granularity: string | undefined;
}

/** The rows of a fetch, which are the statement's parameter of that number, in the place of the view. */
export function rowsOf(parameter: number, alias: string, columns: FetchColumn[]): Tree {
  return {
    RangeSubselect: { subquery: selectOfRows(parameter, columns), alias: { aliasname: alias } },
  };
}

/** The SELECT of the rows of a fetch. */
function selectOfRows(parameter: number, columns: FetchColumn[]): Tree {
  const typed = columns.map(({ name, column }) => `${quoted(name)} ${column.type}`);
  const [statement] = statementsIn(
    `SELECT * FROM pg_catalog.json_to_recordset($${parameter}::json) AS fetched (${typed.join(', ')})`,
  );
  return { SelectStmt: statement?.node };
}
