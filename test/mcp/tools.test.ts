/** What an agent is answered and refused, by the real client over HTTP. The numbers are those that the worked example plants. */
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cubeApi, value } from '../harness/query.ts';
import { callTool, connectMcp } from './mcp-client.ts';

let client: Client;
beforeAll(async () => {
  client = await connectMcp(inject('cubeUrl'));
});
afterAll(() => client.close());

const answered = async (name: string, args: object = {}) => {
  const { isError, text, json } = await callTool(client, name, args);
  expect(isError, text).toBe(false);
  if (!json) throw new Error(`No JSON: ${text}`);
  return json;
};
const refused = async (name: string, args: object) => {
  const { isError, text, json } = await callTool(client, name, args);
  expect(isError, text).toBe(true);
  return json ?? text;
};

test('the tools are three, which only read, each told by its own prompt', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['list_kpis', 'query_kpis', 'explain_kpi']);
  for (const { description = '', annotations, inputSchema } of tools) {
    expect(annotations).toMatchObject({ readOnlyHint: true });
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(description.length).toBeGreaterThan(500);
    expect(description.length).toBeLessThan(2000);
  }
});

test('the examples of the prompts are answered', async () => {
  const { tools } = await client.listTools();
  for (const { name, description = '' } of tools) {
    const examples = [...description.matchAll(/^- ".*" `(\{.*\})`$|: `(\{.*\})`$/gm)];
    expect(examples.length, name).toBeGreaterThan(1);
    for (const [, one, other] of examples) await answered(name, JSON.parse(one ?? other ?? ''));
  }
});

describe('list_kpis', () => {
  test('has the 54 KPIs, with what each is, and the views', async () => {
    const { kpis, notAvailable, views } = await answered('list_kpis');
    expect(kpis.map(({ number }) => number)).toEqual(Array.from({ length: 54 }, (_, index) => index + 1));
    expect(notAvailable).toEqual([]);
    const served = (await cubeApi().meta()).cubes.filter(({ type }) => type === 'view');
    expect(views.map(({ view }) => view)).toEqual(served.map(({ name }) => name));
    expect(kpis[45]).toMatchObject({
      name: 'Drop-Off Rate During Onboarding',
      view: 'Onboarding',
      measures: [{ measure: 'dropOffRate', unit: 'percent', direction: 'lower is better' }],
    });
    for (const { measures, sources } of kpis) {
      expect(sources.length).toBeGreaterThan(0);
      for (const { definition } of measures) expect(definition).toMatch(/^[A-Z].*\.$/s);
    }
  });

  test('has all of a view: what counts, by what, from what', async () => {
    const view = await answered('list_kpis', { view: 'ExpansionActivationRate' });
    expect(view).toMatchObject({ time: 'eligibleDate', settings: { expansionWindowDays: 30 } });
    expect(view.sources).toEqual(expect.arrayContaining(['accounts', 'expansionActivation']));
    expect(view.whatCounts).toContain('Not counted: ');
    const named = (name: string) => view.measures.find(({ measure }) => measure === name);
    expect(named('expansionActivationRateWithinWindow')).toMatchObject({
      unit: 'percent',
      direction: 'higher is better',
      windowDays: 30,
      numerator: 'activatedWithinWindow',
      denominator: 'totalEligibleAccounts',
    });
    const curve = await answered('list_kpis', { view: 'ActivationCurve' });
    expect(curve.measures.find(({ measure }) => measure === 'estimatedShareActivated')).toMatchObject({
      needs: ['day'],
    });
    expect(view.dimensions).toContainEqual(
      expect.objectContaining({ dimension: 'expansionFeature', type: 'string' }),
    );
  });
});

