import { conjunctsOf } from './clauses.ts';
import { type Measure, type Relation, resolve, type Scope } from './relations.ts';
import { refusal } from './sql-error.ts';
import { namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';

/**
 * Refuses a measure above a join that may have a row of its view several times: that counted it as often.
 *
 * @throws {SqlError} with the names of the measure and of what multiplies its rows
 */
export function checkSingle(node: Tree, scope: Scope, relation: Relation, { column, rows }: Measure): void {
  const others = scope.relations.filter((one) => one !== relation);
  if (others.length === 0) return;
  const equations = conditionsOf(node).flatMap((condition) => equationOf(condition, scope));
  const single = new Set([relation]);
  // Of what is joined by its key to what is there once, there is one row.
  for (let size = 0; size < single.size; ) {
    size = single.size;
    for (const other of others) {
      const isJoined = (name: string): boolean =>
        equations.some(
          (one) => one.relation === other && one.name === name && one.reads.every((read) => single.has(read)),
        );
      if (other.key?.every(isJoined)) single.add(other);
    }
  }
  const multiplying = others.find((one) => !single.has(one));
  if (!multiplying) return;
  throw refusal(
    `the measure "${column.name}" of "${rows.view.name}" is above a join with "${multiplying.alias}", which may have several rows for one of its own, and would count it as often`,
    `Join a sub-select that has one row for each value of what it is joined by (GROUP BY, or DISTINCT), or aggregate each view in a sub-select of its own and join their results.`,
  );
}

/** The conditions that all rows of a SELECT hold, or that its joins find them by. */
function conditionsOf(node: Tree): unknown[] {
  const ofJoin = (item: unknown): unknown[] => {
    const [kind, join] = unwrap(item);
    if (kind !== 'JoinExpr') return [];
    const using = namesIn(join.usingClause).map((name) => ({ Using: { name, join } }));
    return [...conjunctsOf(join.quals), ...using, ...ofJoin(join.larg), ...ofJoin(join.rarg)];
  };
  return [...conjunctsOf(node.whereClause), ...((node.fromClause as unknown[]) ?? []).flatMap(ofJoin)];
}

/** A column of a relation that is the same as something that is read of others. */
interface Equation {
  relation: Relation;
  name: string;
  reads: Relation[];
}

function equationOf(condition: unknown, scope: Scope): Equation[] {
  const [kind, node] = unwrap(condition);
  if (kind === 'Using') {
    const sides = scope.relations.filter(({ columns }) => columns.some(({ name }) => name === node.name));
    return sides.map((relation) => ({
      relation,
      name: node.name as string,
      reads: sides.filter((one) => one !== relation),
    }));
  }
  if (kind !== 'A_Expr' || node.kind !== 'AEXPR_OP' || namesIn(node.name)[0] !== '=') return [];
  const sides: [unknown, unknown][] = [
    [node.lexpr, node.rexpr],
    [node.rexpr, node.lexpr],
  ];
  return sides.flatMap(([one, other]) => {
    const [oneKind, reference] = unwrap(one);
    const found = oneKind === 'ColumnRef' ? resolve(namesIn(reference.fields), scope) : undefined;
    if (found?.kind !== 'column' || found.scope !== scope || !nodesOf(other, 'SubLink').next().done)
      return [];
    const reads = [...nodesOf<Tree>(other, 'ColumnRef')].flatMap(({ fields }) => {
      const read = resolve(namesIn(fields), scope);
      // What is of an outer SELECT is one value here.
      return read && read.scope === scope ? [read.relation] : [];
    });
    return reads.includes(found.relation)
      ? []
      : [{ relation: found.relation, name: found.column.name, reads }];
  });
}
