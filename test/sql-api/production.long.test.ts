/** The SQL API outside of development mode: who sees what, by which expression, and what an error is called. */

import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { signed, timely, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import type { RunningStart } from '../harness/cube.ts';
import { inMicroseconds, type OracleRows } from '../oracle/source-rows.ts';
import { startProduction } from '../production/production-server.ts';
import { restrictedRows } from '../production/restricted-rows.ts';
import { asText } from './client.ts';

let server: RunningStart;
beforeAll(async () => {
  server = await startProduction(inject('workedExample'), { ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '40' });
}, 120_000);
afterAll(() => server?.stop());

async function connect(password: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port: server.sqlPort, user: 'somebody', password, database: 'cube' },
    types: asText,
  });
  await client.connect();
  return client;
}

/** The values of all rows, or the SQLSTATE. */
const valuesOf = async (client: pg.Client, sql: string): Promise<string[] | string> =>
  client.query<(string | null)[]>({ text: sql, rowMode: 'array' }).then(
    ({ rows }) => rows.flat().map(String),
    ({ code }: pg.DatabaseError) => String(code),
  );

const everything = inMicroseconds(workedExample());
const ofAccounts = (...ids: string[]) => ({
  claims: { account_ids: ids },
  rows: restrictedRows(everything, ids),
  seesUsers: true,
});
const identities: Record<string, { claims: object; rows: OracleRows; seesUsers: boolean }> = {
  admin: { claims: { role: 'admin' }, rows: everything, seesUsers: true },
  analyst: { claims: { role: 'analyst' }, rows: everything, seesUsers: false },
  'one account': ofAccounts('account-0001'),
  'several accounts': ofAccounts('account-0002', 'account-0007', 'account-0013', 'account-0150'),
  'accounts that nobody has': ofAccounts("nobody'; --"),
};

