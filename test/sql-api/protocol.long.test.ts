import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from './client.ts';

let client: pg.Client;
beforeAll(async () => {
  client = await connect();
});
afterAll(() => client.end());

const view = '"ActivationRate"';
const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'no error',
    (error: pg.DatabaseError) => String(error.code),
  );
const first = async (sql: string, values: unknown[] = [], on = client): Promise<Record<string, unknown>> =>
  (await on.query<Record<string, unknown>>(sql, values)).rows[0] ?? {};

describe('signing in', () => {
  test.each([
    ['a wrong password', { password: 'guessed' }],
    ['another user', { user: 'somebody' }],
    ['an empty password', { password: '' }],
  ])('%s is refused', async (_, settings) => {
    expect(await codeOf(connect(settings))).toBe('28P01');
  });

  test('a role of the database, asked for at the start', async () => {
    expect(await codeOf(connect({ options: '-c role=postgres' }))).toBe('42501');
  });

  test('encryption is declined, and the client may go on without', async () => {
    await expect(connect({ ssl: true })).rejects.toThrow('does not support SSL');
  });

  test('an encoding other than UTF-8 is refused', async () => {
    expect(await codeOf(client.query("SET client_encoding TO 'LATIN1'"))).toBe('22023');
  });
});

describe('statements', () => {
  test('parameters in text and in binary, named statements run again', async () => {
    const named = { name: 'rate', text: `SELECT MEASURE("newSignUps") AS n FROM ${view} WHERE persona = $1` };
    expect((await client.query({ ...named, values: ['developer'] })).rows).toEqual([{ n: '352' }]);
    expect((await client.query({ ...named, values: ['founder'] })).rows).toEqual([{ n: '135' }]);
    // A Buffer goes in binary; the bytes of a text are itself.
    expect((await client.query({ ...named, values: [Buffer.from('founder')] })).rows).toEqual([{ n: '135' }]);
  });

  test('what is described has the types of the columns', async () => {
    const { fields } = await client.query(
      `SELECT persona, "signedUpAt", MEASURE("newSignUps"), MEASURE("activationRate") FROM ${view} GROUP BY 1, 2 LIMIT 0`,
    );
    const { TEXT, TIMESTAMP, INT8, NUMERIC } = pg.types.builtins;
    expect(fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual([
      ['persona', TEXT],
      ['signedUpAt', TIMESTAMP],
      ['measure', INT8],
      ['measure', NUMERIC],
    ]);
  });

  test('several in one message', async () => {
    const results = (await client.query(
      `SELECT 1 AS one; SELECT MEASURE("newSignUps") AS n FROM ${view}; SHOW search_path`,
    )) as unknown as pg.QueryResult[];
    expect(results.map(({ rows }) => rows)).toEqual([
      [{ one: 1 }],
      [{ n: '1000' }],
      [{ search_path: 'public' }],
    ]);
  });

  test('Postgres itself names the mistakes, with their place', async () => {
    const error = await client.query(`SELECT "nothing" FROM ${view}`).catch((error) => error);
    expect(error).toMatchObject({ code: '42703', position: '8' });
    expect(await codeOf(client.query('SELEC 1'))).toBe('42601');
    expect(await codeOf(client.query('SELECT * FROM nowhere'))).toBe('42P01');
    expect(await codeOf(client.query(`SELECT MEASURE(persona + 1) FROM ${view}`))).toBe('42883');
  });

  test('PREPARE, EXECUTE and DEALLOCATE', async () => {
    await client.query(
      `PREPARE by_persona (text) AS SELECT MEASURE("newSignUps") AS n FROM ${view} WHERE persona = $1`,
    );
    expect(await first("EXECUTE by_persona ('founder')")).toEqual({ n: '135' });
    await client.query('DEALLOCATE by_persona');
    expect(await codeOf(client.query("EXECUTE by_persona ('founder')"))).toBe('26000');
  });

  test('cursors, as ODBC and Tableau fetch', async () => {
    expect(await codeOf(client.query('DECLARE c CURSOR FOR SELECT 1'))).toBe('25P01');
    await client.query('BEGIN');
    await client.query(
      `DECLARE c CURSOR FOR SELECT persona FROM ${view} WHERE persona IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    const fetch = async (how: string) =>
      (await client.query(`FETCH ${how} FROM c`)).rows.map(({ persona }) => persona);
    expect(await fetch('2')).toEqual(['analyst', 'developer']);
    expect(await fetch('PRIOR')).toEqual(['analyst']);
    expect(await fetch('FORWARD ALL')).toEqual(['developer', 'founder', 'marketer']);
    expect(await fetch('NEXT')).toEqual([]);
    expect(await fetch('BACKWARD 2')).toEqual(['marketer', 'founder']);
    expect(await fetch('FIRST')).toEqual(['analyst']);
    expect(await fetch('LAST')).toEqual(['marketer']);
    await client.query('COMMIT');
    expect(await codeOf(client.query('FETCH 1 FROM c'))).toBe('34000');
  });
});

describe('transactions', () => {
  test('one that has failed takes nothing but its end, or a return to a savepoint', async () => {
    await client.query('BEGIN');
    await client.query('SAVEPOINT here');
    expect(await codeOf(client.query('SELECT 1 / 0'))).toBe('22012');
    expect(await codeOf(client.query('SELECT 1'))).toBe('25P02');
    await client.query('ROLLBACK TO here');
    expect(await first('SELECT 1 AS one')).toEqual({ one: 1 });
    expect(await codeOf(client.query('nonsense'))).toBe('42601');
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
  });

  test('a setting made in one that is rolled back is gone', async () => {
    await client.query("SET application_name TO 'before'");
    await client.query('BEGIN');
    await client.query("SET application_name TO 'within'");
    expect(await first('SHOW application_name')).toEqual({ application_name: 'within' });
    await client.query('ROLLBACK');
    expect(await first('SHOW application_name')).toEqual({ application_name: 'before' });
    await client.query('BEGIN');
    await client.query("SET LOCAL application_name TO 'within'");
    await client.query('COMMIT');
    expect(await first('SHOW application_name')).toEqual({ application_name: 'before' });
  });
});

test('connections do not see each other: settings, statements, cursors, transactions', async () => {
  const other = await connect();
  await client.query("SET TimeZone TO 'Asia/Tokyo'");
  await client.query('PREPARE mine AS SELECT 1');
  await client.query('BEGIN');
  await client.query('DECLARE mine CURSOR FOR SELECT 1');
  expect(await codeOf(client.query('SELECT 1 / 0'))).toBe('22012');
  expect(await first('SHOW TimeZone', [], other)).not.toEqual({ TimeZone: 'Asia/Tokyo' });
  expect(await codeOf(other.query('EXECUTE mine'))).toBe('26000');
  expect(await codeOf(other.query('FETCH 1 FROM mine'))).toBe('34000');
  const many = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const one = await connect({ application_name: `number ${index}` });
      const answers = await Promise.all([
        first('SHOW application_name', [], one),
        first(
          `SELECT MEASURE("newSignUps") AS n FROM ${view} WHERE "planType" IS NOT NULL AND ${index} = $1`,
          [index],
          one,
        ),
      ]);
      await one.end();
      return answers;
    }),
  );
  expect(many.map(([setting]) => setting.application_name)).toEqual(
    many.map((_, index) => `number ${index}`),
  );
  expect(new Set(many.map(([, { n }]) => n)).size).toBe(1);
  await client.query('ROLLBACK');
  expect(await first('SHOW TimeZone')).toEqual({ TimeZone: 'Asia/Tokyo' });
  await client.query('DISCARD ALL');
  await other.end();
});

test("times are in UTC, and a session's time zone is for what Postgres uses it for", async () => {
  const months = (since: string): string =>
    `SELECT date_trunc('month', "signedUpAt")::text AS month, MEASURE("newSignUps") AS n FROM ${view} WHERE "signedUpAt" >= ${since} GROUP BY 1 ORDER BY 1`;
  const since = "TIMESTAMP '2026-02-01 00:00:00'";
  const inUtc = [
    { month: '2026-02-01 00:00:00', n: '310' },
    { month: '2026-03-01 00:00:00', n: '390' },
  ];
  expect((await client.query(months(since))).rows).toEqual(inUtc);
  await client.query("SET TimeZone TO 'America/New_York'");
  expect((await client.query(months(since))).rows).toEqual(inUtc);
  // A moment with a zone is compared with a time without one as the session's zone has it.
  const moment = "TIMESTAMPTZ '2026-02-01 05:00:00+00'";
  expect((await client.query(months(moment))).rows).toEqual(inUtc);
  await client.query('RESET TimeZone');
});

describe('a client that writes the protocol by hand', () => {
  let socket: Socket;
  let buffered = Buffer.alloc(0);
  const int32 = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeInt32BE(value);
    return buffer;
  };
  const message = (type: string, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
  const text = (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  const none = Buffer.from([0, 0]);
  const sync = message('S', Buffer.alloc(0));
  const execute = (most: number): Buffer => message('E', text('', int32(most)));

  /** The letters of the messages up to the next ReadyForQuery, or to as many DataRows. */
  async function letters(until = 'Z'): Promise<string> {
    let read = '';
    while (!read.endsWith(until)) {
      while (buffered.length < 5 || buffered.length < buffered.readInt32BE(1) + 1) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        buffered = Buffer.concat([buffered, chunk]);
      }
      read += String.fromCharCode(buffered[0] as number);
      buffered = buffered.subarray(buffered.readInt32BE(1) + 1);
    }
    return read;
  }

  beforeAll(async () => {
    const { host, port, user, password } = inject('sqlApi');
    socket = connectSocket(port, host);
    const start = text(int32(196_608), 'user', user, 'database', 'cube', '');
    socket.write(Buffer.concat([int32(start.length + 4), start]));
    expect(await letters('R')).toBe('R');
    socket.write(message('p', text(password)));
    expect(await letters()).toMatch(/^RS+KZ$/);
  });
  afterAll(() => {
    socket.destroy();
  });

  test('reads a portal in parts', async () => {
    socket.write(
      Buffer.concat([
        message('P', text('', `SELECT persona FROM ${view} WHERE persona IS NOT NULL GROUP BY 1`, none)),
        message('D', text(Buffer.from('S'), '')),
        message('B', text('', '', none, none, none)),
        execute(3),
        execute(3),
        sync,
      ]),
    );
    expect(await letters()).toBe('1tT2DDDsDCZ');
  });

  test('reads a portal without rows to its end', async () => {
    socket.write(
      Buffer.concat([
        message('P', text('', 'SELECT 1 WHERE FALSE', none)),
        message('B', text('', '', none, none, none)),
        execute(0),
        sync,
      ]),
    );
    expect(await letters()).toBe('12CZ');
  });

  test('is told of a mistake once, up to the next Sync', async () => {
    socket.write(
      Buffer.concat([
        message('P', text('', 'SELECT nothing', none)),
        message('B', text('', '', none, none, none)),
        execute(0),
        sync,
        message('Q', text('SELECT 1')),
      ]),
    );
    expect(await letters()).toBe('EZ');
    expect(await letters()).toBe('TDCZ');
  });

  test('is refused a function call, which no Sync follows', async () => {
    socket.write(message('F', Buffer.concat([int32(957), none, none, none])));
    expect(await letters()).toBe('EZ');
    socket.write(message('Q', text('SELECT 1')));
    expect(await letters()).toBe('TDCZ');
  });

  test('an empty text, a message without a meaning, a message that lies about its fields', async () => {
    socket.write(message('Q', text('')));
    expect(await letters()).toBe('IZ');
    socket.write(Buffer.concat([message('y', Buffer.alloc(0)), sync]));
    expect(await letters()).toBe('EZ');
    socket.write(Buffer.concat([message('B', text('', '', Buffer.from([0x7f, 0xff]))), sync]));
    expect(await letters()).toBe('EZ');
    socket.write(message('Q', text('SELECT 1')));
    expect(await letters()).toBe('TDCZ');
  });
});

test('a statement that computes for ever is stopped by cancel and by statement_timeout, and others go on', async () => {
  const forever = 'SELECT count(*) FROM generate_series(1, 100000000000)';
  const { host, port } = inject('sqlApi');
  const running = codeOf(client.query(forever));
  await pause(300);
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const request = Buffer.alloc(16);
  for (const [index, value] of [16, 80877102, processID, secretKey].entries())
    request.writeInt32BE(value, index * 4);
  connectSocket(port, host).end(request);
  expect(await running).toBe('57014');
  await client.query('SET statement_timeout TO 1500');
  expect(await codeOf(client.query(forever))).toBe('57014');
  await client.query('RESET statement_timeout');
  expect(await first(`SELECT MEASURE("newSignUps") AS n FROM ${view}`)).toEqual({ n: '1000' });
});
