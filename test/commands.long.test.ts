import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { EmbeddedPostgres } from '../src/database/embedded.ts';
import { loadCsvFolder } from '../src/database/load-csv.ts';
import type { ReadKpi } from '../src/kpis/read.ts';
import defaults from './activation.config.ts';
import { runCli, runSlowlyRead, serving, spawnCli } from './harness/cube.ts';
import { makeHome } from './harness/home.ts';
import type { NodeProcess } from './harness/node-process.ts';
import { createScratchDatabase, type ScratchDatabase } from './harness/scratch-database.ts';
import { BreakableDatabase } from './production/breakable-database.ts';
import { production } from './production/production-server.ts';

const database = serving(inject('workedExample'));
const seeds = fileURLToPath(new URL('../seeds/worked-example', import.meta.url));

/** doctor/access.test.ts has a sentence for each cause; production/faults.test.ts a database that comes later. */
describe('a database that does not let us in', () => {
  test.each([
    ['start', database],
    ['start', production(inject('workedExample'))],
    ['check', database],
    ['kpis', database],
    ['rollups', database],
    ['doctor', database],
  ])('is a sentence of %s', async (command, env) => {
    const { code, output } = await runCli([command], { ...env, CUBEJS_DB_PASS: 'wrong' });
    expect(output).toContain("the password isn't that of");
    expect(output.split('Error').length, output).toBe(2);
    expect(output.trim().split('\n').length, output).toBeLessThan(10);
    expect(code).toBe(2);
  });
});

