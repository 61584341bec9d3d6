import pg from 'pg';
import type { PostgresConnection } from '../src/database/connection.ts';
import { runCli } from '../test/harness/cube.ts';
import { cubeVariables } from './servers.ts';

/** The schema that rollups are in, as `src/cube/environment.ts` names it. */
export const rollupSchema = 'rollups';

/** The tables of the rollups. */
export interface RollupTables {
  tables: number;
  rows: number;
  /** With their indexes. */
  bytes: number;
}

/**
 * Builds the rollups that there are not, and refreshes those whose data have changed.
 *
 * @returns how long it took, in milliseconds, without the start of the process
 * @throws with what the command printed, where it fails
 */
export async function buildRollups(database: PostgresConnection): Promise<number> {
  const { code, output } = await runCli(['rollups'], cubeVariables(database, true));
  const [, seconds] = /fresh in ([\d.]+) s/.exec(output) ?? [];
  if (code !== 0 || seconds === undefined) {
    throw new Error(`activation rollups ended with ${code}: ${output.trim()}`);
  }
  return Number(seconds) * 1000;
}

/** How much the rollups hold. */
export async function rollupTables(database: PostgresConnection): Promise<RollupTables> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; bytes: string }>(
      `SELECT oid::regclass::text AS name, pg_total_relation_size(oid) AS bytes
       FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace($1)`,
      [rollupSchema],
    );
    let rows = 0;
    for (const { name } of tables) {
      const { rows: counted } = await client.query(`SELECT COUNT(*) FROM ${name}`);
      rows += Number(counted[0]?.count);
    }
    return { tables: tables.length, rows, bytes: tables.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
  } finally {
    await client.end();
  }
}