describe('query_kpis', () => {
  test.each<[view: string, measure: string, right: number]>([
    ['MultiSessionActivationCompletionRate', 'multiSessionActivationCompletionRate', 47],
    ['MilestoneCompletion', 'percentQualified', 75],
    ['ExpansionActivationRate', 'expansionActivationRate', 25],
    ['ActivationRate', 'activationRate', 42],
  ])('%s.%s is the planted one', async (view, measure, right) => {
    const { rows } = await answered('query_kpis', { view, measures: [measure] });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[measure]).toBe(right);
  });

  test('an interval is asked along, and what it means and how old it is is told', async () => {
    const rate = 'multiSessionActivationCompletionRate';
    const answer = await answered('query_kpis', {
      view: 'MultiSessionActivationCompletionRate',
      measures: [rate, 'newUserCount'],
    });
    const [row] = answer.rows;
    // The Wilson score interval of 470 of 1,000, worked out by its textbook formula.
    expect(row?.[`${rate}Low`]).toBeCloseTo(43.924, 3);
    expect(row?.[`${rate}High`]).toBeCloseTo(50.099, 3);
    expect(row?.newUserCount).toBe(1000);
    expect(answer.definitions[rate]).toMatchObject({
      unit: 'percent',
      direction: 'higher is better',
      interval: [`${rate}Low`, `${rate}High`],
    });
    expect(answer).toMatchObject({ timezone: 'UTC', settings: { multiSessionMinimumSessions: 2 } });
    expect(answer.whatCounts).toContain('Not counted: ');
    expect(Math.abs(Date.parse(answer.asOf) + answer.secondsOld * 1000 - Date.now())).toBeLessThan(60_000);
  });

  test('by a dimension, filtered, in order', async () => {
    const { rows } = await answered('query_kpis', {
      view: 'ExpansionActivationRate',
      measures: ['expansionActivationRate', 'totalEligibleAccounts'],
      dimensions: ['expansionFeature'],
      filters: [
        { member: 'expansionFeature', operator: 'equals', values: ['automation', 'advanced_analytics'] },
      ],
      order: [{ member: 'expansionActivationRate', direction: 'asc' }],
    });
    expect(
      rows.map((row) => [row.expansionFeature, row.totalEligibleAccounts, row.expansionActivationRate]),
    ).toEqual([
      ['automation', 100, 15],
      ['advanced_analytics', 120, 27.5],
    ]);
  });

  test('by month, in a range and a time zone, as REST answers it', async () => {
    const { rows } = await answered('query_kpis', {
      view: 'ActivationRate',
      measures: ['newSignUps'],
      time: { granularity: 'month', from: '2026-02-01', to: '2026-03-31' },
      timezone: 'Asia/Tokyo',
    });
    expect(rows.map(({ signedUpAt }) => signedUpAt)).toEqual(['2026-02-01', '2026-03-01']);
    const total = rows.reduce((sum, row) => sum + Number(row.newSignUps), 0);
    expect(total).toBe(
      await value('ActivationRate.newSignUps', {
        timezone: 'Asia/Tokyo',
        timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['2026-02-01', '2026-03-31'] }],
      }),
    );
  });

  test('nobody to count is null, and not 0', async () => {
    const { rows } = await answered('query_kpis', {
      view: 'ActivationRate',
      measures: ['activationRate', 'newSignUps'],
      time: { from: '1999-01-01', to: '1999-12-31' },
    });
    expect(rows).toMatchObject([{ activationRate: null, newSignUps: 0 }]);
  });

  test('what is left out of an answer is told', async () => {
    const { rows, cut } = await answered('query_kpis', {
      view: 'ActivationRate',
      measures: ['newSignUps'],
      time: { granularity: 'day' },
      limit: 10,
    });
    expect(rows).toHaveLength(10);
    expect(cut).toContain('more than these 10 rows');
    const all = await answered('query_kpis', {
      view: 'MilestoneFunnel',
      measures: ['percentReached'],
      dimensions: ['milestoneName'],
      limit: 3,
    });
    expect(all.rows).toHaveLength(3);
    expect(all.cut).toBeUndefined();
    const large = await answered('query_kpis', {
      view: 'Onboarding',
      measures: [
        'onboardingCompletionRate',
        'dropOffRate',
        'firstSessionCompletionRate',
        'topFeatureEngagementRate',
      ],
      dimensions: ['persona', 'signupSource'],
      time: { granularity: 'day' },
      limit: 1000,
    });
    expect(large.rows.length).toBeGreaterThan(100);
    expect(JSON.stringify(large.rows).length).toBeLessThan(62_000);
    expect(large.cut).toContain(`after ${large.rows.length} rows`);
  });
});

describe('explain_kpi', () => {
  test('has the counts, the rules and the SQL of a number', async () => {
    const rate = 'multiSessionActivationCompletionRate';
    const view = 'MultiSessionActivationCompletionRate';
    const told = await answered('explain_kpi', { view, measure: rate });
    expect(told).toMatchObject({
      value: 47,
      numerator: { measure: 'multiSessionActivatedUserCount', value: 470 },
      denominator: { measure: 'newUserCount', value: 1000 },
      settings: { multiSessionMinimumSessions: 2 },
    });
    expect(told.rules).toHaveLength(16);
    expect(told.rules[0]).toMatch(/^1\. Users and accounts are counted, not events/);
    // Once the server keeps outcomes they are what it reads.
    expect(`${told.sql.text}${JSON.stringify(told.rollups)}`).toMatch(/session_history|outcomes-users-1/);
  });

  test('of a part, and of a count that is named otherwise in its view', async () => {
    const told = await answered('explain_kpi', {
      view: 'ActivationRate',
      measure: 'activationRate',
      filters: [{ member: 'persona', operator: 'equals', values: ['developer'] }],
    });
    const developers = {
      filters: [{ member: 'ActivationRate.persona', operator: 'equals' as const, values: ['developer'] }],
    };
    expect(told.denominator).toMatchObject({
      measure: 'newSignUps',
      value: await value('ActivationRate.newSignUps', developers),
    });
    expect(told.numerator.value).toBe(await value('ActivationRate.usersCompletingKeyAction', developers));
    expect(told.value).toBeCloseTo((100 * told.numerator.value) / told.denominator.value, 9);
  });
});

