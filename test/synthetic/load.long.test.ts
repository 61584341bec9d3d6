import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import { appendSyntheticDay, loadSyntheticWorld } from '../../src/synthetic/load-world.ts';
import type { SyntheticWorld } from '../../src/synthetic/world.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';

const world: SyntheticWorld = { users: 4000, seed: 7, until: '2026-03-31' };

let scratch: ScratchDatabase;
let again: ScratchDatabase;
beforeAll(async () => {
  [scratch, again] = await Promise.all([createScratchDatabase(), createScratchDatabase()]);
  await loadSyntheticWorld(scratch.connection, world);
});
afterAll(async () => {
  await scratch.drop();
  await again.drop();
});

/** One row's columns as numbers. */
const numbers = async (sql: string): Promise<Record<string, number>> => {
  const [row] = await scratch.query(sql);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
};

/** A digest of each table's rows, whatever their order. */
const digests = async (database: ScratchDatabase): Promise<Record<string, unknown>> => {
  const tables = SOURCE_TABLES.map(
    ({ name, primaryKey }) =>
      `(SELECT md5(string_agg(t::text, '|' ORDER BY ${primaryKey})) FROM ${name} AS t) AS ${name}`,
  );
  const [row] = await database.query(`SELECT ${tables.join(', ')}`);
  return row ?? {};
};

/** Indexes and constraints, as Postgres writes them. */
const structure = (database: ScratchDatabase): Promise<unknown[]> =>
  database.query(`
    SELECT indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    ORDER BY definition`);

test('the same world has the same rows, another seed others', async () => {
  await loadSyntheticWorld(again.connection, world);
  const first = await digests(scratch);
  expect(await digests(again)).toEqual(first);
  await loadSyntheticWorldAnew({ ...world, seed: 8 });
  const other = await digests(again);
  for (const { name } of SOURCE_TABLES) {
    expect(first[name]).toEqual(expect.any(String));
    expect(other[name]).not.toBe(first[name]);
  }
});

test('index-only scans need not look at the tables: all of their pages are marked as visible', async () => {
  const unmarked = await scratch.query(`
    SELECT relname
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relallvisible < relpages`);
  expect(unmarked).toEqual([]);
});

test('the tables have the keys and indexes of the canonical schema, and nothing is left beside them', async () => {
  await loadCsvFolder(again.connection, 'seeds/worked-example');
  expect(await structure(scratch)).toEqual(await structure(again));
  const schemas = await scratch.query("SELECT 1 FROM pg_namespace WHERE nspname = 'synthetic'");
  expect(schemas).toEqual([]);
});

