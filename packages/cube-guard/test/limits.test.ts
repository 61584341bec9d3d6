/** What counts as a heavy query. The gateway here only says what Cube's says, so that it says it when the test wants. */
import { expect, test } from 'vitest';
import type { DataRequest, Gateway } from '../src/gateway.ts';
import { limitQueries } from '../src/limits.ts';

const limits = {
  queriesAtOnce: 50,
  allQueriesAtOnce: 500,
  heavyQueriesPerMinute: 2,
  queriesPerRequest: 20,
};

type Method = 'load' | 'sqlApiLoad' | 'dryRun' | 'sql';

/** A limited gateway; its answers to one asker, as `answered`, `wait` or the status of a refusal. */
function limited(answer: (request: DataRequest, gateway: Gateway) => Promise<void>, changed = {}) {
  const answered = (request: DataRequest) => answer(request, gateway);
  const gateway = {
    load: answered,
    sqlApiLoad: answered,
    dryRun: answered,
    sql: answered,
    stream: async () => undefined,
    parseQueryParam: (query: unknown) => query,
    getNormalizedQueries: async () => undefined,
    handleError: ({ e, res }: { e: { error?: string; status?: number }; res: DataRequest['res'] }) =>
      res({ error: e.error ?? String(e) }, { status: e.error ? 200 : (e.status ?? 500) }),
  } as unknown as Gateway;
  limitQueries(gateway, { ...limits, ...changed });
  return async (method: Method, query: unknown, apiType?: string, requestId?: string): Promise<unknown> => {
    let told: unknown;
    await gateway[method]({
      query,
      context: {
        securityContext: { sub: 'a', role: 'admin' },
        ...(apiType && { apiType, requestId }),
      } as never,
      // Cube's SQL interface sets it in all of its requests.
      ...(apiType === 'sql' && { memberExpressions: true }),
      res: (body: { error?: string }, extra?: { status: number }) => {
        told =
          body.error === undefined ? 'answered' : body.error === 'Continue wait' ? 'wait' : extra?.status;
      },
    } as DataRequest);
    return told;
  };
}

function gatewayThatWaits(waits: number) {
  let left = waits;
  return limited(async (request, gateway) => {
    left -= 1;
    if (left < 0) request.res({ results: [] });
    else gateway.handleError({ ...request, e: { error: 'Continue wait' } });
  });
}

test('a query that has to wait is counted once, however often it is asked', async () => {
  const ask = gatewayThatWaits(9);
  const query = { ungrouped: true, dimensions: ['Users.userId'] };
  const told: unknown[] = [];
  for (let time = 0; time < 10; time += 1) told.push(await ask('sqlApiLoad', query, 'sql'));
  expect(told).toEqual([...Array(9).fill('wait'), 'answered']);
  // Who asks the same anew without having been told to is counted.
  expect(await ask('sqlApiLoad', query, 'sql')).toBe('answered');
  expect(await ask('sqlApiLoad', query, 'sql')).toBe(429);
  expect(await ask('load', { total: true })).toBe(429);
});

test('groups without a limit are heavy by REST, where a limit says how many, and not by SQL', async () => {
  const ask = gatewayThatWaits(0);
  const groups = { measures: ['Users.newUserCount'], dimensions: ['Users.persona'], limit: 50_000 };
  for (let time = 0; time < 5; time += 1) expect(await ask('sqlApiLoad', groups, 'sql')).toBe('answered');
  expect([await ask('load', groups), await ask('load', groups), await ask('load', groups)]).toEqual([
    'answered',
    'answered',
    429,
  ]);
});

test('a statement of SQL that goes past Cube is heavy, and once, of however many queries it asks the SQL', async () => {
  const ask = gatewayThatWaits(0);
  const rows = { dimensions: ['Users.persona'] };
  const told: unknown[] = [];
  for (const statement of ['first', 'second', 'third']) {
    told.push(await ask('sql', rows, 'sql', `${statement}-span-1`));
    told.push(await ask('sql', { ...rows, ungrouped: true }, 'sql', `${statement}-span-2`));
  }
  expect(told).toEqual(['answered', 'answered', 'answered', 'answered', 429, 'answered']);
  // What Cube answers itself is none.
  expect(await ask('sqlApiLoad', rows, 'sql', 'fourth-span-1')).toBe('answered');
});

test.each([
  'dryRun',
  'sql',
] as const)('%s counts as the queries that it holds, and none of them as heavy', async (method) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  const ask = limited(
    async ({ query, res }) => {
      if ((query as { isHeld?: boolean }).isHeld) await held;
      res({ results: [] });
    },
    { queriesAtOnce: 3 },
  );
  const onItsWay = ask('load', { isHeld: true });
  const one = { measures: ['Users.newUserCount'], total: true };
  for (let time = 0; time < 5; time += 1) expect(await ask(method, [one, one])).toBe('answered');
  expect(await ask(method, [one, one, one])).toBe(429);
  const compared = { ...one, timeDimensions: [{ compareDateRange: ['today', 'yesterday', 'last week'] }] };
  expect(await ask(method, compared)).toBe(429);
  release();
  expect(await onItsWay).toBe('answered');
  expect(await ask(method, [one, one, one])).toBe('answered');
});
