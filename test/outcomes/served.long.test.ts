/** A server over kept outcomes gives right numbers: before these are there, while they are made, and after each change. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Query } from '@cubejs-client/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { secret, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import definitions from '../activation.config.ts';
import { type RunningStart, runCli, serving, startCli } from '../harness/cube.ts';
import { cubeApi } from '../harness/query.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { ask } from '../rollups/served.ts';

let database: ScratchDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcomes-'));
  database = await createScratchDatabase();
  await loadCsvFolder(
    database.connection,
    fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
  );
  env = {
    ...serving(database.connection),
    ACTIVATION_REFRESH_EVERY: '1 second',
  };
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const rate = 'ActivationRate.usersCompletingKeyAction';
const median = 'ActivationRate.medianHoursToKeyAction';
const ofMilestones = 'MilestoneCompletion.qualifiedAccounts';

/** By SQL over the source tables. */
async function expected(days = 7, action = 'project_created'): Promise<Record<string, number>> {
  const [users] = await database.query(`
    SELECT COUNT(*) FILTER (WHERE at < signed_up_at + INTERVAL '${days * 24} hours')::int AS rate,
      PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM at - signed_up_at)::float8 / 3600) AS median
    FROM (
      SELECT u.user_id, u.signed_up_at, MIN(k.occurred_at) AS at
      FROM users AS u
      LEFT JOIN key_actions AS k
        ON k.user_id = u.user_id AND k.action_name = '${action}' AND k.occurred_at >= u.signed_up_at
      GROUP BY 1
    ) AS first`);
  const [accounts] = await database.query(`
    SELECT COUNT(DISTINCT a.id)::int AS qualified
    FROM accounts AS a
    JOIN milestone_completion_logs AS l ON l.account_id = a.id AND l.completion_date >= a.created_at
    WHERE l.milestone_name IN ('workspace_created', 'teammate_invited', 'first_message_sent')`);
  return {
    [rate]: Number(users?.rate),
    [median]: Number(users?.median),
    [ofMilestones]: Number(accounts?.qualified),
  };
}

const served = async (url: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      [rate, median, ofMilestones].map(async (measure) => {
        const { rows } = await ask({ measures: [measure] }, url);
        return [measure, Number(rows[0]?.[measure])];
      }),
    ),
  );

/** Whether the server reads what is kept, for a question that no rollup answers. */
const readsKept = async ({ url }: RunningStart, query: Query = { measures: [median] }): Promise<boolean> =>
  (await cubeApi(url).sql(query)).sql().includes('outcomes-users-1');

const soon = (expectation: () => Promise<void>): Promise<void> =>
  vi.waitFor(expectation, { timeout: 120_000, interval: 500 });

test('the same numbers before they are kept, while they are, and after; then what the tables say after each change', {
  timeout: 400_000,
}, async () => {
  const numbers = await expected();
  const server = await startCli([], env);
  try {
    await soon(async () => {
      expect(await served(server.url)).toEqual(numbers);
      expect(await readsKept(server)).toBe(true);
    });
    await soon(async () => {
      expect(await served(server.url)).toEqual(numbers);
      expect((await ask({ measures: [rate] }, server.url)).rollups).toEqual(['rollups.users_r1']);
    });

    // Who did the key action late, after years, and not at all any more; and accounts that lose their milestones.
    for (const change of [
      `INSERT INTO key_actions
       SELECT 'late-' || user_id, user_id, 'project_created', signed_up_at + INTERVAL '30 minutes'
       FROM users ORDER BY user_id LIMIT 200`,
      `UPDATE key_actions SET occurred_at = occurred_at + INTERVAL '3000 days' WHERE id LIKE 'late-%'`,
      `DELETE FROM key_actions WHERE action_name = 'project_created' AND user_id IN (SELECT user_id FROM users ORDER BY user_id LIMIT 300)`,
      `DELETE FROM milestone_completion_logs WHERE account_id IN (SELECT id FROM accounts ORDER BY id LIMIT 60)`,
    ]) {
      const before = await expected();
      await database.query(change);
      const after = await expected();
      expect(after).not.toEqual(before);
      await soon(async () => expect(await served(server.url)).toEqual(after));
      expect(await readsKept(server)).toBe(true);
    }
    expect(server.output()).not.toContain('Outcomes not refreshed');
  } finally {
    await server.stop();
  }
});

