import { timeValue } from './time-value.ts';

/** A value as it came from the database's driver, through JSON. */
export type Cell = null | boolean | number | string | Cell[] | { [key: string]: Cell };

/** The driver's rows by column: `columns[j][i]` is row i of the column aliased `members[j]`. */
export interface RawResult {
  members: string[];
  columns: Cell[][];
}

export type QueryType = 'regularQuery' | 'compareDateRangeQuery' | 'blendingQuery';

/** A member's name, or an expression that has one. */
export type Member = string | { name: string };

export interface TimeDimension {
  dimension: string;
  granularity?: string | null;
  dateRange?: string[] | null;
}

/** Cube's normalized query, as far as results depend on it. */
export interface NormalizedQuery {
  measures?: Member[] | null;
  dimensions?: Member[] | null;
  timeDimensions?: TimeDimension[] | null;
  [field: string]: unknown;
}

/** What Cube says about a raw result: how its columns are called, and which format the client asked for. */
export interface TransformRequest {
  aliasToMemberNameMap: Record<string, string>;
  annotation: Record<string, { type?: string }>;
  query: NormalizedQuery;
  queryType?: QueryType;
  resType?: 'default' | 'compact' | 'columnar';
}

/** The `data` of a response, in the three formats of Cube's REST API. */
export type ResultData =
  | Record<string, Cell>[]
  | { members: string[]; dataset: Cell[][] }
  | { members: string[]; columns: Cell[][] };

interface Column {
  member: string;
  values: Cell[];
}

/**
 * Turns a raw result into what the client gets: aliases into members, time values into Cube's form, the members Cube
 * adds to them, and all that in the format the request names.
 *
 * @throws when a member is hidden from the asker, an alias is unknown, or the query doesn't fit its type.
 */
export function transformResult(request: TransformRequest, raw: RawResult): ResultData {
  const columns = resultColumns(request, raw);
  const members = columns.map((column) => column.member);
  const rowCount = raw.columns[0]?.length ?? 0;
  const rows = <Row>(row: (i: number) => Row) => Array.from({ length: rowCount }, (_, i) => row(i));

  switch (request.resType) {
    case 'compact':
      return { members, dataset: rows((i) => columns.map(({ values }) => values[i] ?? null)) };
    case 'columnar':
      return { members, columns: columns.map(({ values }) => values) };
    default:
      return rows((i) =>
        Object.fromEntries(columns.map(({ member, values }) => [member, values[i] ?? null])),
      );
  }
}

function resultColumns(request: TransformRequest, raw: RawResult): Column[] {
  // A result without rows has no columns either; what was asked for must be visible all the same.
  if (raw.members.length === 0) {
    for (const member of requestedMembers(request.query)) requireVisible(member, request);
    return [];
  }

  const columns = raw.members.map((alias, j) => {
    const member = request.aliasToMemberNameMap[alias];
    if (member === undefined) throw new Error(`Member name not found for alias: '${alias}'`);
    const { type } = requireVisible(member, request);
    return { member, values: typed(raw.columns[j] ?? [], type) };
  });
  columns.push(...bareTimeDimensions(columns, request.query));
  columns.push(...columnOfQueryType(columns, request));
  return columns;
}

function typed(values: Cell[], type: string | undefined): Cell[] {
  if (type !== 'time') return values;
  return values.map((value) => (typeof value === 'string' ? timeValue(value) : value));
}

function requireVisible(member: string, { annotation }: TransformRequest): { type?: string } {
  const annotated = annotation[member];
  if (annotated) return annotated;
  throw new Error(
    `You requested hidden member: '${member}'. Please make it visible using \`public: true\`. ` +
      'Please note primaryKey fields are `public: false` by default: ' +
      'https://cube.dev/docs/schema/reference/joins#setting-a-primary-key.',
  );
}

/** The members a query shows. A time dimension without granularity only filters. */
function requestedMembers(query: NormalizedQuery): string[] {
  return [
    ...[...(query.measures ?? []), ...(query.dimensions ?? [])].map((member) =>
      typeof member === 'string' ? member : member.name,
    ),
    ...(query.timeDimensions ?? []).filter((td) => td.granularity).map((td) => td.dimension),
  ];
}

const GRANULARITIES = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/**
 * Older clients read `Cube.time` where the query says `Cube.time.day`. So each such dimension appears bare as well,
 * with the values of its finest granularity, unless the query asks for it as a plain dimension.
 */
function bareTimeDimensions(columns: Column[], query: NormalizedQuery): Column[] {
  const finest = new Map<string, { level: number; values: Cell[] }>();
  for (const { member, values } of columns) {
    const [cube, dimension, granularity, ...more] = member.split('.');
    if (granularity === undefined || more.length > 0) continue;
    const bare = `${cube}.${dimension}`;
    if (query.dimensions?.includes(bare)) continue;

    const known = GRANULARITIES.indexOf(granularity);
    const level = known === -1 ? GRANULARITIES.length : known;
    const best = finest.get(bare);
    if (!best || level <= best.level) finest.set(bare, { level, values });
  }
  return Array.from(finest, ([member, { values }]) => ({ member, values }));
}

/** The column that tells the parts of a compound query apart, or that they share. */
function columnOfQueryType(columns: Column[], { query, queryType }: TransformRequest): Column[] {
  const timeDimension = query.timeDimensions?.[0];

  if (queryType === 'compareDateRangeQuery') {
    const dateRange = timeDimension?.dateRange;
    if (!dateRange || dateRange.length === 1) {
      throw new Error(
        'A query that compares date ranges needs a time dimension with the two ends of its range.',
      );
    }
    const rowCount = columns[0]?.values.length ?? 0;
    return [{ member: 'compareDateRange', values: Array(rowCount).fill(dateRange.join(' - ')) }];
  }

  if (queryType === 'blendingQuery') {
    if (!timeDimension?.granularity) {
      throw new QueryError('A query that is blended with others needs a time dimension with a granularity.');
    }
    const { dimension, granularity } = timeDimension;
    const shared = columns.find(({ member }) => member === `${dimension}.${granularity}`);
    return shared ? [{ member: `time.${granularity}`, values: shared.values }] : [];
  }

  return [];
}

/** A query that can't be answered as it is asked: Cube answers an error of this type with status 400. */
class QueryError extends Error {
  readonly type = 'UserError';
}
