/** Rollups that another process builds, and rollups while the clock is set back: never a part, an old one or an error. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { secret, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import definitions from '../activation.config.ts';
import { runCli, startCli } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { type Answered, ask, servingWithoutOutcomes } from './served.ts';

let database: ScratchDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keeping-'));
  database = await createScratchDatabase();
  await loadCsvFolder(database.connection, new URL('../../seeds/worked-example', import.meta.url).pathname);
  // Of accounts and their milestones alone: there are few rollups to build.
  const others = ['users', 'activatedUsers', 'sessionHistory', 'keyActions', 'expansionActivation'];
  const sources = Object.fromEntries(others.map((name) => [name, null]));
  const config = join(folder, 'activation.config.mjs');
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources })};`);
  env = { ...servingWithoutOutcomes(database.connection), ACTIVATION_CONFIG: config };
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const measure = 'MilestoneCompletion.totalAccounts';
const accounts = async (): Promise<number> =>
  Number((await database.query('SELECT COUNT(*)::int AS accounts FROM accounts'))[0]?.accounts);

test('what another process builds is read once all of it is there, and the source tables until then', {
  timeout: 240_000,
}, async () => {
  const reader = await startCli([], {
    ...env,
    CUBEJS_REFRESH_WORKER: 'false',
    // In development mode each process builds.
    CUBEJS_DEV_MODE: 'false',
    CUBEJS_API_SECRET: secret,
  });
  const token = await tokenOf({ role: 'admin' });
  const served = async (rollups: string[]): Promise<void> => {
    const answered: Answered = await ask({ measures: [measure] }, reader.url, token);
    expect(answered.rows).toEqual([{ [measure]: String(await accounts()) }]);
    expect(answered.rollups).toEqual(rollups);
  };
  try {
    await served([]);
    expect((await runCli(['rollups'], env)).code).toBe(0);
    const built = ['rollups.accounts_r1'];
    // A list of the tables holds for ten seconds.
    await vi.waitFor(() => served(built), { timeout: 60_000, interval: 1000 });

    const [month] = await database.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'rollups' AND tablename LIKE 'accounts_r1202602%'`,
    );
    await database.query(`DROP TABLE rollups.${month?.tablename}`);
    // In between it looks for a table that somebody has dropped by hand, which is an error.
    await vi.waitFor(() => served([]), { timeout: 60_000, interval: 1000 });
  } finally {
    await reader.stop();
  }
});

test('rows that change after the clock was set back by a day are in the next refresh', {
  timeout: 240_000,
}, async () => {
  const offset = join(folder, 'offset');
  const clock = join(folder, 'clock.mjs');
  await writeFile(offset, '0');
  await writeFile(
    clock,
    `import { readFileSync } from 'node:fs';
     const RealDate = Date;
     const now = () => RealDate.now() + Number(readFileSync(${JSON.stringify(offset)}, 'utf8') || 0);
     globalThis.Date = class Date extends RealDate {
       constructor(...given) {
         super(...(given.length > 0 ? given : [now()]));
       }
       static now() {
         return now();
       }
     };`,
  );
  const server = await startCli([], {
    ...env,
    ACTIVATION_REFRESH_EVERY: '1 second',
    ACTIVATION_UPDATE_WINDOW: '1000 weeks',
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'clock',
    NODE_OPTIONS: `--import ${pathToFileURL(clock).href}`,
  });
  const served = async (): Promise<void> => {
    const { rows, rollups } = await ask({ measures: [measure] }, server.url);
    expect(rollups).toEqual(['clock.accounts_r1']);
    expect(rows).toEqual([{ [measure]: String(await accounts()) }]);
  };
  try {
    await vi.waitFor(served, { timeout: 60_000, interval: 1000 });
    await writeFile(offset, String(-86_400_000));
    for (const id of ['first', 'second']) {
      await database.query(
        `INSERT INTO accounts VALUES ('${id}', '2026-01-15', 'starter', NULL, NULL, NULL)`,
      );
      await vi.waitFor(served, { timeout: 60_000, interval: 1000 });
    }
  } finally {
    await server.stop();
  }
});
