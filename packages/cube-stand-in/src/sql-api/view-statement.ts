import type { Cell } from '../result-transform.ts';
import type { ViewColumn, ViewTable } from './catalogue.ts';
import type { CatalogueDatabase } from './catalogue-database.ts';
import { allOf, type Condition, type Constants } from './conditions.ts';
import { type Evaluate, evaluateConstants } from './constants.ts';
import { type CubeAnswer, type CubeFilter, type CubeQuery, type CubeUser, rowLimit } from './cube.ts';
import { anyDimension, type Fetch, type FetchColumn } from './fetch.ts';
import { refusal, SqlError } from './sql-error.ts';
import { type Tree, textOf } from './syntax-tree.ts';
import { divide } from './view-select.ts';

/** A statement for Postgres, with the rows of Cube as its parameters. */
export interface FetchedStatement {
  sql: string;
  /** JSON, one for each parameter. */
  rows: string[];
}

/**
 * Asks Cube for what a SELECT reads of the views.
 *
 * @param select without parameters; it is changed
 * @throws {SqlError} for what can't be answered exactly, and where Cube refuses
 */
export async function fetchViews(
  select: Tree,
  { catalogue, functions }: CatalogueDatabase,
  user: CubeUser,
  evaluate: Evaluate,
  signal: AbortSignal,
): Promise<FetchedStatement> {
  const fetches = divide(select, catalogue, functions);
  const sql = textOf('SelectStmt', select);
  const constants = await evaluateConstants(
    fetches.flatMap(({ conditions }) => conditions),
    evaluate,
  );
  const rows = await Promise.all(
    fetches.map(async (fetch) => {
      const rows = answeredRows(fetch, await load(fetch, constants, user, signal));
      return JSON.stringify(fetch.isUngrouped ? rows : distinct(rows, fetch));
    }),
  );
  return { sql, rows };
}

/** All the rows of a fetch. */
async function load(
  fetch: Fetch,
  constants: Constants,
  user: CubeUser,
  signal: AbortSignal,
): Promise<CubeAnswer> {
  const most = rowLimit();
  const limit = Math.min(fetch.limit ?? most, most);
  if (limit === 0) return new Map();
  const query = cubeQuery(fetch, constants);
  const answer = await user.load({ ...query, limit }, signal);
  if (
    limit === most &&
    rowCount(answer) === most &&
    rowCount(await user.load({ ...query, offset: most, limit: 1 }, signal)) > 0
  ) {
    throw new SqlError(
      '54000',
      `the statement reads more than ${most} ${fetch.isUngrouped ? 'rows' : 'groups'} of "${fetch.view.name}", which is the most that Cube gives (CUBEJS_DB_QUERY_LIMIT)`,
      'Ask for less in WHERE, or group by less.',
    );
  }
  return answer;
}

const rowCount = (answer: CubeAnswer): number => answer.values().next().value?.length ?? 0;

function cubeQuery(
  { view, columns, isUngrouped, conditions, segments }: Fetch,
  constants: Constants,
): CubeQuery {
  const ofKind = (kind: ViewColumn['kind']): string[] =>
    columns
      .filter(({ column, granularity }) => column.kind === kind && !granularity)
      .map(({ column }) => column.member);
  const condition = allOf(conditions.map((pending) => pending(constants)));
  return {
    measures: ofKind('measure'),
    dimensions: ofKind('dimension'),
    timeDimensions: columns.flatMap(({ column, granularity }) =>
      granularity ? [{ dimension: column.member, granularity }] : [],
    ),
    filters: filtersOf(condition, view),
    segments,
    ...(isUngrouped && { ungrouped: true }),
  };
}

function filtersOf(condition: Condition, view: ViewTable): CubeFilter[] {
  if (condition === true) return [];
  if (condition !== false) return 'and' in condition ? condition.and : [condition];
  const { member } = anyDimension(view);
  return [
    { member, operator: 'set' },
    { member, operator: 'notSet' },
  ];
}

function answeredRows({ columns }: Fetch, answer: CubeAnswer): Record<string, Cell>[] {
  const values = columns.map((column) => ({ name: column.name, cells: cellsOf(column, answer) }));
  return Array.from({ length: rowCount(answer) }, (_, index) =>
    Object.fromEntries(values.map(({ name, cells }) => [name, cells[index] ?? null])),
  );
}

/** The groups, of which Cube gives no two alike, unless their times are: it cuts off what is below a millisecond. */
function distinct(rows: Record<string, Cell>[], { view, columns }: Fetch): Record<string, Cell>[] {
  const time = columns.find(({ column, granularity }) => column.type === 'timestamp' && !granularity);
  if (!time) return rows;
  const keys = columns.filter(({ column }) => column.kind === 'dimension').map(({ name }) => name);
  if (new Set(rows.map((row) => JSON.stringify(keys.map((key) => row[key])))).size < rows.length) {
    throw refusal(
      `"${time.name}" of "${view.name}" has times that only differ below a millisecond, which Cube doesn't tell apart`,
      "Read it by date_trunc('second', …).",
    );
  }
  return rows;
}

function cellsOf({ column, granularity }: FetchColumn, answer: CubeAnswer): readonly Cell[] {
  const cells = answer.get(granularity ? `${column.member}.${granularity}` : column.member);
  // An answer without rows has no columns either.
  if (!cells && answer.size > 0) throw new Error(`Cube answered without ${column.member}.`);
  return cells ?? [];
}
