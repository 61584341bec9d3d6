import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import definitions from '../activation.config.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { asText } from './client.ts';
import { contractSchema, contractViews } from './contract-views.ts';

const seeds = new URL('../../seeds/', import.meta.url);

/** Loads the worked example. */
export const workedExampleRows = async ({ connection }: ScratchDatabase): Promise<void> => {
  await loadCsvFolder(connection, fileURLToPath(new URL('worked-example', seeds)));
};

/** Fills the source tables by SQL. */
export const rowsBy =
  (sql: string) =>
  async ({ query }: ScratchDatabase): Promise<void> => {
    await query(await readFile(new URL('schema.sql', seeds), 'utf8'));
    await query(sql);
  };

/** A database with source tables, and beside them the views that the contract makes of them. */
export interface SourceDatabase {
  connection: PostgresConnection;
  /** Sees the views by their names, the source tables by theirs, and times in UTC. */
  client: pg.Client;
  drop(): Promise<void>;
}

export async function createSourceDatabase(
  fill: (database: ScratchDatabase) => Promise<void>,
): Promise<SourceDatabase> {
  const database = await createScratchDatabase();
  await fill(database);
  await database.query(contractViews(definitions));
  const client = new pg.Client({ ...database.connection, types: asText });
  await client.connect();
  await client.query(`SET search_path TO ${contractSchema}, public; SET TimeZone TO 'UTC'; SET jit TO off`);
  return {
    connection: database.connection,
    client,
    drop: async () => {
      await client.end();
      await database.drop();
    },
  };
}
