import { isDeepStrictEqual } from 'node:util';
import { loadModule, type Node, type SqlError as ParseError, type ParseResult, parseSync } from 'libpg-query';
import { ExactDeparser } from './exact-deparser.ts';
import { SqlError } from './sql-error.ts';

/** A node of Postgres' syntax tree, or any part of one. */
export type Tree = Record<string, unknown>;

/** One statement of a text. */
export interface Statement {
  /** It alone, without the semicolon. */
  text: string;
  /** What it is, e.g. `SelectStmt`. */
  kind: string;
  node: Tree;
}

/** Postgres' own parser takes a moment to load. */
export const loadParser = loadModule;

/**
 * The statements in a text, by Postgres' own parser.
 *
 * @throws {SqlError} for the syntax errors that Postgres has
 */
export function statementsIn(sql: string): Statement[] {
  // The parser takes an empty text for a mistake of its caller.
  if (sql.trim() === '') return [];
  let result: ParseResult;
  try {
    result = parseSync(sql);
  } catch (error) {
    throw syntaxError(error as ParseError);
  }
  return statementsOf(sql, result);
}

/** What is wrong with a text, as Postgres says it. */
export function syntaxError({
  message,
  sqlDetails,
}: {
  message?: string;
  sqlDetails?: { cursorPosition?: number };
} = {}): SqlError {
  // The parser's stack, or JavaScript's, is at its end.
  if (/memory exhausted|call stack/.test(String(message))) {
    return new SqlError(
      '54001',
      'the statement is nested too deeply',
      'Write long lists as IN (…) or = ANY (…).',
    );
  }
  return new SqlError('42601', String(message), undefined, (sqlDetails?.cursorPosition ?? 0) + 1);
}

/** The statements of a text that is parsed. */
export function statementsOf(sql: string, { stmts = [] }: ParseResult): Statement[] {
  // Places are counted in bytes.
  const bytes = Buffer.from(sql);
  return stmts.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    const [kind, node] = Object.entries(stmt as Tree)[0] as [string, Tree];
    return { text: bytes.toString('utf8', start, length ? start + length : undefined), kind, node };
  });
}

/**
 * The text of a statement.
 *
 * @throws {SqlError} where the text wouldn't be read as the same statement again
 */
export function textOf(kind: string, node: Tree): string {
  const text = ExactDeparser.textOf({ [kind]: node } as unknown as Node);
  const [again] = statementsIn(text);
  if (
    !again ||
    !isDeepStrictEqual(withoutPlaces({ [again.kind]: again.node }), withoutPlaces({ [kind]: node }))
  ) {
    throw new SqlError('XX000', 'the statement can not be written back as it was read');
  }
  return text;
}

const places = new Set([
  'location',
  'stmt_location',
  'stmt_len',
  'list_start',
  'list_end',
  'rexpr_list_start',
  'rexpr_list_end',
]);

/** A tree without the places in the text that it was read from, and without what is empty. */
export function withoutPlaces(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPlaces);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key, value]) => !places.has(key) && value !== undefined)
      .map(([key, value]) => [key, withoutPlaces(value)]),
  );
}

/** A statement that is a part of another, such as the one of a cursor. */
export function statementOf(wrapped: unknown): Statement {
  const [kind, node] = unwrap(wrapped);
  return { kind, node, text: textOf(kind, node) };
}

/** A SELECT of expressions. */
export const selectOf = (expressions: unknown[]): Tree => ({
  targetList: expressions.map((val) => ({ ResTarget: { val } })),
  limitOption: 'LIMIT_OPTION_DEFAULT',
  op: 'SETOP_NONE',
});

/** Everything in a tree that is a node of a kind, whatever is outside before what is in it. */
export function nodesOf<Kind extends Tree>(tree: unknown, kind: string, found: Kind[] = []): Kind[] {
  if (typeof tree !== 'object' || tree === null) return found;
  // Not by `entries`, which would make a list of each node.
  for (const key in tree) {
    const value = (tree as Tree)[key];
    if (key === kind && typeof value === 'object') found.push(value as Kind);
    nodesOf(value, kind, found);
  }
  return found;
}

/** The one node kind in a wrapper such as `{"ColumnRef": …}`, with what it holds. */
export function unwrap(node: unknown): [kind: string, node: Tree] {
  const [entry] = Object.entries((node ?? {}) as Tree);
  return (entry as [string, Tree] | undefined) ?? ['', {}];
}

/** The texts in a list of String nodes; a star is `*`. */
export const namesIn = (list: unknown): string[] =>
  ((list as Tree[] | undefined) ?? []).map((item) => {
    const [kind, node] = unwrap(item);
    return kind === 'A_Star' ? '*' : String(node.sval ?? '');
  });

/** A function's name without `pg_catalog`. */
export function functionName({ funcname }: Tree): string {
  const names = namesIn(funcname);
  return names[0] === 'pg_catalog' ? names.slice(1).join('.') : names.join('.');
}

const string = (sval: string): Tree => ({ String: { sval } });

export const columnRef = (...names: string[]): Tree => ({ ColumnRef: { fields: names.map(string) } });

/** A type by its name in the syntax tree. */
export function typeName(name: string): Tree {
  const [statement] = statementsIn(`SELECT NULL::${name}`);
  const [cast] = nodesOf(statement?.node, 'TypeCast');
  return (cast as Tree).typeName as Tree;
}

/** A constant of a type; null where there is no text. */
export const constant = (text: string | null, type: Tree): Tree => ({
  TypeCast: {
    arg: { A_Const: text === null ? { isnull: true } : { sval: { sval: text } } },
    typeName: type,
  },
});

/** The name that Postgres gives a column of a SELECT by what it is; nothing for those that are named otherwise. */
export function impliedName(expression: unknown): string | undefined {
  const [kind, node] = unwrap(expression);
  switch (kind) {
    case 'ColumnRef': {
      const name = namesIn(node.fields).at(-1);
      return name === '*' ? undefined : name;
    }
    case 'FuncCall':
      return namesIn(node.funcname).at(-1);
    case 'TypeCast':
      return impliedName(node.arg) ?? namesIn((node.typeName as Tree).names).at(-1);
    default:
      return undefined;
  }
}

/** The text of a literal, with a cast or without. */
export function constantText(expression: unknown): string | undefined {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast') return constantText(node.arg);
  const text = node.sval as Tree | undefined;
  return kind === 'A_Const' && text ? String(text.sval ?? '') : undefined;
}