describe.each(Object.entries(identities))('%s', (name, { claims, rows, seesUsers }) => {
  let client: pg.Client;
  let token: string;
  beforeAll(async () => {
    token = await tokenOf({ ...claims, sub: name });
    client = await connect(token);
    // The first one starts a Postgres.
  }, 180_000);
  afterAll(() => client.end());

  const ids = rows.users.map(({ user_id }) => user_id).sort();
  // Events name users that `users` doesn't know.
  const named = new Set([
    ...ids,
    ...rows.activated_users.map(({ user_id }) => user_id),
    ...rows.session_history.map(({ user_id }) => user_id),
  ]);

  test('sees the columns that REST shows', async () => {
    const response = await fetch(`${server.url}/cubejs-api/v1/meta`, { headers: { Authorization: token } });
    const { cubes } = (await response.json()) as {
      cubes: Record<'measures' | 'dimensions' | 'segments', { name: string; isVisible: boolean }[]>[];
    };
    const members = cubes.flatMap(({ measures, dimensions, segments }) =>
      [...measures, ...dimensions, ...segments].flatMap(({ name, isVisible }) => (isVisible ? [name] : [])),
    );
    const columns = await valuesOf(
      client,
      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'",
    );
    expect([...columns].sort()).toEqual(members.sort());
  });

  test('counts the units that are theirs', async () => {
    expect(await valuesOf(client, 'SELECT MEASURE("newSignUps") FROM "ActivationRate"')).toEqual([
      String(rows.users.length),
    ]);
    expect(
      await valuesOf(client, 'SELECT SUM("newSignUps") FROM "ActivationRate" GROUP BY persona'),
    ).toSatisfy(
      (counts: string[]) => counts.reduce((sum, count) => sum + Number(count), 0) === rows.users.length,
    );
    expect(await valuesOf(client, 'SELECT MEASURE("totalAccounts") FROM "MilestoneCompletion"')).toEqual([
      String(rows.accounts.length),
    ]);
    expect(await valuesOf(client, 'SELECT MEASURE("sessionCount") FROM "SessionHistory"')).toEqual([
      String(rows.session_history.length),
    ]);
  });

  // Each returns the users' ids, whole or in one text, and nothing else.
  test.each([
    'SELECT "userId" FROM "Users"',
    'SELECT CAST("userId" AS varchar) FROM "Users"',
    `SELECT "userId" || '' FROM "Users"`,
    'SELECT DISTINCT upper("userId") FROM "Users"',
    `SELECT string_agg("userId", ',') FROM "Users"`,
    'SELECT array_agg("userId") FROM "Users"',
    'SELECT first_value("userId") OVER (PARTITION BY "userId") FROM "Users"',
    'SELECT max("userId") FROM "Users" GROUP BY "userId"',
    'SELECT u::text FROM (SELECT "userId" FROM "Users") AS u',
    'SELECT to_jsonb(u) FROM (SELECT "userId" FROM "Users") AS u',
    'WITH u AS (SELECT "userId" AS x FROM "Users") SELECT x FROM u UNION ALL SELECT x FROM u',
    'SELECT "userId" FROM "ActivatedUsers"',
    'SELECT min("userId") FROM "SessionHistory" GROUP BY "userId"',
  ])('gets no user of others by %s', async (sql) => {
    const values = await valuesOf(client, sql);
    const told = [
      ...new Set(
        String(values)
          .toLowerCase()
          .match(/user-\d+/g) ?? [],
      ),
    ].sort();
    if (!seesUsers) {
      expect(typeof values).toBe('string');
      expect(told).toEqual([]);
      return;
    }
    expect(told.filter((id) => !named.has(id))).toEqual([]);
    // An answer is a whole one.
    if (typeof values !== 'string' && sql.includes('"Users"')) expect(told).toEqual(ids);
  });

  test('gets no user of others by COPY', async () => {
    const copied = await text(client.query(copyTo('COPY (SELECT "userId" FROM "Users") TO STDOUT'))).catch(
      ({ code }) => code,
    );
    expect(copied.match(/user-\d+/g)?.sort() ?? []).toEqual(seesUsers ? ids : []);
  });

  test.each([
    'SELECT "signedUpAt" FROM "ActivationRate"',
    `SELECT "signedUpAt" + interval '0' FROM "ActivationRate"`,
    'SELECT CAST("signedUpAt" AS text) FROM "ActivationRate"',
    'SELECT array_agg("signedUpAt") FROM "ActivationRate"',
    'SELECT row_number() OVER (ORDER BY "signedUpAt"), "signedUpAt" FROM "ActivationRate"',
    'SELECT min("signedUpAt") FROM "ActivationRate"',
  ])('gets no list of times that REST refuses by %s', async (sql) => {
    const values = await valuesOf(client, sql);
    if (name === 'analyst') expect(values).toMatch(/^(42501|0A000|42703)$/);
    else if (typeof values !== 'string')
      expect(String(values).match(/2026-/g)?.length ?? 0).toBeLessThanOrEqual(ids.length);
  });

  test('counts no unit of others by what goes past Cube', async () => {
    const known = '(length(persona) >= 0 OR persona IS NULL)';
    const all = String(rows.users.length);
    expect(await valuesOf(client, `SELECT COUNT(*) FROM "ActivationRate" WHERE ${known}`)).toEqual([all]);
    expect(
      await valuesOf(client, `SELECT MEASURE("newSignUps"), COUNT(*) FROM "ActivationRate" WHERE ${known}`),
    ).toEqual([all, all]);
    const grouped = `SELECT count(*) AS n FROM "ActivationRate" GROUP BY ROLLUP (left(persona, 1), "planTier")`;
    const counts = (await valuesOf(client, `SELECT max(n) FROM (${grouped}) AS t`)) as string[];
    expect(counts).toEqual([rows.users.length === 0 ? '0' : all]);
    const sessions = rows.session_history.length;
    expect(await valuesOf(client, 'SELECT COUNT(*), MEASURE("sessionCount") FROM "SessionHistory"')).toEqual(
      [sessions, sessions].map(String),
    );
  });

  // Each would tell of a single user, where nothing does by REST.
  test.each([
    'SELECT persona FROM "ActivationRate"',
    'SELECT ARRAY(SELECT persona FROM "ActivationRate")',
    `SELECT date_trunc('second', "signedUpAt"), COUNT(*) FROM "ActivationRate" GROUP BY 1`,
    `SELECT to_char("signedUpAt", 'YYYY-MM-DD HH24:MI:SS.US'), COUNT(*) FROM "ActivationRate" GROUP BY 1`,
    'SELECT max("signedUpAt"::text) FROM (SELECT * FROM "ActivationRate") AS t',
    'SELECT extract(epoch FROM "signedUpAt"), MEASURE("newSignUps") FROM "ActivationRate" GROUP BY 1',
  ])('lists nobody by %s', async (sql) => {
    const values = await valuesOf(client, sql);
    if (name === 'analyst') expect(values).toBe('42501');
    else expect(typeof values).toBe('object');
  });

  test.each([
    'SELECT MEASURE("averageHoursToKeyAction") FROM (SELECT * FROM "ActivationRate" LIMIT 1) AS t',
    'SELECT n, MEASURE("averageHoursToKeyAction") FROM (SELECT *, row_number() OVER () AS n FROM "ActivationRate") AS t GROUP BY 1',
    'WITH t AS (SELECT * FROM "ActivationRate") SELECT MEASURE("averageHoursToKeyAction") FROM (SELECT * FROM t OFFSET 3) AS u',
  ])('measures no single row by %s', async (sql) => {
    expect(await valuesOf(client, sql)).toBe('0A000');
  });

  test('groups by what is no finer than a day', async () => {
    const days = `SELECT extract(isodow FROM "signedUpAt") AS day, count(*) AS n FROM "ActivationRate" GROUP BY 1`;
    expect(await valuesOf(client, `SELECT coalesce(sum(n), 0) FROM (${days}) AS t`)).toEqual([
      String(rows.users.length),
    ]);
  });

  test('finds nobody in the settings, the catalogue or the functions of the database', async () => {
    for (const sql of [
      'SELECT rolpassword FROM pg_authid',
      "SELECT pg_read_file('/etc/passwd')",
      "SELECT query_to_xml('SELECT * FROM users', true, true, '')",
      'SELECT * FROM users',
      'SELECT * FROM public.users',
      `SELECT set_config('role', 'postgres', false)`,
      'SELECT "userId" FROM "Users" WHERE __user = \'admin\'',
    ]) {
      expect([sql, typeof (await valuesOf(client, sql))]).toEqual([sql, 'string']);
    }
  });
});

