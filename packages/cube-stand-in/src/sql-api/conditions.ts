import type { ViewColumn } from './catalogue.ts';
import type { CubeFilter } from './cube.ts';
import { functionName, namesIn, type Tree, unwrap } from './syntax-tree.ts';

/** What a condition comes to once its constants are known: a filter, or the same for every row. */
export type Condition = CubeFilter | boolean;

/** A condition whose constants aren't known yet. */
export type PendingCondition = (constants: Constants) => Condition;

/** The value of a constant; a timestamp to microseconds, an array as a list. */
export type Constants = (constant: Constant) => string | (string | null)[] | null;

/** An expression without columns, and the type it is compared as. */
export interface Constant {
  expression: Tree;
  type: ViewColumn['type'];
  isArray: boolean;
}

/** How {@link pendingCondition} reads the columns and constants of a statement. */
export interface ConditionReader {
  /** The column of the view that an expression is; nothing where it is anything else. */
  column(expression: unknown): ViewColumn | undefined;
  /** Whether an expression has the same value for every row. */
  isConstant(expression: unknown): boolean;
}

/**
 * A condition of SQL as a filter of Cube that holds for exactly the same rows, null included; nothing where there is
 * none. Cube's `notEquals` holds for null, its `contains` ignores case, and its dates may mean a whole day: what is
 * made here is made of what doesn't depend on that.
 */
export function pendingCondition(
  tree: unknown,
  reader: ConditionReader,
  negated = false,
): PendingCondition | undefined {
  const [kind, node] = unwrap(tree);
  if (reader.isConstant(tree)) {
    const holds = constantOf(tree, 'boolean');
    return (constants) => constants(holds) === String(!negated);
  }
  switch (kind) {
    case 'BoolExpr':
      return connective(node, reader, negated);
    case 'NullTest': {
      const column = reader.column(node.arg);
      const isNull = (node.nulltesttype === 'IS_NULL') !== negated;
      return column && (() => presence(column, !isNull));
    }
    case 'BooleanTest':
      return booleanTest(node, reader, negated);
    case 'ColumnRef': {
      const column = reader.column(tree);
      return column?.type === 'boolean' ? () => equal(column, [String(!negated)]) : undefined;
    }
    case 'A_Expr':
      return comparison(node, reader, negated);
    default:
      return undefined;
  }
}

function connective(
  { boolop, args }: Tree,
  reader: ConditionReader,
  negated: boolean,
): PendingCondition | undefined {
  const isNegated = negated !== (boolop === 'NOT_EXPR');
  const parts: PendingCondition[] = [];
  for (const arg of args as unknown[]) {
    const part = pendingCondition(arg, reader, isNegated);
    if (!part) return undefined;
    parts.push(part);
  }
  if (boolop === 'NOT_EXPR') return parts[0];
  const by = (boolop === 'AND_EXPR') !== negated ? allOf : anyOf;
  return (constants) => by(parts.map((part) => part(constants)));
}

/** All of them; none of what holds for every row is said. */
export function allOf(conditions: Condition[]): Condition {
  if (conditions.includes(false)) return false;
  const filters = conditions.filter((condition) => condition !== true && condition !== false);
  return filters.length === 0 ? true : filters.length === 1 ? (filters[0] as CubeFilter) : { and: filters };
}

function anyOf(conditions: Condition[]): Condition {
  if (conditions.includes(true)) return true;
  const filters = conditions.filter((condition) => condition !== true && condition !== false);
  return filters.length === 0 ? false : filters.length === 1 ? (filters[0] as CubeFilter) : { or: filters };
}

const presence = ({ member }: ViewColumn, isSet: boolean): CubeFilter => ({
  member,
  operator: isSet ? 'set' : 'notSet',
});

const equal = ({ member }: ViewColumn, values: string[]): CubeFilter => ({
  member,
  operator: 'equals',
  values,
});

/** Not one of the values, and not null. */
const different = (column: ViewColumn, values: string[]): Condition =>
  allOf([{ member: column.member, operator: 'notEquals', values }, presence(column, true)]);

function booleanTest(
  { arg, booltesttype }: Tree,
  reader: ConditionReader,
  negated: boolean,
): PendingCondition | undefined {
  const column = reader.column(arg);
  if (column?.type !== 'boolean') return undefined;
  const [, not, what] = /^IS_(NOT_)?(TRUE|FALSE|UNKNOWN)$/.exec(String(booltesttype)) ?? [];
  const isNegated = negated !== (not !== undefined);
  if (what === 'UNKNOWN') return () => presence(column, isNegated);
  const value = String(what === 'TRUE');
  return () =>
    isNegated ? anyOf([different(column, [value]), presence(column, false)]) : equal(column, [value]);
}

