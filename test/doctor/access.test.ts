import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ActionableError } from '../../src/actionable-error.ts';
import { reportExitCode } from '../../src/doctor/findings.ts';
import { renderReport } from '../../src/doctor/render-report.ts';
import type { ScratchDatabase } from '../harness/scratch-database.ts';
import { createWarehouse, examine, faults, findingOf } from './warehouse.ts';

let database: ScratchDatabase;
let login: string;
beforeAll(async () => {
  database = await createWarehouse();
  login = `${database.connection.database}_reader`;
  await database.query(`CREATE ROLE ${login} LOGIN PASSWORD 'reading'`);
});
afterAll(async () => {
  await database.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`);
  await database.drop();
});

const asReader = () => ({ connection: { ...database.connection, user: login, password: 'reading' } });

describe('a login with few rights', () => {
  test('is told which table it may not read and what to grant; the other checks go on', async () => {
    await database.query(`
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${login};
      REVOKE SELECT ON accounts FROM ${login}`);
    const report = await examine(asReader());
    expect(faults(report)).toEqual(['error source.permission accounts']);
    const { title, fix } = findingOf(report, 'source.permission');
    expect(title).toBe('sources.accounts: the login may not read public.accounts');
    await database.query(fix ?? '');
    expect(faults(await examine(asReader()))).toEqual([]);
  });

  test('needs no more than the columns that are mapped', async () => {
    await database.query(`
      REVOKE SELECT ON users FROM ${login};
      GRANT SELECT (user_id, signed_up_at) ON users TO ${login}`);
    const sources = { users: { columns: { userId: 'user_id', signedUpAt: 'signed_up_at' } } };
    expect(faults(await examine(asReader(), { sources }))).toEqual([]);
    await database.query(`GRANT SELECT ON users TO ${login}`);
  });

  test('is told of a schema that it may not enter', async () => {
    await database.query('CREATE SCHEMA hidden; CREATE TABLE hidden.users AS SELECT * FROM users');
    const report = await examine(asReader(), { sources: { users: { schema: 'hidden', table: 'users' } } });
    expect(findingOf(report, 'source.permission').fix).toContain('GRANT USAGE ON SCHEMA "hidden"');
  });
});

describe('a check that takes too long', () => {
  test('is broken off and said to be unfinished; the others go on', async () => {
    const sql = 'SELECT key_actions.* FROM key_actions, (SELECT pg_sleep(60)) AS pause';
    const started = Date.now();
    const report = await examine(database, { sources: { keyActions: { sql } } }, { statementTimeoutMs: 200 });
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(faults(report)).toEqual([
      'unfinished dates.not-finished keyActions',
      'unfinished drivers.not-finished keyActions',
      'unfinished freshness.not-finished keyActions',
      'unfinished keys.not-finished keyActions',
      'unfinished names.not-finished keyActions',
      'unfinished nulls.not-finished keyActions',
      'unfinished order.not-finished keyActions',
      'unfinished orphans.not-finished keyActions',
      'unfinished rows.not-finished keyActions',
    ]);
    expect(findingOf(report, 'keys.not-finished')).toMatchObject({
      title: 'sources.keyActions: unique keys: not finished in 0.2 s',
      fix: 'Run it longer: npx activation doctor --timeout 60',
    });
    expect(reportExitCode(report)).toBe(0);
    expect(reportExitCode(report, { strict: true })).toBe(2);
    const { rows, estimatedRows } = report.sources.find(({ source }) => source === 'keyActions') ?? {};
    expect({ rows, estimatedRows }).toEqual({ rows: null, estimatedRows: 150 });
    expect(renderReport(report)).toMatch(/keyActions +│ a query +│ +about 150 │ \d+ unfinished/);
  });

  test('also where it waits for a lock', async () => {
    await database.query('BEGIN; LOCK TABLE accounts');
    const report = await examine(database, {}, { statementTimeoutMs: 200 });
    await database.query('ROLLBACK');
    expect(faults(report)).toEqual(['unfinished source.not-finished accounts']);
  });
});

describe('it only reads', () => {
  const rows = async () => database.query('SELECT COUNT(*)::integer AS rows FROM users');

  test('a mapped query that calls a function that writes fails and changes nothing', async () => {
    await database.query(`
      CREATE FUNCTION forget_users() RETURNS SETOF key_actions LANGUAGE sql AS $$
        DELETE FROM users; SELECT * FROM key_actions
      $$`);
    const sources = { keyActions: { sql: 'SELECT * FROM forget_users()' } };
    const report = await examine(database, { sources });
    expect(findingOf(report, 'keys.failed')).toMatchObject({
      severity: 'error',
      detail: expect.stringContaining('read-only transaction'),
    });
    expect(await rows()).toEqual([{ rows: 100 }]);
  });

  test.each([
    ["SELECT *, SET_CONFIG('transaction_read_only', 'off', false) FROM key_actions"],
    ['SELECT * FROM key_actions) AS source LIMIT 0; COMMIT; DELETE FROM users; --'],
    ['WITH gone AS (DELETE FROM users RETURNING 1) SELECT * FROM key_actions'],
    ["SELECT NEXTVAL('counter')::text AS id, user_id, action_name, occurred_at FROM key_actions"],
  ])('%s', async (sql) => {
    await database.query('CREATE SEQUENCE IF NOT EXISTS counter');
    await examine(database, { sources: { keyActions: { sql } } });
    expect(await rows()).toEqual([{ rows: 100 }]);
    expect(await database.query('SELECT last_value, is_called FROM counter')).toEqual([
      { last_value: '1', is_called: false },
    ]);
  });
});

describe('a database that can not be reached', () => {
  const secret = 'a-secret-of-ours';
  const failure = async (change: Record<string, unknown>): Promise<ActionableError> => {
    const connection = { ...database.connection, password: secret, ...change };
    const error = await examine({ connection }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ActionableError)) throw new Error(`It isn't actionable: ${String(error)}`);
    expect(error.message).not.toContain(secret);
    expect(String(error.stack)).not.toContain(secret);
    const { host, port, user, database: name } = connection;
    for (const part of [host, port, user, name]) expect(error.message).toContain(String(part));
    return error;
  };

  test('for its host', async () => {
    expect((await failure({ host: 'no-such-host.invalid' })).message).toContain('CUBEJS_DB_HOST');
  });

  test('for its port', async () => {
    expect((await failure({ host: '127.0.0.1', port: 1 })).message).toMatch(/ECONNREFUSED.*CUBEJS_DB_PORT/);
  });

  test('for its password', async () => {
    expect((await failure({ user: login })).message).toContain('CUBEJS_DB_PASS');
  });

  test('for want of a password', async () => {
    expect((await failure({ password: '' })).message).toMatch(/asks for a password.*CUBEJS_DB_PASS/);
  });

  test('for its name', async () => {
    const { password } = database.connection;
    expect((await failure({ database: 'no_such_database', password })).message).toContain('CUBEJS_DB_NAME');
  });

  test('for encryption', async () => {
    const { password } = database.connection;
    expect((await failure({ ssl: true, password })).message).toContain('CUBEJS_DB_SSL');
  });

  test('because something else listens there', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    const { port } = server.address() as AddressInfo;
    await failure({ host: '127.0.0.1', port });
    server.close();
  });

  test('any more, during the checks', async () => {
    const { connection } = database;
    const running = examine(database, {
      sources: {
        keyActions: { sql: 'SELECT key_actions.* FROM key_actions, (SELECT pg_sleep(60)) AS pause' },
      },
    });
    const ended = running.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const killed = async (): Promise<boolean> => {
      const found = await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = '${connection.database}' AND application_name = 'activation doctor' AND wait_event = 'PgSleep'`,
      );
      return found.length > 0;
    };
    while (!(await killed())) await new Promise((wait) => setTimeout(wait, 50));
    const error = await ended;
    expect(error).toBeInstanceOf(ActionableError);
    expect(String(error)).toMatch(/went away during the checks/);
    expect(String(error)).not.toContain(connection.password);
  });
});
