import { type Functions, isAggregated } from './aggregates.ts';
import type { Catalogue, ViewTable } from './catalogue.ts';
import { viewOf } from './scope.ts';
import { columnRef, functionName, impliedName, namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';

/**
 * Merges sub-selects and CTEs that only choose and rename columns of a view into the SELECT that aggregates them, as
 * BI tools wrap a table: `SELECT SUM(t.x) FROM (SELECT * FROM view) t` asks for the measure `x` of the view.
 *
 * @returns the SELECTs that have become one with another, whose groups are their own
 */
export function mergeProjections(select: Tree, catalogue: Catalogue, functions: Functions): WeakSet<Tree> {
  const hidden = new Set([...nodesOf(select, 'CommonTableExpr')].map(({ ctename }) => ctename as string));
  const merged = new WeakSet<Tree>();
  const projectionOf = (query: unknown): Projection | undefined =>
    projection(unwrap(query)[1], catalogue, functions, hidden);

  const visit = (tree: unknown): void => {
    if (Array.isArray(tree)) {
      tree.forEach(visit);
      return;
    }
    if (typeof tree !== 'object' || tree === null) return;
    const node = tree as Tree;
    if (node.withClause) inlineCtes(node, projectionOf);
    Object.values(node).forEach(visit);
    if (node.targetList && node.fromClause) mergeInto(node, functions, projectionOf, merged);
  };
  visit(select);
  return merged;
}

/** A SELECT that only chooses columns of a view. */
interface Projection {
  /** The view in its FROM. */
  range: Tree;
  where: unknown;
  targets: unknown[];
  /** What each of its columns is. */
  columns: ReadonlyMap<string, Tree>;
}

const furtherClauses = [
  ...['distinctClause', 'groupClause', 'havingClause', 'windowClause', 'limitCount', 'limitOffset'],
  ...['lockingClause', 'withClause', 'valuesLists', 'intoClause'],
];

function projection(
  query: Tree,
  catalogue: Catalogue,
  functions: Functions,
  hidden: ReadonlySet<string>,
): Projection | undefined {
  const from = query.fromClause as unknown[] | undefined;
  if (query.op !== 'SETOP_NONE' || from?.length !== 1 || furtherClauses.some((clause) => query[clause]))
    return undefined;
  const [kind, range] = unwrap(from[0]);
  const view = kind === 'RangeVar' ? viewOf(range, catalogue, hidden) : undefined;
  if (!view || (range.alias as Tree | undefined)?.colnames) return undefined;
  const calls = [...nodesOf<Tree>(query, 'FuncCall')];
  const isSimple =
    nodesOf(query, 'SubLink').next().done &&
    calls.every(
      (call) =>
        !call.over &&
        !functions.aggregates.has(functionName(call)) &&
        !functions.volatile.has(functionName(call)),
    );
  const columns = isSimple ? columnsOf(query.targetList as unknown[], view, range) : undefined;
  return columns && { range, where: query.whereClause, targets: query.targetList as unknown[], columns };
}

/** Nothing where two columns have one name, or one has none to be called by. */
function columnsOf(targets: unknown[], view: ViewTable, range: Tree): Map<string, Tree> | undefined {
  const alias = ((range.alias as Tree | undefined)?.aliasname ?? range.relname) as string;
  const columns = new Map<string, Tree>();
  let count = 0;
  for (const target of targets) {
    const [, { name, val }] = unwrap(target);
    const [kind, { fields }] = unwrap(val);
    if (kind === 'ColumnRef' && namesIn(fields).at(-1) === '*') {
      for (const column of view.columns.keys()) columns.set(column, columnRef(alias, column));
      count += view.columns.size;
    } else {
      const output = (name as string | undefined) ?? impliedName(val);
      if (output === undefined) return undefined;
      columns.set(output, val as Tree);
      count += 1;
    }
  }
  return columns.size === count ? columns : undefined;
}

/** Writes a CTE that is a projection where it is mentioned. */
function inlineCtes(node: Tree, projectionOf: (query: unknown) => Projection | undefined): void {
  const withClause = node.withClause as Tree;
  if (withClause.recursive) return;
  const kept: unknown[] = [];
  for (const cte of withClause.ctes as unknown[]) {
    const [, { ctename, ctequery, aliascolnames }] = unwrap(cte);
    const others = [...nodesOf(node, 'CommonTableExpr')].filter((other) => other.ctename === ctename);
    if (aliascolnames || others.length > 1 || !projectionOf(ctequery)) {
      kept.push(cte);
      continue;
    }
    replaceMentions(node, ctename as string, ctequery);
  }
  if (kept.length > 0) withClause.ctes = kept;
  else delete node.withClause;
}

function replaceMentions(tree: unknown, name: string, query: unknown): void {
  if (typeof tree !== 'object' || tree === null) return;
  const holder = tree as Tree;
  const range = holder.RangeVar as Tree | undefined;
  if (range && range.relname === name && range.schemaname === undefined) {
    delete holder.RangeVar;
    const alias = range.alias ?? { aliasname: name };
    holder.RangeSubselect = { subquery: structuredClone(query), alias };
    return;
  }
  for (const child of Object.values(holder)) replaceMentions(child, name, query);
}

function mergeInto(
  node: Tree,
  functions: Functions,
  projectionOf: (query: unknown) => Projection | undefined,
  merged: WeakSet<Tree>,
): void {
  const from = node.fromClause as unknown[];
  const [kind, item] = unwrap(from[0]);
  const alias = item.alias as Tree | undefined;
  if (from.length !== 1 || kind !== 'RangeSubselect' || item.lateral || alias?.colnames) return;
  if (
    !nodesOf([node.targetList, node.whereClause, node.havingClause, node.sortClause], 'SubLink').next().done
  )
    return;
  const inner = projectionOf(item.subquery);
  if (!inner) return;
  const targets = node.targetList as unknown[];
  const isAsItIs = targets.length === 1 && isStar(targets[0]);
  const formsGroups = isAggregated(node, functions) || node.distinctClause;
  if (!isAsItIs && !formsGroups) return;
  if (!isAsItIs && targets.some(isStar)) return;
  if (formsGroups) merged.add(node);

  const outputs = new Set(targets.map((target) => unwrap(target)[1].name as string | undefined));
  if (isAsItIs) node.targetList = inner.targets;
  else {
    for (const target of targets) {
      const [, output] = unwrap(target);
      const name = impliedName(output.val);
      if (name !== undefined) output.name ??= name;
    }
    substitute(node.targetList, inner, alias);
  }
  for (const clause of ['whereClause', 'groupClause', 'havingClause', 'windowClause', 'distinctClause']) {
    substitute(node[clause], inner, alias);
  }
  for (const sort of (node.sortClause as unknown[]) ?? []) {
    const [, by] = unwrap(sort);
    const [kind, { fields }] = unwrap(by.node);
    const names = kind === 'ColumnRef' ? namesIn(fields) : [];
    if (names.length !== 1 || !outputs.has(names[0])) substitute(by, inner, alias);
  }
  node.fromClause = [{ RangeVar: inner.range }];
  if (inner.where !== undefined) {
    const args = [node.whereClause, inner.where].filter((condition) => condition !== undefined);
    node.whereClause = args.length === 1 ? args[0] : { BoolExpr: { boolop: 'AND_EXPR', args } };
  }
}

const isStar = (target: unknown): boolean => {
  const [kind, { fields }] = unwrap(unwrap(target)[1].val);
  return kind === 'ColumnRef' && namesIn(fields).at(-1) === '*';
};

/** Writes what a column is in the place of its name. */
function substitute(tree: unknown, inner: Projection, alias: Tree | undefined): void {
  if (typeof tree !== 'object' || tree === null) return;
  const holder = tree as Tree;
  const reference = holder.ColumnRef as Tree | undefined;
  if (reference) {
    const names = namesIn(reference.fields);
    const column = inner.columns.get(names.at(-1) as string);
    const isOfInner = names.length === 1 || (names.length === 2 && names[0] === alias?.aliasname);
    if (column && isOfInner) {
      delete holder.ColumnRef;
      Object.assign(holder, structuredClone(column));
    }
    return;
  }
  for (const child of Object.values(holder)) substitute(child, inner, alias);
}
