import pg from 'pg';
import { sqlName } from '../config/sources.ts';
import type { OwnDatabase } from '../database/own-database.ts';
import type { KeptTable, KeptUnits, Outcomes } from '../model-files.ts';

/** The relation that says which outcomes are kept, and since when. */
const listOf = (schema: string): string => `${sqlName(schema)}.outcomes`;

const relationsOf = ({ units }: Outcomes): string[] =>
  units.flatMap(({ fingerprints, tables }) => [fingerprints, ...tables.map(({ relation }) => relation)]);

export interface RefreshOptions {
  /** Nothing is done where the last refresh, by whichever process, is younger. */
  maxAgeSeconds: number;
  /** Those of other definitions or another mapping that nobody has refreshed for so long are dropped. */
  secondsInUse: number;
}

/**
 * Makes the kept outcomes what the sources say: all of them where there are none yet, and otherwise those of the units
 * whose rows in the sources are new, changed or gone. It is one transaction on one snapshot: until it is done everybody
 * reads the former state, and one that is killed leaves that. Of several processes one works, and the others wait.
 */
export async function refreshOutcomes(
  database: OwnDatabase,
  schema: string,
  outcomes: Outcomes,
  { maxAgeSeconds, secondsInUse }: RefreshOptions,
): Promise<void> {
  const client = new pg.Client(database);
  // Of a connection that breaks whoever waits for an answer is told.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // As Cube's connections are; waiting for another process for as long as it takes, and ending with this one.
    await client.query(
      `SET TIME ZONE 'UTC'; SET lock_timeout = 0; SET statement_timeout = 0; SET client_connection_check_interval = '1s'`,
    );
    // Of the session, as a transaction's snapshot would be of before the wait.
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [listOf(schema)]);
    await makeList(client, schema);
    if (await areKept(client, schema, outcomes, maxAgeSeconds)) return;
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await writeOutcomes(client, schema, outcomes);
    await client.query('COMMIT');
    await dropUnused(client, schema, secondsInUse);
  } finally {
    // With the connection, the transaction and the lock end.
    await client.end();
  }
}

/** Whether outcomes are kept; where an age is named, whether they were refreshed so many seconds ago at most. */
export async function areKept(
  client: pg.Client,
  schema: string,
  outcomes: Outcomes,
  maxAgeSeconds?: number,
): Promise<boolean> {
  const { rows } = await client.query<{ are_kept: boolean }>(
    `SELECT EXISTS (
       SELECT FROM ${listOf(schema)} WHERE hash = $1 AND refreshed_at > COALESCE(NOW() - $2 * INTERVAL '1 second', '-infinity')
     ) AND (SELECT BOOL_AND(to_regclass(relation) IS NOT NULL) FROM UNNEST($3::text[]) AS relation) AS are_kept`,
    [outcomes.hash, maxAgeSeconds, relationsOf(outcomes)],
  );
  return rows[0]?.are_kept === true;
}

/** Makes the list of what is kept, where there is none yet. */
export const makeList = (client: pg.Client, schema: string): Promise<unknown> =>
  client.query(
    `CREATE TABLE IF NOT EXISTS ${listOf(schema)} (
       hash text PRIMARY KEY, version bigint NOT NULL, refreshed_at timestamptz NOT NULL
     )`,
  );

/** What {@link refreshOutcomes} does, in the transaction of a connection. */
export async function writeOutcomes(client: pg.Client, schema: string, outcomes: Outcomes): Promise<void> {
  // Higher than each before, also of tables that are gone: rollups may have been made of these.
  const { rows } = await client.query<{ version: string }>(
    `SELECT GREATEST(MAX(version) + 1, CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000000 AS BIGINT)) AS version
     FROM ${listOf(schema)}`,
  );
  const version = rows[0]?.version ?? '';
  const areThere = await areKept(client, schema, outcomes);
  for (const units of outcomes.units) {
    if (areThere) await refreshUnits(client, units, version);
    else await makeUnits(client, units, version);
  }
  await client.query(
    `INSERT INTO ${listOf(schema)} VALUES ($1, $2, NOW())
     ON CONFLICT (hash) DO UPDATE SET version = excluded.version, refreshed_at = excluded.refreshed_at`,
    [outcomes.hash, version],
  );
}

