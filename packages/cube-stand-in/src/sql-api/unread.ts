import { isDeepStrictEqual } from 'node:util';
import { conjunctsOf } from './clauses.ts';
import { impliedName, namesIn, nodesOf, type Tree, unwrap, withoutPlaces } from './syntax-tree.ts';

/**
 * Takes out of a SELECT what its sub-selects have for nobody: columns that aren't read, joins that add none, and CTEs
 * that nothing is from. Postgres leaves these joins out as well, but too late to answer from an index.
 */
export function dropUnread(select: Tree): void {
  for (const { alias, subquery } of nodesOf<Tree>(select.fromClause, 'RangeSubselect')) {
    const [, inner] = unwrap(subquery);
    const { aliasname, colnames } = (alias ?? {}) as Tree;
    const read = namesRead(select, inner);
    if (!isOfPlainRows(inner) || colnames || read.has('*') || read.has(String(aliasname))) continue;
    const targets = inner.targetList as unknown[];
    const kept = targets.filter((wrapped) => {
      const [, { name, val }] = unwrap(wrapped);
      const [kind, node] = unwrap(val);
      const column = String(name ?? namesIn(node.fields).at(-1));
      return kind !== 'ColumnRef' || column === '*' || read.has(column);
    });
    inner.targetList = kept.length > 0 ? kept : targets.slice(0, 1);
    inner.fromClause = (inner.fromClause as unknown[]).map((item) => withoutUnread(item, inner));
    dropUnreadCtes(inner);
  }
}

const isOfPlainRows = (select: Tree): boolean =>
  (select.op === undefined || select.op === 'SETOP_NONE') &&
  ['distinctClause', 'groupClause', 'sortClause', 'valuesLists', 'windowClause'].every(
    (clause) => !select[clause],
  ) &&
  Array.isArray(select.fromClause);

/** The last names of all columns that a tree refers to, but for those in a part of it. */
function namesRead(tree: unknown, except: unknown, names = new Set<string>()): Set<string> {
  if (typeof tree !== 'object' || tree === null || tree === except) return names;
  for (const [key, value] of Object.entries(tree)) {
    if (key === 'ColumnRef') names.add(namesIn((value as Tree).fields).at(-1) ?? '');
    else namesRead(value, except, names);
  }
  return names;
}

/** What is in FROM without the left joins that nobody reads, where these find a row at most. */
function withoutUnread(item: unknown, select: Tree): unknown {
  const [kind, join] = unwrap(item);
  if (kind !== 'JoinExpr') return item;
  join.larg = withoutUnread(join.larg, select);
  const [rangeKind, range] = unwrap(join.rarg);
  if (rangeKind !== 'RangeVar' || join.jointype !== 'JOIN_LEFT' || join.alias) return item;
  const alias = ((range.alias as Tree | undefined)?.aliasname ?? range.relname) as string;
  const cte = ctesOf(select).find(({ ctename }) => ctename === range.relname);
  const own = new Set(nodesOf(join.quals, 'ColumnRef'));
  // A column without its table's name may be anybody's.
  const isRead = nodesOf<Tree>([select.targetList, select.fromClause, select.whereClause], 'ColumnRef').some(
    (reference) => !own.has(reference) && [alias, undefined].includes(namesIn(reference.fields).at(-2)),
  );
  return !isRead && cte && findsOne(join.quals, alias, cte) ? join.larg : item;
}

/** Whether a join finds one row of a CTE at most: it is by all that the CTE's rows are groups of. */
function findsOne(condition: unknown, alias: string, cte: Tree): boolean {
  const [, { groupClause = [], targetList = [] }] = unwrap(cte.ctequery) as [
    string,
    Record<string, unknown[]>,
  ];
  const by = conjunctsOf(condition).flatMap((conjunct) => {
    const [kind, { name, lexpr, rexpr }] = unwrap(conjunct);
    if (kind !== 'A_Expr' || namesIn(name).join('.') !== '=') return [];
    return nodesOf<Tree>([lexpr, rexpr], 'ColumnRef').map(({ fields }) => namesIn(fields).join('.'));
  });
  const columns = targetList.map((wrapped) => unwrap(wrapped)[1]);
  return (
    groupClause.length > 0 &&
    groupClause.every((group) =>
      columns.some(
        ({ name, val }) =>
          by.includes(`${alias}.${name ?? impliedName(val)}`) &&
          isDeepStrictEqual(withoutPlaces(val), withoutPlaces(group)),
      ),
    )
  );
}

const ctesOf = ({ withClause }: Tree): Tree[] =>
  (((withClause as Tree | undefined)?.ctes as unknown[]) ?? []).map((wrapped) => unwrap(wrapped)[1]);

function dropUnreadCtes(select: Tree): void {
  const { withClause, ...rest } = select;
  if (!withClause || (withClause as Tree).recursive) return;
  const kept: unknown[] = [];
  // One reads those before it alone.
  for (const wrapped of ((withClause as Tree).ctes as unknown[]).toReversed()) {
    const [, { ctename }] = unwrap(wrapped);
    if (nodesOf<Tree>([rest, kept], 'RangeVar').some(({ relname }) => relname === ctename))
      kept.unshift(wrapped);
  }
  if (kept.length > 0) (withClause as Tree).ctes = kept;
  else delete select.withClause;
}
