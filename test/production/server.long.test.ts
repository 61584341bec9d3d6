/** A production server from outside: who gets in, where, how much they may ask, and what of development is left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLimits } from 'cube-guard';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { signed, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import definitions from '../activation.config.ts';
import { type RunningStart, runCli } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { Connection, get, post } from './apis.ts';
import { production, startProduction } from './production-server.ts';

let server: RunningStart;
let scratch: ScratchDatabase;
let folder: string;
/** How long counting key actions takes. */
const slowly = (seconds: number) => scratch.query(`UPDATE pace SET seconds = ${seconds}`);
const slow = { measures: ['KeyActions.actionCount'] };
const quick = { measures: ['ActivationRate.newSignUps'] };

beforeAll(async () => {
  scratch = await createScratchDatabase();
  await scratch.query(`
    CREATE TABLE users (user_id text PRIMARY KEY, account_id text, signed_up_at timestamptz NOT NULL);
    INSERT INTO users SELECT 'u' || n, 'a1', '2026-01-01' FROM generate_series(1, 300) AS n;
    CREATE TABLE key_actions (id text, user_id text, action_name text, occurred_at timestamptz);
    CREATE TABLE pace (seconds numeric);
    INSERT INTO pace VALUES (0);
    `);
  // What docs/production.md tells to run.
  const role = await readFile(new URL('../../deploy/postgres/role.sql', import.meta.url), 'utf8');
  await scratch.query(role.replace(":'password'", "'reader'"));
  folder = await mkdtemp(join(tmpdir(), 'production-'));
  const config = join(folder, 'activation.config.mjs');
  const nothing = null;
  const sources = {
    users: { columns: { accountId: 'account_id' } },
    keyActions: {
      sql: 'SELECT k.* FROM (SELECT pg_sleep(seconds::float) FROM pace) AS wait LEFT JOIN key_actions AS k ON true',
    },
    sessionHistory: nothing,
    activatedUsers: nothing,
    accounts: nothing,
    milestoneCompletionLogs: nothing,
    expansionActivation: nothing,
  };
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources })}`);
  server = await startProduction(
    { ...scratch.connection, user: 'cube_reader', password: 'reader' },
    {
      ACTIVATION_CONFIG: config,
      HOST: '127.0.0.1',
      CUBEJS_DB_QUERY_TIMEOUT: '2s',
      CUBEJS_DB_QUERY_LIMIT: '100',
      CUBEJS_MAX_REQUEST_SIZE: '100kb',
      CUBEJS_CONCURRENCY: '4',
      ACTIVATION_QUERIES_AT_ONCE: '2',
      ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '3',
      ACTIVATION_QUERIES_PER_REQUEST: '4',
    },
  );
}, 120_000);
afterAll(async () => {
  expect(await server?.stop()).toBe(0);
  await scratch.query('DROP OWNED BY cube_reader; DROP ROLE cube_reader');
  await scratch.drop();
  await rm(folder, { recursive: true, force: true });
});

const sqlToRest = { input: 'sql', output: 'rest' };
const admin = (sub?: string): Promise<string> => tokenOf({ role: 'admin', sub });

describe('without a good token there is nothing', () => {
  const asked = encodeURIComponent(JSON.stringify(quick));
  const routes: [method: string, route: string][] = [
    ['GET', `v1/load?query=${asked}`],
    ['POST', 'v1/load'],
    ['GET', `v1/subscribe?query=${asked}`],
    ['POST', 'v1/subscribe'],
    ['GET', `v1/sql?query=${asked}`],
    ['POST', 'v1/sql'],
    ['GET', 'v1/sql?format=sql&query=SELECT%201'],
    ['GET', `v1/dry-run?query=${asked}`],
    ['POST', 'v1/dry-run'],
    ['POST', 'v1/convert-query'],
    ['POST', 'v1/cubesql'],
    ['GET', 'v1/meta'],
    ['GET', 'v1/meta?extended'],
    ['POST', 'v1/pre-aggregations/jobs'],
    ['DELETE', 'v1/running-query/x'],
    ['POST', 'graphql'],
    ['GET', 'graphql?query=%7B__typename%7D'],
  ];
  const ask = async (method: string, route: string, authorization?: string) => {
    const response = await fetch(`${server.url}/cubejs-api/${route}`, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      ...(method === 'POST' && {
        body: JSON.stringify(
          route.endsWith('convert-query') ? { ...sqlToRest, query: 'SELECT 1' } : { query: quick },
        ),
      }),
    });
    return { status: response.status, text: await response.text() };
  };

  test.each(routes)('%s %s', async (method, route) => {
    const now = Math.floor(Date.now() / 1000);
    const bad = [
      undefined,
      'Bearer',
      'abc',
      await signed({ role: 'admin', exp: now - 3600 }),
      await signed({ role: 'admin', exp: now + 3600 }, 'another-secret-of-the-same-sort-and-length'),
    ];
    const answers = await Promise.all(bad.map((token) => ask(method, route, token)));
    for (const answer of answers) {
      expect(answer).toEqual({ status: 403, text: '{"error":"A valid token is required."}' });
    }
    // Nobody in particular, though signed.
    if (!route.includes('pre-aggregations')) {
      const nobody = await ask(method, route, await tokenOf({ sub: 'somebody' }));
      expect(nobody.status).toBe(403);
      expect(nobody.text).not.toMatch(/newSignUps/);
    }
  });

  test('by WebSocket', async () => {
    const silent = await Connection.open(server.url);
    expect(await silent.ask('load', quick)).toMatchObject({ status: 403 });
    silent.socket.close();
    const wrong = await Connection.open(server.url, 'abc');
    expect(wrong.messages).toMatchObject([{ status: 403, message: { error: 'A valid token is required.' } }]);
    expect(await wrong.ask('load', quick)).toMatchObject({ status: 403 });
    wrong.socket.close();
  });

  test('the log has the reason, and no token', async () => {
    const token = await signed({ role: 'admin', exp: 1 });
    await ask('GET', routes[0]?.[1] ?? '', token);
    expect(server.output()).toContain('JWTExpired');
    expect(server.output()).not.toContain(token);
  });
});

test('of development nothing is left', async () => {
  const page = await (await fetch(server.url)).text();
  expect(page).toContain('production mode');
  for (const route of [
    ...['playground/context', 'playground/db-schema', 'playground/files', 'playground/token', 'index.html'],
    ...['cubejs-system/v1/context', 'cubejs-api/v1/pre-aggregations/can-use', 'cubejs-api/v2/load'],
    'cubejs-api/v1/graphql-to-json',
  ]) {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${server.url}/${route}`, {
        method,
        headers: { authorization: await admin(), accept: 'text/html' },
      });
      expect([route, response.status]).toEqual([route, 404]);
    }
  }
  expect(server.output()).not.toMatch(/Playground|postgres:\/\//);
});

