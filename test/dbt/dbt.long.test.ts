/**
 * Kept by dbt: more random rows than in `dbt.test.ts`, `SEED=… SEQUENCES=…` names them; and what is written, run by dbt
 * itself where it is installed with its adapter of Postgres.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newSeed } from '../differential/new-seed.ts';
import { runCli } from '../harness/cube.ts';
import { changes } from './changes.ts';
import { type Kept, keptOfWorkedExample, schema, testSequences, useDatabase } from './kept-by-dbt.ts';

testSequences(newSeed, Number(process.env.SEQUENCES ?? 40));

const lacksDbt = spawnSync('dbt', ['--version']).status !== 0;
if (lacksDbt) console.warn('Skipped: tests with dbt itself. Install dbt-core and dbt-postgres.');

describe.skipIf(lacksDbt)('by dbt itself', { timeout: 600_000 }, () => {
  const used = useDatabase();
  let folder: string;
  let kept: Kept;

  beforeAll(async () => {
    kept = await keptOfWorkedExample(used);
    folder = await mkdtemp(join(tmpdir(), 'dbt-'));
    const config = fileURLToPath(new URL('../activation.config.ts', import.meta.url));
    expect(
      (await runCli(['build', '--dbt', '--out', join(folder, 'project'), '--config', config])).code,
    ).toBe(0);
    const { database: dbname, ...login } = used.database.connection;
    const output = { type: 'postgres', ...login, dbname, schema, threads: 2 };
    await writeFile(
      join(folder, 'profiles.yml'),
      stringify({ activation_outcomes: { target: 'test', outputs: { test: output } } }),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function dbt(...args: string[]): Promise<void> {
    const run = promisify(execFile)('dbt', ['--no-use-colors', ...args, '--profiles-dir', '..'], {
      cwd: join(folder, 'project'),
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
    });
    await run.catch(({ stdout }) => {
      throw new Error(stdout);
    });
  }

  test('it parses without a warning', async () => {
    await dbt('--warn-error', 'parse');
  });

  test('models are built and pass their tests; after each change, what changed', async () => {
    await dbt('build');
    await kept.expectAsServer();
    for (const [what, sql, models] of changes) {
      await used.client.query(sql);
      const units = await kept.changes(() => dbt('build'));
      for (const [model, { written, changed }] of units)
        expect(written, `${what}: ${model}`).toEqual(changed);
      for (const model of models) expect(units.get(model)?.written.length, what).toBeGreaterThan(0);
      await kept.expectCurrent();
    }
    await dbt('build', '--full-refresh');
    await kept.expectAsServer();
  });
});
