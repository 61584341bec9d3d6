import type { ViewColumn, ViewTable } from './catalogue.ts';
import { wholeNumber } from './clauses.ts';
import { fittingAggregates } from './member-types.ts';
import { refusal } from './sql-error.ts';
import { functionName, namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';

/** What is known of Postgres' functions. */
export interface Functions {
  aggregates: ReadonlySet<string>;
  /** Those whose value may differ between two calls of a statement. */
  volatile: ReadonlySet<string>;
}

/** They have the same value however often a row is there. */
export const choosingAggregates = new Set([
  'min',
  'max',
  'bool_and',
  'bool_or',
  'every',
  'bit_and',
  'bit_or',
]);

/** Whether a call aggregates rows, and isn't a window's. */
export const isAggregate = (call: Tree, { aggregates }: Functions): boolean =>
  !call.over && (call.agg_star === true || aggregates.has(functionName(call)));

/** Whether a SELECT forms groups. */
export function isAggregated(node: Tree, functions: Functions): boolean {
  if (node.groupClause || node.havingClause) return true;
  const found = (tree: unknown): boolean => {
    if (Array.isArray(tree)) return tree.some(found);
    if (typeof tree !== 'object' || tree === null) return false;
    const [kind, inner] = unwrap(tree);
    if (kind === 'SubLink') return found(inner.testexpr);
    if (kind === 'FuncCall' && isAggregate(inner, functions)) return true;
    return Object.values(tree).some(found);
  };
  return found(node.targetList) || found(node.sortClause) || found(node.windowClause);
}

/**
 * What the aggregate of a measure is cast to, so that it has the type that Postgres says it has; nothing for the
 * measure's own.
 */
export function measureTypeAs(node: Tree, measure: ViewColumn, view: ViewTable): string | undefined {
  const name = functionName(node);
  const written = node.agg_distinct ? `${name.toUpperCase()}(DISTINCT)` : name.toUpperCase();
  if (node.agg_filter || node.agg_order || node.agg_within_group) {
    throw refusal(
      `${written} of the measure "${measure.name}" of "${view.name}" takes no FILTER and no order`,
      'Put the condition into WHERE.',
    );
  }
  if (written === 'MEASURE') return undefined;
  if (!fittingAggregates(measure.aggType).includes(written)) {
    throw refusal(
      `${written} doesn't fit the measure "${measure.name}" of "${view.name}", which is of type ${measure.aggType}`,
      `Write MEASURE("${measure.name}").`,
    );
  }
  return measure.type === 'bigint' && name === 'sum' ? 'numeric' : undefined;
}

/** `COUNT(*) > 0`, or of a number. */
export function isCountOfSome(condition: unknown): boolean {
  const [, { kind, name, lexpr, rexpr }] = unwrap(condition);
  const [callKind, call] = unwrap(lexpr);
  const [argKind, arg] = unwrap((call.args as unknown[] | undefined)?.[0]);
  return (
    kind === 'AEXPR_OP' &&
    namesIn(name)[0] === '>' &&
    wholeNumber(rexpr) === 0 &&
    callKind === 'FuncCall' &&
    functionName(call) === 'count' &&
    !call.over &&
    !call.agg_filter &&
    !call.agg_distinct &&
    (call.agg_star === true || (argKind === 'A_Const' && arg.ival !== undefined))
  );
}

/** Whether a SELECT has window functions. */
export const hasWindow = (node: Tree): boolean =>
  [...nodesOf<Tree>([node.targetList, node.sortClause], 'FuncCall')].some(({ over }) => over !== undefined);

/** Whether an expression reads nothing, and has one value for the whole statement. */
export function isConstant(expression: unknown, functions: Functions): boolean {
  if (expression === undefined) return false;
  for (const kind of ['ColumnRef', 'SubLink', 'ParamRef', 'SetToDefault', 'GroupingFunc']) {
    if (!nodesOf(expression, kind).next().done) return false;
  }
  return [...nodesOf<Tree>(expression, 'FuncCall')].every(
    (call) =>
      !functions.volatile.has(functionName(call)) &&
      !functions.aggregates.has(functionName(call)) &&
      !call.over,
  );
}