describe('what the rows are like', () => {
  test('as many users and accounts as asked for, over 24 months, in the order of time', async () => {
    const users = await numbers(`
      SELECT COUNT(*), COUNT(*) FILTER (WHERE signed_up_at < '2024-04-01Z' OR signed_up_at >= '2026-04-01Z') AS outside,
        COUNT(DISTINCT date_trunc('month', signed_up_at)) AS months
      FROM users`);
    expect(users).toEqual({ count: 4000, outside: 0, months: 24 });
    expect(await numbers('SELECT COUNT(*) FROM accounts')).toEqual({ count: 400 });
    expect(
      await numbers(`
        SELECT COUNT(*) FILTER (WHERE session_start_time < earlier) AS out_of_order
        FROM (
          SELECT session_start_time, LAG(session_start_time) OVER (ORDER BY ctid) AS earlier FROM session_history
        ) AS stored`),
    ).toEqual({ out_of_order: 0 });
  });

  test('nothing is dated after the last day', async () => {
    const moments = SOURCE_TABLES.flatMap(({ name, columns }) =>
      columns.flatMap((column) =>
        column.type === 'timestamptz' ? [`SELECT ${column.name} AS moment FROM ${name}`] : [],
      ),
    );
    const sql = `SELECT COUNT(*) FILTER (WHERE moment >= '2026-04-01Z') AS later FROM (${moments.join(' UNION ALL ')}) AS all_moments`;
    expect(await numbers(sql)).toEqual({ later: 0 });
  });

  test('sign-ups grow, and are fewer at weekends', async () => {
    const { growth, weekend } = await numbers(`
      SELECT
        1.0 * COUNT(*) FILTER (WHERE signed_up_at >= '2026-01-01Z') / COUNT(*) FILTER (WHERE signed_up_at < '2024-07-01Z') AS growth,
        2.5 * COUNT(*) FILTER (WHERE EXTRACT(ISODOW FROM signed_up_at) >= 6)
          / COUNT(*) FILTER (WHERE EXTRACT(ISODOW FROM signed_up_at) < 6) AS weekend
      FROM users`);
    expect(growth).toBeGreaterThan(3);
    expect(weekend).toBeLessThan(0.7);
  });

  test('tails are long: sessions of a user, users of an account, repeated milestones', async () => {
    const sessions = await numbers(`
      SELECT AVG(sessions) AS mean, MAX(sessions) AS most, COUNT(*) FILTER (WHERE sessions = 0) AS without,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY sessions) AS median
      FROM (SELECT COUNT(session_id) AS sessions FROM users LEFT JOIN session_history USING (user_id) GROUP BY users.user_id) AS of_user`);
    expect(sessions.mean).toBeGreaterThan(5.5);
    expect(sessions.mean).toBeLessThan(7.5);
    expect(sessions.median).toBeLessThan(0.7 * (sessions.mean ?? 0));
    expect(sessions.most).toBeGreaterThan(100);
    expect(sessions.without).toBeGreaterThan(0);
    const { most } = await numbers(
      'SELECT MAX(members) AS most FROM (SELECT COUNT(*) AS members FROM users WHERE account_id IS NOT NULL GROUP BY account_id) AS of_account',
    );
    expect(most).toBeGreaterThan(50);
    const { repeated, per_eligible } = await numbers(`
      SELECT
        (SELECT COUNT(*) - COUNT(DISTINCT (account_id, milestone_name)) FROM milestone_completion_logs) AS repeated,
        (SELECT 1.0 * COUNT(*) / COUNT(DISTINCT account_id) FROM expansion_activation) AS per_eligible`);
    expect(repeated).toBeGreaterThan(100);
    expect(per_eligible).toBeGreaterThan(1.35);
    expect(per_eligible).toBeLessThan(1.65);
  });

  test('segments convert differently', async () => {
    const activated = await numbers(`
      SELECT AVG((activation_milestone_completion_timestamp >= signed_up_at)::int) FILTER (WHERE signup_source = 'referral') AS referral,
        AVG((activation_milestone_completion_timestamp >= signed_up_at)::int) FILTER (WHERE signup_source = 'paid_ads') AS paid_ads
      FROM (SELECT signed_up_at, signup_source, COALESCE(activation_milestone_completion_timestamp, '-infinity') AS activation_milestone_completion_timestamp
        FROM users LEFT JOIN activated_users USING (user_id)) AS flow`);
    expect((activated.referral ?? 0) - (activated.paid_ads ?? 0)).toBeGreaterThan(0.05);
  });

  test('accounts begin for free or by a trial, some of them pay by the month, some leave', async () => {
    const { begun, paying, left, monthly } = await numbers(`
      SELECT
        AVG((EXISTS (SELECT FROM subscriptions WHERE account_id = accounts.id AND kind <> 'paid'))::int) AS begun,
        AVG((EXISTS (SELECT FROM subscriptions WHERE account_id = accounts.id AND kind = 'paid'))::int) AS paying,
        (SELECT AVG((ended_at IS NOT NULL)::int) FROM subscriptions WHERE kind = 'paid') AS left,
        (
          SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM later - paid_at) / 86400)
          FROM (
            SELECT paid_at, LEAD(paid_at) OVER (PARTITION BY account_id ORDER BY paid_at) AS later
            FROM payments WHERE amount > 0
          ) AS followed
        ) AS monthly
      FROM accounts`);
    expect(begun).toBeGreaterThan(0.8);
    expect(paying).toBeGreaterThan(0.2);
    expect(paying).toBeLessThan(0.5);
    expect(left).toBeGreaterThan(0.1);
    expect(left).toBeLessThan(0.5);
    expect(monthly).toBe(30);
  });

  test('users invite others, were leads, are contacted and answer: a few percent of them', async () => {
    const shares = await numbers(`
      SELECT
        AVG((EXISTS (SELECT FROM referrals WHERE referrer_user_id = user_id))::int) AS inviting,
        AVG((EXISTS (SELECT FROM referrals WHERE referred_user_id = user_id))::int) AS referred,
        AVG((EXISTS (SELECT FROM leads WHERE leads.user_id = users.user_id))::int) AS leads,
        AVG((EXISTS (SELECT FROM contacts WHERE contacts.user_id = users.user_id))::int) AS contacted,
        AVG((EXISTS (SELECT FROM survey_responses AS given WHERE given.user_id = users.user_id))::int) AS answering
      FROM users`);
    for (const share of Object.values(shares)) {
      expect(share).toBeGreaterThan(0.005);
      expect(share).toBeLessThan(0.25);
    }
    const scores = await numbers(
      "SELECT MIN(score) AS least, MAX(score) FILTER (WHERE survey = 'ces') AS ces, MAX(score) FILTER (WHERE survey <> 'ces') AS others FROM survey_responses",
    );
    expect(scores).toEqual({ least: 1, ces: 7, others: 5 });
  });

  // Each would change a rate if its rule were broken.
  test.each([
    ['users without an account', 'users WHERE account_id IS NULL'],
    ['users of an unknown account', 'users WHERE account_id NOT IN (SELECT id FROM accounts)'],
    ['null attributes', 'users WHERE persona IS NULL'],
    ['sessions of unknown users', 'session_history WHERE user_id NOT IN (SELECT user_id FROM users)'],
    ['activations of unknown users', 'activated_users WHERE user_id NOT IN (SELECT user_id FROM users)'],
    ['actions of unknown users', 'key_actions WHERE user_id NOT IN (SELECT user_id FROM users)'],
    [
      'milestones of unknown accounts',
      'milestone_completion_logs WHERE account_id NOT IN (SELECT id FROM accounts)',
    ],
    [
      'eligibilities of unknown accounts',
      'expansion_activation WHERE account_id NOT IN (SELECT id FROM accounts)',
    ],
    ['flows not completed', 'activated_users WHERE activation_milestone_completion_timestamp IS NULL'],
    [
      'activations before the sign-up',
      'activated_users JOIN users USING (user_id) WHERE activation_milestone_completion_timestamp < signed_up_at',
    ],
    [
      'sessions before the sign-up',
      'session_history JOIN users USING (user_id) WHERE session_start_time < signed_up_at',
    ],
    [
      'key actions before the sign-up',
      "key_actions JOIN users USING (user_id) WHERE action_name = 'project_created' AND occurred_at < signed_up_at",
    ],
    [
      'key actions at the end of the window',
      "key_actions JOIN users USING (user_id) WHERE occurred_at = signed_up_at + INTERVAL '168 hours'",
    ],
    ['other actions', "key_actions WHERE action_name <> 'project_created'"],
    [
      'milestones before the creation',
      'milestone_completion_logs JOIN accounts ON accounts.id = account_id WHERE completion_date < created_at',
    ],
    [
      'offerings activated before they were eligible',
      'expansion_activation WHERE activation_date < eligible_date',
    ],
    [
      'features eligible again',
      'expansion_activation AS one JOIN expansion_activation AS other USING (account_id, expansion_feature) WHERE one.id < other.id',
    ],
    ['subscriptions of unknown accounts', 'subscriptions WHERE account_id NOT IN (SELECT id FROM accounts)'],
    [
      'subscriptions from before the account',
      'subscriptions JOIN accounts ON accounts.id = account_id WHERE started_at < created_at',
    ],
    ['purchases of which nobody knows', "subscriptions WHERE kind = 'paid' AND is_self_serve IS NULL"],
    ['customers who came back', "subscriptions WHERE id LIKE '%_3'"],
    ['payments of unknown accounts', 'payments WHERE account_id NOT IN (SELECT id FROM accounts)'],
    ['payments in another currency', "payments WHERE currency <> 'USD'"],
    ['payments paid back', 'payments WHERE amount < 0'],
    ['invitations without a click', 'referrals WHERE clicked_at IS NULL'],
    ['clicks without a user', 'referrals WHERE clicked_at IS NOT NULL AND referred_user_id IS NULL'],
    [
      'referred users who had signed up before the click',
      'referrals JOIN users ON user_id = referred_user_id WHERE signed_up_at < clicked_at',
    ],
    [
      'referred users who signed up after the click',
      'referrals JOIN users ON user_id = referred_user_id WHERE signed_up_at >= clicked_at',
    ],
    ['leads without a user', 'leads WHERE user_id IS NULL'],
    ['leads of unknown users', 'leads WHERE user_id NOT IN (SELECT user_id FROM users)'],
    ['leads of who was a user already', 'leads JOIN users USING (user_id) WHERE created_at > signed_up_at'],
    ['meetings with leads', "contacts JOIN leads ON leads.id = lead_id WHERE kind = 'meeting'"],
    [
      'contacts before the lead was one',
      'contacts JOIN leads ON leads.id = lead_id WHERE occurred_at < created_at',
    ],
    ['contacts without a response', 'contacts WHERE responded_at IS NULL'],
    [
      'tickets beside proactive support',
      "contacts AS one JOIN contacts AS other USING (user_id) WHERE one.kind = 'proactive_support' AND other.kind = 'ticket'",
    ],
    [
      'answers given again',
      'survey_responses AS one JOIN survey_responses AS other USING (user_id, survey) WHERE one.id < other.id',
    ],
  ])('there are %s', async (_, rows) => {
    expect((await numbers(`SELECT COUNT(*) FROM ${rows}`)).count).toBeGreaterThan(0);
  });
});

