/**
 * Kept outcomes are what their query says of the source tables, after whatever has become of these: random rows that
 * come, change and go in every table, and none that is written anew though it is the same.
 *
 *     SEQUENCES=1000 SEED=7 npx vitest run test/outcomes/refresh.test.ts
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import { type KeptTable, type Outcomes, outcomesOfModel, transpileModel } from '../../src/model-files.ts';
import { refreshOutcomes } from '../../src/outcomes/refresh.ts';
import definitions from '../activation.config.ts';
import { fewDefinitions } from '../differential/hostile-definitions.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { sequences, setRows } from './sequences.ts';

const { SEED = '20260101', SEQUENCES = '12' } = process.env;

let database: ScratchDatabase;
let client: pg.Client;

/** What the tests keep, but for the first. */
let outcomes: Outcomes;
const refreshed = (maxAgeSeconds = 0): Promise<void> =>
  refreshOutcomes(database.connection, 'rollups', outcomes, { maxAgeSeconds, secondsInUse: 86_400 });

beforeAll(async () => {
  outcomes = await outcomesOfModel(definitions, 'rollups');
  database = await createScratchDatabase();
  await database.query(await readFile(new URL('../../seeds/schema.sql', import.meta.url), 'utf8'));
  await database.query('CREATE SCHEMA rollups');
  client = new pg.Client(database.connection);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Rows as text, in order. */
const rowsOf = async (sql: string): Promise<string[]> => {
  const { rows } = await client.query<{ row: string }>(
    `SELECT (TO_JSONB(outcome) - 'version')::text AS row FROM (${sql}) AS outcome ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
};

/** What the key of a rollup looks at, and what it stands for, of the units that start at the same time. */
async function cohorts({ relation, start }: KeptTable): Promise<Map<string, { key: string; rows: string }>> {
  const ofAccount = relation.includes('users')
    ? 'LEFT JOIN accounts AS account ON account.id = unit.account_id'
    : '';
  const { rows } = await client.query<{ start: string; key: string; rows: string }>(
    `SELECT ${start}::text AS start, COUNT(*) || ' ' || SUM(version) AS key,
       STRING_AGG((TO_JSONB(unit) - 'version')::text ${ofAccount && "|| COALESCE(TO_JSONB(account)::text, '')"}, ' ' ORDER BY TO_JSONB(unit) - 'version') AS rows
     FROM ${relation} AS unit ${ofAccount} GROUP BY 1`,
  );
  return new Map(rows.map((row) => [row.start, row]));
}

/** The key of the rollups of what users do, of the fingerprints; nothing in a model without them. */
async function keyOfActivity(
  definitions: (typeof fewDefinitions)[number],
  kept: Outcomes,
): Promise<string | undefined> {
  const files = await transpileModel(definitions, undefined, kept);
  const cube = files.find(({ fileName }) => fileName === 'cubes/UserActivity.js');
  const [, key] = /refreshKey: \{[^`]*sql: `([^`]*)`/.exec(cube?.content ?? '') ?? [];
  if (cube) expect(key).toContain('fingerprints-users');
  return key;
}

/** All that these rollups are made of. */
const activity = `
  SELECT u, a, s.session_id, s.session_start_time, k.id, k.action_name, k.occurred_at
  FROM users AS u
  LEFT JOIN accounts AS a ON a.id = u.account_id
  LEFT JOIN session_history AS s USING (user_id)
  LEFT JOIN key_actions AS k USING (user_id)`;

async function activityNow(keySql: string): Promise<{ key: string; rows: string }> {
  const { rows } = await client.query<{ key: string; rows: string }>(
    `SELECT (SELECT key::text FROM (${keySql}) AS key) AS key,
       (SELECT STRING_AGG(of_user::text, ' ' ORDER BY of_user::text) FROM (${activity}) AS of_user) AS rows`,
  );
  return rows[0] ?? { key: '', rows: '' };
}

test(`${SEQUENCES} sequences of random changes, SEED=${SEED}`, { timeout: 24 * 3600_000 }, async () => {
  const models = await Promise.all(
    fewDefinitions.map(async (definitions) => ({
      definitions,
      outcomes: await outcomesOfModel(definitions, 'rollups'),
    })),
  );
  const keysOfActivity = new Map(
    await Promise.all(
      models.map(
        async ({ definitions, outcomes }) =>
          [outcomes.hash, await keyOfActivity(definitions, outcomes)] as const,
      ),
    ),
  );
  const cases = fc.record({ model: fc.constantFrom(...models), states: sequences });
  let written = 0;
  let othersActive = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ model: { definitions, outcomes }, states }) => {
      const tables = outcomes.units.flatMap((units) => units.tables);
      await client.query('DROP SCHEMA rollups CASCADE; CREATE SCHEMA rollups');
      let before = new Map<string, Awaited<ReturnType<typeof cohorts>>>();
      const keySql = keysOfActivity.get(outcomes.hash);
      let activeBefore: Awaited<ReturnType<typeof activityNow>> | undefined;
      for (const rows of states(definitions)) {
        await setRows(client, rows);
        await refreshOutcomes(database.connection, 'rollups', outcomes, {
          maxAgeSeconds: 0,
          secondsInUse: 86_400,
        });
        const after: typeof before = new Map();
        for (const table of tables) {
          expect(await rowsOf(`SELECT * FROM ${table.relation}`)).toEqual(await rowsOf(table.sql));
          const now = await cohorts(table);
          for (const [start, { key, rows }] of now) {
            const then = before.get(table.relation)?.get(start);
            if (then) expect([start, key === then.key]).toEqual([start, rows === then.rows]);
            written += 1;
          }
          after.set(table.relation, now);
        }
        before = after;
        // Of other rows of users, too, the key may be another one.
        const activeNow = keySql === undefined ? undefined : await activityNow(keySql);
        if (activeBefore && activeNow && activeBefore.rows !== activeNow.rows) {
          expect(activeNow.key).not.toBe(activeBefore.key);
          othersActive += 1;
        }
        activeBefore = activeNow;
      }
    }),
    { seed: Number(SEED), numRuns: Number(SEQUENCES) },
  );
  expect(written).toBeGreaterThan(0);
  expect(othersActive).toBeGreaterThan(0);
});

test('what is kept changes with the rows alone, and not as time goes by', async () => {
  const all: Outcomes[] = await Promise.all(
    fewDefinitions.map((definitions) => outcomesOfModel(definitions, 'rollups')),
  );
  for (const { units } of all) {
    for (const { fingerprintsSql, tables } of units) {
      for (const sql of [fingerprintsSql, ...tables.map((table) => table.sql)])
        expect(sql).not.toMatch(/NOW\(\)/);
    }
  }
});

/** The rows of all that is kept, with their versions, and the version of the last refresh. */
async function allKept(): Promise<{ rows: string[]; version: string }> {
  const rows: string[] = [];
  for (const { fingerprints, tables } of outcomes.units) {
    for (const relation of [fingerprints, ...tables.map((table) => table.relation)]) {
      const { rows: found } = await client.query(`SELECT kept::text FROM ${relation} AS kept ORDER BY 1`);
      rows.push(...found.map(({ kept }) => kept));
    }
  }
  const { rows: list } = await client.query('SELECT version FROM rollups.outcomes WHERE hash = $1', [
    outcomes.hash,
  ]);
  return { rows, version: list[0]?.version };
}

const relations = async (): Promise<string[]> => {
  const { rows } = await client.query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'rollups'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ relname }) => relname);
};

describe('of the worked example', () => {
  beforeAll(async () => {
    await client.query(`DROP SCHEMA rollups CASCADE; CREATE SCHEMA rollups;
      DROP TABLE ${SOURCE_TABLES.map(({ name }) => name).join(', ')}`);
    await loadCsvFolder(
      database.connection,
      fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
    );
  });

  test('of two processes one makes them, and the other finds them made', async () => {
    await Promise.all([refreshed(60), refreshed(60)]);
    const { rows, version } = await allKept();
    expect(rows.length).toBeGreaterThan(2000);
    expect(rows.filter((row) => row.endsWith(`,${version})`)).length).toBeGreaterThan(1000);
    // Who comes later and wants them new finds nothing to write.
    await Promise.all([refreshed(), refreshed()]);
    const later = await allKept();
    expect(later.rows).toEqual(rows);
    expect(Number(later.version)).toBeGreaterThan(Number(version));
  });

  test.each([
    'contacts',
    'referrals',
    'payments',
    'milestone_completion_logs',
    'activated_users',
    'session_history',
    'key_actions',
  ])('rows that are gone from %s alone are missed', async (table) => {
    await refreshed();
    const before = await allKept();
    await client.query(`DELETE FROM ${table}`);
    await refreshed();
    expect((await allKept()).rows).not.toEqual(before.rows);
    for (const { tables } of outcomes.units) {
      for (const { relation, sql } of tables) {
        expect(await rowsOf(`SELECT * FROM ${relation}`)).toEqual(await rowsOf(sql));
      }
    }
  });

  test.each([
    ['the first time', `DROP SCHEMA rollups CASCADE; CREATE SCHEMA rollups`, 'outcomes-users-2'],
    [
      'later',
      `UPDATE users SET persona = 'other', account_id = NULL; DELETE FROM accounts`,
      'changed-accounts',
    ],
  ])('a process that is killed when it makes them %s leaves what was there before', async (_, change, midway) => {
    await refreshed();
    await client.query('BEGIN');
    await client.query(change);
    await client.query('COMMIT');
    const before = await relations();
    const rows = before.length > 0 ? await allKept() : undefined;
    await client.query(`
      CREATE FUNCTION midway() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%${midway}%') THEN
            PERFORM pg_sleep(60);
          END IF;
        END $$;
      CREATE EVENT TRIGGER midway ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION midway()`);
    const killed = expect(refreshed()).rejects.toThrow('terminating connection');
    await vi.waitFor(
      async () => {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event = 'PgSleep'`,
        );
        expect(rowCount).toBe(1);
      },
      { timeout: 20_000, interval: 50 },
    );
    await killed;
    await client.query('DROP EVENT TRIGGER midway; DROP FUNCTION midway');
    expect(await relations()).toEqual(before.length > 0 ? before : ['outcomes']);
    if (rows) expect(await allKept()).toEqual(rows);
    await refreshed();
    for (const { tables } of outcomes.units) {
      for (const { relation, sql } of tables) {
        expect(await rowsOf(`SELECT * FROM ${relation}`)).toEqual(await rowsOf(sql));
      }
    }
  });

  test('other definitions or another mapping have tables of their own, and those of before go after a day', async () => {
    const configs = [
      { keyAction: 'report_viewed' },
      { sources: { users: { sql: "SELECT * FROM users WHERE user_id > 'u'" } } },
    ];
    const others = await Promise.all(configs.map((config) => outcomesOfModel(config, 'rollups')));
    expect(new Set([outcomes, ...others].map(({ hash }) => hash)).size).toBe(3);
    await refreshed();
    const own = await relations();
    for (const other of others) {
      await refreshOutcomes(database.connection, 'rollups', other, {
        maxAgeSeconds: 0,
        secondsInUse: 86_400,
      });
    }
    expect(await relations()).toHaveLength(3 * own.length - 2);
    await client.query(
      `UPDATE rollups.outcomes SET refreshed_at = refreshed_at - INTERVAL '25 hours' WHERE hash <> $1`,
      [outcomes.hash],
    );
    await refreshed();
    expect(await relations()).toEqual(own);
    const { rows } = await client.query('SELECT hash FROM rollups.outcomes');
    expect(rows).toEqual([{ hash: outcomes.hash }]);
  });

  test('units without a key are an error, and what was kept stays', async () => {
    await refreshed();
    const before = await allKept();
    const mapped = await outcomesOfModel(
      {
        sources: {
          users: { sql: `SELECT * FROM users UNION ALL SELECT NULL, NULL, NOW(), NULL, NULL, NULL` },
        },
      },
      'rollups',
    );
    await expect(
      refreshOutcomes(database.connection, 'rollups', mapped, { maxAgeSeconds: 0, secondsInUse: 86_400 }),
    ).rejects.toThrow('contains null values');
    expect(await allKept()).toEqual(before);
  });
});
