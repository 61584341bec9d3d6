import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EmbeddedPostgres } from '../src/database/embedded.ts';
import { headlineKpis } from '../src/kpis/headline-kpis.ts';
import { expectContributorsAsByContract } from './differential/contributors.ts';
import { type RunningStart, runCli, serving, spawnCli, startCli } from './harness/cube.ts';
import { makeHome } from './harness/home.ts';
import { value } from './harness/query.ts';

const repository = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The headline rates, as the server answers them. */
const headline = async (start: RunningStart): Promise<(number | null)[]> =>
  Promise.all((await headlineKpis()).map(({ rate }) => value(rate, {}, start.url)));

/** What the metric contract says of them; the catalogue's are whatever they are. */
const contract = expect.arrayContaining([47, 75, 25, 42]);

/** The embedded database that a start serves, as its output says. */
async function connect(start: RunningStart): Promise<pg.Client> {
  const [url] = /postgres:\/\/\S+/.exec(start.output()) ?? [];
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

/** One embedded database through a life of starts, stops and accidents. The tests follow on one another. */
describe('npm start', { sequential: true, timeout: 240_000 }, () => {
  let home: string;
  let running: RunningStart | undefined;
  const start = async (args: string[] = [], env: Record<string, string> = {}): Promise<RunningStart> => {
    running = await startCli(args, { ACTIVATION_HOME: home, ...env });
    return running;
  };

  beforeAll(async () => {
    home = await makeHome();
  });
  afterAll(async () => {
    if (running?.process.exitCode === null) await running.stop();
    // A test that failed after kill -9 has left a Postgres.
    await EmbeddedPostgres.reset(home);
    await rm(home, { recursive: true, force: true });
  });

  test('serves the worked example and prints its headline KPIs, read through the server', async () => {
    const first = await start();
    for (const percent of ['47.00 %', '75.00 %', '25.00 %', '42.00 %'])
      expect(first.output()).toContain(percent);
    expect(first.output()).toContain('470 of 1,000 users');
    expect(first.output()).toContain(`Playground  ${first.url}`);
    expect(first.output()).toContain(`SQL API     on at 127.0.0.1:${first.sqlPort}`);
    expect(await headline(first)).toEqual(contract);
    // Whoever asks for the last 30 days gets nothing.
    expect(first.output()).toMatch(/Data .*January to March 2026; .* yesterday: npm start -- --synthetic/);
  });

  test('serves Playground', async () => {
    const page = await fetch(running?.url ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Cube Playground</title>');
  });

  test('prints a curl that works as it stands', async () => {
    const [command] = /curl -G .*/.exec(running?.output() ?? '') ?? [];
    const { stdout } = await promisify(execFile)('sh', ['-c', command ?? '']);
    const [row] = JSON.parse(stdout).data;
    expect(Number(Object.values(row)[0])).toBe(73);
  });

  test('keeps to itself what Cube advises against this arrangement', () => {
    expect(running?.output()).not.toMatch(/Tesseract|external database|rollup_lambda|Previous interval/);
  });

  test('refuses a second start on the same folder, suspended or not, and goes on', async () => {
    running?.process.kill('SIGSTOP');
    // Longer than any lock that has to be renewed would last.
    await new Promise((suspended) => setTimeout(suspended, 8000));
    const second = await startCli([], { ACTIVATION_HOME: home }).catch((error: Error) => error.message);
    running?.process.kill('SIGCONT');
    expect(second).toContain(`Another process (${running?.process.pid}) uses the embedded Postgres`);
    expect(await headline(running as RunningStart)).toEqual(contract);
  });

  test('lets doctor, check and rollups use its Postgres meanwhile, with data of theirs', async () => {
    const env = { ACTIVATION_HOME: home };
    const contributors = 'examples/contributors';
    const [doctor, check, rollups] = await Promise.all([
      runCli(['doctor', '--json', '--data', contributors], env),
      runCli(['check'], env),
      runCli(['rollups'], env),
    ]);
    const users = JSON.parse(doctor.output).sources.find((of: { source: string }) => of.source === 'users');
    expect(users.rows).toBe(358);
    expect(check.output).toContain('none different');
    expect(rollups.output).toMatch(/users_r1 +│/);
    expect([check.code, rollups.code]).toEqual([0, 0]);
    expect(await headline(running as RunningStart)).toEqual(contract);
  });

  test('stops on Ctrl-C with nothing left running, and starts again with the same data', async () => {
    const first = running as RunningStart;
    const client = await connect(first);
    await client.query('CREATE TABLE kept (id int)');
    const port = client.port;
    await client.end();
    expect(await first.stop('SIGINT')).toBe(0);
    expect(first.output()).not.toContain('Error');
    const late = new pg.Client({ host: '127.0.0.1', port, user: 'activation', password: 'x', database: 'x' });
    await expect(late.connect()).rejects.toThrow('ECONNREFUSED');

    const second = await start();
    expect(await headline(second)).toEqual(contract);
    const again = await connect(second);
    expect((await again.query("SELECT to_regclass('kept') AS kept")).rows[0].kept).toBe('kept');
    await again.end();
  });

  test('starts again after kill -9, which leaves a lock and a Postgres behind', async () => {
    await running?.stop('SIGKILL');
    expect(await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).not.toBe('');
    expect(await headline(await start())).toEqual(contract);
  });

  test('ends with the reason if Postgres is killed under it, and starts again', async () => {
    const pid = Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    const ended = once((running as RunningStart).process, 'close');
    process.kill(pid, 'SIGKILL');
    expect((await ended)[0]).toBe(2);
    expect(running?.output()).toContain('The embedded Postgres stopped by itself');
    expect(await headline(await start())).toEqual(contract);
    await running?.stop();
  });

  test("clears away a stale lock file whose number is another program's now", async () => {
    await writeFile(join(home, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
    expect(await headline(await start())).toEqual(contract);
    await running?.stop();
  });

  test('leaves alone a lock file that names a Postgres of another folder, and that Postgres', async () => {
    const other = inject('postgres');
    const client = new pg.Client(other);
    await client.connect();
    const { rows } = await client.query("SELECT pg_read_file('postmaster.pid') AS file");
    const file = join(home, 'postgres', 'postmaster.pid');
    await writeFile(file, rows[0].file);
    const refused = await startCli([], { ACTIVATION_HOME: home }).catch((error: Error) => error.message);
    expect(refused).toContain("a Postgres that doesn't answer as the one of this folder");
    expect(await readFile(file, 'utf8')).toBe(rows[0].file);
    expect((await client.query('SELECT 1')).rowCount).toBe(1);
    await client.end();
    await rm(file);
  });

  test.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s during the start leaves no Postgres behind', async (signal, code) => {
    const early = spawnCli([], { ACTIVATION_HOME: home, PORT: String(await getPort()) });
    let isTold = false;
    early.onOutput(() => {
      if (!isTold && early.output().includes('Embedded Postgres')) early.process.kill(signal);
      isTold ||= early.output().includes('Embedded Postgres');
    });
    expect(await early.ended, early.output()).toBe(code);
    expect(early.output()).not.toContain('Error');
    await expect(readFile(join(home, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  test('a home by another name is the same home', async () => {
    const link = `${home}-link`;
    await symlink(home, link);
    await start([], { ACTIVATION_HOME: link });
    await running?.stop('SIGKILL');
    const pid = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8');
    expect(await headline(await start())).toEqual(contract);
    expect(await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).not.toBe(pid);
    await running?.stop();
    await rm(link);
  });

  test('starts over with --reset, and says what it deletes', async () => {
    const fresh = await start(['--reset']);
    expect(fresh.output()).toContain(`--reset deletes ${join(home, 'postgres')}: `);
    const client = await connect(fresh);
    expect((await client.query("SELECT to_regclass('kept') AS kept")).rows[0].kept).toBeNull();
    await client.end();
    expect(await headline(fresh)).toEqual(contract);
    await fresh.stop();
  });

  test('of two first starts at the same time, one serves and the other says why it does not', async () => {
    const shared = await makeHome();
    const outcomes = await Promise.all(
      [1, 2].map(() => startCli([], { ACTIVATION_HOME: shared }).catch((error: Error) => error.message)),
    );
    const serves = outcomes.filter((outcome) => typeof outcome !== 'string');
    expect(outcomes.filter((outcome) => typeof outcome === 'string')).toEqual([
      expect.stringMatching(/Another process .*uses the embedded Postgres/),
    ]);
    expect(serves).toHaveLength(1);
    expect(await headline(serves[0] as RunningStart)).toEqual(contract);
    await serves[0]?.stop();
    await rm(shared, { recursive: true, force: true });
  });

  test('serves the contributors with their definitions, as their README states', {
    timeout: 600_000,
  }, async () => {
    const { url } = await start([
      '--data',
      'examples/contributors',
      '--config',
      'examples/contributors/activation.config.ts',
    ]);
    const view = 'MultiSessionActivationCompletionRate';
    expect(await value(`${view}.newUserCount`, {}, url)).toBe(358);
    expect(await value(`${view}.activatedUserCount`, {}, url)).toBe(102);
    expect(await value(`${view}.multiSessionActivatedUserCount`, {}, url)).toBe(94);
    expect((await value(`${view}.multiSessionActivationCompletionRate`, {}, url))?.toFixed(4)).toBe(
      '26.2570',
    );
    expect(await value('MilestoneCompletion.totalAccounts', {}, url)).toBe(88);
    await expectContributorsAsByContract(url);
  });

  test('shows a change of the definitions without a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'definitions-'));
    const file = join(folder, 'activation.config.ts');
    const original = await readFile(repository('test/activation.config.ts'), 'utf8');
    await running?.stop();
    await writeFile(file, original);
    // With rollups: rollups/refresh.long.test.ts.
    const { url } = await start(['--config', file], { ACTIVATION_ROLLUPS: 'false' });
    expect(await value('ActivationRate.activationRate', {}, url)).toBe(42);
    await writeFile(file, original.replace('activationWindowDays: 7', 'activationWindowDays: 14'));
    expect(await value('ActivationRate.activationRate', {}, url)).toBe(48);
    await writeFile(file, original.replace('activationWindowDays: 7', 'activationWindowDays: 0'));
    await expect(value('ActivationRate.activationRate', {}, url)).rejects.toThrow('activationWindowDays');
    await writeFile(file, original);
    expect(await value('ActivationRate.activationRate', {}, url)).toBe(42);
    await running?.stop();
    await rm(folder, { recursive: true });
  });

  test('refuses data that can not be read, naming file, line and column', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'data-'));
    await cp(repository('examples/contributors'), folder, { recursive: true });
    const users = await readFile(join(folder, 'users.csv'), 'utf8');
    await writeFile(
      join(folder, 'users.csv'),
      users.replace('2018-09-20 04:34:00+00', 'the day before yesterday'),
    );
    const refused = await startCli(['--data', folder], { ACTIVATION_HOME: home }).catch(
      (error: Error) => error.message,
    );
    expect(refused).toContain('ended with 2');
    expect(refused).toMatch(/users\.csv.*line 3.*signed_up_at/s);
    expect(String(refused).match(/line 3/g)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});

test.runIf(existsSync('/usr/bin/script')).each([
  ['n', 'n\n'],
  ['Ctrl-D', '\u0004'],
])('--reset asks on a terminal, and deletes nothing for %s', async (_, answer) => {
  const home = await makeHome();
  await mkdir(join(home, 'postgres'));
  await writeFile(join(home, 'postgres', 'kept'), '');
  const command = [process.execPath, '--import', 'tsx', 'src/cli.ts', 'start', '--reset'].join(' ');
  const terminal = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: repository('.'),
    env: { ...process.env, CUBEJS_DB_HOST: '', ACTIVATION_HOME: home, CUBEJS_DEV_MODE: 'true' },
  });
  let output = '';
  terminal.stdout.on('data', (chunk) => {
    const wasAsked = output.includes('Delete it?');
    output += chunk;
    if (!wasAsked && output.includes('Delete it?')) terminal.stdin.write(answer);
  });
  const [code] = await once(terminal, 'close');
  expect(output).toContain('Nothing was deleted, and nothing started.');
  expect(code).toBe(2);
  expect(await readdir(join(home, 'postgres'))).toEqual(['kept']);
  await rm(home, { recursive: true });
});

describe('npm start, told wrong', () => {
  test('a port in use', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, output } = await runCli([], { PORT: String(port) });
    expect(code).toBe(2);
    expect(output).toContain(`Something listens on port ${port} already`);
    other.close();
  });

  test('a port that is none', async () => {
    const { code, output } = await runCli([], { PORT: '0' });
    expect(code).toBe(2);
    expect(output).toContain('PORT is 0');
  });

  test('a folder that can not be written', async () => {
    const { code, output } = await runCli([], { ACTIVATION_HOME: 'package.json/home', PORT: '4999' });
    expect(output).toContain("The embedded Postgres can't keep its data in");
    expect(output.split('ENOTDIR').length, output).toBe(2);
    expect(code).toBe(2);
  });

  test('no native add-on, where it is required', async () => {
    const env = { ...serving(inject('workedExample')), ACTIVATION_NATIVE: 'require', PORT: '4999' };
    const native = createRequire(import.meta.url)('@cubejs-backend/native');
    try {
      native.loadNative();
      console.log('Cube’s native add-on loads on this machine.');
      return;
    } catch {
      // It is missing here.
    }
    const { code, output } = await runCli([], env);
    expect(output).toContain("Cube's native add-on can't be loaded (the download of the add-on is off)");
    expect(code).toBe(2);
  });

  test('an address that others reach, in development mode', async () => {
    const { code, output } = await runCli([], { ...serving(inject('workedExample')), HOST: '0.0.0.0' });
    expect(code).toBe(2);
    expect(output).toContain('in development mode nobody signs in');
  });

  test.each([
    [['--data', 'examples/contributors'], 'CUBEJS_DB_HOST names a Postgres of yours'],
    [['--reset'], 'CUBEJS_DB_HOST names a Postgres of yours'],
  ])('%j with CUBEJS_DB_HOST', async (args, message) => {
    const { code, output } = await runCli(args, serving(inject('workedExample')));
    expect(code).toBe(2);
    expect(output).toContain(message);
  });

  test.each([
    [['--config', 'nowhere.ts'], 'There is no configuration file at'],
    [['--nonsense'], "unknown option '--nonsense'"],
    [['strat'], "unknown command 'strat'\n(Did you mean start?)"],
    [['--data', 'x', '--synthetic'], "option '--synthetic' cannot be used with option '--data <folder>'"],
    [
      ['check', '--url', 'x', '--config', 'y'],
      "option '--url <url>' cannot be used with option '--config <file>'",
    ],
    [['build', '--out', 'package.json'], "The model can't be written to"],
  ])('%j', async (args, message) => {
    const { code, output } = await runCli(args);
    expect(code).toBe(2);
    expect(output).toContain(message);
  });
});

test('a server whose output nobody reads any more goes on, and stops when told to', {
  timeout: 240_000,
}, async () => {
  const unread = await startCli([], serving(inject('workedExample')));
  unread.process.stdout?.destroy();
  unread.process.stderr?.destroy();
  // Cube logs what it refuses.
  await expect(value('ActivationRate.nope', {}, unread.url)).rejects.toThrow('nope');
  expect(await value('ActivationRate.newSignUps', {}, unread.url)).toBe(1000);
  expect(await unread.stop()).toBe(0);
});

test('a database of the user’s own gets no table outside the rollup schema', async () => {
  // The shared server serves it through CUBEJS_DB_*, and other tests query it meanwhile.
  await value('ActivationRate.activationRate');
  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  const { rows } = await client.query(`
    SELECT table_schema || '.' || table_name AS name
    FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'rollups')
    ORDER BY 1`);
  await client.end();
  expect(rows.map(({ name }) => name)).toEqual([
    'public.accounts',
    'public.activated_users',
    'public.contacts',
    'public.expansion_activation',
    'public.key_actions',
    'public.leads',
    'public.milestone_completion_logs',
    'public.payments',
    'public.referrals',
    'public.session_history',
    'public.subscriptions',
    'public.survey_responses',
    'public.users',
  ]);
});