const constantOf = (expression: unknown, type: ViewColumn['type'], isArray = false): Constant => ({
  expression: expression as Tree,
  type,
  isArray,
});

const mirrored: Record<string, string> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const opposite: Record<string, string> = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

function comparison(node: Tree, reader: ConditionReader, negated: boolean): PendingCondition | undefined {
  const [operator = ''] = namesIn(node.name);
  const left = timed(node.lexpr, reader);
  switch (node.kind) {
    case 'AEXPR_OP': {
      const isMirrored = left === undefined;
      const sided = left ?? timed(node.rexpr, reader);
      const other = isMirrored ? node.lexpr : node.rexpr;
      const symbol = isMirrored ? mirrored[operator] : operator;
      if (!sided || !reader.isConstant(other) || !symbol || !(symbol in mirrored)) return undefined;
      return compared(sided, (negated ? opposite[symbol] : symbol) as string, other);
    }
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const column = reader.column(node.lexpr);
      if (!column || column.type === 'timestamp' || !reader.isConstant(node.rexpr)) return undefined;
      const other = constantOf(node.rexpr, column.type);
      const isSame = (node.kind === 'AEXPR_NOT_DISTINCT') !== negated;
      return (constants) => {
        const value = textual(constants(other));
        if (value === null) return presence(column, !isSame);
        return isSame ? equal(column, [value]) : anyOf([different(column, [value]), presence(column, false)]);
      };
    }
    case 'AEXPR_IN': {
      const [, list] = unwrap(node.rexpr);
      const items = list.items as unknown[];
      if (!left || !items.every((item) => reader.isConstant(item))) return undefined;
      return oneOf(left, (operator === '=') !== negated, (constants) =>
        items.map((item) => textual(constants(constantOf(item, left.column.type)))),
      );
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL': {
      const isAny = node.kind === 'AEXPR_OP_ANY';
      if (!left || operator !== (isAny ? '=' : '<>') || !reader.isConstant(node.rexpr)) return undefined;
      const list = constantOf(node.rexpr, left.column.type, true);
      return oneOf(left, isAny !== negated, (constants) => constants(list) as (string | null)[] | null);
    }
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const [, list] = unwrap(node.rexpr);
      const [low, high] = list.items as [unknown, unknown];
      if (!left || !reader.isConstant(low) || !reader.isConstant(high)) return undefined;
      const isInside = (node.kind === 'AEXPR_BETWEEN') !== negated;
      const from = compared(left, isInside ? '>=' : '<', low);
      const to = compared(left, isInside ? '<=' : '>', high);
      return from && to && ((constants) => (isInside ? allOf : anyOf)([from(constants), to(constants)]));
    }
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return alike(node, reader, negated);
    default:
      return undefined;
  }
}

/** A column, or the day of a time: what a constant is compared with. */
interface Sided {
  column: ViewColumn;
  isDay: boolean;
}

function timed(expression: unknown, reader: ConditionReader): Sided | undefined {
  const column = reader.column(expression);
  if (column) return { column, isDay: false };
  const day = reader.column(dayOf(expression));
  return day?.type === 'timestamp' ? { column: day, isDay: true } : undefined;
}

/** What an expression takes the day of: `x::date`, `date(x)` or `date_trunc('day', x)`. */
export function dayOf(expression: unknown): unknown {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast' && namesIn((node.typeName as Tree).names).at(-1) === 'date') return node.arg;
  if (kind !== 'FuncCall') return undefined;
  const args = (node.args ?? []) as unknown[];
  if (functionName(node) === 'date' && args.length === 1) return args[0];
  const [, unit] = unwrap(args[0]);
  const isDay = functionName(node) === 'date_trunc' && (unit.sval as Tree | undefined)?.sval === 'day';
  return isDay && args.length === 2 ? args[1] : undefined;
}

