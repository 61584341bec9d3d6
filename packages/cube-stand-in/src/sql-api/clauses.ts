import { constantText, impliedName, type Tree, unwrap } from './syntax-tree.ts';

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

/** Gives the columns the names that they have without being given one: what they are computed of is going to change. */
export function nameOutputs({ targetList }: Tree): void {
  for (const target of targetList as unknown[]) {
    const [, output] = unwrap(target);
    const name = impliedName(output.val);
    if (name !== undefined) output.name ??= name;
  }
}
