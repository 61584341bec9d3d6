/** The SQL API over a Cube made of a few functions: who sees what, and what becomes of a taken port. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { SqlInterface } from '../../packages/cube-stand-in/src/sql-interface.ts';
import { type Seen, seenBy, serveThings, thingsCube, version } from './things-cube.ts';

const connect = serveThings();

test('each user sees the columns and gets the rows that Cube has for them, side by side', async () => {
  const [analyst, owner] = await Promise.all([connect(), connect({ user: 'owner' })]);
  const columns = async (client: pg.Client): Promise<string[]> =>
    (
      await client.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'Things' ORDER BY ordinal_position",
      )
    ).rows.map(({ column_name }) => column_name);
  expect(await columns(analyst)).toEqual(['plan', 'count']);
  expect(await columns(owner)).toEqual(['plan', 'salary', 'count']);
  const count = 'SELECT MEASURE(count) AS n FROM "Things"';
  const both = await Promise.all([analyst, owner, analyst, owner].map((client) => client.query(count)));
  expect(both.map(({ rows }) => rows[0].n)).toEqual(['3', '50001', '3', '50001']);
  await expect(analyst.query('SELECT salary FROM "Things"')).rejects.toMatchObject({ code: '42703' });

  // More rows than a result may have are no answer; as many are one, and any number can be counted.
  await expect(owner.query('SELECT plan FROM "Things"')).rejects.toMatchObject({ code: '54000' });
  expect((await owner.query('SELECT COUNT(*) AS n FROM "Things"')).rows).toEqual([{ n: '50001' }]);
  seenBy.owner = { ...(seenBy.owner as Seen), count: 50_000 };
  expect((await owner.query('SELECT plan, salary FROM "Things"')).rowCount).toBe(50_000);

  // A change of the model shows, without a new connection.
  seenBy.analyst = { dimensions: ['plan', 'country'], count: 3 };
  version.set('analyst', 1);
  await expect.poll(() => columns(analyst), { timeout: 20_000 }).toEqual(['plan', 'country', 'count']);
  await Promise.all([analyst.end(), owner.end()]);
});

test('who gives a wrong password, or may not use the SQL API, is refused', async () => {
  await expect(connect({ password: "owner's" })).rejects.toMatchObject({ code: '28P01' });
  await expect(connect({ user: 'nobody' })).rejects.toMatchObject({ code: '28000' });
});

test('a port that is taken is a reason, and no end of the server', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port: taken } = other.address() as { port: number };
  const { state, shutdown } = await SqlInterface.start(thingsCube(taken));
  expect(state).toMatchObject({
    kind: 'off',
    reason: expect.stringContaining(`CUBEJS_PG_SQL_PORT=${taken + 1}`),
  });
  await shutdown.call({} as SqlInterface, 'fast');
  other.close();
  expect((await SqlInterface.start({ ...thingsCube(0) })).state).toEqual({
    kind: 'off',
    reason: 'CUBEJS_PG_SQL_PORT names no port',
  });
});
