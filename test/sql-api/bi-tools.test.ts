import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BiQuery, introspection, questions } from './bi-tools.ts';
import { asText, connect } from './client.ts';

let client: pg.Client;
beforeAll(async () => {
  client = await connect({ types: asText });
});
afterAll(() => client.end());

describe.each([
  ['what BI tools ask about tables', introspection],
  ['what BI tools ask of a view', questions],
])('%s', (_, queries) => {
  test.each(queries.map((query): [string, BiQuery] => [query.tool, query]))('%s', async (_, query) => {
    if (query.refused) {
      await expect(client.query(query.sql)).rejects.toMatchObject({ code: query.refused });
      return;
    }
    const { rows } = await client.query(query.sql);
    const { atLeast, rows: expected = [] } = query;
    expect(atLeast === undefined ? rows : rows.slice(0, expected.length)).toMatchObject(expected);
    expect(rows.length).toBeGreaterThanOrEqual(atLeast ?? 0);
  });
});