describe('is refused, with what could be asked instead:', () => {
  const activation = { view: 'ActivationRate', measures: ['activationRate'] };
  const persona = (values: string[], operator = 'equals') => ({
    ...activation,
    filters: [{ member: 'persona', operator, values }],
  });

  test.each<[what: string, args: object, told: object]>([
    [
      'a view',
      { ...activation, view: 'activation_rate' },
      { didYouMean: expect.arrayContaining(['ActivationRate']) },
    ],
    [
      'a measure',
      { ...activation, measures: ['activatonRate'] },
      {
        refused: expect.stringContaining('no measure'),
        didYouMean: expect.arrayContaining(['activationRate']),
      },
    ],
    [
      'a measure with its view',
      { ...activation, measures: ['ActivationRate.activationRate'] },
      { didYouMean: expect.arrayContaining(['activationRate']) },
    ],
    [
      'a dimension',
      { ...activation, dimensions: ['signup_source'] },
      { didYouMean: ['signupSource'], dimensions: expect.arrayContaining(['persona', 'userType']) },
    ],
    [
      'a hidden member',
      { ...activation, dimensions: ['userId'] },
      { refused: 'ActivationRate has no dimension "userId".' },
    ],
    [
      'a time as a dimension',
      { ...activation, dimensions: ['signedUpAt'] },
      { refused: expect.stringContaining('is a time') },
    ],
    ['a segment', { ...activation, segments: ['mature'] }, { segments: ['matured'] }],
    ['a value that no row has', persona(['Developer']), { didYouMean: ['developer'] }],
    [
      'an operator that does not fit',
      persona(['1'], 'gt'),
      { operators: expect.arrayContaining(['equals', 'contains', 'set']) },
    ],
    [
      'a value that is no number',
      { ...activation, filters: [{ member: 'newSignUps', operator: 'gt', values: ['many'] }] },
      { refused: 'newSignUps is of type number, and "many" is none.' },
    ],
    [
      'half a range',
      { ...activation, time: { from: '2026-01-01' } },
      { refused: expect.stringContaining('two ends') },
    ],
    [
      'a range that ends before it begins',
      { ...activation, time: { from: '2026-02-01', to: '2026-01-01' } },
      { refused: expect.stringContaining('before it begins') },
    ],
    ['a time zone', { ...activation, timezone: 'Paris' }, { refused: '"Paris" is no time zone.' }],
    [
      'an order by what is not asked for',
      { ...activation, order: [{ member: 'newSignUps', direction: 'asc' }] },
      { members: ['activationRate', 'activationRateLow', 'activationRateHigh'] },
    ],
    [
      'what REST refuses',
      { view: 'ActivationCurve', measures: ['estimatedShareActivated'] },
      {
        refused: expect.stringContaining(
          '(400): ActivationCurve.estimatedShareActivated is a number of one day',
        ),
      },
    ],
  ])('%s', async (_, args, told) => {
    expect(await refused('query_kpis', args)).toMatchObject(told);
  });

  test.each<[what: string, args: object, told: RegExp]>([
    ['no measure', { ...activation, measures: [] }, /measures: Too small/],
    ['an unknown word', { ...activation, total: true }, /Unrecognized key: "total"/],
    [
      'a relative date',
      { ...activation, time: { from: 'last week', to: 'today' } },
      /time\.from: Invalid ISO date/,
    ],
    ['a finer time', { ...activation, time: { granularity: 'second' } }, /time\.granularity/],
    ['more rows than there may be', { ...activation, limit: 1001 }, /limit: Too big/],
    ['a name without end', { ...activation, view: 'A'.repeat(101) }, /view: Too big/],
    ['many measures', { ...activation, measures: Array(21).fill('activationRate') }, /measures: Too big/],
    ['many values', persona(Array(101).fill('developer')), /values: Too big/],
  ])('%s', async (_, args, told) => {
    expect(await refused('query_kpis', args)).toMatch(told);
  });

  test('a tool that there is not', async () => {
    await expect(callTool(client, 'drop_tables')).rejects.toThrow(/drop_tables/);
  });
});

describe('over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${inject('cubeUrl')}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body,
    });
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });

  test('malformed requests are answered with a status from 400 to 499', async () => {
    expect((await post(list)).status).toBe(200);
    const answers = await Promise.all([
      post('{"jsonrpc": '),
      post('{}'),
      post('"tools/list"'),
      post(`[${list}]`),
      post(list, { 'content-type': 'text/plain' }),
      post(list, { accept: 'text/html' }),
      fetch(`${inject('cubeUrl')}/mcp`),
      fetch(`${inject('cubeUrl')}/mcp`, { method: 'DELETE' }),
    ]);
    for (const { status } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  test('a page of another site gets nothing, under whatever name it reaches the server', async () => {
    expect((await post(list, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(list, { origin: 'http://localhost:3000' })).status).toBe(200);
    // fetch sets the Host header by itself.
    const { request } = await import('node:http');
    const { hostname, port } = new URL(inject('cubeUrl'));
    const status = await new Promise<number | undefined>((done, failed) => {
      const asked = request(
        { host: hostname, port, path: '/mcp', method: 'POST', headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          done(response.statusCode);
        },
      );
      asked.once('error', failed);
      asked.end();
    });
    expect(status).toBe(403);
  });
});
