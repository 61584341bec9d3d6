import type { Scope } from './scope.ts';
import { columnRef, constantText, impliedName, namesIn, type Tree, typeName, unwrap } from './syntax-tree.ts';

/** What an item of ORDER BY sorts by. */
export const sortedBy = (item: unknown): unknown => unwrap(item)[1].node;

/** The conditions that a condition joins by AND. */
export function conjunctsOf(condition: unknown): unknown[] {
  if (condition === undefined) return [];
  const [kind, node] = unwrap(condition);
  return kind === 'BoolExpr' && node.boolop === 'AND_EXPR'
    ? (node.args as unknown[]).flatMap(conjunctsOf)
    : [condition];
}

/** Writes conditions that all hold in the place of a clause. */
export function setCondition(node: Tree, clause: 'whereClause' | 'havingClause', conjuncts: unknown[]): void {
  if (conjuncts.length === 0) delete node[clause];
  else
    node[clause] =
      conjuncts.length === 1 ? conjuncts[0] : { BoolExpr: { boolop: 'AND_EXPR', args: conjuncts } };
}

/** The rows that a LIMIT and an OFFSET reach; nothing where they aren't whole numbers in the text. */
export function limitOf({ limitCount, limitOffset, limitOption }: Tree): number | undefined {
  const count = wholeNumber(limitCount);
  const offset = limitOffset === undefined ? 0 : wholeNumber(limitOffset);
  if (count === 0) return 0;
  return count === undefined || offset === undefined || limitOption !== 'LIMIT_OPTION_COUNT'
    ? undefined
    : count + offset;
}

/** Whether a SELECT wants no rows, but their description. */
export const isEmptyLimit = (node: Tree): boolean => wholeNumber(node.limitCount) === 0;

/** The number that a literal is; nothing for any other expression. */
export function wholeNumber(expression: unknown): number | undefined {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast') {
    const text = constantText(node.arg);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
  const integer = node.ival as Tree | undefined;
  return kind === 'A_Const' && integer ? Number(integer.ival ?? 0) : undefined;
}

/** Writes out the columns that a star stands for, where it stands for a view's. */
export function expandStars(node: Tree, scope: Scope): void {
  node.targetList = ((node.targetList as unknown[]) ?? []).flatMap((target): unknown[] => {
    const [, { val }] = unwrap(target);
    const [kind, { fields }] = unwrap(val);
    const names = kind === 'ColumnRef' ? namesIn(fields) : [];
    if (names.at(-1) !== '*') return [target];
    const items =
      names.length === 1 ? scope.items : scope.items.filter(({ alias }) => alias === names.at(-2));
    return items.flatMap(({ alias, view }): unknown[] =>
      view
        ? [...view.columns.values()].map(({ kind, name }) => ({
            ResTarget: { name, val: kind === 'segment' ? nullSegment() : columnRef(alias, name) },
          }))
        : [{ ResTarget: { val: { ColumnRef: { fields: [{ String: { sval: alias } }, { A_Star: {} }] } } } }],
    );
  });
}

/** Gives the columns the names that they have without being given one: what they are computed of is going to change. */
export function nameOutputs({ targetList }: Tree): void {
  for (const target of targetList as unknown[]) {
    const [, output] = unwrap(target);
    const name = impliedName(output.val);
    if (name !== undefined) output.name ??= name;
  }
}

/** A segment is a condition, and has no value to show. */
const nullSegment = (): Tree => ({
  TypeCast: { arg: { A_Const: { isnull: true } }, typeName: typeName('bool') },
});

/** Puts the rows in the place of the view, wherever in the joins it is. */
export function replaceView(node: Tree, alias: string, rows: Tree): void {
  const replaced = (wrapped: unknown): unknown => {
    const [kind, item] = unwrap(wrapped);
    if (kind === 'JoinExpr') {
      return { JoinExpr: { ...item, larg: replaced(item.larg), rarg: replaced(item.rarg) } };
    }
    const name = (item.alias as Tree | undefined)?.aliasname ?? item.relname;
    return kind === 'RangeVar' && name === alias ? rows : wrapped;
  };
  node.fromClause = (node.fromClause as unknown[]).map(replaced);
}
