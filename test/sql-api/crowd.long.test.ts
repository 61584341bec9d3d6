/** Many clients at once, over views: what one of them asks takes nothing from the others, and the server's memory stays. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningStart, serving, startCli } from '../harness/cube.ts';
import { createSourceDatabase, rowsBy, type SourceDatabase } from './source-database.ts';

let source: SourceDatabase;
let server: RunningStart;
beforeAll(async () => {
  source = await createSourceDatabase(
    rowsBy(`
      INSERT INTO users (user_id, signed_up_at, persona)
      SELECT 'user-' || n, timestamptz '2026-01-01Z' + n * interval '1 minute', (ARRAY['founder', 'analyst'])[n % 3]
      FROM generate_series(1, 60000) AS n`),
  );
  server = await startCli([], { ...serving(source.connection), ACTIVATION_ROLLUPS: 'false' });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await source?.drop();
});

async function connect(user = 'cube'): Promise<pg.Client> {
  const client = new pg.Client(`postgres://${user}:any@127.0.0.1:${server.sqlPort}/cube`);
  await client.connect();
  return client;
}

test('150 connections: one computes without end over a view, and the others are answered meanwhile', {
  timeout: 300_000,
}, async () => {
  const clients = await Promise.all(Array.from({ length: 150 }, () => connect()));
  const [greedy, ...others] = clients as [pg.Client, ...pg.Client[]];
  const events: string[] = [];
  const endless = greedy
    .query('SELECT COUNT(*) FROM "Users", generate_series(1, 2000000000)')
    .then(() => events.push('the endless one ended'))
    .catch(({ code }: pg.DatabaseError) => events.push(String(code)));
  await Promise.all(
    others.map(async (client, index) => {
      // Past Cube's cache, each.
      const { rows } = await client.query(
        `SELECT COUNT(*) AS n, $1::int AS asked FROM "Users" WHERE persona LIKE 'f%'`,
        [index],
      );
      expect(rows).toEqual([{ n: '20000', asked: index }]);
      events.push('answered');
    }),
  );
  expect(events.filter((event) => event !== 'answered')).toEqual([]);
  await endless;
  expect(events.at(-1)).toBe('57014');
  expect((await greedy.query('SELECT COUNT(*) AS n FROM "Users"')).rows).toEqual([{ n: '60000' }]);
  await Promise.all(clients.map((client) => client.end()));
});

test('who keeps cursors open in many sessions leaves connections to the others', {
  timeout: 120_000,
}, async () => {
  const sessions = await Promise.all(Array.from({ length: 8 }, () => connect('greedy')));
  const other = await connect('modest');
  let opened = 0;
  const opening = sessions.map(async (session) => {
    await session.query('BEGIN');
    await session.query(`DECLARE users CURSOR FOR SELECT "userId" FROM "Users" WHERE persona LIKE '%'`);
    await session.query('FETCH 1 FROM users');
    opened += 1;
    return session;
  });
  await vi.waitFor(() => expect(opened).toBe(6), 20_000);
  const { rows } = await other.query(`SELECT COUNT(*) AS n FROM "Users" WHERE persona LIKE 'f%'`);
  expect([rows, opened]).toEqual([[{ n: '20000' }], 6]);
  // The last two have their turn when somebody is done.
  const first = await Promise.any(opening);
  await first.query('COMMIT');
  await vi.waitFor(() => expect(opened).toBe(7), 20_000);
  await Promise.all([...sessions, other].map((session) => session.end()));
  await Promise.allSettled(opening);
});

/** Of the server's process, in MB. */
const memory = async (): Promise<number> => {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
};

test.runIf(process.platform === 'linux')(
  'memory is flat over 100 results of 50,000 rows of a view',
  {
    timeout: 900_000,
  },
  async () => {
    const client = await connect();
    const ask = async (results: number): Promise<number> => {
      for (let result = 0; result < results; result += 1) {
        const { rowCount } = await client.query({
          text: 'SELECT "userId", "signedUpAt", persona FROM "Users" LIMIT 50000',
          rowMode: 'array',
        });
        expect(rowCount).toBe(50_000);
      }
      for (let statement = 0; statement < 500; statement += 1) {
        await client.query(`SELECT COUNT(*) FROM "Users" WHERE persona <> 'text ${statement % 200}'`);
      }
      return memory();
    };
    // What grows at first are buffers, which are used again.
    const before = await ask(20);
    expect((await ask(100)) - before).toBeLessThan(120);
    await client.end();
  },
);
