import type { Constant, Constants, PendingCondition } from './conditions.ts';
import type { ColumnType } from './member-types.ts';
import { refusal } from './sql-error.ts';
import { nodesOf, statementsIn, type Tree, textOf } from './syntax-tree.ts';

/** Computes constants: the texts of one row, for a SELECT with one column each. */
export type Evaluate = (select: string) => Promise<(string | null)[]>;

/** The value of a constant as text, as it is compared with a column of the type. */
const asText: Record<ColumnType, (value: string) => string> = {
  text: (value) => `(${value})::text`,
  bigint: (value) => `trim_scale((${value})::numeric)::text`,
  numeric: (value) => `trim_scale((${value})::numeric)::text`,
  boolean: (value) => `(${value})::boolean::text`,
  timestamp: (value) => `to_char((${value})::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
};

/** What a value of the type looks like that a filter of Cube can be made of. */
const filterable: Record<ColumnType, RegExp> = {
  text: /^[^\0]*$/s,
  bigint: /^-?\d+(\.\d+)?$/,
  numeric: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/,
};

const neutral: Record<ColumnType, string> = {
  text: '',
  bigint: '0',
  numeric: '0',
  boolean: 'true',
  timestamp: '2000-01-01T00:00:00.000000',
};

/** Has Postgres compute the constants of conditions. */
export async function evaluateConstants(
  conditions: PendingCondition[],
  evaluate: Evaluate,
): Promise<Constants> {
  const asked: Constant[] = [];
  for (const condition of conditions) {
    condition((constant) => {
      asked.push(constant);
      return constant.isArray ? [] : neutral[constant.type];
    });
  }
  if (asked.length === 0) return () => null;
  const values = await evaluate(textOf('SelectStmt', selectOf(asked)));
  const known = new Map(asked.map(({ expression }, index) => [expression, values[index] ?? null]));
  return ({ expression, type, isArray }) => {
    const value = known.get(expression) ?? null;
    if (value === null) return null;
    return isArray
      ? (JSON.parse(value) as (string | null)[]).map((item) => item && checked(item, type))
      : checked(value, type);
  };
}

function checked(value: string, type: ColumnType): string {
  if (!filterable[type].test(value)) throw refusal(`no filter of Cube is for the ${type} ${value}`);
  return value;
}

function selectOf(constants: Constant[]): Tree {
  const columns = constants.map(({ type, isArray }, index) => {
    const placeholder = `constant_${index}`;
    if (!isArray) return asText[type](placeholder);
    return `to_json(ARRAY(SELECT ${asText[type]('item')} FROM unnest((${placeholder})::${type}[]) AS items (item)))::text`;
  });
  const [statement] = statementsIn(
    `SELECT ${columns.map((column, index) => `${column} AS c${index}`).join(', ')}`,
  );
  const { node } = statement as { node: Tree };
  fill(node, new Map(constants.map(({ expression }, index) => [`constant_${index}`, expression])));
  return node;
}

/** Writes the constants in the place of the columns that stand for them. */
function fill(tree: unknown, constants: ReadonlyMap<string, Tree>): void {
  if (typeof tree !== 'object' || tree === null) return;
  const holder = tree as Tree;
  const [string] = nodesOf<Tree>(holder.ColumnRef, 'String');
  const expression = string && constants.get(string.sval as string);
  if (expression) {
    delete holder.ColumnRef;
    Object.assign(holder, structuredClone(expression));
    return;
  }
  for (const child of Object.values(holder)) fill(child, constants);
}
