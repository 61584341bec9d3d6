/**
 * The server's memory while it answers; `RESULTS=20 STATEMENTS=200` asks less. PGlite's usual interface keeps
 * every message that it has parsed, 15 MB for a result of 50,000 rows.
 */
import getPort from 'get-port';
import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { SqlInterface } from '../../packages/cube-stand-in/src/sql-interface.ts';
import { serving } from '../harness/cube.ts';
import { seenBy, thingsCube } from './things-cube.ts';

const { RESULTS = '300', STATEMENTS = '5000' } = process.env;

test(`memory is flat over ${STATEMENTS} statements and ${RESULTS} results of 50,000 rows`, {
  timeout: 3600_000,
}, async () => {
  for (const [name, value] of Object.entries(serving(inject('workedExample')))) vi.stubEnv(name, value);
  const port = await getPort();
  seenBy.owner = { dimensions: ['plan', 'salary'], count: 50_000 };
  const server = await SqlInterface.start(thingsCube(port));
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port, user: 'owner', password: "owner's", database: 'cube' },
  });
  await client.connect();
  const ask = async (results: number, statements: number): Promise<number> => {
    for (let result = 0; result < results; result += 1) {
      // A driver that makes objects of the rows takes more memory than what is tested.
      const { rowCount } = await client.query({
        text:
          result % 2
            ? 'SELECT plan, salary FROM "Things"'
            : "SELECT n, 'a text of some length, as names are' FROM generate_series(1, 50000) AS n",
        rowMode: 'array',
      });
      expect(rowCount).toBe(50_000);
    }
    for (let statement = 0; statement < statements; statement += 1) await client.query('SELECT 1');
    return process.memoryUsage.rss();
  };
  // What grows at first are buffers, which are used again.
  const before = await ask(10, 100);
  const after = await ask(Number(RESULTS), Number(STATEMENTS));
  expect((after - before) / 1024 / 1024).toBeLessThan(120);
  await client.end();
  await server.shutdown('fast');
  vi.unstubAllEnvs();
});
