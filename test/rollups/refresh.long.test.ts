/** Rollups follow their rows through Cube's own refresh, and never answer with a part of them. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Query } from '@cubejs-client/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import definitions from '../activation.config.ts';
import { type RunningStart, runCli, startCli } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { ask, servingWithoutOutcomes } from './served.ts';

let database: ScratchDatabase;
let server: RunningStart;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollups-'));
  database = await createScratchDatabase();
  await loadCsvFolder(
    database.connection,
    fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
  );
  server = await startCli([], alwaysFresh());
}, 120_000);

/** Every month is held against its rows each second, however old it is. */
const alwaysFresh = () => ({
  ...servingWithoutOutcomes(database.connection),
  ACTIVATION_REFRESH_EVERY: '1 second',
  ACTIVATION_UPDATE_WINDOW: '1000 weeks',
});

/** A configuration of nothing but accounts and their milestones: there are few rollups to build. */
async function milestonesOnly(): Promise<{ ACTIVATION_CONFIG: string }> {
  const file = join(folder, 'milestones.config.mjs');
  const others = ['users', 'activatedUsers', 'sessionHistory', 'keyActions', 'expansionActivation'];
  const sources = Object.fromEntries(others.map((name) => [name, null]));
  await writeFile(file, `export default ${JSON.stringify({ ...definitions, sources })};`);
  return { ACTIVATION_CONFIG: file };
}

afterAll(async () => {
  // Cube's scheduler asks every cube for its refresh key, and gives up a turn at the first that refuses.
  expect(server.output()).not.toContain('is a number of one');
  await server.stop();
  await database.drop();
});

/** Has Postgres do something when a build has written its rows, before it commits them. */
const atTheEndOfBuilds = (table: string, statement: string): Promise<unknown> =>
  database.query(`
    CREATE OR REPLACE FUNCTION at_the_end() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '${table}') THEN
          ${statement};
        END IF;
      END $$;
    CREATE EVENT TRIGGER at_the_end ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS')
      EXECUTE FUNCTION at_the_end()`);

/** The value of a query of one measure. It must come from a rollup. */
async function rolledUp(measure: string, slice: Query = {}, url = server.url): Promise<number> {
  const { rows, rollups } = await ask({ ...slice, measures: [measure] }, url);
  expect(rollups).not.toEqual([]);
  return Number(rows[0]?.[measure]);
}

/** Waits until what is expected holds: a server looks for what has changed each second. */
const afterRefresh = (expected: () => Promise<void>): Promise<void> =>
  vi.waitFor(expected, { timeout: 60_000, interval: 500 });

const january: Query = {
  timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['2026-01-01', '2026-01-31'] }],
};
const days: Query = {
  timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['2026-01-02', '2026-03-30'] }],
};

test('a conversion that arrives late, or is taken back, is in the answer after the next refresh', {
  timeout: 180_000,
}, async () => {
  const measure = 'ActivationRate.usersCompletingKeyAction';
  const before = [await rolledUp(measure, january), await rolledUp(measure, days)];
  // Somebody of January who never did the key action did it in their first hour, as is told ten months later.
  await database.query(`
    INSERT INTO key_actions
    SELECT 'late', user_id, 'project_created', signed_up_at + INTERVAL '1 hour'
    FROM users
    WHERE signed_up_at BETWEEN '2026-01-05' AND '2026-01-25'
      AND NOT EXISTS (SELECT FROM key_actions AS k WHERE k.user_id = users.user_id AND action_name = 'project_created')
    LIMIT 1`);
  for (const [index, slice] of [january, days].entries()) {
    await afterRefresh(async () => expect(await rolledUp(measure, slice)).toBe((before[index] ?? 0) + 1));
  }
  await database.query(`DELETE FROM key_actions WHERE id = 'late'`);
  for (const [index, slice] of [january, days].entries()) {
    await afterRefresh(async () => expect(await rolledUp(measure, slice)).toBe(before[index]));
  }
});

