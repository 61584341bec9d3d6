/** Transactions, settings and COPY: what a session says of them is what Postgres says of the same statements. */
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from './client.ts';

let cube: pg.Client;
let postgres: pg.Client;
beforeAll(async () => {
  // Told at the start, which is what RESET goes back to.
  const start = { application_name: 'start', options: '-c TimeZone=UTC -c statement_timeout=61000' };
  cube = await connect(start);
  postgres = new pg.Client({ ...inject('workedExample'), ...start });
  await postgres.connect();
});
afterAll(() => Promise.all([cube.end(), postgres.end()]));

/** What a client is told, statement by statement: tags, rows, errors, warnings and settings. */
async function told(client: pg.Client, script: string[]): Promise<unknown[]> {
  const events: unknown[] = [];
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  const onSetting = ({ parameterName, parameterValue }: Record<string, string>): void => {
    events.push(`${parameterName} is ${parameterValue}`);
  };
  const onNotice = ({ code }: { code: string }): void => {
    events.push(`warning ${code}`);
  };
  connection.on('parameterStatus', onSetting);
  client.on('notice', onNotice as never);
  for (const sql of ['ROLLBACK', 'DISCARD ALL']) await client.query(sql);
  events.length = 0;
  for (const sql of script) {
    try {
      const { command, rows } = await client.query(sql);
      events.push([sql, command, rows]);
    } catch (error) {
      events.push([sql, (error as pg.DatabaseError).code]);
    }
  }
  connection.off('parameterStatus', onSetting);
  client.off('notice', onNotice as never);
  return events;
}

const show = ['SHOW application_name', 'SHOW statement_timeout', 'SHOW TimeZone'];

describe('transactions and settings', () => {
  test.each<[string, string[]]>([
    [
      'ROLLBACK TO restores the settings of the savepoint',
      [
        ...['BEGIN', "SET application_name TO 'one'", 'SAVEPOINT a', "SET application_name TO 'two'"],
        ...['SAVEPOINT b', "SET TimeZone TO 'Asia/Tokyo'", 'ROLLBACK TO a', ...show, 'COMMIT', ...show],
      ],
    ],
    [
      'ROLLBACK TO a savepoint of a name that is used twice, and RELEASE',
      [
        ...[
          'BEGIN',
          'SAVEPOINT a',
          "SET application_name TO 'one'",
          'SAVEPOINT a',
          'SELECT 1 / 0',
          'SELECT 1',
        ],
        ...['ROLLBACK TO a', 'SHOW application_name', 'RELEASE a', 'ROLLBACK TO SAVEPOINT a', ...show],
        ...['RELEASE nothing', 'ROLLBACK TO a', 'RELEASE a', 'ROLLBACK TO a', 'COMMIT', ...show],
      ],
    ],
    [
      'SET LOCAL ends with the transaction, and SET after it stays',
      [
        ...['BEGIN', "SET application_name TO 'one'", "SET LOCAL application_name TO 'two'", ...show],
        ...['SET LOCAL statement_timeout TO 5000', 'SET statement_timeout TO 7000', 'COMMIT', ...show],
      ],
    ],
    [
      'SET LOCAL in a savepoint that is left and in one that is released',
      [
        ...[
          'BEGIN',
          'SAVEPOINT a',
          "SET LOCAL application_name TO 'two'",
          'ROLLBACK TO a',
          'SHOW application_name',
        ],
        ...["SET LOCAL application_name TO 'three'", 'RELEASE a', 'SHOW application_name', 'COMMIT', ...show],
      ],
    ],
    [
      'savepoints and SET LOCAL outside of a transaction, BEGIN inside, ends without a start',
      [
        ...[
          'SAVEPOINT a',
          'RELEASE a',
          'ROLLBACK TO a',
          "SET LOCAL application_name TO 'x'",
          'COMMIT',
          'ROLLBACK',
        ],
        ...['BEGIN', 'BEGIN', 'COMMIT', 'COMMIT AND CHAIN', ...show],
      ],
    ],
    [
      'AND CHAIN',
      [
        ...['BEGIN', "SET application_name TO 'one'", 'COMMIT AND CHAIN', "SET application_name TO 'two'"],
        ...['ROLLBACK AND CHAIN', 'SHOW application_name', 'SELECT nothing', 'SELECT 1', 'COMMIT', ...show],
      ],
    ],
    [
      'RESET and DISCARD ALL go back to what the client started with',
      [
        ...["SET application_name TO 'one'", 'SET statement_timeout TO 5000', "SET TimeZone TO 'Asia/Tokyo'"],
        ...['RESET application_name', 'SET statement_timeout TO DEFAULT', ...show, 'RESET ALL', ...show],
        ...[
          "SET TimeZone TO 'Asia/Tokyo'",
          'BEGIN',
          'RESET TimeZone',
          'ROLLBACK',
          ...show,
          'DISCARD ALL',
          ...show,
        ],
      ],
    ],
    [
      'cursors end with the part of the transaction that opened them',
      [
        ...['BEGIN', 'DECLARE a CURSOR FOR VALUES (1), (2), (3)', 'SAVEPOINT s', 'FETCH 1 FROM a'],
        ...['DECLARE b CURSOR FOR VALUES (1)', 'DECLARE h CURSOR WITH HOLD FOR VALUES (7)', 'ROLLBACK TO s'],
        ...[
          'SAVEPOINT t',
          'FETCH 1 FROM b',
          'ROLLBACK TO t',
          'FETCH 1 FROM h',
          'ROLLBACK TO t',
          'FETCH 1 FROM a',
        ],
        ...['DECLARE h CURSOR WITH HOLD FOR VALUES (7), (8)', 'COMMIT', 'FETCH 1 FROM h', 'FETCH 1 FROM a'],
        ...['BEGIN', 'ROLLBACK', 'FETCH 1 FROM h', 'CLOSE h', 'FETCH 1 FROM h'],
        ...['BEGIN', 'DECLARE h CURSOR WITH HOLD FOR VALUES (7)', 'ROLLBACK', 'FETCH 1 FROM h'],
      ],
    ],
    [
      'a cursor that only goes forward',
      [
        ...['BEGIN', 'DECLARE a NO SCROLL CURSOR FOR VALUES (1), (2), (3)', 'FETCH 2 FROM a', 'MOVE 1 IN a'],
        ...['FETCH 1 FROM a', 'FETCH PRIOR FROM a', 'ROLLBACK'],
      ],
    ],
  ])('%s', async (_, script) => {
    expect(await told(cube, script)).toEqual(await told(postgres, script));
  });
});

