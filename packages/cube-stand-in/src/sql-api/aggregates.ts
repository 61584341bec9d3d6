import type { ViewColumn, ViewTable } from './catalogue.ts';
import { wholeNumber } from './clauses.ts';
import { fittingAggregates } from './member-types.ts';
import { refusal } from './sql-error.ts';
import { functionName, namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';

/** What is known of Postgres' functions. */
export interface Functions {
  aggregates: ReadonlySet<string>;
}

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
  if (node.agg_order || node.agg_within_group) {
    throw refusal(`${written} of the measure "${measure.name}" of "${view.name}" takes no order`);
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
  nodesOf<Tree>([node.targetList, node.sortClause], 'FuncCall').some(({ over }) => over !== undefined);

/** The cast in `SUM(CAST(… AS numeric))`, of types that Postgres aggregates as themselves. */
export function castArgument({ args }: Tree): Tree | undefined {
  const [argument, ...others] = (args as unknown[]) ?? [];
  const [kind, cast] = unwrap(argument);
  const type = kind === 'TypeCast' && others.length === 0 ? (cast.typeName as Tree) : undefined;
  const isNumber = ['float8', 'numeric'].includes(namesIn(type?.names).at(-1) ?? '');
  return isNumber && !type?.typmods && !type?.arrayBounds ? cast : undefined;
}
