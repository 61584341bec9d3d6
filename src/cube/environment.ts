import { randomBytes } from 'node:crypto';
import type { PostgresConnection } from '../database/connection.ts';

/**
 * Sets the `CUBEJS_*` variables that `npm start` needs and the environment leaves open. Whatever is set, holds.
 *
 * @param database the Postgres to serve; without it, the `CUBEJS_DB_*` variables name it
 */
export function setCubeDefaults(database?: PostgresConnection): void {
  const env = process.env;
  if (database) {
    env.CUBEJS_DB_HOST = database.host;
    env.CUBEJS_DB_PORT = String(database.port);
    env.CUBEJS_DB_NAME = database.database;
    env.CUBEJS_DB_USER = database.user;
    env.CUBEJS_DB_PASS = database.password;
  }
  const isDevelopment = (env.CUBEJS_DEV_MODE ?? String(env.NODE_ENV !== 'production')) === 'true';
  const defaults = {
    CUBEJS_DB_TYPE: 'postgres',
    CUBEJS_DEV_MODE: isDevelopment ? 'true' : 'false',
    CUBEJS_LOG_LEVEL: 'warn',
    CUBEJS_TELEMETRY: 'false',
    // Cube's own default in development mode, which it has only where it knows of an add-on for the machine.
    CUBEJS_PG_SQL_PORT: isDevelopment ? '15432' : undefined,
    // Without Cube Store, rollups and the cache of results live in the same Postgres and in memory.
    CUBEJS_EXT_DB_TYPE: 'postgres',
    CUBEJS_EXT_DB_HOST: env.CUBEJS_DB_HOST,
    CUBEJS_EXT_DB_PORT: env.CUBEJS_DB_PORT ?? '5432',
    CUBEJS_EXT_DB_NAME: env.CUBEJS_DB_NAME,
    CUBEJS_EXT_DB_USER: env.CUBEJS_DB_USER,
    CUBEJS_EXT_DB_PASS: env.CUBEJS_DB_PASS,
    CUBEJS_EXTERNAL_DEFAULT: 'false',
    CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
    // The planner that all numbers are tested with. Cube's newer one, in its native add-on, knows no dialect of ours.
    CUBEJS_TESSERACT_SQL_PLANNER: 'false',
    // This one process keeps the rollups too.
    CUBEJS_REFRESH_WORKER: 'true',
    // Short, because Postgres cuts the names of rollup tables off at 63 characters with their schema.
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'rollups',
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (value !== undefined) env[name] ??= value;
  }
  // Development needs none to sign in with; a secret of the moment keeps Cube from printing one.
  if (env.CUBEJS_DEV_MODE === 'true') env.CUBEJS_API_SECRET ??= randomBytes(32).toString('hex');
}
