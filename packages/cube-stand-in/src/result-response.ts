import {
  type Member,
  type NormalizedQuery,
  type QueryType,
  type RawResult,
  type ResultData,
  type TransformRequest,
  transformResult,
} from './result-transform.ts';

/** A response without its data, as Cube's API gateway prepares it. */
export interface ResultRoot {
  query: NormalizedQuery;
  slowQuery: boolean;
  [field: string]: unknown;
}

/** The same for a response to several queries at once. */
export interface MultiResultRoot {
  queryType: QueryType;
  results: ResultRoot[];
  slowQuery: boolean;
}

/**
 * The body of the response to one query, as JSON in bytes.
 *
 * @param raw the driver's result, as JSON of `{members, columns}`
 * @throws as `transformResult` does
 */
export function finalResult(request: TransformRequest, raw: Buffer, root: ResultRoot): ArrayBuffer {
  return jsonBytes(withData(request, raw, root));
}

/**
 * The body of the response to several queries, as JSON in bytes: their results, and the query to pivot them by.
 *
 * @throws as `transformResult` does
 */
export function finalResultMulti(
  requests: TransformRequest[],
  raws: Buffer[],
  root: MultiResultRoot,
): ArrayBuffer {
  const results = root.results.map((result, i) => {
    const request = requests[i];
    const raw = raws[i];
    if (!request || !raw) throw new Error(`Query ${i + 1} of ${root.results.length} came without a result.`);
    return withData(request, raw, result);
  });
  const { queryType, slowQuery } = root;
  const pivotQuery = pivotQueryOf(
    queryType,
    results.map((result) => result.query),
  );
  return jsonBytes({ queryType, results, pivotQuery, slowQuery });
}

function withData(
  request: TransformRequest,
  raw: Buffer,
  root: ResultRoot,
): ResultRoot & { data: ResultData } {
  const rawResult = JSON.parse(raw.toString()) as RawResult;
  return { ...present(root), query: shownQuery(root.query), data: transformResult(request, rawResult) };
}

// A list, because some fields of the query Cube works with aren't the client's: `maskedMembers` tells access rules.
const SHOWN_QUERY_FIELDS = new Set([
  'measures',
  'dimensions',
  'timeDimensions',
  'segments',
  'limit',
  'offset',
  'total',
  'totalQuery',
  'timezone',
  'ungrouped',
  'responseFormat',
  'filters',
  'rowLimit',
  'order',
  'queryType',
]);

function shownQuery(query: NormalizedQuery): NormalizedQuery {
  return present(
    Object.fromEntries(Object.entries(query).filter(([field]) => SHOWN_QUERY_FIELDS.has(field))),
  );
}

/** The query a client pivots the results of several queries by. */
function pivotQueryOf(queryType: QueryType, queries: NormalizedQuery[]): NormalizedQuery {
  const [first] = queries;
  if (!first) throw new Error('The list of queries is empty.');

  switch (queryType) {
    case 'blendingQuery': {
      const granularity = queries.map((query) => query.timeDimensions?.[0]?.granularity).find(Boolean);
      return present({
        ...first,
        measures: merged(queries.map((query) => query.measures)),
        dimensions: merged(queries.map((query) => query.dimensions)),
        timeDimensions: granularity ? [{ dimension: 'time', granularity }] : (first.timeDimensions ?? null),
        queryType,
      });
    }
    case 'compareDateRangeQuery':
      return { ...first, dimensions: ['compareDateRange', ...(first.dimensions ?? [])], queryType };
    default:
      return { ...first, queryType };
  }
}

/** Each member once, in the order of first mention; null if there is none, which leaves the field out. */
function merged(lists: (Member[] | null | undefined)[]): Member[] | null {
  const members = [...new Set(lists.flatMap((list) => list ?? []))];
  return members.length > 0 ? members : null;
}

/** The object without its null and undefined fields: the add-on leaves out what isn't there. */
function present<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value != null)) as T;
}

function jsonBytes(body: unknown): ArrayBuffer {
  return new TextEncoder().encode(JSON.stringify(body)).buffer;
}
