/** What production does to a server, one after the other, to one server that is never started again. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signed, timely, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import definitions from '../activation.config.ts';
import type { RunningStart } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { type Answer, Connection, get } from './apis.ts';
import { BreakableDatabase } from './breakable-database.ts';
import { startProduction } from './production-server.ts';

let scratch: ScratchDatabase;
let way: BreakableDatabase;
let server: RunningStart;
let folder: string;

/** A clock that goes wrong by what a file says, in milliseconds, at the signal SIGUSR2. */
const clock = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from 'node:fs';
  const Right = Date;
  let wrongBy = 0;
  process.on('SIGUSR2', () => { wrongBy = Number(readFileSync(process.env.CLOCK_FILE, 'utf8')); });
  globalThis.Date = class Date extends Right {
    constructor(...parts) { parts.length > 0 ? super(...parts) : super(Right.now() + wrongBy); }
    static now() { return Right.now() + wrongBy; }
  };`)}`;

beforeAll(async () => {
  scratch = await createScratchDatabase();
  await scratch.query(`
    CREATE TABLE users (user_id text PRIMARY KEY, account_id text, signed_up_at timestamptz NOT NULL);
    INSERT INTO users SELECT 'u' || n, 'a' || n % 3, '2026-01-01' FROM generate_series(1, 300) AS n;
    CREATE TABLE key_actions (id text, user_id text, action_name text, occurred_at timestamptz);
    CREATE TABLE trouble (seconds float, sorted int);
    INSERT INTO trouble VALUES (0, 1);
    CREATE ROLE faulty LOGIN PASSWORD 'faulty';
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO faulty;`);
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const config = join(folder, 'activation.config.mjs');
  const sources = {
    users: { columns: { accountId: 'account_id' } },
    // Sleeps, and sorts so many numbers that they don't fit into memory.
    keyActions: {
      sql: `SELECT k.* FROM (SELECT pg_sleep(seconds) FROM trouble) AS wait
        CROSS JOIN (
          SELECT COUNT(*) FROM (
            SELECT md5(n::text) FROM generate_series(1, (SELECT sorted FROM trouble)) AS n ORDER BY 1
          ) AS numbers
        ) AS disk
        LEFT JOIN key_actions AS k ON true`,
    },
    sessionHistory: null,
    activatedUsers: null,
    accounts: null,
    milestoneCompletionLogs: null,
    expansionActivation: null,
  };
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources })}`);
  await writeFile(join(folder, 'clock'), '0');
  way = new BreakableDatabase({ ...scratch.connection, user: 'faulty', password: 'faulty' }, await getPort());
  server = await startProduction(way.connection, {
    ACTIVATION_CONFIG: config,
    // The login may not make tables. Builds that fail or are killed are in test/rollups/refresh.long.test.ts.
    ACTIVATION_ROLLUPS: 'false',
    CUBEJS_DB_QUERY_TIMEOUT: '3s',
    CUBEJS_CONCURRENCY: '4',
    CLOCK_FILE: join(folder, 'clock'),
    NODE_OPTIONS: `--import ${clock}`,
  });
}, 120_000);
afterAll(async () => {
  if (server?.process.exitCode === null) await server.stop('SIGKILL');
  await way?.close();
  await scratch.query('DROP OWNED BY faulty; DROP ROLE faulty');
  await scratch.drop();
  await rm(folder, { recursive: true, force: true });
});

const users = { measures: ['Users.newUserCount'] };
const slow = { measures: ['KeyActions.actionCount'] };
let asked = 0;
/** Asks what nobody asked before, so that no cache answers. */
const ask = async (query: object = users, claims: object = { role: 'admin' }): Promise<Answer> => {
  asked += 1;
  return get(server.url, await tokenOf(claims), { ...query, limit: 1000 + asked });
};
const probe = async (path: string): Promise<number> => (await fetch(`${server.url}${path}`)).status;
const probes = async (): Promise<{ alive: number; ready: number }> => ({
  alive: await probe('/livez'),
  ready: await probe('/readyz'),
});

/** An answer of the probe holds for a second. */
const forgottenByTheProbe = (): Promise<void> => new Promise((over) => setTimeout(over, 1100));

/** Everything is as it should be, within a moment. */
async function expectRecovered(): Promise<void> {
  await expect
    .poll(async () => (await ask()).text, { timeout: 20_000, interval: 250 })
    .toContain('"Users.newUserCount":"300"');
  await expect.poll(probes, { timeout: 20_000, interval: 250 }).toEqual({ alive: 200, ready: 200 });
}

/** A failure is told as one, and nothing of the database with it. */
function expectTold({ status, text }: Answer, statuses: number[]): void {
  expect(statuses).toContain(status);
  const { error } = JSON.parse(text) as { error: string };
  expect(error).toMatch(
    /^(The database can't be reached|The query (failed|took longer)).* The log has the reason/,
  );
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|relation|column|faulty|trouble|key_actions|terminat/);
}

test('the database is absent at the start', async () => {
  expect(await probes()).toEqual({ alive: 200, ready: 503 });
  expectTold(await ask(), [503, 504]);
  await way.open();
  await expectRecovered();
});

test('the database is restarted in the middle of queries', async () => {
  await scratch.query('UPDATE trouble SET seconds = 1');
  const running = [1, 2, 3].map(() => ask(slow));
  await new Promise((begun) => setTimeout(begun, 400));
  await scratch.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'faulty' AND pid <> pg_backend_pid()",
  );
  await way.close();
  for (const answer of await Promise.all(running)) expectTold(answer, [503, 504]);
  await expect.poll(probes, { timeout: 5000 }).toEqual({ alive: 200, ready: 503 });
  expectTold(await ask(), [503, 504]);
  await scratch.query('UPDATE trouble SET seconds = 0');
  await way.open();
  await expectRecovered();
});

test('the database is slow', async () => {
  way.slowDown(60);
  expect(await ask()).toMatchObject({ status: 200 });
  expect(await probes()).toEqual({ alive: 200, ready: 200 });
  way.slowDown(0);
});

test('the network swallows what is sent', async () => {
  way.hang(true);
  await forgottenByTheProbe();
  const [answer, ...health] = await Promise.all([ask(), probe('/livez'), probe('/readyz')]);
  expectTold(answer, [504, 503]);
  expect(health).toEqual([200, 503]);
  way.hang(false);
  await expectRecovered();
});

test('the database takes no more connections', async () => {
  await scratch.query('ALTER ROLE faulty CONNECTION LIMIT 0');
  way.cut();
  await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBeGreaterThan(502);
  expectTold(await ask(), [503, 504]);
  await expect.poll(() => probe('/readyz')).toBe(503);
  await scratch.query('ALTER ROLE faulty CONNECTION LIMIT -1');
  await expectRecovered();
});

test('a table is missing, a column is renamed', async () => {
  await scratch.query('ALTER TABLE users RENAME TO people');
  expectTold(await ask(), [500]);
  // The server can do what it is for, but this.
  expect(await probes()).toEqual({ alive: 200, ready: 200 });
  await scratch.query('ALTER TABLE people RENAME TO users');
  await scratch.query('ALTER TABLE users RENAME COLUMN account_id TO team_id');
  expectTold(await ask(users, { account_ids: ['a1'] }), [500]);
  await scratch.query('ALTER TABLE users RENAME COLUMN team_id TO account_id');
  await expectRecovered();
  expect((await ask(users, { account_ids: ['a1'] })).rows).toEqual([{ 'Users.newUserCount': '100' }]);
});

test('an error names nobody else’s values', async () => {
  await scratch.query(
    "ALTER TABLE users ADD COLUMN age text; UPDATE users SET age = 'secret of ' || user_id",
  );
  await scratch.query(
    'ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT *, age::int AS years FROM people WHERE age::int > 0; GRANT SELECT ON users TO faulty',
  );
  const answer = await ask(users, { account_ids: ['a1'] });
  expectTold(answer, [500]);
  expect(answer.text).not.toContain('secret');
  expect(server.output()).toContain('secret of u');
  await scratch.query('DROP VIEW users; ALTER TABLE people RENAME TO users');
  await expectRecovered();
});

test('a query takes more of the disk than the database lets it', async () => {
  // A stand-in for a full disk, which Postgres answers as it does this one: the query fails, the server goes on.
  await scratch.query(
    "ALTER ROLE faulty SET temp_file_limit = '64kB'; ALTER ROLE faulty SET work_mem = '64kB'",
  );
  await scratch.query('UPDATE trouble SET sorted = 200000');
  way.cut();
  await expect.poll(async () => (await ask(slow)).status, { timeout: 10_000 }).toBe(500);
  expectTold(await ask(slow), [500]);
  expect(server.output()).toContain('temp_file_limit');
  await scratch.query('ALTER ROLE faulty RESET ALL; UPDATE trouble SET sorted = 1');
  way.cut();
  await expectRecovered();
  expect((await ask(slow)).status).toBe(200);
});

test('the clock jumps ahead and back', async () => {
  const hours = 3_600_000;
  const jump = async (milliseconds: number): Promise<void> => {
    await writeFile(join(folder, 'clock'), String(milliseconds));
    server.process.kill('SIGUSR2');
    await new Promise((noticed) => setTimeout(noticed, 200));
  };
  const ofNow = await tokenOf({ role: 'admin' });
  const ofThen = await signed({
    ...timely({ role: 'admin' }),
    iat: Math.floor(Date.now() / 1000) + 7000,
    exp: Math.floor(Date.now() / 1000) + 9000,
  });
  await jump(2 * hours);
  expect((await get(server.url, ofNow, users)).status).toBe(403);
  expect(await get(server.url, ofThen, users)).toMatchObject({ rows: [{ 'Users.newUserCount': '300' }] });
  expect(await probes()).toEqual({ alive: 200, ready: 200 });

  await jump(-48 * hours);
  await way.close();
  await forgottenByTheProbe();
  expect(await probe('/readyz')).toBe(503);
  await way.open();
  await expect.poll(() => probe('/readyz')).toBe(200);

  await jump(0);
  await expectRecovered();
  expect((await get(server.url, ofThen, users)).status).toBe(403);
});

test('clients hang up', async () => {
  await scratch.query('UPDATE trouble SET seconds = 0.5');
  const token = await tokenOf({ role: 'admin', sub: 'impatient' });
  // As many as one person may have on their way, and then some, who may be told so before they hang up.
  const ends = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const query = encodeURIComponent(JSON.stringify({ ...slow, limit: 1 + (index % 5) }));
      const url = `${server.url}/cubejs-api/v1/load?query=${query}`;
      const signal = AbortSignal.timeout(100 + index);
      return fetch(url, { headers: { authorization: token }, signal }).then(
        ({ status }) => status,
        (error: Error) => error.name,
      );
    }),
  );
  expect(ends).toContain('TimeoutError');
  expect(ends.filter((end) => end !== 'TimeoutError' && end !== 429)).toEqual([]);
  for (let count = 0; count < 5; count++) {
    const connection = await Connection.open(server.url, token);
    void connection.ask('load', slow);
    connection.socket.terminate();
  }
  await scratch.query('UPDATE trouble SET seconds = 0');
  await expect.poll(async () => (await get(server.url, token, users)).status, { timeout: 15_000 }).toBe(200);
  await expectRecovered();
});

test('SIGTERM under load finishes what was begun', async () => {
  await scratch.query('UPDATE trouble SET seconds = 1');
  const connection = await Connection.open(server.url, await tokenOf({ role: 'admin' }));
  const running = [1, 2, 3, 4].map(() => ask(slow));
  await new Promise((begun) => setTimeout(begun, 400));
  const ended = server.stop('SIGTERM');
  for (const answer of await Promise.all(running)) expect(answer.status).toBe(200);
  expect(await ended).toBe(0);
  connection.socket.terminate();
});