test('new definitions never have the answers of what was kept for others', { timeout: 200_000 }, async () => {
  const config = join(folder, 'activation.config.mjs');
  const write = (changed: object): Promise<void> =>
    writeFile(config, `export default ${JSON.stringify({ ...definitions, ...changed })};`);
  await write({});
  const server = await startCli(['start', '--config', config], env);
  try {
    await soon(async () => expect(await readsKept(server)).toBe(true));
    expect(await served(server.url)).toEqual(await expected());
    await write({ keyAction: 'report_viewed', activationWindowDays: 3 });
    const others = await expected(3, 'report_viewed');
    expect(others).not.toEqual(await expected());
    expect(await served(server.url)).toEqual(others);
    await soon(async () => expect(await readsKept(server)).toBe(true));
    expect(await served(server.url)).toEqual(others);
  } finally {
    await server.stop();
  }
});

test('a login that may not make tables is served from the source tables', { timeout: 120_000 }, async () => {
  await database.query(
    `CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
  );
  const server = await startCli([], {
    ...env,
    ...serving({ ...database.connection, user: 'reader', password: 'reader' }),
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'not_theirs',
  });
  try {
    expect(server.output()).toContain('Rollups     off');
    expect(await served(server.url)).toEqual(await expected());
    expect(await readsKept(server)).toBe(false);
    expect(server.output()).not.toContain('Outcomes not refreshed');
  } finally {
    await server.stop();
    await database.query('DROP OWNED BY reader; DROP ROLE reader');
  }
});

test('what one process keeps, another one reads that keeps nothing itself', {
  timeout: 200_000,
}, async () => {
  const elsewhere = { ...env, CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'elsewhere' };
  const server = await startCli([], {
    ...elsewhere,
    CUBEJS_REFRESH_WORKER: 'false',
    CUBEJS_DEV_MODE: 'false',
    CUBEJS_API_SECRET: secret,
  });
  const token = await tokenOf({ role: 'admin' });
  const query = { measures: [median] };
  const sql = async (): Promise<string> => (await cubeApi(server.url, token).sql(query)).sql();
  const numbers = async (): Promise<unknown> => (await ask(query, server.url, token)).rows[0]?.[median];
  try {
    const before = await numbers();
    expect(await sql()).not.toContain('outcomes');
    expect((await runCli(['rollups'], elsewhere)).code).toBe(0);
    await soon(async () => expect(await sql()).toContain('"elsewhere"."outcomes-users-1'));
    expect(Number(await numbers())).toBeCloseTo(Number(before), 9);
    // Of a table without partitions, which is made from another one, it knows the version too.
    const leads = {
      measures: ['Leads.leadCount'],
      timeDimensions: [{ dimension: 'Leads.createdAt', granularity: 'month' as const }],
    };
    await soon(async () =>
      expect((await ask(leads, server.url, token)).rollups).toEqual(['elsewhere.leads_r1']),
    );
    // Somebody drops it by hand.
    await database.query('DROP SCHEMA elsewhere CASCADE');
    await soon(async () => expect(await sql()).not.toContain('outcomes'));
    expect(await numbers()).toBe(before);
  } finally {
    await server.stop();
  }
});

test('of a user without a key outcomes are refused, with the next step, and the source tables answer', {
  timeout: 200_000,
}, async () => {
  const config = join(folder, 'without-key.config.mjs');
  const users = { sql: 'SELECT * FROM users UNION ALL SELECT NULL, NULL, NOW(), NULL, NULL, NULL' };
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources: { users } })};`);
  const refusing = { ...env, CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'refusing', ACTIVATION_REFRESH_EVERY: '1 hour' };
  const refused = await runCli(['rollups', '--config', config], refusing);
  expect(refused.code).toBe(2);
  expect(refused.output).toMatch(
    /The outcomes of some units can't be kept: .*contains null values.*activation doctor.*ACTIVATION_OUTCOMES=false/s,
  );
  const without = { ...refusing, ACTIVATION_OUTCOMES: 'false' };
  expect((await runCli(['rollups', '--config', config], without)).code).toBe(0);
  const server = await startCli(['start', '--config', config], refusing);
  try {
    await soon(async () => expect(server.output()).toContain('Outcomes not refreshed'));
    expect(await served(server.url)).toEqual(await expected());
    expect(await readsKept(server)).toBe(false);
    // The next turns, each half a minute, leave the rows alone.
    await new Promise((turns) => setTimeout(turns, 65_000));
    expect(server.output().match(/Outcomes not refreshed/g)).toHaveLength(1);
  } finally {
    await server.stop();
  }
});
