/** Statements that the source database answers: which they are, that it makes no difference, and what they hold on to. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogueOf } from '../../packages/cube-stand-in/src/sql-api/catalogue.ts';
import { cubeSelects } from '../../packages/cube-stand-in/src/sql-api/cube-select.ts';
import { loadParser, statementsIn } from '../../packages/cube-stand-in/src/sql-api/syntax-tree.ts';
import { ask, inAnyOrder } from './answers.ts';
import { asText, connect } from './client.ts';
import { statements } from './statements.ts';

describe('which statements are queries of Cube', () => {
  const catalogue = catalogueOf({
    cubes: [
      {
        name: 'V',
        measures: [
          { name: 'V.n', type: 'number', aggType: 'count' },
          { name: 'V.rate', type: 'number', aggType: 'number' },
        ],
        dimensions: [
          { name: 'V.a', type: 'string' },
          { name: 'V.b', type: 'string' },
          { name: 'V.at', type: 'time' },
        ],
        segments: [{ name: 'V.old' }],
      },
    ],
  });
  const functions = { aggregates: new Set(['measure', 'count', 'sum', 'avg', 'min', 'max', 'array_agg']) };
  beforeAll(loadParser);
  const fetchesOf = (sql: string) =>
    cubeSelects(structuredClone(statementsIn(sql)[0]?.node ?? {}), catalogue, functions);

  test.each([
    'SELECT a, MEASURE(rate) FROM "V" GROUP BY a',
    'SELECT upper(a), round(AVG(rate), 2) AS r FROM "V" GROUP BY a HAVING SUM(n) > 5 ORDER BY r DESC LIMIT 3',
    `SELECT date_trunc('month', at) AS month, a, SUM(n) FROM "V" WHERE at >= '2026-01-01' AND a IN ('x', 'y') AND old GROUP BY 1, 2`,
    'SELECT at::date, SUM(n) FROM "V" GROUP BY 1 HAVING COUNT(1) > 0',
    'SELECT a, rate FROM "V" ORDER BY rate',
    'SELECT DISTINCT a, b FROM "V"',
    'SELECT SUM(n) FROM (SELECT * FROM "V") AS t WHERE a IS NOT NULL',
    'SELECT p, SUM(m) FROM (SELECT a AS p, n AS m FROM (SELECT * FROM "V") AS s WHERE b = $$x$$) AS t GROUP BY p',
    'WITH source AS (SELECT * FROM "V") SELECT a, SUM(n) FROM source GROUP BY 1',
    'SELECT avg(r) FROM (SELECT a, MEASURE(rate) AS r FROM "V" GROUP BY 1) AS t',
    'SELECT sum(MEASURE(n)) OVER (ORDER BY a) FROM "V" GROUP BY a',
    'SELECT a FROM (SELECT a, SUM(n) FROM "V" GROUP BY 1) x JOIN (SELECT b, SUM(n) FROM "V" GROUP BY 1) y ON a = b',
    'SELECT a, SUM(n) FROM "V" GROUP BY 1 UNION ALL SELECT $$all$$, SUM(n) FROM "V"',
  ])('%s', (sql) => {
    expect(fetchesOf(sql)).toBeDefined();
  });

  test.each([
    'SELECT a FROM "V"',
    'SELECT COUNT(*) FROM "V"',
    'SELECT a, MEASURE(rate), COUNT(DISTINCT b) FROM "V" GROUP BY a',
    'SELECT upper(a), MEASURE(rate) FROM "V" GROUP BY 1',
    'SELECT extract(month FROM at), SUM(n) FROM "V" GROUP BY 1',
    `SELECT date_trunc('week', at + interval '1 day'), SUM(n) FROM "V" GROUP BY 1`,
    'SELECT at, SUM(n) FROM "V" GROUP BY 1',
    'SELECT old, SUM(n) FROM "V" GROUP BY 1',
    'SELECT a, SUM(n) FILTER (WHERE b = $$x$$) FROM "V" GROUP BY a',
    'SELECT a, SUM(n) FROM "V" GROUP BY ROLLUP (a)',
    'SELECT SUM(n) FROM "V" WHERE a LIKE $$x%$$',
    `SELECT SUM(n) FROM "V" WHERE at >= TIMESTAMPTZ '2026-01-01 00:00+02'`,
    `SELECT SUM(n) FROM "V" WHERE at < 'infinity'`,
    'SELECT SUM(n) FROM "V" WHERE a IN (SELECT b FROM "V")',
    'SELECT rate FROM "V" ORDER BY a',
    'SELECT COUNT(*) FROM (SELECT a, n FROM "V") AS t',
    'SELECT avg(r) FROM (SELECT a, rate AS r FROM "V" LIMIT 3) AS t',
    'SELECT SUM(n) FROM (SELECT * FROM "V" LIMIT 10) AS t',
    'SELECT SUM(v.n) FROM "V" AS v JOIN (SELECT DISTINCT a FROM "V") AS w ON v.a = w.a',
    'SELECT a, SUM(n) FROM "V" GROUP BY 1 UNION ALL SELECT a, 1 FROM "V"',
  ])('and not %s', (sql) => {
    expect(fetchesOf(sql)).toBeUndefined();
  });

  test('what Cube is asked', () => {
    const sql = `SELECT date_trunc('month', at), p, SUM(m) FROM (SELECT at, a AS p, n AS m, old FROM "V" WHERE b = 'x') AS t WHERE old AND at BETWEEN '2026-01-01' AND '2026-01-31 12:00:00.5' GROUP BY 1, 2`;
    expect(fetchesOf(sql)).toMatchObject([
      {
        columns: [{ name: 'at.month', granularity: 'month' }, { name: 'a' }, { name: 'n' }],
        segments: ['V.old'],
        filters: [
          { member: 'V.b', operator: 'equals', values: ['x'] },
          { member: 'V.at', operator: 'afterOrOnDate', values: ['2026-01-01T00:00:00.000000'] },
          { member: 'V.at', operator: 'beforeDate', values: ['2026-01-31T12:00:00.500001'] },
        ],
      },
    ]);
  });
});

const { SEED = '20260101', STATEMENTS = '6' } = process.env;

test(`${STATEMENTS} random statements have the same answer from the source database as from Cube`, {
  timeout: 3600_000,
}, async () => {
  const [cube, source] = await Promise.all([connect(), connect()]);
  await source.query('SET cube.push_down = on');
  for (const statement of fc.sample(statements, { seed: Number(SEED) + 1, numRuns: Number(STATEMENTS) })) {
    const [one, other] = await Promise.all([ask(cube, statement), ask(source, statement)]);
    expect(inAnyOrder(one), statement.sql).toEqual(inAnyOrder(other));
  }
  await Promise.all([cube.end(), source.end()]);
});

describe('on the source database', () => {
  let client: pg.Client;
  let source: pg.Client;
  beforeAll(async () => {
    client = await connect({ types: asText });
    source = new pg.Client({ ...inject('workedExample'), types: asText });
    await source.connect();
  });
  afterAll(() => Promise.all([client.end(), source.end()]));

  /** Sessions of the SQL API's own that are inside of a transaction. */
  const held = async (): Promise<number> => {
    const { rows } = await source.query(
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cube sql api' AND state <> 'idle'",
    );
    return Number(rows[0]?.count);
  };

  test("CTEs by the names of the source's tables, and aliases by those of the rows' own, hide none of them", async () => {
    const { rows } = await client.query(`
      WITH users AS (SELECT 'x' AS user_id), accounts AS (SELECT 1 AS id), key_actions AS (SELECT 1 AS k)
      SELECT users.persona, MEASURE(users."activationRate")::numeric(5, 2) AS rate, count(*) AS n
      FROM "ActivationRate" AS users WHERE lower(users."planTier") = 'annual' OR users."planTier" IS NULL
      GROUP BY 1 ORDER BY 1`);
    const right = await source.query(`
      SELECT persona, (100.0 * count(*) FILTER (WHERE EXISTS (
        SELECT FROM key_actions AS k WHERE k.user_id = u.user_id AND action_name = 'project_created'
        AND occurred_at >= signed_up_at AND occurred_at < signed_up_at + interval '168 hours')) / count(*))::numeric(5, 2) AS rate,
        count(*) AS n
      FROM users AS u LEFT JOIN accounts AS a ON a.id = account_id WHERE plan_tier = 'annual' OR plan_tier IS NULL
      GROUP BY 1 ORDER BY 1`);
    expect(rows).toEqual(right.rows);
  });

  test('a sub-select without a name, by Cube and past it', async () => {
    expect(
      (await client.query('SELECT SUM("newSignUps") FROM (SELECT * FROM "ActivationRate")')).rows,
    ).toEqual([{ sum: '1000' }]);
    expect((await client.query('SELECT COUNT(*) FROM (SELECT * FROM "ActivationRate")')).rows).toEqual([
      { count: '1000' },
    ]);
  });

  test('a cursor reads on in parts, and lets go when its transaction ends, or its client leaves', async () => {
    const rows = 'SELECT "userId" FROM "Users" ORDER BY 1';
    for (let turn = 0; turn < 12; turn += 1) {
      await client.query(`BEGIN; DECLARE c CURSOR FOR ${rows}`);
      expect((await client.query('FETCH 2 FROM c')).rows.map(({ userId }) => userId)).toEqual([
        'user-0001',
        'user-0002',
      ]);
      expect(await held()).toBeGreaterThan(0);
      expect((await client.query('FETCH ALL FROM c')).rowCount).toBe(998);
      await client.query(turn % 2 ? 'COMMIT' : 'ROLLBACK');
    }
    // Nobody reads these.
    for (let turn = 0; turn < 12; turn += 1)
      await client.query(`BEGIN; DECLARE c CURSOR FOR ${rows}; COMMIT`);
    for (let turn = 0; turn < 10; turn += 1) {
      const leaving = await connect();
      leaving.on('error', () => {});
      await leaving.query(`BEGIN; DECLARE c CURSOR FOR ${rows}; FETCH 1 FROM c`);
      (leaving as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    }
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
  });

  test('what is cancelled ends there too, and the session goes on', async () => {
    await client.query("SET statement_timeout = '500ms'");
    const endless = `SELECT count(*) FROM "Users" AS a, "Users" AS b, "Users" AS c WHERE a."signedUpAt" + b."hoursToActivation" * interval '1 hour' < c."signedUpAt"`;
    await expect(client.query(endless)).rejects.toMatchObject({ code: '57014' });
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
    await client.query('RESET statement_timeout');
    expect((await client.query('SELECT count(*) FROM "Users"')).rows).toEqual([{ count: '1000' }]);
  });

  test('values of the statement may be wrong, and are told as Postgres does', async () => {
    await expect(client.query('SELECT 1 / (count(*) - 1000) FROM "Users"')).rejects.toMatchObject({
      code: '22012',
      message: 'division by zero',
    });
    await expect(
      client.query('SELECT persona::int FROM "Users" WHERE persona IS NOT NULL'),
    ).rejects.toMatchObject({ code: '22P02' });
  });

  test('3,000 and 33,000 parameters', async () => {
    for (const number of [3000, 33_000]) {
      const ids = Array.from({ length: number }, (_, index) => `user-${String(index + 1).padStart(4, '0')}`);
      const list = ids.map((_, index) => `$${index + 1}`).join();
      const { rows } = await client.query(`SELECT count(*) FROM "Users" WHERE "userId" IN (${list})`, ids);
      expect(rows).toEqual([{ count: '1000' }]);
    }
  });
});
