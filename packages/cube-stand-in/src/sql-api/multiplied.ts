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
  const equations = conditionsOf(node, relation.alias).flatMap(({ condition, isAbout }) =>
    equationOf(condition, scope).filter((one) => isAbout(one.relation.alias)),
  );
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

/** A condition that rows hold, and which relations it leaves fewer rows of. */
interface Holding {
  condition: unknown;
  isAbout: (alias: string) => boolean;
}

/** The conditions of a SELECT for the rows that have one of a relation. */
function conditionsOf(node: Tree, counted: string): Holding[] {
  const isAbout = (): boolean => true;
  const ofJoin = (item: unknown): Holding[] => {
    const [kind, join] = unwrap(item);
    if (kind !== 'JoinExpr') return [];
    const left = aliasesIn(join.larg);
    const right = aliasesIn(join.rarg);
    const using = namesIn(join.usingClause).map((name) => ({ Using: { name, left, right } }));
    const isOf = (alias: string): boolean => {
      // Of the side whose rows an outer join keeps, it leaves out none, unless those of the other side are what counts.
      switch (join.jointype) {
        case 'JOIN_LEFT':
          return right.has(counted) || right.has(alias);
        case 'JOIN_RIGHT':
          return left.has(counted) || left.has(alias);
        case 'JOIN_FULL':
          return (left.has(counted) && right.has(alias)) || (right.has(counted) && left.has(alias));
        default:
          return true;
      }
    };
    const own = [...conjunctsOf(join.quals), ...using].map((condition) => ({ condition, isAbout: isOf }));
    return [...own, ...ofJoin(join.larg), ...ofJoin(join.rarg)];
  };
  return [
    ...conjunctsOf(node.whereClause).map((condition) => ({ condition, isAbout })),
    ...((node.fromClause as unknown[]) ?? []).flatMap(ofJoin),
  ];
}

/** The names of what is joined. */
function aliasesIn(item: unknown): Set<string> {
  const [kind, node] = unwrap(item);
  if (kind === 'JoinExpr') return new Set([...aliasesIn(node.larg), ...aliasesIn(node.rarg)]);
  const alias = (node.alias as Tree | undefined)?.aliasname ?? node.relname;
  return new Set(typeof alias === 'string' ? [alias] : []);
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
    const name = node.name as string;
    const having = (aliases: unknown): Relation[] =>
      scope.relations.filter(
        ({ alias, columns }) =>
          (aliases as Set<string>).has(alias) && columns.some((column) => column.name === name),
      );
    const [left, right] = [having(node.left), having(node.right)];
    return left.flatMap((one) =>
      right.flatMap((other) => [
        { relation: one, name, reads: [other] },
        { relation: other, name, reads: [one] },
      ]),
    );
  }
  if (kind !== 'A_Expr' || node.kind !== 'AEXPR_OP' || namesIn(node.name)[0] !== '=') return [];
  const sides: [unknown, unknown][] = [
    [node.lexpr, node.rexpr],
    [node.rexpr, node.lexpr],
  ];
  return sides.flatMap(([one, other]) => {
    const [oneKind, reference] = unwrap(one);
    const found = oneKind === 'ColumnRef' ? resolve(namesIn(reference.fields), scope) : undefined;
    if (found?.kind !== 'column' || found.scope !== scope || nodesOf(other, 'SubLink').length > 0) return [];
    const reads = nodesOf<Tree>(other, 'ColumnRef').flatMap(({ fields }) => {
      const read = resolve(namesIn(fields), scope);
      // What is of an outer SELECT is one value here.
      return read && read.scope === scope ? [read.relation] : [];
    });
    return reads.includes(found.relation)
      ? []
      : [{ relation: found.relation, name: found.column.name, reads }];
  });
}
