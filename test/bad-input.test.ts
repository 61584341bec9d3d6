import fc from 'fast-check';
import pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { value } from './harness/query.ts';
import * as apis from './production/apis.ts';

const measures = ['ActivationRate.newSignUps'];
const signedUpAt = 'ActivationRate.signedUpAt';
const persona = 'ActivationRate.persona';
const sql = "'; DROP TABLE users; --";

const during = (timeDimension: object) => ({
  measures,
  timeDimensions: [{ dimension: signedUpAt, ...timeDimension }],
});
const filtered = (...filters: unknown[]) => ({ measures, filters });
const nested = (levels: number): object =>
  levels === 0 ? { member: persona, operator: 'set' } : { and: [nested(levels - 1)] };

/** A request to the shared server, and its answer: always JSON. */
async function send(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; error: unknown; data?: Record<string, unknown>[] }> {
  const response = await fetch(`${inject('cubeUrl')}${path}`, init);
  expect(response.headers.get('content-type')).toMatch('application/json');
  return { status: response.status, ...((await response.json()) as { error: unknown }) };
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const ask = (query: unknown) => send('/cubejs-api/v1/load', post(JSON.stringify({ query })));
const askByWebSocket = async (query: unknown): Promise<{ status: number; error: unknown }> => {
  const { status, text } = await apis.webSocket(inject('cubeUrl'), '', query as object);
  return { status, error: (JSON.parse(text) as { error?: string }).error };
};

/** Two ways to Cube's gateway: past the routes of HTTP, and not. */
const ways = [
  ['POST', ask],
  ['WebSocket', askByWebSocket],
] as const;

// Whatever was asked, the server goes on.
afterAll(async () => {
  expect(await value('ActivationRate.newSignUps')).toBe(1000);
});

describe.each(ways)('a query by %s is refused with 400 and the name of', (_, ask) => {
  test.each<[thing: string, query: unknown, named: string | RegExp]>([
    ['an unknown measure', { measures: ['ActivationRate.nope'] }, 'ActivationRate.nope'],
    ['an unknown dimension', { measures, dimensions: ['ActivationRate.nope'] }, 'ActivationRate.nope'],
    ['an unknown view', { measures: ['NoView.count'] }, 'NoView'],
    [
      'a number of one day without the day',
      {
        measures: ['ActivationCurve.estimatedShareActivated'],
        filters: [{ member: 'ActivationCurve.day', operator: 'equals', values: ['7', '8'] }],
      },
      /estimatedShareActivated is a number of one day: add ActivationCurve.day to the dimensions/,
    ],
    [
      'a number of one action and one number of times with but one of them',
      {
        measures: ['ActivationDrivers.reach'],
        dimensions: ['ActivationDrivers.actionName'],
        filters: [
          { or: [{ member: 'ActivationDrivers.times', operator: 'equals', values: ['1'] }] },
          { member: 'ActivationDrivers.times', operator: 'lte', values: ['1'] },
          { member: 'ActivationDrivers.times', operator: 'equals', values: [null] },
        ],
      },
      /reach is a number of one times: add ActivationDrivers.times to the dimensions .* filter by one value/,
    ],
    [
      'a filter by a number of one day without the day',
      {
        measures: [],
        dimensions: ['ActivationCurve.persona'],
        filters: [{ member: 'ActivationCurve.usersAtRisk', operator: 'gt', values: ['5'] }],
      },
      /usersAtRisk is a number of one day: add ActivationCurve.day to the dimensions/,
    ],
    ['an unknown segment', { measures, segments: ['ActivationRate.nope'] }, 'ActivationRate.nope'],
    ['a member in a filter', filtered({ member: 'ActivationRate.nope', operator: 'set' }), 'nope'],
    ['an unknown order member', { measures, order: { 'ActivationRate.nope': 'asc' } }, 'ActivationRate.nope'],
    ['an order member without a view', { measures, order: [['nope', 'desc']] }, 'nope'],
    [
      'a bound of null',
      filtered({ member: 'ActivationRate.newSignUps', operator: 'lte', values: [null] }),
      /lte.*newSignUps.*null.*notSet/,
    ],
    ...['in', 'notIn', 'contains', 'notContains', 'startsWith', 'notEndsWith'].map(
      (operator): [string, object, RegExp] => [
        `nothing but null by ${operator}`,
        filtered({ or: [{ member: persona, operator, values: [null] }] }),
        new RegExp(`${operator} of ActivationRate.persona.*notSet`),
      ],
    ),
    [
      'null twice',
      filtered({ member: persona, operator: 'equals', values: [null, null] }),
      /equals of ActivationRate.persona.*notSet/,
    ],
    ...['inDateRange', 'notInDateRange', 'onTheDate', 'beforeDate'].map(
      (operator): [string, object, RegExp] => [
        `a date of null by ${operator}`,
        filtered({ member: signedUpAt, operator, values: [null] }),
        new RegExp(`${operator} of ActivationRate.signedUpAt.*notSet`),
      ],
    ),
    [
      'a date range that begins with null',
      filtered({ member: signedUpAt, operator: 'inDateRange', values: [null, '2026-01-01'] }),
      /inDateRange of ActivationRate.signedUpAt.*notSet/,
    ],
    ['an order direction', { measures, order: { [persona]: 'sideways' } }, /persona.*asc, desc/],
    ['a name that every object has', { measures: ['ActivationRate.constructor'] }, 'constructor'],
    ['a measure in dimensions', { dimensions: measures }, 'ActivationRate.newSignUps'],
    ['a dimension in measures', { measures: [persona] }, persona],
    ['a dimension in segments', { measures, segments: [persona] }, persona],
    [
      'a measure of two views',
      { measures: [...measures, 'MilestoneFunnel.totalAccounts'] },
      /Users.*Account/,
    ],
    [
      'cubes that no join connects',
      { measures: ['SessionHistory.sessionCount', 'MilestoneCompletionLogs.totalMilestonesCompleted'] },
      /SessionHistory.*MilestoneCompletionLogs/,
    ],
    ['an unknown key', { measures, mesures: [] }, 'mesures'],
    ['an SQL expression', { measures: ['{"cubeName":"Users","alias":"x"}'] }, 'measures[0]'],

    ['a granularity', during({ granularity: 'fortnight' }), 'fortnight'],
    ['a granularity of SQL', during({ granularity: sql }), sql],
    ['a granularity that every object has', during({ granularity: 'constructor' }), 'constructor'],
    ['a time dimension of text', { measures, timeDimensions: [{ dimension: persona }] }, persona],
    ['a relative date', during({ dateRange: 'soonish' }), 'soonish'],
    ['a relative date too long', during({ dateRange: `from ${'x'.repeat(60)} to y` }), signedUpAt],
    ['a relative date out of the calendar', during({ dateRange: 'last 99999999999 years' }), signedUpAt],
    ['a date of words', during({ dateRange: ['soonish', 'later'] }), /"soonish".*signedUpAt/],
    ['a date of SQL', during({ dateRange: [sql, '2026-01-01'] }), sql],
    ['a day that month lacks', during({ dateRange: ['2026-02-30', '2026-03-01'] }), '2026-02-30'],
    ['a month that no year has', during({ dateRange: ['2026-13-01', '2026-13-02'] }), '2026-13-01'],
    ['a date of one country', during({ dateRange: ['01/02/2026', '01/03/2026'] }), '01/02/2026'],
    ['an empty date range', during({ dateRange: [] }), 'dateRange'],
    ['a date range of three', during({ dateRange: ['2026-01-01', '2026-01-02', '2026-01-03'] }), 'dateRange'],
    [
      'a date range upside down',
      during({ dateRange: ['2026-03-01', '2026-01-01'] }),
      /signedUpAt.*2026-03-01/,
    ],
    ['date ranges to compare', during({ compareDateRange: 'last week' }), 'compareDateRange'],
    [
      'a filter by a date that no month has',
      filtered({ member: signedUpAt, operator: 'beforeDate', values: ['2026-13-01'] }),
      '2026-13-01',
    ],
    [
      'a date with an offset that no clock has',
      filtered({ member: signedUpAt, operator: 'beforeDate', values: ['2026-01-01T00:00:00-14:00'] }),
      /2026-01-01T00:00:00-14:00.*signedUpAt/,
    ],
    [
      'a filter by a date range upside down',
      filtered({ member: signedUpAt, operator: 'inDateRange', values: ['2026-03-01', '2026-01-01'] }),
      /signedUpAt.*2026-03-01/,
    ],
    [
      'a filter by three dates',
      filtered({
        member: signedUpAt,
        operator: 'inDateRange',
        values: ['2026-01-01', '2026-02-01', '2026-03-01'],
      }),
      signedUpAt,
    ],
    [
      'a filter by the date of a text',
      filtered({ member: persona, operator: 'afterDate', values: ['2026-01-01'] }),
      persona,
    ],

    ['an unknown operator', filtered({ member: persona, operator: 'resembles', values: ['x'] }), 'resembles'],
    [
      'an operator deep inside',
      filtered({ or: [{ and: [{ member: persona, operator: 'resembles' }] }] }),
      'filters[0].or[0].and[0].operator',
    ],
    ['a filter without an operator', filtered({ member: persona, values: ['x'] }), 'filters[0]'],
    ['empty values', filtered({ member: persona, operator: 'equals', values: [] }), /Values.*persona/],
    ['missing values', filtered({ member: persona, operator: 'equals' }), /Values.*persona/],
    [
      'values that are none',
      filtered({ member: persona, operator: 'equals', values: 'x' }),
      'filters[0].values',
    ],
    [
      'a value that is an object',
      filtered({ member: persona, operator: 'equals', values: [{ a: 1 }] }),
      'filters[0].values[0]',
    ],
    [
      'a value too many',
      filtered({ member: 'ActivationRate.newSignUps', operator: 'gt', values: ['1', '2'] }),
      'ActivationRate.newSignUps',
    ],
    [
      'a text where a number is compared',
      filtered({ member: 'ActivationRate.newSignUps', operator: 'gt', values: ['abc'] }),
      'abc',
    ],
    [
      'SQL where a number is compared',
      {
        measures: ['MilestoneFunnel.totalAccounts'],
        filters: [{ member: 'MilestoneFunnel.milestonePosition', operator: 'equals', values: [sql] }],
      },
      sql,
    ],
    ['filters nested without end', filtered(nested(1000)), 'nested'],
    ['a list longer than Postgres takes', filtered(inList(40_000)), '40000 values of filters'],
    ['a list of values over the limit', filtered(inList(1000), inList(1001)), '2001 values of filters'],
    ['time dimensions over the limit', { measures, timeDimensions: times(11) }, '11 time dimensions'],
    ['one member again and again', { measures: Array(101).fill(measures[0]) }, '101 measures'],
    [
      'members of several kinds over the limit',
      { measures, dimensions: Array(60).fill(persona), segments: Array(40).fill('ActivationRate.matured') },
      '101 measures, dimensions and segments',
    ],
    ['order entries over the limit', { measures, order: Array(101).fill([persona, 'asc']) }, '101 order'],
    ['filters over the limit', filtered({ or: Array(30).fill({ member: persona, operator: 'set' }) }), '31'],
    [
      'compared date ranges over the limit',
      during({ compareDateRange: Array(21).fill('today') }),
      '21 queries',
    ],
    ['queries over the limit', Array(21).fill({ measures }), '21 queries'],
    ['a date of many words', during({ dateRange: 'last '.repeat(100) }), '500 characters'],
    [
      'a date of many words in a filter',
      filtered({ member: signedUpAt, operator: 'inDateRange', values: ['last '.repeat(100)] }),
      '500 characters',
    ],
    ['a time zone of many letters', { measures, timezone: 'A'.repeat(300) }, '300 characters'],
    [
      'values that are none, by the thousand',
      filtered({ ...inList(0), values: Array(2000).fill({}) }),
      'more',
    ],
    ['a list under no name of ours', { measures, list: Array(60_000).fill(1) }, /6000\d values, lists/],

    ['a limit of 10⁹', { measures, limit: 1e9 }, /limit.*1000000000.*50000/],
    ['a negative limit', { measures, limit: -1 }, 'limit'],
    ['a fractional limit', { measures, limit: 1.5 }, 'limit'],
    ['a limit of text', { measures, limit: '10' }, 'limit'],
    ['a negative offset', { measures, offset: -1 }, 'offset'],
    ['a fractional offset', { measures, offset: 1.5 }, 'offset'],
    ['an offset of text', { measures, offset: '10' }, 'offset'],
    ['an offset beyond every number', { measures, offset: 1e30 }, 'offset'],
    ['an unknown time zone', { measures, timezone: 'Mars/Olympus' }, 'Mars/Olympus'],
    ['a time zone of SQL', { measures, timezone: sql }, sql],

    ['measures that are no list', { measures: 'ActivationRate.newSignUps' }, 'measures'],
    ['a measure that is no name', { measures: [null] }, 'measures[0]'],
    ['filters that are no list', { measures, filters: { member: persona } }, 'filters'],
    ['a query without members', {}, 'measures, dimensions or timeDimensions'],
    ['a query that is null', null, /query/i],
    ['a query that is a number', 5, /query.*number/],
    ['a query that is true', true, /query.*boolean/],
    ['a query of JSON that is null', 'null', /query.*null/],
    ['a query of no JSON', '{measures', 'JSON'],
    ['a query in a list', [null], /query.*null/],
  ])('%s', async (_, query, named) => {
    const { status, error } = await ask(query);
    expect(error).toMatch(named);
    expect(status).toBe(400);
  });
});

describe('a condition on null is refused by', () => {
  test.each<[name: string, api: apis.Api]>([
    ['GET', apis.get],
    ['POST', apis.post()],
    ['dry-run', apis.post('dry-run')],
    ['sql', apis.post('sql')],
    ['subscribe', apis.post('subscribe')],
    ['WebSocket', apis.webSocket],
  ])('%s', async (_, api) => {
    const nobody = filtered({ member: persona, operator: 'in', values: [null] });
    const { status, text } = await api(inject('cubeUrl'), '', nobody);
    expect(text).toMatch(/The filter in of ActivationRate.persona .*notSet/);
    expect(status).toBe(400);
  });
});

function inList(length: number): object {
  return {
    member: persona,
    operator: 'equals',
    values: Array.from({ length }, (_, index) => `no one ${index}`),
  };
}

/** Each by another granularity, as far as there are any. */
const times = (length: number): object[] =>
  Array.from({ length }, (_, index) => ({
    dimension: signedUpAt,
    granularity: ['day', 'week', 'month', 'year'][index % 4],
  }));

describe('a request as large as it may be is answered:', () => {
  test.each<[thing: string, query: object]>([
    ['members', { measures: Array(100).fill(measures[0]) }],
    ['time dimensions', { measures, timeDimensions: times(10) }],
    ['filters', filtered(...Array(30).fill({ member: persona, operator: 'set' }))],
    ['order entries', { measures, dimensions: [persona], order: Array(100).fill([persona, 'asc']) }],
    ['levels', filtered(nested(14))],
  ])('%s', async (_, query) => {
    const { status, error } = await ask(query);
    expect({ status, error }).toEqual({ status: 200, error: undefined });
  });
});

const brackets = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const aliases = (length: number, field: string): string =>
  Array.from({ length }, (_, index) => `a${index}: ${field}`).join(' ');

describe.each(['load', 'sql', 'dry-run', 'subscribe', 'convert-query', 'cubesql'])('/%s refuses', (route) => {
  test('a body that is nested without end', async () => {
    const { status, error } = await send(
      `/cubejs-api/v1/${route}`,
      post(`{"query": {"measures": ["a.b"], "filters": ${brackets(100_000)}}}`),
    );
    expect(error).toMatch(/nested more than 32 levels/);
    expect(status).toBe(400);
  });
});

test('WebSocket refuses a message that is nested without end', async () => {
  const connection = await apis.Connection.open(inject('cubeUrl'), '');
  connection.socket.send(`{"messageId": "1", "method": "load", "params": {"query": ${brackets(100_000)}}}`);
  const { status, message } = await connection.first(({ message }) => message?.error !== undefined);
  connection.socket.close();
  expect(message?.error).toMatch(/nested more than 32 levels/);
  expect(status).toBe(400);
});

describe('convert-query refuses what is no SQL to convert:', () => {
  test.each<[body: object]>([
    [{}],
    [{ input: 'sql', output: 'rest' }],
    [{ input: 'sql', output: 'rest', query: 5 }],
    [{ input: 'sql', output: 'rest', query: ' ' }],
    [{ input: 'rest', output: 'sql', query: 'SELECT 1' }],
  ])('%j', async (body) => {
    const { status, error } = await send('/cubejs-api/v1/convert-query', post(JSON.stringify(body)));
    expect(error).toMatch(/convert-query takes/);
    expect(status).toBe(400);
  });
});

describe('GraphQL is refused with 400 where it has', () => {
  test.each<[thing: string, query: string, named: string]>([
    ['too many names', `{ cube { activationRate { ${aliases(600, 'newSignUps')} } } }`, '1202 names'],
    ['too many queries', `{ ${aliases(21, 'cube { activationRate { newSignUps } }')} }`, '21 queries'],
    ['no end', '{a'.repeat(400), 'nested more than 32 levels'],
    ['too many members', `{ cube { activationRate { ${aliases(101, 'newSignUps')} } } }`, '101 measures'],
    [
      'too many filters',
      `{ cube(where: { activationRate: { OR: [${'{ persona: { equals: "a" } } '.repeat(60)}] } }) { activationRate { newSignUps } } }`,
      'filters, groups',
    ],
  ])('%s', async (_, query, named) => {
    const { status, text } = await apis.graphqlText(inject('cubeUrl'), '', query);
    expect(text).toContain(named);
    expect(status).toBe(400);
  });
});

describe('a query is answered though it looks odd:', () => {
  test.each<[thing: string, query: object]>([
    ['a value of SQL', filtered({ member: persona, operator: 'equals', values: [sql] })],
    ['a part of a value of SQL', filtered({ member: persona, operator: 'contains', values: [sql] })],
    [
      'a value with quotes and wildcards',
      filtered({ member: persona, operator: 'contains', values: [`%_\\"'`] }),
    ],
    ['as many values as it may have', filtered(inList(2000))],
  ])('%s finds no one', async (_, query) => {
    const { status, data } = await ask(query);
    expect(status).toBe(200);
    expect(data).toEqual([{ 'ActivationRate.newSignUps': '0' }]);
  });

  test.each<[thing: string, query: object, number: string]>([
    ['no value', filtered({ member: persona, operator: 'equals', values: [null] }), '39'],
    ['any value', filtered({ member: persona, operator: 'notEquals', values: [null] }), '961'],
    ['one value or none', filtered({ member: persona, operator: 'in', values: ['developer', null] }), '391'],
    ['a part or none', filtered({ member: persona, operator: 'contains', values: [null, 'velop'] }), '391'],
    [
      'a value, beside a null without a use',
      filtered({ member: persona, operator: 'set', values: [null] }),
      '961',
    ],
    [
      'every date that can be written, west of Greenwich',
      { ...during({ dateRange: ['0000-01-01', '9999-12-31'] }), timezone: 'America/New_York' },
      '1000',
    ],
    [
      'every date that can be written, east of it',
      { ...during({ dateRange: ['0001-01-01', '9999-12-31'] }), timezone: 'Asia/Kolkata' },
      '1000',
    ],
    [
      'a moment that is in the year 10000 by UTC',
      filtered({ member: signedUpAt, operator: 'beforeOrOnDate', values: ['9999-12-31T23:59:59-12:00'] }),
      '1000',
    ],
    [
      'a moment that is in the year 10000 by the clock',
      {
        ...filtered({ member: signedUpAt, operator: 'afterDate', values: ['9999-12-31T23:59:59Z'] }),
        timezone: 'Asia/Kolkata',
      },
      '0',
    ],
  ])('%s', async (_, query, number) => {
    const { status, data, error } = await ask(query);
    expect(error).toBeUndefined();
    expect(status).toBe(200);
    expect(data).toEqual([{ 'ActivationRate.newSignUps': number }]);
  });

  test('an offset of 10⁹ is beyond the last row', async () => {
    const { status, data } = await ask({ measures, dimensions: [persona], offset: 1e9 });
    expect(status).toBe(200);
    expect(data).toEqual([]);
  });

  test('and the tables are as they were', async () => {
    const client = new pg.Client(inject('workedExample'));
    await client.connect();
    const { rows } = await client.query('SELECT COUNT(*)::int AS users FROM users');
    await client.end();
    expect(rows).toEqual([{ users: 1000 }]);
  });
});

describe('a request is refused with', () => {
  const load = '/cubejs-api/v1/load';
  test.each<[status: number, thing: string, path: string, init: RequestInit, named: string | RegExp]>([
    [400, 'no query', load, {}, 'Query'],
    [400, 'a query that is no JSON', `${load}?query={measures`, {}, 'JSON'],
    [400, 'two queries', `${load}?query={}&query={}`, {}, 'query'],
    [400, 'a query of percent signs', `${load}?query=%E0%A4%A`, {}, 'JSON'],
    [400, 'a body that is no JSON', load, post('{not json'), /body.*JSON/],
    [400, 'a body that is cut off', load, post('{"query":{"measures":["Act'), /body.*JSON/],
    [400, 'a body that is null', load, post('null'), /body.*JSON object.*null/],
    [400, 'an empty body', load, post(''), 'Query'],
    [400, 'a body without a query', load, post('{}'), 'Query'],
    [400, 'a body that is a list', load, post('[]'), 'Query'],
    [400, 'an unknown member, dry', '/cubejs-api/v1/dry-run?query={"measures":["No.pe"]}', {}, 'No'],
    [400, 'an unknown member, as SQL', '/cubejs-api/v1/sql?query={"measures":["No.pe"]}', {}, 'No'],
    [400, 'a dry query that is a list of text', '/cubejs-api/v1/dry-run', post('{"query":["x"]}'), 'query'],
    [
      413,
      'a body over the size limit',
      load,
      post(JSON.stringify({ query: { measures, comment: 'x'.repeat(51 * 1024 * 1024) } })),
      /body.*53477\d{3} bytes.*52428800/,
    ],
    [415, 'a body of plain text', load, post('{}', { 'content-type': 'text/plain' }), 'text/plain'],
    [
      415,
      'a body of a form, which curl -d sends',
      load,
      post('query={}', { 'content-type': 'application/x-www-form-urlencoded' }),
      /form-urlencoded.*application\/json/,
    ],
    [
      415,
      'an unknown charset',
      load,
      post('{}', { 'content-type': 'application/json; charset=klingon' }),
      'KLINGON',
    ],
    [415, 'an unknown encoding', load, post('{}', { 'content-encoding': 'klingon' }), 'klingon'],
    [404, 'a route that does not exist', '/cubejs-api/v1/lode', {}, 'GET /cubejs-api/v1/lode'],
    [404, 'a path outside of the API', '/lode', {}, 'GET /lode'],
    [404, 'another method', load, { method: 'DELETE' }, `DELETE ${load}`],
    [404, 'another method with a body', load, { ...post('{}'), method: 'PUT' }, `PUT ${load}`],
  ])('%i for %s', async (status, _thing, path, init, named) => {
    const answer = await send(path, init);
    expect(answer.error).toMatch(named);
    expect(answer.status).toBe(status);
  });

  test('its reason on a connection that stays', async () => {
    // Express cuts the connection on an error that somebody has answered before.
    for (let request = 0; request < 20; request += 1) {
      expect(await send(load, post('{not json'))).toMatchObject({ status: 400 });
      expect(await ask(5)).toMatchObject({ status: 400 });
    }
  });
});

test.each(ways)('whatever JSON stands in a query by %s, it is answered or refused', async (_, ask) => {
  const name = fc.constantFrom(
    ...['newSignUps', 'persona', 'signedUpAt', 'signedUpAt.month', '__proto__'].map(
      (of) => `ActivationRate.${of}`,
    ),
    'MilestoneFunnel.milestonePosition',
    'Users.toString',
    '',
  );
  const word = fc.constantFrom(
    ...['equals', 'gt', 'set', 'inDateRange', 'beforeDate', 'onTheDate', 'measureFilter', 'asc', 'UTC'],
    ...['day', 'last week', 'from a to b', '2026-01-01', '2026-13-01'],
    ...[null, true, -1, 0, 1.5, 1e9],
  );
  const leaf = fc.oneof(name, word, fc.string(), fc.jsonValue({ maxDepth: 2 }));
  const list = fc.array(leaf, { maxLength: 3 });
  const part = fc.oneof(
    fc.record({ member: name, operator: word, values: fc.oneof(leaf, list) }, { requiredKeys: ['member'] }),
    fc.record({ dimension: name, granularity: leaf, dateRange: fc.oneof(leaf, list) }, { requiredKeys: [] }),
    fc.dictionary(fc.oneof(name, fc.constantFrom('or', 'and', 'compareDateRange')), fc.oneof(leaf, list)),
  );
  const key = fc.constantFrom(
    ...['measures', 'dimensions', 'segments', 'timeDimensions', 'filters', 'order', 'limit', 'offset'],
    ...['timezone', 'total', 'ungrouped', 'responseFormat', 'cache', 'subqueryJoins', 'joinHints'],
  );
  const query = fc.dictionary(key, fc.oneof(leaf, list, part, fc.array(part, { maxLength: 2 })), {
    maxKeys: 3,
  });
  await fc.assert(
    fc.asyncProperty(query, async (odd) => {
      const { status, error } = await ask({ measures, ...odd });
      expect(status, String(error)).toBeLessThan(500);
    }),
    { numRuns: Number(process.env.QUESTIONS ?? 15) },
  );
});
