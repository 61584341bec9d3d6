/** Many sessions beside one another: what one of them asks takes nothing from the others. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import getPort from 'get-port';
import type pg from 'pg';
import { expect, test, vi } from 'vitest';
import { SqlInterface } from '../../packages/cube-stand-in/src/sql-interface.ts';
import { serveThings, thingsCube } from './things-cube.ts';

const connect = serveThings();

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

test('a statement that waits for its turn can be cancelled, and others go on', async () => {
  const [one, other, third] = await Promise.all([connect(), connect(), connect()]);
  const endless = 'SELECT count(*) FROM generate_series(1, 100000000000)';
  const events: string[] = [];
  const running = [one, other].map((client) =>
    codeOf(client.query(endless)).then((code) => events.push(code)),
  );
  const waiting = codeOf(third.query('SELECT 1')).then((code) => events.push(`third ${code}`));
  const { processID, secretKey } = third as unknown as { processID: number; secretKey: number };
  const request = Buffer.alloc(16);
  for (const [index, value] of [16, 80877102, processID, secretKey].entries())
    request.writeInt32BE(value, index * 4);
  connectSocket(third.port, third.host).end(request);
  await waiting;
  expect(events).toEqual(['third 57014']);
  await Promise.all(running);
  expect((await third.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await Promise.all([one, other, third].map((client) => client.end()));
});

test('what is too long, too deep or too much is an error of the session', async () => {
  const client = await connect();
  const text = (size: number): string => `SELECT '${'x'.repeat(size)}'`;
  expect(await codeOf(client.query(text(1024 * 1024)))).toBe('54000');
  expect((await client.query(`${text(900_000)} AS long`)).rows[0].long).toHaveLength(900_000);
  expect(await codeOf(client.query(`SELECT ${'1+'.repeat(10_000)}1`))).toBe('54001');
  expect(await codeOf(client.query(`SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`))).toBe('54001');
  const list = Array.from({ length: 3000 }, (_, index) => `${index}`).join();
  expect((await client.query(`SELECT 2999 IN (${list}) AS found`)).rows).toEqual([{ found: true }]);
  const wide = Array.from({ length: 1665 }, (_, index) => `${index}`).join();
  expect(await codeOf(client.query(`SELECT ${wide}`))).toBe('54011');
  const prepared = Array.from({ length: 5 }, (_, index) => `PREPARE p${index} AS ${text(900_000)}`);
  const codes: string[] = [];
  for (const statement of prepared) codes.push(await codeOf(client.query(statement)));
  expect(codes).toEqual([...Array(4).fill('no error'), '53400']);
  await client.query('DEALLOCATE ALL; BEGIN');
  const cursors = Array.from({ length: 101 }, (_, index) => `DECLARE c${index} CURSOR FOR SELECT 1`);
  expect(await codeOf(client.query(cursors.slice(0, 100).join(';')))).toBe('no error');
  expect(await codeOf(client.query(cursors[100] as string))).toBe('53400');
  await client.end();
});

test('as many connections as ACTIVATION_SQL_CONNECTIONS says', async () => {
  vi.stubEnv('ACTIVATION_SQL_CONNECTIONS', '2');
  const otherPort = await getPort();
  const other = await SqlInterface.start(thingsCube(otherPort));
  const clients = [await connect({ port: otherPort }), await connect({ port: otherPort })];
  await expect(connect({ port: otherPort })).rejects.toMatchObject({ code: '53300' });
  await clients[0]?.end();
  await expect
    .poll(() => codeOf(connect({ port: otherPort }).then((client) => clients.push(client))))
    .toBe('no error');
  vi.unstubAllEnvs();
  for (const client of clients) client.on('error', () => {});
  await other.shutdown('fast');
});

test('a server that ends lets statements finish, and tells who waits for nothing', async () => {
  const otherPort = await getPort();
  const other = await SqlInterface.start(thingsCube(otherPort));
  const [busy, idle] = await Promise.all([connect({ port: otherPort }), connect({ port: otherPort })]);
  const told: string[] = [];
  busy.on('error', (error) => told.push(`busy ${(error as pg.DatabaseError).code}`));
  idle.on('error', (error) => told.push(`idle ${(error as pg.DatabaseError).code}`));
  const slow = busy.query('SELECT count(*) FROM generate_series(1, 2000000)');
  await pause(50);
  vi.stubEnv('CUBEJS_GRACEFUL_SHUTDOWN', '30');
  const ended = other.shutdown('semifast');
  expect((await slow).rows).toEqual([{ count: '2000000' }]);
  await ended;
  expect(told).toContain('idle 57P01');
  expect(told).toContain('busy 57P01');
  await expect(connect({ port: otherPort })).rejects.toThrow('ECONNREFUSED');
  vi.unstubAllEnvs();
});

test('TLS by certificate files, and then nothing else', async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const options = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -out ${cert} -keyout ${key}`;
  const made = spawnSync('openssl', options.split(' '));
  if (made.error) {
    console.log('Skipped: TLS, there is no openssl to make a certificate with');
    skip();
  }
  const otherPort = await getPort();
  vi.stubEnv('ACTIVATION_SQL_TLS_CERT', cert);
  expect((await SqlInterface.start(thingsCube(otherPort))).state).toMatchObject({
    kind: 'off',
    reason: expect.stringContaining('set both'),
  });
  vi.stubEnv('ACTIVATION_SQL_TLS_KEY', key);
  const other = await SqlInterface.start(thingsCube(otherPort));
  vi.unstubAllEnvs();
  await expect(connect({ port: otherPort })).rejects.toMatchObject({ code: '28000' });
  const ssl = { ca: await readFile(cert), servername: 'localhost' };
  const client = await connect({ port: otherPort, ssl });
  const { rows } = await client.query(
    "SELECT repeat('x', 100000) AS x, $1::int AS n FROM generate_series(1, 50)",
    [7],
  );
  expect(rows).toEqual(Array.from({ length: 50 }, () => ({ x: 'x'.repeat(100_000), n: 7 })));
  await client.end();
  await other.shutdown('fast');
  await rm(folder, { recursive: true });
});

test('what takes too much memory or too many bytes is an error, and no end', async () => {
  const client = await connect();
  expect(await codeOf(client.query("SELECT repeat('x', 2000) FROM generate_series(1, 50000)"))).toBe('54000');
  expect(await codeOf(client.query('SELECT 1 FROM generate_series(1, 50001)'))).toBe('54000');
  expect(await codeOf(client.query("SELECT length(repeat('x', 800000000))"))).toBe('53200');
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});
