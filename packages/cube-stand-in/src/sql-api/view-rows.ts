import { type Functions, isAggregate } from './aggregates.ts';
import type { ViewColumn } from './catalogue.ts';
import type { CubeQuery, CubeStatement } from './cube.ts';
import type { ColumnType } from './member-types.ts';
import type { ViewRows } from './relations.ts';
import { refusal } from './sql-error.ts';
import {
  columnRef,
  constantText,
  functionName,
  namesIn,
  nodesOf,
  statementsIn,
  type Tree,
  typeName,
  unwrap,
} from './syntax-tree.ts';
import type { Extreme, MeasureCall, Translation } from './translation.ts';
import { dropUnread } from './unread.ts';

/** The types of a SELECT's columns, by their numbers in Postgres' catalogue. */
export type ColumnTypes = (select: Tree) => Promise<number[]>;

/**
 * Puts the rows of views and the aggregates of measures into a statement: as Cube itself writes them for this user,
 * with the policies on rows and members, and this project's exactness, in them.
 *
 * @param translation of the statement, which is changed
 * @throws {SqlError} where Cube refuses, or doesn't count over single rows
 */
export async function writeViews(
  { rows, calls, extremes }: Translation,
  cube: CubeStatement,
  functions: Functions,
  typesOf: ColumnTypes,
): Promise<void> {
  const made = new Map<ViewRows, Rows>();
  for (const [index, one] of rows.entries()) {
    made.set(one, await rowsOf(one, cube, functions, typesOf, index));
  }
  for (const extreme of extremes) writeExtreme(extreme, made.get(extreme.rows) as Rows);
  for (const one of rows) {
    const { select } = made.get(one) as Rows;
    dropUnread(select);
    delete one.range.RangeVar;
    Object.assign(one.range, {
      RangeSubselect: { subquery: { SelectStmt: select }, alias: { aliasname: one.alias } },
    });
  }
  // What a FILTER reads is written before it is put into a measure's aggregates.
  for (const call of calls) writeMeasure(call, made.get(call.measure.rows) as Rows, functions);
}

/** The rows of a view as Cube writes them, and what its measures are of their columns. */
interface Rows {
  select: Tree;
  measures: ReadonlyMap<ViewColumn, Aggregate>;
}

/** A measure: an expression of aggregates, in which a column is a {@link Part}. */
interface Aggregate {
  expression: Tree;
  parts: string[];
}

async function rowsOf(
  rows: ViewRows,
  cube: CubeStatement,
  functions: Functions,
  typesOf: ColumnTypes,
  index: number,
): Promise<Rows> {
  const columns = [...rows.view.columns.values()].filter((column) => rows.reads.has(column));
  const measures = [...rows.measures];
  if (columns.length === 0 && measures.length === 0) columns.push(anyDimension(rows));
  const made = { functions, typesOf, index };
  if (!rows.isListed)
    return split(rows, await cube.sql(queryOf(rows, columns, measures)), columns, measures, made);
  // What lists rows is another question to the policies than what counts them.
  const listed = await cube.sql({ ...queryOf(rows, columns, []), ungrouped: true });
  const answer = measures.length > 0 ? await cube.sql(queryOf(rows, columns, measures)) : listed;
  return split(rows, answer, columns, measures, made);
}

/** Some dimension, where it doesn't matter which; a text or a number if there is one, as times aren't for everybody. */
function anyDimension({ view }: ViewRows): ViewColumn {
  const dimensions = [...view.columns.values()].filter(({ kind }) => kind === 'dimension');
  const dimension = dimensions.find(({ type }) => type !== 'timestamp') ?? dimensions[0];
  if (!dimension) throw refusal(`"${view.name}" has no dimension to count rows by`);
  return dimension;
}

/** UTC by a name that no rollup is made in. */
const utc = 'Etc/Zulu';