describe('activation doctor', () => {
  test('prints a table of what it found, and exits with 0 for warnings', async () => {
    const { code, output } = await runCli(['doctor'], database);
    expect(output).toContain('0 errors');
    expect(output).toContain("rows whose userId isn't in users");
    expect(code).toBe(0);
  });

  test('exits with 1 for warnings under --strict, and prints JSON that machines read', async () => {
    const { code, output } = await runCli(['doctor', '--json', '--strict'], database);
    const report = JSON.parse(output);
    expect(report.sources.map(({ source }: { source: string }) => source)).toContain('users');
    expect(code).toBe(1);
  });

  describe('with definitions that name what never occurs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
    const file = join(folder, 'my.config.mjs');
    // So many findings are more than a pipe holds.
    const keyMilestones = Array.from({ length: 2000 }, (_, index) => `never_${index}`);
    await writeFile(file, `export default ${JSON.stringify({ ...defaults, keyMilestones })}`);
    afterAll(() => rm(folder, { recursive: true }));

    test('exits with 1 for errors, and prints all of its JSON to a reader that is slow', async () => {
      const { code, output } = await runSlowlyRead(['doctor', '--json', '--config', file], database);
      expect(output.length).toBeGreaterThan(500_000);
      expect(JSON.parse(output).counts.error).toBe(2000);
      expect(code).toBe(1);
    });

    test('ends quietly where the reader has gone', async () => {
      const running = spawnCli(['doctor', '--json', '--config', file], database);
      running.process.stdout?.destroy();
      await running.ended;
      expect(running.output()).toBe('');
    });
  });

  test.each([
    [['--timeout', '0'], {}, '--timeout is 0'],
    [['--config', 'nowhere.ts'], {}, 'no configuration file at'],
    [[], { CUBEJS_DB_PASS: 'wrong' }, /password/],
  ])('exits with 2 where it can not look: %j %j', async (args, env, message) => {
    const { code, output } = await runCli(['doctor', ...args], { ...database, ...env });
    expect(output).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('activation kpis', () => {
  test('lists all with a server of its own', { timeout: 240_000 }, async () => {
    const { code, output } = await runCli(['kpis'], database);
    expect(output).toContain('Time to PQL Qualification');
    expect(output).toMatch(/\b42\.00 %/);
    expect(output).toContain('All 54 KPIs are there.');
    expect(code).toBe(0);
  });

  test('asks a running server, and prints JSON that machines read', { timeout: 240_000 }, async () => {
    const url = `${inject('cubeUrl')}/cubejs-api/v1`;
    const { code, output } = await runCli(['kpis', '--json', '--url', url], {});
    const kpis: ReadKpi[] = JSON.parse(output);
    expect(kpis).toHaveLength(54);
    expect(kpis.find(({ name }) => name === 'Activation Rate')?.values).toEqual([
      { measure: 'activationRate', slice: 'all', value: '42', unit: 'percent' },
    ]);
    expect(code).toBe(0);
  });

  test('exits with 2 where there is no server', async () => {
    const port = await getPort();
    const { code, output } = await runCli(['kpis', '--url', `http://localhost:${port}/cubejs-api/v1`], {});
    expect(output).toContain('No server answers');
    expect(code).toBe(2);
  });
});

describe('activation check', () => {
  const baseline = fileURLToPath(new URL('../activation-baseline.json', import.meta.url));

  test('passes on the worked example with a server of its own', async () => {
    const { code, output } = await runCli(['check'], database);
    expect(output).toMatch(/\d+ values compared with activation-baseline\.json .*none different/);
    expect(code).toBe(0);
  });

  test('fails where a closed month moved, naming what was and what is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baseline-'));
    const file = join(folder, 'baseline.json');
    const text = await readFile(baseline, 'utf8');
    // The multi-session rate of everybody.
    const rate = '"MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate": ';
    expect(text).toContain(`${rate}"47"`);
    await writeFile(file, text.replace(`${rate}"47"`, `${rate}"46"`));
    const { code, output } = await runCli(
      ['check', '--baseline', file, '--url', `${inject('cubeUrl')}/cubejs-api/v1`],
      database,
    );
    expect(output).toMatch(/multiSessionActivationCompletionRate.*46.*47/s);
    expect(code).toBe(1);
    await rm(folder, { recursive: true });
  });

  test('writes nothing into the database, and lets nobody else in', { timeout: 120_000 }, async () => {
    const scratch = await createScratchDatabase();
    await loadCsvFolder(scratch.connection, seeds);
    const state = () =>
      scratch.query(
        `SELECT oid::regclass::text AS relation, relkind, relfilenode, relnamespace::regnamespace::text AS schema
         FROM pg_class ORDER BY oid`,
      );
    const before = await state();
    const held = new pg.Client(scratch.connection);
    await held.connect();
    // Its queries wait for this, and its server with them.
    await held.query('BEGIN; LOCK TABLE users');
    const running = spawnCli(['check'], {
      ...serving(scratch.connection),
      HOST: '0.0.0.0',
      CUBEJS_DEV_MODE: 'true',
      CUBEJS_WEB_SOCKETS: 'true',
    });
    await expect.poll(running.output, { timeout: 50_000 }).toMatch(/✔ Cube server on port \d+/);
    const [, port] = /Cube server on port (\d+)/.exec(running.output()) ?? [];
    const load = await fetch(`http://127.0.0.1:${port}/cubejs-api/v1/load?query={}`);
    expect([load.status, await load.text()]).toEqual([403, expect.stringContaining('token')]);
    for (const route of ['playground/context', 'cubejs-api/v1/meta']) {
      expect((await fetch(`http://127.0.0.1:${port}/${route}`)).status).toBeGreaterThanOrEqual(400);
    }
    const others = Object.values(networkInterfaces()).flatMap((of) =>
      (of ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
    if (others.length === 0) console.log('This machine has no other address to try HOST on.');
    await held.query('ROLLBACK');
    await held.end();
    expect(await running.ended, running.output()).toBe(0);
    expect(await state()).toEqual(before);
    await scratch.drop();
  });

  describe('that has asked, and waits for a table', { timeout: 120_000 }, () => {
    let scratch: ScratchDatabase;
    let way: BreakableDatabase;
    let held: pg.Client;
    beforeEach(async () => {
      scratch = await createScratchDatabase();
      await loadCsvFolder(scratch.connection, seeds);
      way = new BreakableDatabase(scratch.connection, await getPort());
      await way.open();
      held = new pg.Client(scratch.connection);
      await held.connect();
      await held.query('BEGIN; LOCK TABLE users');
    });
    afterEach(async () => {
      await way.close();
      await held.end();
      await scratch.drop();
    });

    const waiting = async (): Promise<NodeProcess> => {
      const running = spawnCli(['check'], serving(way.connection));
      const waits = () => scratch.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      await expect.poll(waits, { timeout: 60_000, interval: 200 }).not.toEqual([]);
      return running;
    };

    test.each<[NodeJS.Signals, number]>([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ])('ends with the code of %s', async (signal, code) => {
      const running = await waiting();
      running.process.kill(signal);
      expect(await running.ended, running.output()).toBe(code);
      expect(running.output()).toMatch(/Stopping …\s*$/);
    });

    test('exits with 2 where the database is lost', async () => {
      const running = await waiting();
      await way.close();
      expect(await running.ended, running.output()).toBe(2);
      expect(running.output()).toMatch(/Error: The query "\w+" failed at /);
    });
  });

  test('exits with 2 where its embedded Postgres dies', { timeout: 120_000 }, async () => {
    const home = await makeHome();
    const running = spawnCli(['check'], { ACTIVATION_HOME: home });
    await expect.poll(running.output, { timeout: 60_000, interval: 50 }).toMatch(/✔ Worked example/);
    const beside = await EmbeddedPostgres.start(home, { attach: true });
    const held = new pg.Client(beside.connection('worked_example'));
    held.on('error', () => undefined);
    await held.connect();
    await held.query('BEGIN; LOCK TABLE users');
    await expect.poll(running.output, { timeout: 60_000 }).toMatch(/✔ Cube server on port/);
    const [pid] = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    expect(await running.ended, running.output()).toBe(2);
    expect(running.output()).toContain('The embedded Postgres stopped by itself');
    await beside.stop();
    await rm(home, { recursive: true });
  });

  test('exits with 2 where it can not check', async () => {
    const { code, output } = await runCli(['check', '--baseline', 'nowhere.json'], database);
    expect(output).toContain('--update');
    expect(code).toBe(2);
  });
});
