import { wholeNumber } from './clauses.ts';
import { rowFunctions } from './permitted.ts';
import { type Column, type Relation, resolve, type Scope } from './relations.ts';
import { functionName, namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';

/** An output of a SELECT: a column that it passes on, or an expression, which may have a measure's value. */
export interface Passed {
  target: Tree;
  found?: { column: Column; relation: Relation } | undefined;
  ofMeasure?: string | undefined;
}

/** The outputs that a star stood for. */
export const starTargets = new WeakSet<Tree>();

export const plain = (name: string): Column => ({ name, read: () => {} });

export const nameOf = ({ name }: Tree): string => (name as string | undefined) ?? '?column?';

export const shown = ({ target, found, ofMeasure }: Passed): Column => ({
  ...plain(nameOf(target)),
  ofMeasure: ofMeasure ?? found?.column.measure?.column.name ?? found?.column.ofMeasure,
});

/** The outputs that tell each row of a SELECT from the others. */
export function groupKey(
  node: Tree,
  targets: Tree[],
  scope: Scope,
  aggregates: boolean,
): readonly string[] | undefined {
  if (wholeNumber(node.limitCount) === 1 && node.limitOption === 'LIMIT_OPTION_COUNT') return [];
  if (Array.isArray(node.distinctClause)) {
    const [on] = node.distinctClause as Tree[];
    return Object.keys(on ?? {}).length === 0 ? targets.map(nameOf) : undefined;
  }
  if (!aggregates || makesRows(targets)) return undefined;
  const keys = ((node.groupClause as unknown[]) ?? []).map((item) => {
    const number = wholeNumber(item);
    if (number !== undefined) return targets[number - 1];
    const text = JSON.stringify(item, withoutPlaces);
    const column = columnAt(item, scope);
    return targets.find(
      ({ val }) =>
        JSON.stringify(val, withoutPlaces) === text ||
        (column !== undefined && columnAt(val, scope) === column),
    );
  });
  return keys.every((key) => key !== undefined) ? keys.map((key) => nameOf(key as Tree)) : undefined;
}

/** The column that an expression is. */
export function columnAt(expression: unknown, scope: Scope): Column | undefined {
  const [kind, node] = unwrap(expression);
  const found = kind === 'ColumnRef' ? resolve(namesIn(node.fields), scope) : undefined;
  return found?.kind === 'column' ? found.column : undefined;
}

const withoutPlaces = (key: string, value: unknown): unknown => (key === 'location' ? undefined : value);

export const keyOf = (passed: Passed[]): string[] =>
  passed.flatMap(({ target, found, ofMeasure }) =>
    (found?.column.measure ?? ofMeasure) ? [] : [nameOf(target)],
  );

/** Whether an output may be of several rows for each. */
export const makesRows = (targets: Tree[]): boolean =>
  nodesOf<Tree>(targets, 'FuncCall').some(
    (call) => rowFunctions.has(functionName(call)) || functionName(call) === 'regexp_matches',
  );
