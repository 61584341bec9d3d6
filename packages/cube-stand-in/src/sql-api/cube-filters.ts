import type { ViewColumn } from './catalogue.ts';
import type { CubeFilter } from './cube.ts';
import { namesIn, type Tree, unwrap } from './syntax-tree.ts';

/** A condition as Cube filters by it: a segment, or filters that all hold. */
export type FoundFilter = { segment: string } | { filters: CubeFilter[] };

/** The column of the view that a reference means; nothing for any other. */
type ColumnOf = (names: string[]) => ViewColumn | undefined;

/** As many filters as are worth Cube's reading, of a query that may have 50, and values of one. */
export const mostFilters = 20;
const longestList = 100;

/**
 * A condition of SQL as filters of Cube that hold for exactly the same rows; nothing where there are none for certain.
 * It knows what dashboards send: comparisons of a column with literals. Everything else is Postgres' to say.
 */
export function filterOf(condition: unknown, columnOf: ColumnOf): FoundFilter | undefined {
  const [kind, node] = unwrap(condition);
  const segment = segmentOf(kind, node, condition, columnOf);
  if (segment) return { segment };
  if (kind === 'NullTest') {
    const column = dimension(node.arg, columnOf);
    return (
      column && {
        filters: [{ member: column.member, operator: node.nulltesttype === 'IS_NULL' ? 'notSet' : 'set' }],
      }
    );
  }
  if (kind !== 'A_Expr') return undefined;
  const [operator = ''] = namesIn(node.name);
  const left = dimension(node.lexpr, columnOf);
  if (!left) return undefined;
  switch (node.kind) {
    case 'AEXPR_OP':
      return compared(left, operator, literalFor(left, node.rexpr));
    case 'AEXPR_IN': {
      const values = ((unwrap(node.rexpr)[1].items as unknown[]) ?? []).map((item) => literalFor(left, item));
      const isPlain =
        operator === '=' &&
        (left.type === 'text' || left.type === 'numeric') &&
        values.length <= longestList &&
        values.every((value) => value !== undefined);
      return isPlain
        ? { filters: [{ member: left.member, operator: 'equals', values: values as string[] }] }
        : undefined;
    }
    case 'AEXPR_BETWEEN': {
      const [from, to] = ((unwrap(node.rexpr)[1].items as unknown[]) ?? []).map((item) =>
        literalFor(left, item),
      );
      const [lower, upper] = [compared(left, '>=', from), compared(left, '<=', to)];
      return lower && upper && { filters: [...lower.filters, ...upper.filters] };
    }
    default:
      return undefined;
  }
}

const numberOperators: Record<string, string> = {
  '=': 'equals',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};

function compared(
  column: ViewColumn,
  operator: string,
  value: string | undefined,
): { filters: CubeFilter[] } | undefined {
  if (value === undefined) return undefined;
  const { member, type } = column;
  const numberOperator = type === 'numeric' ? numberOperators[operator] : undefined;
  if (numberOperator) return { filters: [{ member, operator: numberOperator, values: [value] }] };
  if (type === 'text')
    return operator === '=' ? { filters: [{ member, operator: 'equals', values: [value] }] } : undefined;
  // Only these mean the same to Cube, to the microsecond.
  const from = (moment: string): CubeFilter => ({ member, operator: 'afterOrOnDate', values: [moment] });
  const before = (moment: string): CubeFilter => ({ member, operator: 'beforeDate', values: [moment] });
  switch (operator) {
    case '>=':
      return { filters: [from(value)] };
    case '<':
      return { filters: [before(value)] };
    case '>':
      return { filters: [from(nextMicrosecond(value))] };
    case '<=':
      return { filters: [before(nextMicrosecond(value))] };
    default:
      return undefined;
  }
}

function segmentOf(kind: string, node: Tree, condition: unknown, columnOf: ColumnOf): string | undefined {
  if (kind === 'BooleanTest' && node.booltesttype === 'IS_TRUE')
    return segmentOf(...unwrap(node.arg), node.arg, columnOf);
  if (kind === 'A_Expr' && node.kind === 'AEXPR_OP' && namesIn(node.name)[0] === '=') {
    const isTrue = (unwrap(node.rexpr)[1].boolval as Tree | undefined)?.boolval === true;
    return isTrue ? segmentOf(...unwrap(node.lexpr), node.lexpr, columnOf) : undefined;
  }
  const column = kind === 'ColumnRef' ? columnOf(namesIn(unwrap(condition)[1].fields)) : undefined;
  return column?.kind === 'segment' ? column.member : undefined;
}

function dimension(expression: unknown, columnOf: ColumnOf): ViewColumn | undefined {
  const [kind, node] = unwrap(expression);
  const column = kind === 'ColumnRef' ? columnOf(namesIn(node.fields)) : undefined;
  return column?.kind === 'dimension' ? column : undefined;
}

/** The casts of a literal that say no more than the column's type does. */
const sameTypes: Partial<Record<ViewColumn['type'], string[]>> = {
  text: ['text', 'varchar'],
  timestamp: ['timestamp', 'date'],
};

/** The value of a literal as Cube takes it: a text, a whole number, or a moment to the microsecond. */
function literalFor({ type }: ViewColumn, expression: unknown): string | undefined {
  const [kind, node] = unwrap(expression);
  const cast = kind === 'TypeCast' ? (node.typeName as Tree) : undefined;
  const [constKind, literal] = cast ? unwrap(node.arg) : [kind, node];
  const castName = cast && namesIn(cast.names).at(-1);
  // A whole number as it is written; Postgres leaves out the 0 of a tree.
  if (type === 'numeric' && kind === 'A_Const' && node.ival) return String((node.ival as Tree).ival ?? 0);
  if (cast && (cast.typmods || cast.arrayBounds || !sameTypes[type]?.includes(castName as string)))
    return undefined;
  const text =
    constKind === 'A_Const' && literal.sval ? String((literal.sval as Tree).sval ?? '') : undefined;
  if (text === undefined || text.includes('\0')) return undefined;
  if (type === 'text') return text;
  return type === 'timestamp' ? moment(text, castName === 'date') : undefined;
}

/** A moment as it is written in ISO 8601, of years that both databases and Cube know; a zone is passed over, as Postgres does. */
function moment(text: string, isDate: boolean): string | undefined {
  const [, date, time = '00:00', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,6}))?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(
      text,
    ) ?? [];
  if (!date || date < '1000' || date > '9998') return undefined;
  const seconds = isDate ? '00:00:00' : time.length === 5 ? `${time}:00` : time;
  const day = new Date(`${date}T${seconds}Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(`${date}T${seconds}`)) return undefined;
  return `${date}T${seconds}.${isDate ? '000000' : fraction.padEnd(6, '0')}`;
}

function nextMicrosecond(moment: string): string {
  const fraction = Number(moment.slice(20)) + 1;
  if (fraction < 1_000_000) return moment.slice(0, 20) + String(fraction).padStart(6, '0');
  return `${new Date(Date.parse(`${moment.slice(0, 19)}Z`) + 1000).toISOString().slice(0, 19)}.000000`;
}
