import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { PostgresConnection } from '../database/postgres-connection.ts';
import { SOURCE_TABLES, type TableName } from '../database/source-tables.ts';
import { populationSchema, populationStatements } from './population.ts';
import { type Span, sourceRows } from './source-rows.ts';
import { dayAfter, type SyntheticWorld } from './world.ts';

/** How far the making of a synthetic data set is: what is being made now. */
export type SyntheticProgress = (step: string) => void;

const schemaFile = fileURLToPath(new URL('../../seeds/schema.sql', import.meta.url));

/** The tables that each of two connections fills, one after the other: about half of the work each. */
const shares: readonly (readonly TableName[])[] = [
  ['session_history'],
  [
    'users',
    'key_actions',
    'activated_users',
    'accounts',
    'milestone_completion_logs',
    'expansion_activation',
    'subscriptions',
    'payments',
    'referrals',
    'leads',
    'contacts',
    'survey_responses',
  ],
];

/** More memory for sorts and indexes than a server that many use would give. */
const sessionSettings = "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET TimeZone = 'UTC'";

/**
 * Makes the source tables of a world in an empty database, by SQL inside of Postgres: rows in the order of time, then
 * keys and indexes, then the planner's statistics.
 *
 * It is not one transaction. Load into a database that nobody takes for complete until this returns.
 */
export async function loadSyntheticWorld(
  database: PostgresConnection,
  world: SyntheticWorld,
  onProgress: SyntheticProgress = () => undefined,
): Promise<void> {
  const span: Span = { from: "'-infinity'::timestamptz", to: midnight(dayAfter(world, 1)) };
  const queries = sourceRows(world.seed, span, () => '0');
  const steps = shares.map(() => '');
  await onConnection(database, async (client) => {
    await client.query(await readFile(schemaFile, 'utf8'));
    await makePopulation(client, world, world.until, onProgress);
    await Promise.all(
      shares.map((tables, share) =>
        onConnection(database, async (own) => {
          const onStep = (step: string): void => {
            steps[share] = step;
            onProgress(steps.filter((text) => text !== '').join(' | '));
          };
          for (const table of tables) await fill(own, table, queries[table], onStep);
          onStep('');
        }),
      ),
    );
    await client.query(`DROP SCHEMA ${populationSchema} CASCADE`);
    onProgress('statistics');
    await vacuum(client);
  });
}

/**
 * Adds one more day to a world that {@link loadSyntheticWorld} made: its sign-ups with their rows, what earlier
 * users and accounts did on that day, and their conversions. All of it in one transaction.
 *
 * @param day which day after the last one of the world, from 1; each day once, in order
 */
export async function appendSyntheticDay(
  database: PostgresConnection,
  world: SyntheticWorld,
  day: number,
  onProgress: SyntheticProgress = () => undefined,
): Promise<void> {
  const span: Span = { from: midnight(dayAfter(world, day)), to: midnight(dayAfter(world, day + 1)) };
  const queries = sourceRows(world.seed, span, (table) => `(SELECT COUNT(*) FROM ${table})`);
  await onConnection(database, async (client) => {
    await client.query('BEGIN');
    await makePopulation(client, world, dayAfter(world, day), onProgress);
    for (const { name, primaryKey, columns } of SOURCE_TABLES) {
      onProgress(name);
      // A row that is there already has been converted since.
      const changes = columns.map((column) => `${column.name} = EXCLUDED.${column.name}`).join(', ');
      await client.query(
        `INSERT INTO ${name} ${queries[name]} ON CONFLICT (${primaryKey}) DO UPDATE SET ${changes}`,
      );
    }
    await client.query(`DROP SCHEMA ${populationSchema} CASCADE`);
    await client.query('COMMIT');
    await vacuum(client);
  });
}

const midnight = (day: string): string => `'${day}T00:00:00Z'::timestamptz`;

async function makePopulation(
  client: pg.Client,
  world: SyntheticWorld,
  lastDay: string,
  onProgress: SyntheticProgress,
): Promise<void> {
  for (const { title, sql } of populationStatements(world, lastDay)) {
    onProgress(title);
    await client.query(sql);
  }
}

/** Rows first and indexes after them; in the transaction that empties the table, so that Postgres needs no log of it. */
async function fill(
  client: pg.Client,
  table: TableName,
  query: string,
  onProgress: SyntheticProgress,
): Promise<void> {
  await client.query('BEGIN');
  await client.query(`TRUNCATE ${table}`);
  const { rows: indexes } = await client.query<{ make: string; drop: string }>(
    `SELECT
       CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
         ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END AS make,
       CASE WHEN c.oid IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
         ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END AS drop
     FROM pg_index AS i
     LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid
     WHERE i.indrelid = $1::regclass
     ORDER BY i.indexrelid`,
    [table],
  );
  for (const { drop } of indexes) await client.query(drop);
  onProgress(table);
  const { rowCount } = await client.query(`INSERT INTO ${table} ${query}`);
  onProgress(`${table}: ${rowCount?.toLocaleString('en')} rows, now its indexes`);
  for (const { make } of indexes) await client.query(make);
  await client.query('COMMIT');
}

/**
 * Beside the planner's statistics, this marks the pages as visible to all, which index-only scans rely on. While
 * another connection's transaction is under way, it would mark none.
 */
async function vacuum(client: pg.Client): Promise<void> {
  await client.query(`VACUUM (ANALYZE) ${SOURCE_TABLES.map(({ name }) => name).join(', ')}`);
}

async function onConnection(
  database: PostgresConnection,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(database);
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sessionSettings);
    await work(client);
  } finally {
    // Ends a transaction that didn't commit, too.
    await client.end();
  }
}