/** The query whose SQL has the rows in it. */
function queryOf(
  { reads, filters, segments, view }: ViewRows,
  columns: ViewColumn[],
  measures: ViewColumn[],
): CubeQuery {
  const isTimed = (column: ViewColumn): boolean => column.type === 'timestamp' && reads.get(column) === true;
  return {
    measures: measures.map(({ member }) => member),
    dimensions: columns
      .filter((column) => !isTimed(column))
      .map((column) => (column.kind === 'segment' ? condition(view.name, column.name) : column.member)),
    timeDimensions: columns.filter(isTimed).map(({ member }) => ({ dimension: member, granularity: 'day' })),
    filters,
    segments,
    timezone: utc,
  };
}

/** A segment as a column, in the words of Cube's SQL interface. */
const condition = (view: string, segment: string): string =>
  JSON.stringify({
    cubeName: view,
    alias: segment,
    expr: { type: 'SqlFunction', cubeParams: [view], sql: `\${${view}.${segment}}` },
  });

/** Takes the SQL of a query apart: into its rows, and what its measures are of them. */
async function split(
  rows: ViewRows,
  { sql, values }: { sql: string; values: unknown[] },
  columns: ViewColumn[],
  measures: ViewColumn[],
  { functions, typesOf, index }: { functions: Functions; typesOf: ColumnTypes; index: number },
): Promise<Rows> {
  const select = parsed(sql, values);
  const targets = (select.targetList as unknown[]).map((wrapped) => unwrap(wrapped)[1].val);
  const isTimed = (column: ViewColumn): boolean =>
    column.type === 'timestamp' && rows.reads.get(column) === true;
  // In the order that Cube has them in: dimensions, times by a granularity, measures.
  const ordered = [...columns.filter((column) => !isTimed(column)), ...columns.filter(isTimed), ...measures];
  const isOfRows =
    (select.op === undefined || select.op === 'SETOP_NONE') &&
    !select.havingClause &&
    !select.distinctClause &&
    !select.withClause &&
    targets.length === ordered.length;
  const expressions = new Map(ordered.map((column, place) => [column, targets[place]]));
  const parts = new Map<string, { name: string; expression: unknown }>();
  const aggregates = new Map(
    measures.map((measure) => {
      const aggregate = isOfRows ? aggregateOf(expressions.get(measure), functions, parts, index) : undefined;
      if (!aggregate) {
        throw refusal(
          `the measure "${measure.name}" of "${rows.view.name}" is no plain aggregate of single rows, or is over a join that has rows of it several times`,
          'Ask for it grouped by columns alone, by =, IN, <, >= and date_trunc.',
        );
      }
      return [measure, aggregate];
    }),
  );
  const found = await typesOf(select);
  const types = new Map(ordered.map((column, place) => [column, found[place]]));
  for (const clause of ['groupClause', 'sortClause', 'limitCount', 'limitOffset']) delete select[clause];
  select.limitOption = 'LIMIT_OPTION_DEFAULT';
  // Rows are left out before the statement's expressions see any: the error of one would tell what is in another
  // account's row. Postgres moves no condition past an OFFSET.
  if (select.whereClause) {
    select.limitOffset = { A_Const: { ival: {} } };
    select.limitOption = 'LIMIT_OPTION_COUNT';
  }
  select.targetList = [
    ...columns.map((column) => ({
      ResTarget: { name: column.name, val: columnValue(column, types.get(column), expressions.get(column)) },
    })),
    ...[...parts.values()].map(({ name, expression }) => ({ ResTarget: { name, val: expression } })),
  ];
  for (const [measure, aggregate] of aggregates) {
    aggregate.expression = as(measure.type, types.get(measure), aggregate.expression) as Tree;
  }
  return { select, measures: aggregates };
}

