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
    ['the count of a rate', `SELECT COUNT("activationRate") FROM ${view}`, /COUNT doesn't fit/],
    [
      'an aggregate of an expression of measures',
      `SELECT SUM("newSignUps" * 2) FROM ${view}`,
      /is a measure already/,
    ],
    [
      'a measure with a FILTER',
      `SELECT COUNT("newSignUps") FILTER (WHERE persona = 'x') FROM ${view}`,
      /takes no FILTER/,
    ],
    [
      'a measure of coarser groups than Cube was asked for',
      `SELECT left(persona, 0), MEASURE("activationRate") FROM ${view} GROUP BY 1`,
      /groups that Cube was not asked for/,
    ],
    [
      'a condition that Cube has no filter for',
      `SELECT MEASURE("activationRate") FROM ${view} WHERE persona LIKE '%e%'`,
      /groups that Cube was not asked for/,
    ],
    [
      'measures beside rows',
      `SELECT MEASURE("newSignUps"), COUNT(*) FROM ${view}`,
      /can't be computed beside the measure/,
    ],
    [
      'a measure in a sub-select without groups',
      `SELECT avg(x) FROM (SELECT persona, "activationRate" AS x FROM ${view} LIMIT 3) AS t`,
      /is a measure, which has a value for a group/,
    ],
    [
      'a window over a measure in a wrapped view',
      `SELECT sum("newSignUps") OVER () FROM (SELECT DISTINCT * FROM ${view}) AS t`,
      /is a measure, which has a value for a group/,
    ],
    [
      'two views joined row by row',
      `SELECT MEASURE(a."newSignUps") FROM ${view} AS a JOIN "MilestoneFunnel" AS b ON a."planTier" = b."planTier"`,
      /can't be joined row by row/,
    ],
    [
      'several groupings at once',
      `SELECT persona, MEASURE("newSignUps") FROM ${view} GROUP BY ROLLUP (persona)`,
      /several groupings/,
    ],
    ['a sample', `SELECT COUNT(*) FROM ${view} TABLESAMPLE SYSTEM (10)`, /can only be read as it is/],
    ['a segment that is not a condition', `SELECT matured FROM ${view}`, /is a segment/],
    ['a segment under OR', `SELECT COUNT(*) FROM ${view} WHERE matured OR persona IS NULL`, /is a segment/],
    ['a view as one value', `SELECT "ActivationRate" FROM ${view}`, /as one value/],
    [
      'a name that may be of a view or of a nearer table',
      `SELECT count(*) FROM ${view} WHERE EXISTS (SELECT 1 FROM (SELECT 'x'::text AS persona) AS t WHERE persona = 'x')`,
      /may be of "ActivationRate", or of a table nearer/,
    ],
    [
      'a measure read from inside',
      `SELECT persona FROM ${view} AS v GROUP BY persona HAVING EXISTS (SELECT 1 WHERE v."newSignUps" > 1)`,
      /42803|sub-select/,
    ],
  ])('%s', async (_, sql, reason) => {
    const { code, message, hint } = (await errorOf(sql)) as pg.DatabaseError & { hint?: string };
    expect(`${code} ${message}`).toMatch(reason);
    if (code !== '42803') expect(code).toBe('0A000');
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