function compared({ column, isDay }: Sided, operator: string, other: unknown): PendingCondition | undefined {
  const isTime = column.type === 'timestamp';
  if (column.type === 'text' && operator !== '=' && operator !== '<>') return undefined;
  if (column.type === 'boolean' && operator !== '=' && operator !== '<>') return undefined;
  const constant = constantOf(other, column.type);
  return (constants) => {
    const value = textual(constants(constant));
    if (value === null) return false;
    if (isTime) return atTime(column, operator, value, isDay);
    if (operator === '=') return equal(column, [value]);
    if (operator === '<>') return different(column, [value]);
    const names: Record<string, string> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };
    return { member: column.member, operator: names[operator] as string, values: [value] };
  };
}

/** Only `>=` and `<` a moment to the microsecond mean the same to Cube. */
function atTime(column: ViewColumn, operator: string, value: string, isDay: boolean): Condition {
  const from = (moment: string): CubeFilter => ({
    member: column.member,
    operator: 'afterOrOnDate',
    values: [moment],
  });
  const before = (moment: string): CubeFilter => ({
    member: column.member,
    operator: 'beforeDate',
    values: [moment],
  });
  // The days that are at or after a moment begin at its midnight, or at the next.
  const isMidnight = value.endsWith('T00:00:00.000000');
  const [start, end] = isDay
    ? [isMidnight ? value : nextDay(value), nextDay(value)]
    : [value, nextMicrosecond(value)];
  switch (operator) {
    case '<':
      return before(start);
    case '<=':
      return before(end);
    case '>':
      return from(end);
    case '>=':
      return from(start);
    case '=':
      return isDay && !isMidnight ? false : allOf([from(start), before(end)]);
    default:
      return isDay && !isMidnight ? presence(column, true) : anyOf([before(start), from(end)]);
  }
}

const nextDay = (value: string): string =>
  `${new Date(Date.parse(`${value.slice(0, 10)}T00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T00:00:00.000000`;

function nextMicrosecond(value: string): string {
  const fraction = Number(value.slice(20)) + 1;
  if (fraction < 1_000_000) return value.slice(0, 20) + String(fraction).padStart(6, '0');
  return `${new Date(Date.parse(`${value.slice(0, 19)}Z`) + 1000).toISOString().slice(0, 19)}.000000`;
}

/** One of some values, or none of them. Null among them makes "none" hold for no row. */
function oneOf(
  sided: Sided,
  isOne: boolean,
  listed: (constants: Constants) => (string | null)[] | null,
): PendingCondition | undefined {
  const { column, isDay } = sided;
  return (constants) => {
    const list = listed(constants);
    if (list === null || (!isOne && list.includes(null))) return false;
    const values = list.filter((value) => value !== null);
    if (column.type === 'timestamp') {
      const operator = isOne ? '=' : '<>';
      const conditions = values.map((value) => atTime(column, operator, value, isDay));
      return isOne ? anyOf(conditions) : allOf(conditions);
    }
    if (values.length === 0) return !isOne;
    return isOne ? equal(column, values) : different(column, values);
  };
}

/** `LIKE` without a wildcard, and `ILIKE '%…%'`. What else a pattern means, Cube has no filter for. */
function alike(node: Tree, reader: ConditionReader, negated: boolean): PendingCondition | undefined {
  const column = reader.column(node.lexpr);
  const pattern = literalText(node.rexpr);
  if (column?.type !== 'text' || pattern === undefined) return undefined;
  const isNegated = negated !== namesIn(node.name)[0]?.startsWith('!');
  if (node.kind === 'AEXPR_LIKE') {
    if (/[%_\\]/.test(pattern)) return undefined;
    return () => (isNegated ? different(column, [pattern]) : equal(column, [pattern]));
  }
  const [, part] = /^%([^%_\\]+)%$/.exec(pattern) ?? [];
  if (part === undefined) return undefined;
  return () =>
    isNegated
      ? allOf([{ member: column.member, operator: 'notContains', values: [part] }, presence(column, true)])
      : { member: column.member, operator: 'contains', values: [part] };
}

/** The text that a literal is, with a cast to text or without. */
function literalText(expression: unknown): string | undefined {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast') {
    const type = namesIn((node.typeName as Tree).names).at(-1);
    return type === 'text' || type === 'varchar' ? literalText(node.arg) : undefined;
  }
  const text = node.sval as Tree | undefined;
  return kind === 'A_Const' && text ? String(text.sval ?? '') : undefined;
}

const textual = (value: ReturnType<Constants>): string | null => {
  if (Array.isArray(value)) throw new TypeError('A list where a value is expected.');
  return value;
};