test('a token that is none, or is over, and a text that the token is to be', async () => {
  for (const password of [
    '',
    'guessed',
    await signed(timely({ role: 'admin' }), 'another-secret-of-32-characters-or-more'),
  ]) {
    await expect(connect(password)).rejects.toMatchObject({
      code: '28P01',
      hint: 'A valid token is required.',
    });
  }
  const now = Math.floor(Date.now() / 1000);
  const brief = await connect(await signed({ role: 'admin', iat: now, exp: now + 4, sub: 'brief' }));
  const count = 'SELECT MEASURE("newSignUps") FROM "ActivationRate"';
  expect(await valuesOf(brief, count)).toEqual(['1000']);
  await pause(10_500);
  expect(await valuesOf(brief, `${count} WHERE persona = 'founder'`)).toBe('28000');
  await brief.end();
});

test('a dashboard may ask as many groups as it likes; lists of rows are counted, and are a limit', async () => {
  const client = await connect(await tokenOf({ role: 'admin', sub: 'dashboard' }));
  const asked: (string[] | string)[] = [];
  for (let second = 10; second < 60; second += 1) {
    const from = `'2026-01-01 00:00:${second}'`;
    asked.push(
      await valuesOf(
        client,
        `SELECT persona, MEASURE("newSignUps") FROM "ActivationRate" WHERE "signedUpAt" >= ${from} GROUP BY 1`,
      ),
    );
  }
  expect(asked.filter((values) => typeof values === 'string')).toEqual([]);
  const lists: (string[] | string)[] = [];
  for (let index = 0; index < 41; index += 1) {
    lists.push(
      await valuesOf(client, `SELECT persona FROM "ActivationRate" WHERE persona = 'nobody ${index}'`),
    );
  }
  expect(lists.slice(0, 40).filter((values) => typeof values === 'string')).toEqual([]);
  expect(lists[40]).toBe('53400');
  await client.end();
});