/** Cube's SQL with its values in it. They are texts, as a driver sends them. */
function parsed(sql: string, values: unknown[]): Tree {
  const [statement] = statementsIn(sql.replace(/\$(\d+)\$/g, (_, place) => `$${Number(place) + 1}`));
  if (statement?.kind !== 'SelectStmt') throw new Error('Cube wrote no SELECT.');
  const fill = (tree: unknown): void => {
    if (typeof tree !== 'object' || tree === null) return;
    const holder = tree as Tree;
    const parameter = holder.ParamRef as Tree | undefined;
    if (parameter) {
      const value = values[Number(parameter.number) - 1];
      delete holder.ParamRef;
      holder.A_Const = value === null ? { isnull: true } : { sval: { sval: String(value) } };
      return;
    }
    for (const child of Object.values(holder)) fill(child);
  };
  fill(statement.node);
  return statement.node;
}

/**
 * An aggregate of Cube's as one of columns: what it computes of a row becomes a part of the row. Nothing where it isn't
 * made of aggregates. It may compute with them in a sub-select that reads no table, as an estimate of survival does.
 */
function aggregateOf(
  expression: unknown,
  functions: Functions,
  parts: Map<string, { name: string; expression: unknown }>,
  index: number,
): Aggregate | undefined {
  const names = new Set<string>();
  const part = (of: unknown): Tree => {
    const key = JSON.stringify(of, (name, value) => (name === 'location' ? undefined : value));
    const made = parts.get(key) ?? { name: `cube:${index}:${parts.size}`, expression: of };
    parts.set(key, made);
    names.add(made.name);
    return columnRef(made.name);
  };
  const isConstant = (of: unknown): boolean =>
    ['ColumnRef', 'SubLink', 'FuncCall'].every((kind) => nodesOf(of, kind).length === 0);
  const partOf = (of: unknown): unknown => (isConstant(of) ? of : part(of));
  let isOfAggregates = false;
  const divided = (tree: unknown, isInside: boolean): unknown => {
    if (Array.isArray(tree)) return tree.map((item) => divided(item, isInside));
    if (typeof tree !== 'object' || tree === null) return tree;
    const [kind, node] = unwrap(tree);
    // A sub-select has names of its own for its columns, and Cube's aggregates name the cube before theirs.
    const isOfRows = kind === 'FuncCall' && isAggregate(node, functions) && !(isInside && hasOwnNames(node));
    if (!isOfRows) {
      return Object.fromEntries(
        Object.entries(tree).map(([key, value]) => [key, divided(value, isInside || kind === 'SubLink')]),
      );
    }
    isOfAggregates = true;
    // A row that a join doesn't find isn't counted.
    const args = node.agg_star
      ? [part({ A_Const: { ival: { ival: 1 } } })]
      : ((node.args as unknown[]) ?? []).map(partOf);
    const { agg_star, ...rest } = node;
    return {
      FuncCall: {
        ...rest,
        ...(args.length > 0 && { args }),
        ...(node.agg_filter ? { agg_filter: part(node.agg_filter) } : {}),
        ...(node.agg_order
          ? {
              agg_order: (node.agg_order as unknown[]).map((by) => {
                const [, sort] = unwrap(by);
                return { SortBy: { ...sort, node: partOf(sort.node) } };
              }),
            }
          : {}),
      },
    };
  };
  const made = divided(structuredClone(expression), false) as Tree;
  const own = new Set(nodesOf<Tree>(made, 'SubLink').flatMap((link) => nodesOf(link, 'ColumnRef')));
  const isWhole = nodesOf<Tree>(made, 'ColumnRef').every(
    (reference) => names.has(onlyName(reference) ?? '') || (own.has(reference) && onlyName(reference)),
  );
  return isOfAggregates && isWhole && nodesOf(made, 'RangeVar').length === 0
    ? { expression: made, parts: [...names] }
    : undefined;
}

/** The name of a column without that of its table; nothing where it has one. */
function onlyName({ fields }: Tree): string | undefined {
  const [name, ...others] = namesIn(fields);
  return others.length === 0 ? name : undefined;
}

