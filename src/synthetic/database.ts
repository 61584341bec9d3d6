import { ActionableError } from '../actionable-error.ts';
import type { EmbeddedPostgres } from '../database/embedded.ts';
import type { PostgresConnection } from '../database/postgres-connection.ts';
import { loadSyntheticWorld, type SyntheticProgress } from './load-world.ts';
import type { SyntheticWorld } from './world.ts';

const name = 'synthetic';
/** What it is called until all is in it: a load that was killed midway is never taken for the data. */
const unfinished = 'synthetic_unfinished';

/**
 * The embedded Postgres' database with the synthetic data.
 *
 * @throws {ActionableError} where none have been loaded
 */
export async function syntheticDatabase(embedded: EmbeddedPostgres): Promise<PostgresConnection> {
  const found = await embedded.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!found.rowCount) {
    throw new ActionableError(
      'There are no synthetic data. Make them first: npm run activation -- load --synthetic --users 100000',
    );
  }
  return embedded.connection(name);
}

/**
 * Makes the synthetic data of a world in a database of the embedded Postgres, in place of what it had.
 *
 * @throws {ActionableError} where the disk is full; what was loaded before stays
 */
export async function makeSyntheticDatabase(
  embedded: EmbeddedPostgres,
  world: SyntheticWorld,
  onProgress: SyntheticProgress,
): Promise<PostgresConnection> {
  const drop = (database: string): Promise<unknown> =>
    embedded.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await drop(unfinished);
  await embedded.ensureDatabase(unfinished);
  try {
    await loadSyntheticWorld(embedded.connection(unfinished), world, onProgress);
  } catch (cause) {
    await drop(unfinished).catch(() => undefined);
    if ((cause as { code?: string }).code !== '53100') throw cause;
    throw new ActionableError(
      `The disk is full: a million users take 3 GB while they are made. Free some, or load fewer with --users.`,
      { cause },
    );
  }
  await drop(name);
  await embedded.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  return embedded.connection(name);
}