test.each(['cubesql', 'convert-query', 'sql'])('/%s says that the SQL API is off', async (route) => {
  const response = await fetch(`${server.url}/cubejs-api/v1/${route}`, {
    method: 'POST',
    headers: { authorization: await admin(), 'content-type': 'application/json' },
    body: JSON.stringify(
      route === 'sql'
        ? { query: 'SELECT 1', format: 'sql' }
        : { query: 'SELECT 1', ...(route === 'convert-query' && sqlToRest) },
    ),
  });
  expect(await response.json()).toMatchObject({ error: expect.stringContaining('CUBEJS_PG_SQL_PORT') });
  expect(response.status).toBe(501);
});

test('listens where HOST says', async ({ skip }) => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address && !address.internal && address.family === 'IPv4');
  const { port } = new URL(server.url);
  await expect(fetch(`http://127.0.0.1:${port}/livez`)).resolves.toMatchObject({ status: 200 });
  for (const address of others) {
    await expect(fetch(`http://${address?.address}:${port}/livez`)).rejects.toThrow();
  }
  skip(others.length === 0, 'This machine has no other address to try HOST on.');
});

describe('limits, each by name', () => {
  test('a query takes no longer than CUBEJS_DB_QUERY_TIMEOUT', async () => {
    await slowly(30);
    expect(await get(server.url, await admin(), slow)).toMatchObject({
      status: 504,
      text: expect.stringContaining('CUBEJS_DB_QUERY_TIMEOUT'),
    });
    await slowly(0);
    expect(await get(server.url, await admin(), slow)).toMatchObject({ status: 200 });
  });

  test('an answer has no more rows than CUBEJS_DB_QUERY_LIMIT', async () => {
    const users = { dimensions: ['Users.userId'] };
    expect((await get(server.url, await admin(), users)).rows).toHaveLength(100);
    expect(await get(server.url, await admin(), { ...users, limit: 101 })).toMatchObject({
      status: 400,
      text: expect.stringContaining('CUBEJS_DB_QUERY_LIMIT'),
    });
  });

  test('a body has no more bytes than CUBEJS_MAX_REQUEST_SIZE', async () => {
    const query = {
      ...quick,
      filters: [{ member: 'Users.userId', operator: 'equals', values: ['x'.repeat(2e5)] }],
    };
    expect(await post()(server.url, await admin(), query)).toMatchObject({
      status: 413,
      text: expect.stringContaining('CUBEJS_MAX_REQUEST_SIZE'),
    });
  });

  test('one person has no more on their way than ACTIVATION_QUERIES_AT_ONCE, and others go on', async () => {
    await slowly(1);
    const token = await admin('busy');
    const theirs = [1, 2, 3, 4].map((n) => get(server.url, token, { ...slow, limit: n }));
    const others = get(server.url, await admin('somebody else'), quick);
    const statuses = (await Promise.all(theirs)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await others).status).toBe(200);
    const refused = (await Promise.all(theirs)).find(({ status }) => status === 429);
    expect(refused?.text).toContain('ACTIVATION_QUERIES_AT_ONCE');
    await slowly(0);
    expect((await get(server.url, token, quick)).status).toBe(200);
  });

  test('nor heavy queries than ACTIVATION_HEAVY_QUERIES_PER_MINUTE', async () => {
    const token = await admin('heavy');
    const heavy = [{ total: true }, { ungrouped: true, dimensions: ['Users.userId'] }, { cache: 'no-cache' }];
    for (const one of heavy) {
      expect((await get(server.url, token, { ...quick, ...one })).status).toBe(200);
    }
    const refused = await get(server.url, token, { ...quick, total: true });
    expect(refused).toMatchObject({
      status: 429,
      text: expect.stringMatching(/ACTIVATION_HEAVY_QUERIES_PER_MINUTE.*Try again in \d+ seconds/),
    });
    expect((await get(server.url, token, quick)).status).toBe(200);
    expect((await get(server.url, await admin('light'), { ...quick, total: true })).status).toBe(200);
  });

  test('a request holds no more queries than ACTIVATION_QUERIES_PER_REQUEST', async () => {
    const day = ['2026-01-01', '2026-01-01'];
    const compared = (ranges: number): object => ({
      ...quick,
      timeDimensions: [
        {
          dimension: 'ActivationRate.signedUpAt',
          compareDateRange: Array.from({ length: ranges }, () => day),
        },
      ],
    });
    expect((await get(server.url, await admin(), compared(4))).status).toBe(200);
    for (const query of [compared(5), Array(5).fill(quick), [compared(2), compared(3)]]) {
      expect(await get(server.url, await admin(), query)).toMatchObject({
        status: 400,
        text: expect.stringContaining('ACTIVATION_QUERIES_PER_REQUEST'),
      });
    }
  });
});