/** Whether a call is of columns without their table's name, or of none. */
const hasOwnNames = (call: Tree): boolean =>
  nodesOf<Tree>(call, 'ColumnRef').every((reference) => onlyName(reference) !== undefined);

/** Puts a measure's aggregate into its place. */
function writeMeasure(
  { holder, measure, alias, type, filter }: MeasureCall,
  { measures }: Rows,
  functions: Functions,
): void {
  const { expression, parts } = measures.get(measure.column) as Aggregate;
  for (const { wrapper, relation } of measure.path) {
    for (const part of parts) wrapper.pass(part, relation.alias);
  }
  const written = structuredClone(expression);
  const references = nodesOf<Tree>(written, 'ColumnRef').filter((one) => parts.includes(onlyName(one) ?? ''));
  for (const reference of references) {
    reference.fields = [{ String: { sval: alias } }, ...(reference.fields as unknown[])];
  }
  if (filter) {
    for (const call of nodesOf<Tree>(written, 'FuncCall')) {
      const isOfRows = nodesOf<Tree>(call, 'ColumnRef').some((one) => references.includes(one));
      if (!isOfRows || !isAggregate(call, functions)) continue;
      call.agg_filter = call.agg_filter
        ? { BoolExpr: { boolop: 'AND_EXPR', args: [call.agg_filter, structuredClone(filter)] } }
        : structuredClone(filter);
    }
  }
  for (const key of Object.keys(holder)) delete holder[key];
  Object.assign(
    holder,
    type === undefined ? written : { TypeCast: { arg: written, typeName: typeName(type) } },
  );
}

/**
 * Has the first or the last of moments found before it is written in UTC, and not after: of a moment itself there may be
 * an index. Both are the same moment, as UTC goes by no clock that is set back.
 */
function writeExtreme({ holder, call, column }: Extreme, { select }: Rows): void {
  const targets = (select.targetList as unknown[]).map((wrapped) => unwrap(wrapped)[1]);
  const place = targets.findIndex(({ name }) => name === column.name);
  const [kind, inUtc] = unwrap(targets[place]?.val);
  const [zone, moment] = (inUtc.args as unknown[]) ?? [];
  if (kind !== 'FuncCall' || functionName(inUtc) !== 'timezone' || constantText(zone) !== utc) return;
  const name = `cube:moment:${place}`;
  if (!targets.some((target) => target.name === name))
    (select.targetList as unknown[]).push({ ResTarget: { name, val: moment } });
  const [[, reference]] = (call.args as unknown[]).map(unwrap) as [[string, Tree]];
  reference.fields = [...(reference.fields as unknown[]).slice(0, -1), { String: { sval: name } }];
  holder.FuncCall = { ...inUtc, args: [zone, { FuncCall: call }] };
}

/** A column's expression. A segment is a condition: where it isn't known to hold, it doesn't. */
function columnValue({ kind, type }: ViewColumn, oid: number | undefined, expression: unknown): unknown {
  const value = as(type, oid, expression);
  return kind === 'segment' ? { BooleanTest: { arg: value, booltesttype: 'IS_TRUE' } } : value;
}

/** Postgres' numbers of the types that columns may have without a cast. */
const oids: Record<ColumnType, number[]> = {
  bigint: [20],
  numeric: [1700],
  text: [25, 1043],
  timestamp: [1114],
  boolean: [16],
};
const floats = [700, 701];

/** An expression as the type that its column has in the catalogue. */
function as(type: ColumnType, oid: number | undefined, expression: unknown): unknown {
  if (oid !== undefined && oids[type].includes(oid)) return expression;
  const cast = (arg: unknown, to: string): Tree => ({ TypeCast: { arg, typeName: typeName(to) } });
  // As it is written, with all its digits.
  if (type === 'numeric' && floats.includes(oid as number)) return cast(cast(expression, 'text'), 'numeric');
  return cast(expression, type);
}
