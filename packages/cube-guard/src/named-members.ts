import type { UncheckedQuery } from './query-limits.ts';

interface Filter {
  member?: unknown;
  dimension?: unknown;
  or?: unknown;
  and?: unknown;
}

/** An expression of the SQL API: `${Cube.member}` in its SQL are the members. */
interface Expression {
  cubeName?: string;
  expr?: { sql?: string; sourceMeasure?: string; addFilters?: { sql?: string }[] };
}

/**
 * The members that one query or several name, wherever they do: to show, to filter, to order. Each by its cube's or
 * view's name and its own; what isn't such a name is left to Cube.
 */
export function namedMembers(query: unknown): string[] {
  const named = list(query).flatMap((one) => {
    const { measures, dimensions, segments, timeDimensions, filters, order } = (one ?? {}) as UncheckedQuery;
    return [
      ...[...listed(measures), ...listed(dimensions), ...listed(segments)].flatMap(inMember),
      ...listed(timeDimensions).map((asked) => (asked as { dimension?: unknown } | null)?.dimension),
      ...listed(filters).flatMap(inFilter),
      ...(Array.isArray(order)
        ? order.map((by) => (Array.isArray(by) ? by[0] : (by as { id?: unknown } | null)?.id))
        : Object.keys(order ?? {})),
    ];
  });
  return [...new Set(named.flatMap(withoutGranularity))];
}

/** Whether the SQL API asks for an expression there, and for no member. */
export const isExpression = (member: string): boolean => member.startsWith('{');

function inMember(member: unknown): unknown[] {
  if (typeof member !== 'string' || !isExpression(member)) return [member];
  const { cubeName, expr } = parsed(member);
  const texts = [expr?.sql, ...(expr?.addFilters ?? []).map(({ sql }) => sql)];
  const references = texts.flatMap((text) => [...(text ?? '').matchAll(/\$\{\s*(\w+)\.(\w+)/g)]);
  return [
    expr?.sourceMeasure,
    ...references.map(([, cube, name]) => `${cube === 'CUBE' ? cubeName : cube}.${name}`),
  ];
}

/** Cube refuses what can't be parsed. */
function parsed(expression: string): Expression {
  try {
    return JSON.parse(expression) as Expression;
  } catch {
    return {};
  }
}

function inFilter(filter: unknown): unknown[] {
  const { member, dimension, or, and } = (filter ?? {}) as Filter;
  return [member, dimension, ...[...listed(or), ...listed(and)].flatMap(inFilter)];
}

const withoutGranularity = (name: unknown): string[] => {
  const [cube, member] = typeof name === 'string' ? name.split('.') : [];
  return cube && member ? [`${cube}.${member}`] : [];
};

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
