import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type BiQuery, introspection, questions } from './bi-tools.ts';
import { asText, connect } from './client.ts';

let client: pg.Client;
let source: pg.Client;
beforeAll(async () => {
  client = await connect({ types: asText });
  source = new pg.Client({ ...inject('workedExample'), types: asText });
  await source.connect();
  await source.query("SET TimeZone TO 'UTC'");
});
afterAll(() => Promise.all([client.end(), source.end()]));

/** The users, with the times that SQL is in. */
const users = "WITH u AS (SELECT *, signed_up_at AT TIME ZONE 'UTC' AS at FROM users)";

describe.each([
  ['what BI tools ask about tables', introspection],
  ['what BI tools ask of a view', questions],
])('%s', (_, queries) => {
  test.each(queries.map((query): [string, BiQuery] => [query.tool, query]))('%s', async (_, query) => {
    if (query.right) {
      const [{ rows: right }, served] = await Promise.all([
        source.query(`${users} ${query.right}`),
        client.query(query.sql),
      ]);
      expect(right.length).toBeGreaterThan(0);
      expect(served.rows).toEqual(right);
      return;
    }
    const { rows } = await client.query(query.sql);
    const { atLeast, rows: expected = [] } = query;
    expect(atLeast === undefined ? rows : rows.slice(0, expected.length)).toMatchObject(expected);
    expect(rows.length).toBeGreaterThanOrEqual(atLeast ?? 0);
  });
});
