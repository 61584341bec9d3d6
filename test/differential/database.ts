import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import type { Outcomes } from '../../src/model-files.ts';
import { makeList, writeOutcomes } from '../../src/outcomes/refresh.ts';
import type { QuerySql } from '../harness/compiled-model.ts';
import type { ServedRow } from '../oracle/differences.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { logTables } from './repeats.ts';

/** The schema that outcomes are kept in. */
export const keptIn = 'public';

/** A database with the source tables, empty again after each data set. */
export class DifferentialDatabase {
  private constructor(
    private readonly server: PostgresConnection,
    private readonly name: string,
    private readonly client: pg.Client,
  ) {}

  static async create(server: PostgresConnection): Promise<DifferentialDatabase> {
    const name = `differential_${randomUUID().replaceAll('-', '')}`;
    // Upper and lower case of every script, and text in the order of its code points.
    await onServer(
      server,
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`,
    );
    const client = new pg.Client({ ...server, database: name, types: { getTypeParser } });
    await client.connect();
    // Compiling each tiny query to machine code would take longer than running it.
    await client.query('SET jit = off');
    await client.query(await readFile(new URL('../../seeds/schema.sql', import.meta.url), 'utf8'));
    // As a mapped table may have none.
    for (const table of logTables) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey`);
    // Ids by which ties are broken are in the order of a language, as they are in many a warehouse.
    for (const table of ['subscriptions', 'contacts', 'survey_responses']) {
      await client.query(`ALTER TABLE ${table} ALTER COLUMN id TYPE text COLLATE "en-x-icu"`);
    }
    return new DifferentialDatabase(server, name, client);
  }

  /**
   * Runs something in one transaction on the rows, and takes them back.
   *
   * @param sessionTimeZone rule 4: it must not matter
   * @param makeRows the rows, of the transaction's `now()`
   */
  async withRows<Result>(
    sessionTimeZone: (now: Microseconds) => string,
    makeRows: (now: Microseconds) => OracleRows,
    run: (rows: OracleRows, now: Microseconds) => Promise<Result>,
  ): Promise<Result> {
    try {
      await this.client.query('BEGIN');
      const { rows: found } = await this.client.query<{ now: string }>(
        'SELECT (EXTRACT(EPOCH FROM now()) * 1000000)::bigint AS now',
      );
      const now = Number(found[0]?.now);
      await this.client.query(`SET LOCAL TIME ZONE '${sessionTimeZone(now)}'`);
      const rows = makeRows(now);
      await insertRows(this.client, rows);
      return await run(rows, now);
    } finally {
      await this.client.query('ROLLBACK');
    }
  }

  /** Keeps outcomes of the rows until these are taken back. */
  async keep(outcomes: Outcomes): Promise<void> {
    await makeList(this.client, keptIn);
    await writeOutcomes(this.client, keptIn, outcomes);
  }

  /** A query's rows, as the REST API would name and write them. */
  async rows({ text, parameters, members, rollups }: QuerySql): Promise<ServedRow[]> {
    for (const rollup of rollups) {
      // Of another question, it is in another time zone.
      await this.client.query(`CREATE SCHEMA IF NOT EXISTS ${rollup.table.split('.')[0]}`);
      await this.client.query(`DROP TABLE IF EXISTS ${rollup.table}`);
      await this.client.query(`CREATE TABLE ${rollup.table} AS ${rollup.text}`, rollup.parameters);
    }
    const { rows } = await this.client.query<Record<string, string | boolean | null>>(text, parameters);
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([alias, cell]) => [members[alias] ?? alias, asServed(cell)]),
      ),
    );
  }

  async drop(): Promise<void> {
    await this.client.end();
    await onServer(this.server, `DROP DATABASE ${this.name}`);
  }
}

/** Adds rows to the source tables. */
export const insertRows = (client: pg.Client, rows: OracleRows): Promise<unknown> =>
  client.query(insertion, [JSON.stringify(rows, timestampsAsText)]);

/** All tables in one statement, from one JSON document. */
const insertion = (() => {
  const inserts = SOURCE_TABLES.map(({ name, columns }) => {
    const typed = columns.map((column) => `${column.name} ${column.type}`).join(', ');
    return `${name}_rows AS (INSERT INTO ${name} SELECT * FROM jsonb_to_recordset($1::jsonb->'${name}') AS (${typed}))`;
  });
  return `WITH ${inserts.join(', ')} SELECT`;
})();

const timestampColumns = new Set(
  SOURCE_TABLES.flatMap(({ columns }) =>
    columns.filter(({ type }) => type === 'timestamptz').map(({ name }): string => name),
  ),
);

const timestampsAsText = (key: string, value: unknown): unknown =>
  timestampColumns.has(key) && typeof value === 'number' ? isoTimestamp(value) : value;

/** E.g. `2024-02-29T23:59:59.999999Z`. */
export function isoTimestamp(moment: Microseconds): string {
  const milliseconds = Math.floor(moment / 1000);
  const rest = String(moment - milliseconds * 1000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}

/** Numbers stay as Postgres prints them. */
const getTypeParser = (type: number) =>
  type === pg.types.builtins.BOOL ? (text: string) => text === 't' : (text: string) => text;

/** A cohort's start in Cube's output format. */
const asServed = (cell: string | boolean | null): string | boolean | null =>
  typeof cell === 'string' && /^\d{4}-\d\d-\d\d 00:00:00$/.test(cell)
    ? `${cell.replace(' ', 'T')}.000`
    : cell;

async function onServer(server: PostgresConnection, sql: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
