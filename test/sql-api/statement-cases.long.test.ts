/** The statements of `statement-cases.test.ts` in other time zones, and where there are no rollups, on the worked example and on hostile rows. */
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type RunningStart, serving, startCli } from '../harness/cube.ts';
import { testCases, testCasesWithRollups } from './case-tests.ts';
import { hostileSource } from './hostile-source.ts';
import { createSourceDatabase, rowsBy, type SourceDatabase, workedExampleRows } from './source-database.ts';
import { type StatementCase, statementCases } from './statement-cases.ts';

const timeZones = ['UTC', 'America/New_York', 'Asia/Kathmandu'];

/** More users than an answer has rows. */
const manyUsers = `
  INSERT INTO users (user_id, signed_up_at, persona, plan_type)
  SELECT 'user-' || n, timestamptz '2026-01-01 00:00:00.000001Z' + n * interval '1 minute', (ARRAY['founder', 'analyst'])[n % 3], 'free'
  FROM generate_series(1, 60000) AS n`;
const ofManyUsers: StatementCase[] = [
  {
    name: 'how many, and the ends of the times',
    sql: 'SELECT COUNT(*) AS n, MIN("signedUpAt") AS a, MAX("signedUpAt") AS z, COUNT(DISTINCT "signedUpAt") AS d FROM "ActivationRate"',
    right: 'SELECT count(*) AS n, min(at) AS a, max(at) AS z, count(DISTINCT at) AS d FROM u',
  },
  {
    name: 'the last five',
    sql: 'SELECT "userId", "signedUpAt" FROM "Users" ORDER BY "signedUpAt" DESC LIMIT 5',
    right: 'SELECT user_id AS "userId", at AS "signedUpAt" FROM u ORDER BY at DESC LIMIT 5',
  },
  {
    name: 'groups of them',
    sql: `SELECT lower(persona) AS p, COUNT(*) AS n, MEASURE("newSignUps") AS m FROM "ActivationRate" WHERE persona LIKE 'f%' OR persona IS NULL GROUP BY 1`,
    right:
      "SELECT lower(persona) AS p, count(*) AS n, count(*) AS m FROM u WHERE persona LIKE 'f%' OR persona IS NULL GROUP BY 1",
  },
  {
    name: 'groups as many as they are',
    sql: 'SELECT COUNT(*) AS n, SUM(m) AS m FROM (SELECT "userId", MEASURE("newUserCount") AS m FROM "Users" GROUP BY 1) AS g',
    right: 'SELECT count(*) AS n, count(*) AS m FROM u',
  },
  {
    name: 'windows over them',
    sql: 'SELECT "userId" FROM (SELECT "userId", row_number() OVER (PARTITION BY persona ORDER BY "signedUpAt") AS r FROM "Users") AS t WHERE r = 19999 ORDER BY 1',
    right:
      'SELECT user_id AS "userId" FROM (SELECT user_id, row_number() OVER (PARTITION BY persona ORDER BY at) AS r FROM u) AS t WHERE r = 19999 ORDER BY 1',
  },
  { name: 'all of them', sql: 'SELECT "userId" FROM "Users"', refused: '54000' },
];

testCasesWithRollups(['UTC', 'Asia/Kathmandu']);

describe.each([
  ['the worked example', workedExampleRows, statementCases],
  ['hostile rows', rowsBy(hostileSource), statementCases],
  ['many users', rowsBy(manyUsers), ofManyUsers],
])('without rollups, %s', (data, fill, cases) => {
  let source: SourceDatabase;
  let server: RunningStart;
  let served: pg.Client;
  beforeAll(async () => {
    source = await createSourceDatabase(fill);
    server = await startCli([], { ...serving(source.connection), ACTIVATION_ROLLUPS: 'false' });
    served = new pg.Client(`postgres://cube:any@127.0.0.1:${server.sqlPort}/cube`);
    await served.connect();
  }, 180_000);
  afterAll(async () => {
    await served?.end();
    await server?.stop();
    await source?.drop();
  });

  testCases(cases, { data, timeZones, served: () => served, source: () => source.client });
});