test('a role that reads, and has a schema for rollups, is all it takes', async () => {
  const reader = new pg.Client({ ...scratch.connection, user: 'cube_reader', password: 'reader' });
  await reader.connect();
  await expect(reader.query('DELETE FROM users')).rejects.toThrow('permission denied');
  await expect(reader.query('CREATE TABLE public.x (id int)')).rejects.toThrow('permission denied');
  await reader.query('CREATE TABLE rollups.x (id int); DROP TABLE rollups.x');
  await reader.end();
  expect(await get(server.url, await admin(), quick)).toMatchObject({
    rows: [{ 'ActivationRate.newSignUps': '300' }],
  });
});

test('a limit that is no number is refused', () => {
  expect(() => readLimits({ ACTIVATION_QUERIES_AT_ONCE: 'many' })).toThrow(
    'ACTIVATION_QUERIES_AT_ONCE is many',
  );
});

test('a log on a full disk stops nothing', async ({ skip }) => {
  const full = await open('/dev/full', 'a').catch(() => undefined);
  if (!full) return skip('This machine has no /dev/full to log to.');
  const file = fileURLToPath(new URL('../../packages/cube-guard/src/full-disk.ts', import.meta.url));
  const code = `import { outliveFullDisk } from ${JSON.stringify(file)};
    outliveFullDisk();
    for (let line = 0; line < 10; line++) console.log('a line of the log');
    process.exitCode = 7;`;
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', full.fd, 'inherit'] });
  expect((await once(child, 'close'))[0]).toBe(7);
  await full.close();
});

describe('npm start ends with the reason', () => {
  test.each<[env: Record<string, string>, reason: string]>([
    [{ CUBEJS_API_SECRET: 'short', NODE_ENV: 'production', CUBEJS_DEV_MODE: '' }, 'it takes at least 32'],
    [{ HOST: '192.0.2.1' }, "can't listen on 192.0.2.1"],
    [{ CUBEJS_DEV_MODE: 'true', CUBEJS_DB_HOST: '', HOST: '0.0.0.0' }, 'HOST'],
  ])('%j', async (env, reason) => {
    const { code, output } = await runCli([], { ...production(inject('workedExample')), ...env });
    expect(output).toContain(reason);
    expect(code).toBe(2);
  });
});
