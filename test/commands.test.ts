import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, test } from 'vitest';
import { runCli, serving } from './harness/cube.ts';

const database = serving(inject('workedExample'));

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
    expect(text.split('"47"').length).toBeGreaterThan(1);
    await writeFile(file, text.replace('"47"', '"46"'));
    const { code, output } = await runCli(
      ['check', '--baseline', file, '--url', `${inject('cubeUrl')}/cubejs-api/v1`],
      database,
    );
    expect(output).toMatch(/multiSessionActivationCompletionRate.*46.*47/s);
    expect(code).toBe(1);
    await rm(folder, { recursive: true });
  });

  test('exits with 2 where it can not check', async () => {
    const { code, output } = await runCli(['check', '--baseline', 'nowhere.json'], database);
    expect(output).toContain('--update');
    expect(code).toBe(2);
  });
});
