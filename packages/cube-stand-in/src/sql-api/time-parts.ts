import { constantText, functionName, namesIn, type Tree, unwrap } from './syntax-tree.ts';

const granularities: Record<string, string> = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

/** The granularity at which a field of a time is the same as the time's own. */
const granularityOfField: Record<string, string> = {
  ...granularities,
  isoyear: 'week',
  decade: 'year',
  century: 'year',
  millennium: 'year',
  dow: 'day',
  isodow: 'day',
  doy: 'day',
};

/** What an expression reads of a time, and the granularity that is enough for it. */
export function partOfTime(
  kind: string,
  node: Tree,
): { expression: unknown; granularity: string } | undefined {
  if (kind === 'TypeCast') {
    const isDate =
      namesIn((node.typeName as Tree).names).at(-1) === 'date' && !(node.typeName as Tree).arrayBounds;
    return isDate ? { expression: node.arg, granularity: 'day' } : undefined;
  }
  if (kind !== 'FuncCall') return undefined;
  const args = (node.args as unknown[]) ?? [];
  const name = functionName(node);
  if (name === 'date' && args.length === 1) return { expression: args[0], granularity: 'day' };
  if (args.length !== 2) return undefined;
  const field = constantText(args[0])?.toLowerCase() ?? '';
  const expression = withoutTimestampCast(args[1]);
  const known = { date_trunc: granularities, extract: granularityOfField, date_part: granularityOfField }[
    name
  ];
  const granularity = known && Object.hasOwn(known, field) ? known[field] : undefined;
  // A second has fractions.
  const isExact = name === 'date_trunc' || granularity !== 'second';
  return granularity && isExact ? { expression, granularity } : undefined;
}

function withoutTimestampCast(expression: unknown): unknown {
  const [kind, node] = unwrap(expression);
  if (kind !== 'TypeCast') return expression;
  const isTimestamp =
    namesIn((node.typeName as Tree).names).at(-1) === 'timestamp' && !(node.typeName as Tree).typmods;
  return isTimestamp ? node.arg : expression;
}