test('a day more adds what happened on it, and converts who converted on it', async () => {
  await loadSyntheticWorldAnew(world);
  await again.query('CREATE SCHEMA before');
  for (const { name } of SOURCE_TABLES) await again.query(`CREATE TABLE before.${name} AS TABLE ${name}`);
  await appendSyntheticDay(again.connection, world, 1);
  const count = async (sql: string): Promise<number> => Number((await again.query(sql))[0]?.count);
  const onTheDay = (moment: string): string => `${moment} >= '2026-04-01Z' AND ${moment} < '2026-04-02Z'`;
  for (const { name, primaryKey } of SOURCE_TABLES) {
    expect(
      await count(
        `SELECT COUNT(*) FROM before.${name} WHERE ${primaryKey} NOT IN (SELECT ${primaryKey} FROM ${name})`,
      ),
    ).toBe(0);
  }
  const added = (table: string, key: string): string =>
    `(SELECT * FROM ${table} WHERE ${key} NOT IN (SELECT ${key} FROM before.${table})) AS added`;
  for (const [table, key, moment] of [
    ['users', 'user_id', 'signed_up_at'],
    ['accounts', 'id', 'created_at'],
  ] as const) {
    expect(
      await count(`SELECT COUNT(*) FROM ${added(table, key)} WHERE ${onTheDay(moment)}`),
    ).toBeGreaterThan(0);
    expect(await count(`SELECT COUNT(*) FROM ${added(table, key)} WHERE NOT (${onTheDay(moment)})`)).toBe(0);
  }
  expect(
    await count(
      `SELECT COUNT(*) FROM ${added('session_history', 'session_id')} JOIN before.users USING (user_id) WHERE ${onTheDay('session_start_time')}`,
    ),
  ).toBeGreaterThan(0);
  for (const [table, moment] of [
    ['subscriptions', 'started_at'],
    ['payments', 'paid_at'],
    ['leads', 'created_at'],
    ['contacts', 'occurred_at'],
    ['survey_responses', 'answered_at'],
  ] as const) {
    expect(
      await count(`SELECT COUNT(*) FROM ${added(table, 'id')} WHERE ${onTheDay(moment)}`),
    ).toBeGreaterThan(0);
  }
  // What is known later is set on the day that it is of, and never again.
  let set = 0;
  for (const [table, moment] of [
    ['subscriptions', 'ended_at'],
    ['referrals', 'clicked_at'],
    ['contacts', 'responded_at'],
  ] as const) {
    const other = `FROM ${table} AS now JOIN before.${table} AS earlier USING (id) WHERE earlier.${moment} IS DISTINCT FROM now.${moment}`;
    set += await count(`SELECT COUNT(*) ${other}`);
    expect(
      await count(
        `SELECT COUNT(*) ${other} AND NOT (earlier.${moment} IS NULL AND ${onTheDay(`now.${moment}`)})`,
      ),
    ).toBe(0);
  }
  expect(set).toBeGreaterThan(0);
  const changed = (moment: string): string => `
    SELECT COUNT(*) FROM activated_users AS now JOIN before.activated_users AS earlier USING (user_id)
    WHERE earlier.activation_milestone_completion_timestamp IS DISTINCT FROM now.activation_milestone_completion_timestamp AND ${moment}`;
  expect(await count(changed('TRUE'))).toBeGreaterThan(0);
  expect(
    await count(
      changed(
        `NOT (earlier.activation_milestone_completion_timestamp IS NULL AND ${onTheDay('now.activation_milestone_completion_timestamp')})`,
      ),
    ),
  ).toBe(0);
});

/** Loads a world into the second database, which has been used before. */
async function loadSyntheticWorldAnew(other: SyntheticWorld): Promise<void> {
  await again.drop();
  again = await createScratchDatabase();
  await loadSyntheticWorld(again.connection, other);
}
