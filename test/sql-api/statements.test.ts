/**
 * Random SQL over a view, against Postgres with the view's rows written out: what a condition, a grouping or a join
 * means is Postgres' to say. `SEED=… npx vitest run test/sql-api/statements.test.ts` asks others.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { asText, connect } from './client.ts';
import { overRows, statements } from './statements.ts';

const { SEED = '20260101', STATEMENTS = '100' } = process.env;

let cube: pg.Client;
let postgres: pg.Client;
beforeAll(async () => {
  cube = await connect();
  postgres = new pg.Client(inject('workedExample'));
  await postgres.connect();
  await postgres.query("SET TimeZone TO 'UTC'");
});
afterAll(() => Promise.all([cube.end(), postgres.end()]));

/** The rows in an order of their own, as text, with the columns' types; or the code of the error. */
async function ask(client: pg.Client, text: string): Promise<string[] | string> {
  try {
    const { rows, fields } = await client.query<unknown[]>({ text, types: asText, rowMode: 'array' });
    return [
      fields.map(({ dataTypeID }) => dataTypeID).join(),
      ...rows.map((row) => JSON.stringify(row)).sort(),
    ];
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return code === '0A000' ? 'refused' : `${code} ${message}`;
  }
}

test(`${STATEMENTS} random statements mean what they mean to Postgres, or are refused`, {
  timeout: 24 * 3600_000,
}, async () => {
  const wrong: unknown[] = [];
  let refused = 0;
  for (const sql of fc.sample(statements, { seed: Number(SEED), numRuns: Number(STATEMENTS) })) {
    const served = await ask(cube, sql);
    if (served === 'refused') {
      refused += 1;
      continue;
    }
    const right = await ask(postgres, overRows(sql));
    // An error is no answer, even where both have it.
    if (typeof served === 'string' || JSON.stringify(served) !== JSON.stringify(right))
      wrong.push({ sql, served: served.slice(0, 4), right: right.slice(0, 4) });
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeLessThan(Number(STATEMENTS) * 0.2);
});