describe('COPY to the client', () => {
  const rows = `SELECT * FROM (VALUES
    (1, 'plain', true, 1.50, timestamp '2026-01-31 10:11:12.123456'),
    (2, E'tab\\t, comma and "quotes"', false, NULL, NULL),
    (3, E'two\\nlines\\r\\\\ and \\x08 \\x0b \\x0c', NULL, 'NaN', 'infinity'),
    (4, '', true, 0, 'epoch'), (5, '\\.', true, 0, 'epoch'), (6, '\\N', true, 0, 'epoch'), (7, 'é 🙂 ''', NULL, 0, 'epoch')
  ) AS t (id, "the text", flag, amount, at)`;
  const copied = (client: pg.Client, sql: string): Promise<Buffer> => buffer(client.query(copyTo(sql)));

  test.each([
    'TO STDOUT',
    'TO STDOUT (FORMAT csv, HEADER)',
    'TO STDOUT WITH CSV HEADER',
    "TO STDOUT (FORMAT csv, DELIMITER ';', NULL 'NULL', FORCE_QUOTE (\"the text\"))",
    "TO STDOUT (FORMAT csv, QUOTE '''', ESCAPE '\\', FORCE_QUOTE *)",
    "TO STDOUT (DELIMITER '|', NULL '-', HEADER true)",
    'TO STDOUT (FORMAT binary)',
  ])('%s', async (how) => {
    const sql = `COPY (${rows}) ${how}`;
    expect((await copied(cube, sql)).toString('latin1')).toBe(
      (await copied(postgres, sql)).toString('latin1'),
    );
    // One column alone has a rule of its own.
    const alone = `COPY (SELECT "the text" FROM (${rows}) AS t) ${how}`;
    expect((await copied(cube, alone)).toString()).toBe((await copied(postgres, alone)).toString());
  });

  test('of a view, by its name and by a query, and what it refuses', async () => {
    const sum = (text: Buffer): number =>
      text
        .toString()
        .trimEnd()
        .split('\n')
        .reduce((total, line) => total + Number(line.split(',')[1]), 0);
    const query = 'SELECT persona, MEASURE("newSignUps") FROM "ActivationRate" GROUP BY 1';
    expect(sum(await copied(cube, `COPY (${query}) TO STDOUT (FORMAT csv)`))).toBe(1000);
    const lines = (await copied(cube, 'COPY "ActivationRate" (persona, "planType") TO STDOUT')).toString();
    expect(lines.trimEnd().split('\n')).toHaveLength(1000);
    for (const sql of [
      'COPY (SELECT 1) TO STDOUT (FORMAT parquet)',
      "COPY (SELECT 1) TO STDOUT (DELIMITER 'ab')",
    ]) {
      const [ours, right] = await Promise.all(
        [cube, postgres].map((client) => client.query(sql).catch(({ code }) => code)),
      );
      expect([sql, ours]).toEqual([sql, right]);
    }
    await expect(cube.query('COPY "ActivationRate" FROM STDIN')).rejects.toMatchObject({ code: '25006' });
  });
});
