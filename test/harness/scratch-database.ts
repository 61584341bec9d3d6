import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';

/** A database of its own on the server of the test run. */
export interface ScratchDatabase {
  connection: PostgresConnection;
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** Ends the connection of `query`. */
  close: () => Promise<void>;
  drop: () => Promise<void>;
}

/** @param template a database that nobody is connected to, of which it is a copy */
export async function createScratchDatabase(template = 'template1'): Promise<ScratchDatabase> {
  const server = inject('postgres');
  const database = `scratch_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${database} TEMPLATE ${template}`);
  const connection = { ...server, database };
  const client = new pg.Client(connection);
  await client.connect();
  return {
    connection,
    query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    close: () => client.end(),
    drop: async () => {
      await client.end();
      await onServer(server, `DROP DATABASE ${database}`);
    },
  };
}

async function onServer(server: PostgresConnection, sql: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
