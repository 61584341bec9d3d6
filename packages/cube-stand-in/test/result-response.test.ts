import { describe, expect, it } from 'vitest';
import { finalResult, finalResultMulti, type ResultRoot } from '../src/result-response.ts';
import type { NormalizedQuery, TransformRequest } from '../src/result-transform.ts';

const query: NormalizedQuery = {
  measures: ['SignUps.count'],
  dimensions: [],
  timeDimensions: [
    { dimension: 'SignUps.at', granularity: 'month', dateRange: ['2026-01-01', '2026-01-31'] },
  ],
  limit: 100,
  timezone: 'UTC',
};
const request: TransformRequest = {
  aliasToMemberNameMap: { total: 'SignUps.count', at: 'SignUps.at.month' },
  annotation: {
    'SignUps.count': { type: 'number' },
    'SignUps.at.month': { type: 'time' },
    'SignUps.at': { type: 'time' },
  },
  query,
  queryType: 'regularQuery',
};
const raw = Buffer.from('{"members":["total"],"columns":[["1000"]]}');
const root: ResultRoot = { query, annotation: { measures: {} }, slowQuery: false };

const parsed = (body: ArrayBuffer) => JSON.parse(new TextDecoder().decode(body));

describe('the response to one query', () => {
  it('is the prepared root with the data', () => {
    expect(parsed(finalResult(request, raw, root))).toEqual({
      query,
      annotation: { measures: {} },
      slowQuery: false,
      data: [{ 'SignUps.count': '1000' }],
    });
  });

  it("leaves out what isn't there and keeps what is", () => {
    const body = parsed(
      finalResult(request, raw, {
        ...root,
        query: { ...query, limit: null, offset: undefined, order: [] },
        lastRefreshTime: '2026-04-01T00:00:00.000Z',
        refreshKeyValues: undefined,
        usedPreAggregations: {},
        requestId: null,
        dataSource: 'default',
        extDbType: null,
        external: false,
        total: null,
      }),
    );
    expect(body).toEqual({
      query: { ...query, limit: undefined, order: [] },
      annotation: { measures: {} },
      slowQuery: false,
      lastRefreshTime: '2026-04-01T00:00:00.000Z',
      usedPreAggregations: {},
      dataSource: 'default',
      external: false,
      data: [{ 'SignUps.count': '1000' }],
    });
    expect(body).not.toHaveProperty('total');
    expect(body.query).not.toHaveProperty('limit');
  });

  it('keeps a total of 0', () => {
    expect(parsed(finalResult(request, raw, { ...root, total: 0 })).total).toBe(0);
  });

  it("doesn't show the client the fields of the query that are Cube's own", () => {
    const internal = { ...query, cacheMode: 'stale-if-slow', maskedMembers: [{ member: 'SignUps.email' }] };
    expect(parsed(finalResult(request, raw, { ...root, query: internal })).query).toEqual(query);
  });

  it('is an ArrayBuffer of exactly the JSON, in UTF-8', () => {
    const body = finalResult(request, Buffer.from('{"members":["total"],"columns":[["Zoë ✓"]]}'), root);
    expect(body).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.from(body).toString()).toBe(new TextDecoder().decode(body));
    expect(parsed(body).data).toEqual([{ 'SignUps.count': 'Zoë ✓' }]);
  });
});

describe('the response to several queries', () => {
  const respond = (
    queryType: 'compareDateRangeQuery' | 'blendingQuery' | 'regularQuery',
    queries: NormalizedQuery[],
    raws = queries.map(() =>
      Buffer.from('{"members":["total","at"],"columns":[["5"],["2026-01-01T00:00:00.000"]]}'),
    ),
  ) =>
    parsed(
      finalResultMulti(
        queries.map((query) => ({ ...request, query, queryType })),
        raws,
        { queryType, slowQuery: false, results: queries.map((query) => ({ ...root, query })) },
      ),
    );

  it('to a single one: its result, and itself to pivot by', () => {
    const body = respond('regularQuery', [query]);
    expect(body.queryType).toBe('regularQuery');
    expect(body.slowQuery).toBe(false);
    expect(body.results).toHaveLength(1);
    expect(body.pivotQuery).toEqual({ ...query, queryType: 'regularQuery' });
  });

  it('comparing date ranges: the range leads the dimensions to pivot by', () => {
    const january = { ...query, dimensions: ['SignUps.persona'] };
    const february = {
      ...january,
      timeDimensions: [
        { dimension: 'SignUps.at', granularity: 'month', dateRange: ['2026-02-01', '2026-02-28'] },
      ],
    };
    const body = respond('compareDateRangeQuery', [january, february]);
    expect(
      body.results.map(
        (result: ResultRoot & { data: Record<string, string>[] }) => result.data[0]?.compareDateRange,
      ),
    ).toEqual(['2026-01-01 - 2026-01-31', '2026-02-01 - 2026-02-28']);
    expect(body.pivotQuery).toEqual({
      ...january,
      dimensions: ['compareDateRange', 'SignUps.persona'],
      queryType: 'compareDateRangeQuery',
    });
  });

  it('blended: all measures and dimensions once, over one time', () => {
    const accounts = {
      ...query,
      measures: ['Accounts.count', 'SignUps.count'],
      dimensions: ['Accounts.plan'],
    };
    const body = respond('blendingQuery', [query, accounts]);
    expect(body.results[0].data[0]['time.month']).toBe('2026-01-01T00:00:00.000');
    expect(body.pivotQuery).toEqual({
      measures: ['SignUps.count', 'Accounts.count'],
      dimensions: ['Accounts.plan'],
      timeDimensions: [{ dimension: 'time', granularity: 'month' }],
      limit: 100,
      timezone: 'UTC',
      queryType: 'blendingQuery',
    });
  });

  it('blended without dimensions: none to pivot by', () => {
    expect(respond('blendingQuery', [query, query]).pivotQuery).not.toHaveProperty('dimensions');
  });

  it('without rows in one of them: the others have theirs', () => {
    const empty = Buffer.from('{"members":[],"columns":[]}');
    const full = Buffer.from('{"members":["total","at"],"columns":[["5"],["2026-01-01T00:00:00.000"]]}');
    const body = respond('blendingQuery', [query, query], [empty, full]);
    expect(body.results.map((result: { data: unknown[] }) => result.data.length)).toEqual([0, 1]);
  });

  it('needs a result for each query', () => {
    expect(() => respond('blendingQuery', [query, query], [raw])).toThrow(
      'Query 2 of 2 came without a result.',
    );
  });
});
