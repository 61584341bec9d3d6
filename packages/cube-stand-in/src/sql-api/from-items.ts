import { plain } from './outputs.ts';
import { rowFunctions } from './permitted.ts';
import type { Relation } from './relations.ts';
import { refusal } from './sql-error.ts';
import { columnRef, functionName, namesIn, type Tree, unwrap } from './syntax-tree.ts';

/** `public."View".column` is of a table, and where its rows stand there is none. */
export function shorten(node: Tree, { alias }: Relation): void {
  const names = namesIn(node.fields);
  if (names.length > 2) node.fields = (columnRef(alias, names.at(-1) as string).ColumnRef as Tree).fields;
}

/** What something in FROM has, with the names that an alias gives its columns. */
export function renamedColumns<Read extends Pick<Relation, 'columns' | 'key'>>(
  read: Read,
  colnames: unknown,
): Read {
  const names = namesIn(colnames);
  if (names.length === 0) return read;
  return {
    ...read,
    // What a column is may be decided later.
    columns: read.columns.map((column, index) =>
      Object.create(column, { name: { value: names[index] ?? column.name } }),
    ),
    key: read.key?.map((name) => names[read.columns.findIndex((column) => column.name === name)] ?? name),
  };
}

/** What functions in FROM have. */
export function functionRelation(node: Tree, alias: Tree | undefined): Relation {
  const calls = ((node.functions as unknown[]) ?? []).map(
    (list) => unwrap((unwrap(list)[1].items as unknown[])[0])[1],
  );
  if (node.coldeflist || calls.some((call) => !rowFunctions.has(functionName(call)))) {
    throw refusal(
      'a function in FROM whose columns are not known',
      `There are ${[...rowFunctions].join(', ')}.`,
    );
  }
  const name = (alias?.aliasname as string | undefined) ?? (functionName(calls[0] as Tree) || '');
  const given = namesIn(alias?.colnames);
  const own = calls.flatMap((call) => {
    const arity = functionName(call) === 'unnest' ? ((call.args as unknown[]) ?? []).length : 1;
    const isNamed = /^jsonb?_array_elements/.test(functionName(call));
    return Array.from({ length: arity }, () =>
      isNamed ? 'value' : alias && calls.length === 1 && arity === 1 ? name : functionName(call),
    );
  });
  const names = [...own, ...(node.ordinality ? ['ordinality'] : [])];
  return { alias: name, columns: names.map((one, index) => plain(given[index] ?? one)) };
}

/** `SELECT *` of a relation. */
export const allOf = ({ alias: _, ...range }: Tree): Tree => ({
  targetList: [{ ResTarget: { val: { ColumnRef: { fields: [{ A_Star: {} }] } } } }],
  fromClause: [{ RangeVar: range }],
  limitOption: 'LIMIT_OPTION_DEFAULT',
  op: 'SETOP_NONE',
});
