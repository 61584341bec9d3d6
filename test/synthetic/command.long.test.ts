import { rm } from 'node:fs/promises';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EmbeddedPostgres } from '../../src/database/embedded.ts';
import { syntheticWorld } from '../../src/synthetic/world.ts';
import { runCli, serving, spawnCli, startCli } from '../harness/cube.ts';
import { makeHome } from '../harness/home.ts';
import { value } from '../harness/query.ts';

test('the last day is yesterday in UTC unless --until names one', () => {
  const now = new Date('2026-03-01T00:30:00Z');
  expect(syntheticWorld({ users: '100', seed: '0' }, now)).toEqual({
    users: 100,
    seed: 0,
    until: '2026-02-28',
  });
  expect(syntheticWorld({ users: '100', seed: '0', until: '2024-02-29' }, now).until).toBe('2024-02-29');
});

test.each([
  [{ users: '0' }, '--users is 0'],
  [{ users: '99' }, '--users is 99'],
  [{ users: '1e6' }, '--users is 1e6'],
  [{ users: '1000.5' }, '--users is 1000.5'],
  [{ users: '-1000' }, '--users is -1000'],
  [{ users: '9000001' }, '--users is 9000001'],
  [{ seed: 'abc' }, '--seed is abc'],
  [{ seed: '2147483648' }, '--seed is 2147483648'],
  [{ until: 'tomorrow' }, '--until is tomorrow'],
  [{ until: '2026-02-30' }, '--until is 2026-02-30'],
])('%j is refused', (options, message) => {
  expect(() => syntheticWorld({ users: '1000', seed: '1', ...options })).toThrow(message);
});

test('a bad number ends the command with 2 before anything starts', async () => {
  const { code, output } = await runCli(['load', '--synthetic', '--users', 'abc']);
  expect(output).toContain('--users is abc. Give a whole number from 100 to 9000000');
  expect(code).toBe(2);
});

test("a database of the user's own is left as it is", async () => {
  const { code, output } = await runCli(['load', '--synthetic'], serving(inject('workedExample')));
  expect(output).toContain('CUBEJS_DB_HOST names a Postgres of yours');
  expect(code).toBe(2);
});

/** One embedded database. The tests follow on one another. */
describe('activation load --synthetic', { sequential: true, timeout: 120_000 }, () => {
  let home: string;
  beforeAll(async () => {
    home = await makeHome();
  });
  afterAll(async () => {
    // A test that failed after kill -9 has left a Postgres.
    await EmbeddedPostgres.reset(home);
    await rm(home, { recursive: true, force: true });
  });

  const load = ['load', '--synthetic', '--users', '20000', '--until', '2026-03-31'];

  test('killed midway, leaves nothing that is served', async () => {
    const running = spawnCli(load, { ACTIVATION_HOME: home });
    running.onOutput(() => {
      if (running.output().includes('session_history')) running.process.kill('SIGKILL');
    });
    await running.ended;
    expect(running.output()).not.toContain('Serve them');
    // Whoever runs the tests may have a server on the port that is taken unless told.
    const PORT = String(await getPort());
    const { code, output } = await runCli(['start', '--synthetic'], { ACTIVATION_HOME: home, PORT });
    expect(output).toContain('There are no synthetic data');
    expect(code).toBe(2);
  });

  test('loads, and start --synthetic serves what it loaded', async () => {
    const { code, output } = await runCli(load, { ACTIVATION_HOME: home });
    expect(output).toContain('20,000 users');
    expect(code).toBe(0);
    const [, ...serve] = /npm start -- (\S+)/.exec(output) ?? [];
    const cube = await startCli(serve, { ACTIVATION_HOME: home });
    try {
      expect(await value('ActivationRate.newSignUps', {}, cube.url)).toBe(20_000);
      expect(await value('Accounts.totalAccounts', {}, cube.url)).toBe(2000);
    } finally {
      await cube.stop();
    }
  });
});
