/** What has no exact answer, or isn't reading, is refused with a reason; it never answers. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './client.ts';

let client: pg.Client;
beforeAll(async () => {
  client = await connect();
});
afterAll(() => client.end());

const view = '"ActivationRate"';
const errorOf = async (sql: string): Promise<pg.DatabaseError> =>
  client.query(sql).then(
    ({ rows }) => expect.fail(`answered ${JSON.stringify(rows)}`),
    (error) => error,
  );

test('a number of one day of age, without the day, by Cube itself', async () => {
  const { code, message } = await errorOf(
    'SELECT persona, MEASURE("estimatedShareActivated") FROM "ActivationCurve" GROUP BY 1',
  );
  expect(code).toBe('22023');
  expect(message).toMatch(/estimatedShareActivated is a number of one day: add ActivationCurve.day/);
});

test('a number of one action and one number of times, without them', async () => {
  for (const [sql, needed] of [
    ['SELECT reach FROM "ActivationDrivers"', 'actionName'],
    ['SELECT MEASURE(reach) FROM "ActivationDrivers" WHERE "actionName" = \'report_viewed\'', 'times'],
    ['SELECT times > 1, MEASURE(reach) FROM "ActivationDrivers" GROUP BY 1', 'actionName'],
  ] as const) {
    const { code, message } = await errorOf(sql);
    expect([sql, code]).toEqual([sql, '22023']);
    expect(message).toContain(`add ActivationDrivers.${needed} to the dimensions of the query`);
  }
});

describe('what would be another number', () => {
  test.each([
    [
      'an aggregate that is not the measure',
      `SELECT AVG("newSignUps") FROM ${view}`,
      /AVG doesn't fit .*newSignUps/,
    ],
    [
      'a sum of distinct counts',
      'SELECT SUM("totalEligibleAccounts") FROM "ExpansionActivationRate"',
      /SUM doesn't fit/,
    ],
    [
      'a number of one day of age, of several',
      'SELECT day / 7, MEASURE("usersActivated") FROM "ActivationCurve" GROUP BY 1',
      /usersActivated/,
    ],
    ['the count of a rate', `SELECT COUNT("activationRate") FROM ${view}`, /COUNT doesn't fit/],
    [
      'an aggregate of an expression of measures',
      `SELECT SUM("newSignUps" * 2) FROM ${view}`,
      /is a measure already/,
    ],
    [
      'a measure of a view whose rows a join has several times',
      `SELECT MEASURE(a."newSignUps") FROM ${view} AS a JOIN "MilestoneFunnel" AS b ON a."planTier" = b."planTier"`,
      /the measure "newSignUps" of "ActivationRate" is above a join with "b"/,
    ],
    [
      'the same inside of a sub-select that passes the measure on',
      `SELECT SUM(n) FROM (SELECT a."newSignUps" AS n FROM ${view} AS a, generate_series(1, 2) AS g) AS t`,
      /the measure "newSignUps" of "ActivationRate" is above a join with "g"/,
    ],
    [
      'a measure as a value of groups, and aggregated as well',
      `SELECT SUM(n), COUNT(*) FROM (SELECT persona, "newSignUps" AS n FROM ${view}) AS t`,
      /beside the measure "newSignUps", which the sub-select shows as a value/,
    ],
    [
      'a window over the values of a measure',
      `SELECT avg("activationRate") OVER () FROM (SELECT DISTINCT * FROM ${view}) AS t`,
      /is a measure already/,
    ],
    [
      'a measure that rows are chosen by',
      `SELECT persona FROM ${view} WHERE "newSignUps" > 5`,
      /which no row has a value of to choose it by/,
    ],
    [
      'a measure of a sub-select without groups',
      `SELECT avg(x) FROM (SELECT persona, "activationRate" AS x FROM ${view} LIMIT 3) AS t`,
      /is a measure already/,
    ],
    [
      'rows that tie with the last',
      `SELECT persona, MEASURE("newSignUps") AS n FROM ${view} GROUP BY 1 ORDER BY 2 FETCH FIRST 1 ROW WITH TIES`,
      /^0A000 FETCH … WITH TIES/,
    ],
    [
      'grouping sets that are the same',
      `SELECT persona, COUNT(*) FROM ${view} GROUP BY DISTINCT ROLLUP (persona), ROLLUP (persona)`,
      /^0A000 GROUP BY DISTINCT/,
    ],
    ['a sample', `SELECT COUNT(*) FROM ${view} TABLESAMPLE SYSTEM (10)`, /RangeTableSample/],
    ['a view as one value', `SELECT "ActivationRate" FROM ${view}`, /as one value/],
    [
      'a measure read from inside',
      `SELECT persona FROM ${view} AS v GROUP BY persona HAVING EXISTS (SELECT 1 WHERE v."newSignUps" > 1)`,
      /42803|sub-select/,
    ],
    [
      'a table of the catalogue beside a view',
      `SELECT count(*) FROM ${view} JOIN pg_class ON relname = persona`,
      /"pg_class" beside views/,
    ],
    ['a type of the catalogue', `SELECT 'pg_class'::regclass, persona FROM ${view}`, /the type regclass/],
    ['who the database is read as', `SELECT current_user FROM ${view}`, /CURRENT_USER/],
    [
      'an operator of a schema',
      `SELECT count(*) FROM ${view} WHERE persona OPERATOR(public.=) 'x'`,
      /42883|an operator of a schema/,
    ],
  ])('%s', async (_, sql, reason) => {
    const { code, message, hint } = (await errorOf(sql)) as pg.DatabaseError & { hint?: string };
    expect(`${code} ${message}`).toMatch(reason);
    if (!code?.startsWith('42')) expect(code).toBe('0A000');
    expect(hint === undefined || hint.length > 10).toBe(true);
  });
});

describe('what is not reading', () => {
  test.each([
    [`INSERT INTO ${view} (persona) VALUES ('x')`, '25006'],
    [`WITH gone AS (DELETE FROM ${view} RETURNING *) SELECT * FROM gone`, '25006'],
    ['CREATE TEMP TABLE t (a int)', '25006'],
    [`SELECT * INTO t FROM ${view}`, '25006'],
    [`SELECT persona FROM ${view} FOR UPDATE`, '25006'],
    [`COPY ${view} TO '/tmp/leak'`, '25006'],
    [`COPY (SELECT 1) TO PROGRAM 'id'`, '25006'],
    ['DO $$ BEGIN END $$', '25006'],
    ['EXPLAIN ANALYZE DELETE FROM "ActivationRate"', '25006'],
    ["SELECT pg_read_file('/etc/passwd')", '42501'],
    ["SELECT pg_ls_dir('/')", '42501'],
    ["SELECT lo_import('/etc/passwd')", '42501'],
    ['SELECT pg_sleep(60)', '42501'],
    ["SELECT query_to_xml('SELECT 1', true, true, '')", '42501'],
    ["SELECT nextval('x')", '42P01'],
    [`SELECT pg_read_file('/etc/passwd') FROM ${view}`, '42501'],
    [`SELECT pg_sleep(60) FROM ${view}`, '42501'],
    [`SELECT current_setting('data_directory') FROM ${view}`, '42501'],
    [`SELECT query_to_xml('SELECT 1', true, true, '') FROM ${view}`, '42501'],
    [`SELECT random() FROM ${view}`, '42501'],
    [`SELECT * FROM ${view}, LATERAL (SELECT * FROM users) AS u`, '42P01'],
    ['SET ROLE postgres', '42501'],
    ['SET SESSION AUTHORIZATION postgres', '42501'],
    ['RESET SESSION AUTHORIZATION', '42501'],
    ["SELECT set_config('role', 'postgres', false)", '42501'],
    ["SELECT set_config('ro' || 'le', 'postgres', false)", '0A000'],
    ['SET session_replication_role TO replica', '42501'],
    ['SELECT rolpassword FROM pg_authid', '42501'],
    [
      'SELECT count(*) FROM generate_series(1, 60000) AS n UNION ALL SELECT n FROM generate_series(1, 60000) AS n',
      '54000',
    ],
  ])('%s', async (sql, code) => {
    expect((await errorOf(sql)).code).toBe(code);
  });

  test('a table of the catalogue has no rows of its own to be found by another way', async () => {
    const { rows } = await client.query(
      `SELECT has_table_privilege('"ActivationRate"', 'INSERT') AS writes, current_user AS who`,
    );
    expect(rows).toEqual([{ writes: false, who: 'cube' }]);
  });
});