test('so are backfilled users, before the first month there was, and of another plan', {
  timeout: 180_000,
}, async () => {
  const measure = 'ActivationRate.newSignUps';
  const ofPlan = (plan: string): Query => ({
    filters: [{ member: 'ActivationRate.productPlan', operator: 'equals', values: [plan] }],
  });
  expect(await rolledUp(measure)).toBe(1000);
  // Not from a first of a month on: from daily rows.
  const daily: Query = {
    timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['2025-11-02', '2026-12-30'] }],
  };
  await database.query(`
    INSERT INTO users VALUES ('backfilled-1', NULL, '2025-12-05 05:05Z', 'developer', 'free', 'ads');
    INSERT INTO users VALUES ('backfilled-2', NULL, '2026-02-28 23:59:59.999999Z', 'developer', 'free', 'ads')`);
  await afterRefresh(async () => expect(await rolledUp(measure)).toBe(1002));
  await afterRefresh(async () => expect(await rolledUp(measure, daily)).toBe(1002));

  const [{ users: ofOne } = { users: 0 }] = await database.query(
    `SELECT COUNT(u.user_id)::int AS users FROM accounts AS a JOIN users AS u ON u.account_id = a.id GROUP BY a.id ORDER BY a.id LIMIT 1`,
  );
  await database.query(
    `UPDATE accounts SET product_plan = 'renamed' WHERE id = (SELECT a.id FROM accounts AS a JOIN users AS u ON u.account_id = a.id GROUP BY a.id ORDER BY a.id LIMIT 1)`,
  );
  await afterRefresh(async () => expect(await rolledUp(measure, ofPlan('renamed'))).toBe(ofOne));
});

test('a month that ended before the update window is looked at once a day, or when asked to', {
  timeout: 180_000,
}, async () => {
  const relaxed = {
    ...alwaysFresh(),
    ...(await milestonesOnly()),
    ACTIVATION_UPDATE_WINDOW: '1 day',
    // Of its own: the other server's would have it all.
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'relaxed',
  };
  const beside = await startCli([], relaxed);
  try {
    const measure = 'MilestoneCompletion.totalAccounts';
    const of = (day: string): Query => ({
      timeDimensions: [{ dimension: 'MilestoneCompletion.createdAt', dateRange: [day, day] }],
    });
    const today = new Date().toISOString().slice(0, 10);
    const before = await rolledUp(measure, of('2026-01-15'), beside.url);
    const beforeToday = await rolledUp(measure, of(today), beside.url);
    await database.query(`
      INSERT INTO accounts VALUES ('old', '2026-01-15', 'starter', NULL, NULL, NULL);
      INSERT INTO accounts VALUES ('young', '${today}', 'starter', NULL, NULL, NULL)`);
    await afterRefresh(async () =>
      expect(await rolledUp(measure, of(today), beside.url)).toBe(beforeToday + 1),
    );
    expect(await rolledUp(measure, of('2026-01-15'), beside.url)).toBe(before);

    expect((await runCli(['rollups'], relaxed)).code).toBe(0);
    // A server that builds none of them itself looks for new tables every ten seconds.
    await vi.waitFor(
      async () => expect(await rolledUp(measure, of('2026-01-15'), beside.url)).toBe(before + 1),
      { timeout: 25_000, interval: 1000 },
    );
  } finally {
    await beside.stop();
    // Else the months up to today are kept in rollups from here on.
    await database.query(`DELETE FROM accounts WHERE id IN ('old', 'young')`);
  }
});

test('servers side by side never look for a table that another has replaced', {
  timeout: 180_000,
}, async () => {
  const beside = await startCli([], alwaysFresh());
  const measure = 'MilestoneCompletion.totalAccounts';
  const urls = [server.url, beside.url];
  try {
    const before = await rolledUp(measure);
    for (let round = 1; round <= 2; round += 1) {
      await database.query(
        `INSERT INTO accounts VALUES ('beside-${round}', '2026-01-15', 'starter', NULL, NULL, NULL)`,
      );
      // Each goes on answering, by the tables that were there and then by the new ones, while both build them.
      await Promise.all([
        ...urls.map((url) =>
          afterRefresh(async () => expect(await rolledUp(measure, {}, url)).toBe(before + round)),
        ),
        ...urls.map(async (url) => {
          for (let time = 0; time < 25; time += 1) {
            expect([before + round - 1, before + round]).toContain(await rolledUp(measure, {}, url));
            await new Promise((later) => setTimeout(later, 50));
          }
        }),
      ]);
    }
  } finally {
    await beside.stop();
  }
});

