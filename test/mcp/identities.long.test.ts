/** Who sees what by MCP: what REST shows to the same token, and not more. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { signed, timely, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import type { RunningStart } from '../harness/cube.ts';
import { cubeApi } from '../harness/query.ts';
import { startProduction } from '../production/production-server.ts';
import { callTool, connectMcp } from './mcp-client.ts';

let server: RunningStart;
beforeAll(async () => {
  server = await startProduction(inject('workedExample'), {
    ACTIVATION_MCP: 'true',
    ACTIVATION_QUERIES_AT_ONCE: '3',
  });
}, 120_000);
afterAll(async () => {
  expect(await server?.stop()).toBe(0);
});

const askers = {
  admin: { role: 'admin' },
  analyst: { role: 'analyst' },
  'one account': { account_ids: ['account-0001'] },
  'several accounts': { account_ids: ['account-0002', 'account-0007', 'account-0013', 'account-0150'] },
  'accounts that accounts does not know': { account_ids: ['account-9001', "nobody'; --"] },
};

const message = (method: string, params: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

const post = (body: string, headers: Record<string, string>) =>
  fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body,
  });

describe.each(Object.entries(askers))('%s', { timeout: 180_000 }, (name, claims) => {
  test('is answered of each view what REST answers, and listed what it lists', async () => {
    const token = await tokenOf({ ...claims, sub: name });
    const api = cubeApi(server.url, token);
    const views = (await api.meta()).cubes.filter(({ type }) => type === 'view');
    const client = await connectMcp(server.url, token);
    const listed = (await callTool(client, 'list_kpis')).json;
    expect(listed?.views.map(({ view }) => view)).toEqual(views.map((view) => view.name));
    for (const view of views) {
      // One that most identities have rows of, and one whose name is in no rollup.
      const dimension = view.dimensions.find(({ type }) => type === 'string')?.name ?? '';
      const needed = view.measures.flatMap(({ meta }) =>
        [meta?.by ?? []].flat().map((name) => `${view.name}.${name}`),
      );
      const dimensions = [...new Set([dimension, ...needed])];
      const measures = view.measures.slice(0, 5).map((measure) => measure.name);
      const order = Object.fromEntries(dimensions.map((each) => [each, 'asc' as const]));
      const rest = (await api.load({ measures, dimensions, order, limit: 100 })).rawData();
      const short = (member: string) => member.slice(view.name.length + 1);
      const told = await callTool(client, 'query_kpis', {
        view: view.name,
        measures: measures.map(short),
        dimensions: dimensions.map(short),
        order: dimensions.map((each) => ({ member: short(each), direction: 'asc' })),
      });
      expect(told.isError, told.text).toBe(false);
      const shown = told.json?.rows.map((row) => [
        ...dimensions.map((each) => String(row[short(each)])),
        ...measures.map((each) => row[short(each)]),
      ]);
      expect(shown).toEqual(
        rest.map((row) => [
          ...dimensions.map((each) => String(row[each])),
          ...measures.map((each) => (row[each] === null ? null : Number(row[each]))),
        ]),
      );
    }
    await client.close();
  });

  test('counts the users that are theirs', async () => {
    const ids = 'account_ids' in claims ? claims.account_ids : undefined;
    const { users } = workedExample();
    const theirs = ids ? users.filter(({ account_id: id }) => id !== null && ids.includes(id)) : users;
    const client = await connectMcp(server.url, await tokenOf({ ...claims, sub: name }));
    const { json } = await callTool(client, 'explain_kpi', {
      view: 'MultiSessionActivationCompletionRate',
      measure: 'multiSessionActivationCompletionRate',
    });
    expect(json?.denominator.value).toBe(theirs.length);
    if (!ids) expect(json).toMatchObject({ value: 47, numerator: { value: 470 } });
    await client.close();
  });
});

describe('without a good token', () => {
  const list = message('tools/list');
  const statusOf = async (token: string | undefined) => {
    const { status, headers } = await post(list, token === undefined ? {} : { authorization: token });
    return [status, headers.get('www-authenticate')];
  };

  test('nobody is let in, to no method, and is told how', async () => {
    const good = await tokenOf({ role: 'analyst' });
    expect(await statusOf(`Bearer ${good}`)).toEqual([200, null]);
    expect(await statusOf(good)).toEqual([200, null]);
    expect(await statusOf(undefined)).toEqual([401, 'Bearer']);
    const bad = [
      'Bearer',
      'Bearer none-of-this-servers',
      await signed(timely({ role: 'admin' }), 'another secret of more than 32 characters'),
      await signed({ role: 'admin', exp: Math.floor(Date.now() / 1000) - 60 }),
      await signed({ role: 'admin' }),
    ];
    for (const token of bad) expect(await statusOf(token)).toEqual([401, 'Bearer error="invalid_token"']);
    for (const claims of [{ role: 'guest' }, {}, { role: 'admin', account_ids: ['account-0001'] }]) {
      expect(await statusOf(await tokenOf(claims))).toEqual([403, 'Bearer error="insufficient_scope"']);
    }
    expect(server.output()).toContain('JWTExpired');
    for (const token of bad.slice(1)) expect(server.output()).not.toContain(token.replace('Bearer ', ''));
    for (const method of ['GET', 'DELETE', 'PUT']) {
      expect((await fetch(`${server.url}/mcp`, { method })).status).toBe(401);
    }
  });

  test('a token is no one else’s: what one asks another one is not told', async () => {
    const one = await connectMcp(server.url, await tokenOf({ account_ids: ['account-0001'] }));
    const all = await connectMcp(server.url, await tokenOf({ role: 'admin' }));
    const question = { view: 'MilestoneCompletion', measures: ['totalAccounts'] };
    const told = await Promise.all(
      [one, all, one, all].map((client) => callTool(client, 'query_kpis', question)),
    );
    expect(told.map(({ json }) => json?.rows[0]?.totalAccounts)).toEqual([1, 200, 1, 200]);
    await Promise.all([one.close(), all.close()]);
  });
});

describe('the limits', () => {
  const question = (day: number) => ({
    name: 'query_kpis',
    arguments: {
      view: 'Onboarding',
      measures: ['medianHoursToFirstValue'],
      time: { from: '2026-01-01', to: `2026-03-${String(day).padStart(2, '0')}` },
    },
  });

  test('are those of REST for whoever asks', async () => {
    const authorization = await tokenOf({ role: 'analyst', sub: 'hurried' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const response = await post(message('tools/call', question(index + 1)), { authorization });
        return [response.status, await response.text()] as const;
      }),
    );
    expect(answers.map(([status]) => status)).toEqual(Array(10).fill(200));
    expect(answers.filter(([, text]) => text.includes('ACTIVATION_QUERIES_AT_ONCE')).length).toBeGreaterThan(
      0,
    );
    expect(answers.filter(([, text]) => text.includes('"isError":true')).length).toBeLessThan(10);
  });

  test('hold for requests of one token, and leave the others alone', async () => {
    const [one, other] = await Promise.all([
      tokenOf({ role: 'admin', sub: 'one' }),
      tokenOf({ role: 'admin', sub: 'other' }),
    ]);
    const statuses = Promise.all(
      Array.from(
        { length: 40 },
        async (_, index) =>
          (await post(message('tools/call', question((index % 28) + 1)), { authorization: one })).status,
      ),
    );
    expect((await post(message('tools/list'), { authorization: other })).status).toBe(200);
    expect(new Set(await statuses)).toEqual(new Set([200, 429]));
    expect((await post(message('tools/list'), { authorization: one })).status).toBe(200);
  });

  test('of bodies hold', async () => {
    const authorization = await tokenOf({ role: 'admin' });
    const large = await post(message('tools/list', { name: 'x'.repeat(1_100_000) }), { authorization });
    expect(large.status).toBe(413);
    const deep = `${'['.repeat(50)}${']'.repeat(50)}`;
    const nested = await post(`{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"a":${deep}}}`, {
      authorization,
    });
    expect(nested.status).toBe(400);
  });
});

test('it is off where nobody turned it on, and where it is told in a way that says nothing, nothing starts', {
  timeout: 120_000,
}, async () => {
  await expect(startProduction(inject('workedExample'), { ACTIVATION_MCP: 'yes' })).rejects.toThrow(
    'ACTIVATION_MCP is yes: it can be true or false.',
  );
  const other = await startProduction(inject('workedExample'));
  const { status } = await fetch(`${other.url}/mcp`, {
    method: 'POST',
    headers: { authorization: await tokenOf({ role: 'admin' }), 'content-type': 'application/json' },
    body: message('tools/list'),
  });
  expect(await other.stop()).toBe(0);
  expect(status).toBe(404);
});