async function makeUnits(client: pg.Client, units: KeptUnits, version: string): Promise<void> {
  const { fingerprints, fingerprintsSql, tables } = units;
  const make = (relation: string, sql: string): Promise<unknown> =>
    client.query(`DROP TABLE IF EXISTS ${relation}; CREATE TABLE ${relation} AS\n${sql}`);
  await make(fingerprints, fingerprintsSql);
  // Of a unit without a key nobody could tell what becomes of it: here and in each refresh that is an error.
  await client.query(`ALTER TABLE ${fingerprints} ALTER COLUMN unit_id SET NOT NULL`);
  await client.query(`ANALYZE ${fingerprints}`);
  for (const { relation, key, indexed, ofName, start, sql } of tables) {
    await make(relation, `SELECT outcome.*, ${version}::bigint AS version FROM (\n${sql}\n) AS outcome`);
    for (const column of indexed) await client.query(`CREATE INDEX ON ${relation} (${column})`);
    // By which Postgres knows that a join to it finds one row at most.
    if (ofName) await client.query(`CREATE UNIQUE INDEX ON ${relation} (${key}, ${ofName})`);
    // Of the keys of rollups, which need no row then.
    await client.query(`CREATE INDEX ON ${relation} (${start}) INCLUDE (version)`);
    await client.query(`ANALYZE ${relation}`);
  }
}

async function refreshUnits(client: pg.Client, units: KeptUnits, version: string): Promise<void> {
  const { changed, fingerprints, fingerprintsSql, tables } = units;
  await client.query(
    `CREATE UNLOGGED TABLE ${changed} AS
     SELECT
       COALESCE(fresh.unit_id, kept.unit_id) AS unit_id, fresh.contents, fresh.of_account,
       fresh.of_account IS DISTINCT FROM kept.of_account AS is_of_account
     FROM (\n${fingerprintsSql}\n) AS fresh
     FULL JOIN ${fingerprints} AS kept ON kept.unit_id = fresh.unit_id
     WHERE fresh.contents IS DISTINCT FROM kept.contents OR fresh.of_account IS DISTINCT FROM kept.of_account`,
  );
  await client.query(`ANALYZE ${changed}`);
  await client.query(
    `DELETE FROM ${fingerprints} AS kept USING ${changed} AS changed WHERE changed.unit_id = kept.unit_id`,
  );
  await client.query(
    `INSERT INTO ${fingerprints} SELECT unit_id, contents, of_account FROM ${changed} WHERE contents IS NOT NULL`,
  );
  for (const table of tables) await refreshTable(client, changed, table, version);
  await client.query(`DROP TABLE ${changed}`);
}

/** Writes those units whose rows are others than before, or whose account is: what stays the same keeps its version. */
async function refreshTable(
  client: pg.Client,
  changed: string,
  { relation, key, sqlOfChanged }: KeptTable,
  version: string,
): Promise<void> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT STRING_AGG(quote_ident(attname), ', ' ORDER BY attnum) AS columns
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attname <> 'version'`,
    [relation],
  );
  const { columns } = rows[0] ?? {};
  const contents = (from: string): string =>
    `SELECT ${key} AS unit_id, ARRAY_AGG(RECORD_SEND(ROW(${columns})) ORDER BY RECORD_SEND(ROW(${columns}))) AS contents
     FROM ${from} WHERE ${key} IN (SELECT unit_id FROM ${changed}) GROUP BY 1`;
  await client.query(
    `WITH fresh AS MATERIALIZED (\n${sqlOfChanged}\n),
     others AS MATERIALIZED (
       SELECT changed.unit_id
       FROM ${changed} AS changed
       LEFT JOIN (${contents('fresh')}) AS fresh ON fresh.unit_id = changed.unit_id
       LEFT JOIN (${contents(relation)}) AS kept ON kept.unit_id = changed.unit_id
       WHERE changed.is_of_account OR fresh.contents IS DISTINCT FROM kept.contents
     ),
     gone AS (
       DELETE FROM ${relation} AS kept USING others WHERE kept.${key} = others.unit_id RETURNING 1
     )
     INSERT INTO ${relation} (${columns}, version)
     SELECT ${columns}, ${version}::bigint FROM fresh
     -- After those that are gone, which stand against a unique index otherwise.
     WHERE ${key} IN (SELECT unit_id FROM others) AND (SELECT COUNT(*) FROM gone) >= 0`,
  );
}

/**
 * Drops what nobody has refreshed for so long that no reader takes it. Each change of the definitions or the mapping
 * makes tables of its own, each as large as all users: without this the former ones would stay for ever.
 */
async function dropUnused(client: pg.Client, schema: string, secondsInUse: number): Promise<void> {
  const { rows } = await client.query<{ hash: string }>(
    `SELECT hash FROM ${listOf(schema)} WHERE refreshed_at < NOW() - $1 * INTERVAL '1 second'`,
    [secondsInUse],
  );
  for (const { hash } of rows) {
    const { rows: tables } = await client.query<{ relation: string }>(
      `SELECT oid::regclass::text AS relation FROM pg_class
       WHERE relkind = 'r' AND relnamespace = to_regnamespace($1) AND relname LIKE $2`,
      [sqlName(schema), `%-${hash}`],
    );
    // In one statement, which is one transaction.
    await client.query(
      [
        `DELETE FROM ${listOf(schema)} WHERE hash = ${client.escapeLiteral(hash)}`,
        ...tables.map(({ relation }) => `DROP TABLE ${relation}`),
      ].join('; '),
    );
  }
}
