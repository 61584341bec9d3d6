/** Many sessions beside one another: what one of them asks takes nothing from the others. */
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqlInterface } from '../../src/native/stand-in/sql-interface.ts';
import { thingsCube } from './things-cube.ts';

let server: SqlInterface;
let port: number;
beforeAll(async () => {
  port = await getPort();
  server = await SqlInterface.start(thingsCube(port));
});
afterAll(() => server.shutdown('fast'));

async function connect(settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const user = 'analyst';
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port, user, password: `${user}'s`, database: 'cube' },
    ...settings,
  });
  await client.connect();
  return client;
}

const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'no error',
    (error: pg.DatabaseError) => String(error.code),
  );

test('150 connections: one computes without end, and the others are answered meanwhile', async () => {
  const clients = await Promise.all(Array.from({ length: 150 }, () => connect()));
  const [greedy, ...others] = clients as [pg.Client, ...pg.Client[]];
  const events: string[] = [];
  const endless = codeOf(greedy.query('SELECT count(*) FROM generate_series(1, 100000000000)')).then((code) =>
    events.push(code),
  );
  await Promise.all(
    others.map(async (client, index) => {
      const { rows } = await client.query('SELECT MEASURE(count) AS n, $1::int AS asked FROM "Things"', [
        index,
      ]);
      expect(rows).toEqual([{ n: '3', asked: index }]);
      events.push('answered');
    }),
  );
  await endless;
  expect(events[0]).toBe('answered');
  expect(events).toContain('57014');
  expect((await greedy.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await Promise.all(clients.map((client) => client.end()));
});

test('what takes too much memory or too many bytes is an error, and no end', async () => {
  const client = await connect();
  expect(await codeOf(client.query("SELECT repeat('x', 2000) FROM generate_series(1, 50000)"))).toBe('54000');
  expect(await codeOf(client.query('SELECT 1 FROM generate_series(1, 50001)'))).toBe('54000');
  expect(await codeOf(client.query("SELECT length(repeat('x', 800000000))"))).toBe('53200');
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});
