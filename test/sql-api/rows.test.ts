/** Results that never end: read a part at a time, in bounded memory, and let go. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Connection } from '../../packages/cube-stand-in/src/sql-api/client-connection.ts';
import { Cursor } from '../../packages/cube-stand-in/src/sql-api/cursor.ts';
import { bind, int16, int32, message } from '../../packages/cube-stand-in/src/sql-api/messages.ts';
import type { Rows } from '../../packages/cube-stand-in/src/sql-api/rows.ts';
import type { Prepared, Session } from '../../packages/cube-stand-in/src/sql-api/sql-session.ts';
import { loadParser, statementsIn } from '../../packages/cube-stand-in/src/sql-api/syntax-tree.ts';

/** The rows 1, 2, 3 and so on, each a DataRow with one value of the size. */
function numbers(batchSize: number, size = 1, end = Number.POSITIVE_INFINITY) {
  const state = { made: 0, isClosed: false };
  async function* make(): Rows & AsyncGenerator<Buffer[]> {
    try {
      while (state.made < end) {
        const batch: Buffer[] = [];
        while (batch.length < batchSize && state.made < end) {
          const text = String(++state.made).padStart(size, '0');
          batch.push(message('D', int16(1), int32(text.length), Buffer.from(text)));
        }
        yield batch;
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, rows: make() };
}

const numberIn = (row: Buffer): number => Number(row.subarray(11).toString());

describe('a cursor', () => {
  async function fetch(cursor: Cursor, direction: string, many: number): Promise<number[]> {
    const numbers: number[] = [];
    for await (const batch of cursor.fetch(`FETCH_${direction}`, many)) numbers.push(...batch.map(numberIn));
    return numbers;
  }

  test('reads no more than it is asked for, to and fro, and lets go', async () => {
    const { state, rows } = numbers(4);
    const cursor = new Cursor([], rows, false);
    expect(await fetch(cursor, 'FORWARD', 3)).toEqual([1, 2, 3]);
    expect(await fetch(cursor, 'FORWARD', 6)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(state.made).toBe(12);
    expect(await fetch(cursor, 'BACKWARD', 2)).toEqual([8, 7]);
    expect(await fetch(cursor, 'FORWARD', -1)).toEqual([6]);
    expect(await fetch(cursor, 'RELATIVE', 0)).toEqual([6]);
    expect(await fetch(cursor, 'FORWARD', 5)).toEqual([7, 8, 9, 10, 11]);
    expect(await fetch(cursor, 'ABSOLUTE', 2)).toEqual([2]);
    expect(await fetch(cursor, 'ABSOLUTE', 30)).toEqual([30]);
    expect(await fetch(cursor, 'BACKWARD', 2 ** 31 - 1)).toHaveLength(29);
    expect(await fetch(cursor, 'BACKWARD', 1)).toEqual([]);
    expect(await fetch(cursor, 'FORWARD', 1)).toEqual([1]);
    await cursor.close();
    expect(state.isClosed).toBe(true);
  });

  test('past its end it is after the last row', async () => {
    const cursor = new Cursor([], numbers(4, 1, 5).rows, false);
    expect(await fetch(cursor, 'ABSOLUTE', -2)).toEqual([4]);
    expect(await fetch(cursor, 'FORWARD', 2 ** 31)).toEqual([5]);
    expect(await fetch(cursor, 'FORWARD', 1)).toEqual([]);
    expect(await fetch(cursor, 'BACKWARD', 2)).toEqual([5, 4]);
    expect(await fetch(cursor, 'ABSOLUTE', 9)).toEqual([]);
    expect(await fetch(cursor, 'BACKWARD', 1)).toEqual([5]);
  });

  test('goes back neither by NO SCROLL nor to more rows than are kept', async () => {
    const forward = new Cursor([], numbers(4).rows, false, false);
    expect(await fetch(forward, 'FORWARD', 3)).toEqual([1, 2, 3]);
    await expect(fetch(forward, 'BACKWARD', 1)).rejects.toMatchObject({ code: '55000' });
    const long = new Cursor([], numbers(10, 100_000).rows, false);
    expect(await fetch(long, 'FORWARD', 50)).toHaveLength(50);
    expect(await fetch(long, 'BACKWARD', 1)).toEqual([49]);
    expect((await fetch(long, 'FORWARD', 200)).at(-1)).toBe(249);
    await expect(fetch(long, 'BACKWARD', 1)).rejects.toMatchObject({ code: '0A000' });
  });
});

describe('a connection', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** A client's socket, served by a session that answers everything with the rows. */
  async function serve(rows: Rows): Promise<Socket> {
    await loadParser();
    const [statement] = statementsIn('SELECT 1');
    const columns = [{ name: 'n', type: 25, rest: Buffer.alloc(16) }];
    const prepared: Prepared = { statement, parameterTypes: [], columns };
    // The real one reads nothing without end before a database does.
    const session = {
      status: 'I',
      statements: new Map([['', prepared]]),
      prepare: async () => prepared,
      run: async () => ({ columns, rows, tag: 'SELECT', notices: [], changed: [] }),
      rest: () => {},
      fail: () => {},
    } as unknown as Session;
    const server = createServer((socket) => {
      const connection = new Connection(socket);
      socket.on('error', () => {});
      void connection
        .serve(session)
        .catch(() => {})
        .finally(() => connection.close());
      sockets.push(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    server.close();
    return socket;
  }

  test('makes no more rows than the client takes, and none when it has left', async () => {
    const { state, rows } = numbers(100, 10_000);
    const socket = await serve(rows);
    socket.write(message('Q', 'SELECT 1'));
    // Nobody reads the socket: what fits into the buffers between is made, and no more.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = state.made > 0 && state.made === before;
          before = state.made;
          return isStill;
        },
        { interval: 500, timeout: 30_000 },
      )
      .toBe(true);
    expect(state.made).toBeLessThan(5000);
    socket.on('data', () => {});
    await expect.poll(() => state.made, { timeout: 30_000 }).toBeGreaterThan(10_000);
    socket.destroy();
    await expect.poll(() => state.isClosed).toBe(true);
  });

  test('reads a portal on by each Execute, and lets go of it at the end of the transaction', async () => {
    const { state, rows } = numbers(10);
    const socket = await serve(rows);
    const execute = message('E', '', int32(3));
    socket.write(Buffer.concat([bind(), execute, execute, execute, message('H')]));
    let read = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      read = Buffer.concat([read, chunk]);
    });
    const letters = (): string => {
      let text = '';
      for (let place = 0; place < read.length; place += 1 + read.readInt32BE(place + 1))
        text += String.fromCharCode(read[place] as number);
      return text;
    };
    await expect.poll(letters).toBe('2DDDsDDDsDDDs');
    expect(state).toEqual({ made: 10, isClosed: false });
    socket.write(message('S'));
    await expect.poll(letters).toBe('2DDDsDDDsDDDsZ');
    await expect.poll(() => state.isClosed).toBe(true);
  });
});