test('rows that come in the middle of a refresh are in every rollup after the next one', {
  timeout: 180_000,
}, async () => {
  const measure = 'ActivationRate.usersCompletingKeyAction';
  const dateRange = ['2026-01-01', '2026-12-31'] as [string, string];
  const of = (granularity: 'month' | 'day', dimensions: string[]): Query => ({
    measures: [measure],
    dimensions,
    timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity, dateRange }],
    timezone: 'UTC',
  });
  const breakdowns = {
    users_r1: of('month', ['ActivationRate.persona']),
    users_r2: of('month', ['ActivationRate.productPlan']),
    users_r3: of('day', []),
    users_r4: of('day', ['ActivationRate.persona']),
    users_r5: of('day', ['ActivationRate.productPlan']),
    users_r6: of('day', ['ActivationRate.persona', 'ActivationRate.productPlan']),
  };
  const total = async (rollup: string, query: Query): Promise<number> => {
    const { rows, rollups } = await ask(query, server.url);
    expect(rollups).toEqual([`rollups.${rollup}`]);
    return rows.reduce((sum, row) => sum + Number(row[measure]), 0);
  };
  const before = await total('users_r1', breakdowns.users_r1);

  const withoutKeyAction = await database.query(`
    SELECT user_id FROM users
    WHERE signed_up_at BETWEEN '2026-01-05' AND '2026-03-20'
      AND NOT EXISTS (SELECT FROM key_actions AS k WHERE k.user_id = users.user_id AND action_name = 'project_created')
    LIMIT 150`);
  expect(withoutKeyAction).toHaveLength(150);
  // The server looks for changes each second: several builds of each month begin in these six.
  for (const { user_id: user } of withoutKeyAction) {
    await database.query(`
      INSERT INTO key_actions
      SELECT 'midway-' || user_id, user_id, 'project_created', signed_up_at + INTERVAL '1 hour'
      FROM users WHERE user_id = '${user}'`);
    await new Promise((later) => setTimeout(later, 40));
  }
  for (const [rollup, query] of Object.entries(breakdowns)) {
    await afterRefresh(async () => expect(await total(rollup, query)).toBe(before + 150));
  }
  await database.query(`DELETE FROM key_actions WHERE id LIKE 'midway-%'`);
});

test('a build that fails leaves what was there, whole; the next one mends it', {
  timeout: 180_000,
}, async () => {
  const total = await rolledUp('MilestoneCompletion.totalAccounts');
  await atTheEndOfBuilds('rollups.accounts%', `RAISE 'This build fails'`);
  await database.query(`INSERT INTO accounts VALUES ('new', '2026-01-15', 'starter', NULL, NULL, NULL)`);
  const failed = server.output().split('This build fails').length;
  let found: number | string = total;
  await afterRefresh(async () => {
    // The old number, or an error that says why: nothing else.
    found = await rolledUp('MilestoneCompletion.totalAccounts').catch((error) => String(error));
    expect(server.output().split('This build fails').length).toBeGreaterThan(failed);
  });
  expect([total, expect.stringContaining('This build fails')]).toContainEqual(found);
  await database.query('DROP EVENT TRIGGER at_the_end');
  await afterRefresh(async () => expect(await rolledUp('MilestoneCompletion.totalAccounts')).toBe(total + 1));
});

test('nor does a build that is killed midway', { timeout: 180_000 }, async () => {
  const measure = 'ExpansionActivationRate.totalEligibleAccounts';
  const byMonth: Query = {
    timeDimensions: [{ dimension: 'ExpansionActivationRate.eligibleDate', granularity: 'month' }],
  };
  const before = (await ask({ ...byMonth, measures: [measure] }, server.url)).rows;
  const killed = async (): Promise<number> =>
    (
      await database.query(`
        SELECT pg_terminate_backend(pid)
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'CREATE TABLE rollups.expansion%'
          AND state = 'active'`)
    ).length;
  // Each has written its rows, and has not committed them yet.
  await atTheEndOfBuilds('rollups.expansion%', 'PERFORM pg_sleep(10)');
  await database.query(`
    INSERT INTO expansion_activation
    SELECT 'slow-' || i, a.id, 'automation', '2026-02-01'::timestamptz + i * INTERVAL '1 second', NULL
    FROM generate_series(1, 3000) AS i, (SELECT MIN(id) AS id FROM accounts) AS a`);
  let kills = 0;
  await afterRefresh(async () => {
    kills += await killed();
    expect(kills).toBeGreaterThanOrEqual(3);
  });
  await database.query('DROP EVENT TRIGGER at_the_end');
  // One account more in February at most, and every month there.
  expect((await ask({ ...byMonth, measures: [measure] }, server.url)).rows).toHaveLength(before.length);
  const [{ accounts } = { accounts: 0 }] = await database.query(
    `SELECT COUNT(DISTINCT account_id)::int AS accounts FROM expansion_activation JOIN accounts ON accounts.id = account_id WHERE eligible_date >= '2026-02-01' AND eligible_date < '2026-03-01'`,
  );
  await afterRefresh(async () => {
    const { rows, rollups } = await ask({ ...byMonth, measures: [measure] }, server.url);
    expect(rollups).not.toEqual([]);
    const february = rows.find((row) =>
      String(row['ExpansionActivationRate.eligibleDate.month']).startsWith('2026-02'),
    );
    expect(Number(february?.[measure])).toBe(accounts);
  });
});

test('new definitions, or another mapping, have no old answers', { timeout: 180_000 }, async () => {
  const config = join(folder, 'activation.config.mjs');
  const write = (changed: object): Promise<void> =>
    writeFile(config, `export default ${JSON.stringify({ ...definitions, ...changed })};`);
  await write({});
  const edited = await startCli(['start', '--config', config], servingWithoutOutcomes(database.connection));
  try {
    const measure = 'ActivationRate.usersCompletingKeyAction';
    const usual = await rolledUp(measure, {}, edited.url);
    const expected = async (action: string, days: number, where = 'TRUE'): Promise<number> => {
      const [{ users } = { users: 0 }] = await database.query(
        `SELECT COUNT(DISTINCT u.user_id)::int AS users FROM users AS u JOIN key_actions AS k USING (user_id)
         WHERE action_name = '${action}' AND occurred_at >= signed_up_at
           AND occurred_at < signed_up_at + INTERVAL '${days * 24} hours' AND ${where}`,
      );
      return Number(users);
    };
    expect(usual).toBe(await expected('project_created', 7));

    await write({ activationWindowDays: 14 });
    const longer = await rolledUp(measure, {}, edited.url);
    expect(longer).not.toBe(usual);
    expect(longer).toBe(await expected('project_created', 14));

    await write({ sources: { users: { sql: "SELECT * FROM users WHERE persona = 'developer'" } } });
    const fewer = await rolledUp(measure, {}, edited.url);
    expect(fewer).not.toBe(usual);
    expect(fewer).toBe(await expected('project_created', 7, "persona = 'developer'"));
  } finally {
    await edited.stop();
  }
});

test('activation rollups builds what is missing, at once, and lists it', { timeout: 120_000 }, async () => {
  await database.query('CREATE SCHEMA elsewhere');
  const { code, output } = await runCli(['rollups'], {
    ...servingWithoutOutcomes(database.connection),
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'elsewhere',
  });
  expect(output).toMatch(/Built or found fresh in [\d.]+ s, in the schema elsewhere/);
  expect(code).toBe(0);
  const built = await database.query(
    `SELECT COUNT(*)::int AS tables FROM pg_tables WHERE schemaname = 'elsewhere' AND tablename LIKE 'users_r%'`,
  );
  // Six rollups, each with a table a month.
  const months = await database.query(
    `SELECT 1 + (MAX(extract(year FROM signed_up_at) * 12 + extract(month FROM signed_up_at))
             - MIN(extract(year FROM signed_up_at) * 12 + extract(month FROM signed_up_at)))::int AS months FROM users`,
  );
  expect(built[0]?.tables).toBe(6 * Number(months[0]?.months));
  // Five are made of the sixth: their counts are sums, which Postgres has another type for.
  const sums = await database.query(
    `SELECT COUNT(*)::int AS tables FROM information_schema.columns
     WHERE table_schema = 'elsewhere' AND column_name = 'users__new_user_count' AND data_type = 'numeric'`,
  );
  expect(sums[0]?.tables).toBe(5 * Number(months[0]?.months));
});

test('activation rollups fails where a build does', { timeout: 120_000 }, async () => {
  await database.query('CREATE SCHEMA refusing');
  await atTheEndOfBuilds('refusing.accounts_r1%', `RAISE 'No such table here'`);
  try {
    const { code, output } = await runCli(['rollups'], {
      ...servingWithoutOutcomes(database.connection),
      ...(await milestonesOnly()),
      CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'refusing',
    });
    expect(output).toMatch(/A rollup could not be built: refusing\.accounts_r1\d{8}.* failed/);
    expect(output).toContain('No such table here');
    expect(code).toBe(2);
  } finally {
    await database.query('DROP EVENT TRIGGER at_the_end');
  }
});

test('a login that may not make tables is served from the source tables, and told so', {
  timeout: 120_000,
}, async () => {
  await database.query(
    `CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
  );
  const reader = { ...database.connection, user: 'reader', password: 'reader' };
  const { output } = await runCli(['rollups'], servingWithoutOutcomes(reader));
  expect(output).toContain('may not create tables in the schema rollups');
  const reading = await startCli([], servingWithoutOutcomes(reader));
  try {
    expect(reading.output()).toContain('Rollups     off');
    const { rows, rollups } = await ask({ measures: ['MilestoneFunnel.totalAccounts'] }, reading.url);
    expect(rollups).toEqual([]);
    const [counted] = await database.query('SELECT COUNT(*)::int AS accounts FROM accounts');
    expect(Number(rows[0]?.['MilestoneFunnel.totalAccounts'])).toBe(counted?.accounts);
  } finally {
    await reading.stop();
    await database.query('DROP OWNED BY reader; DROP ROLE reader');
  }
});
