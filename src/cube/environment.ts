import { randomBytes } from 'node:crypto';
import { isDevelopment } from 'cube-guard';
import type { PostgresConnection } from '../database/postgres-connection.ts';

/**
 * Sets the variables that tell development from production, where the environment leaves them open: `CUBEJS_DEV_MODE`
 * decides, and `NODE_ENV` where it isn't set.
 */
export function setMode(): void {
  const { env } = process;
  env.CUBEJS_DEV_MODE ||= env.NODE_ENV === 'production' ? 'false' : 'true';
  // Without it, Cube keeps Playground and its routes, and lets everybody in.
  if (!isDevelopment()) env.NODE_ENV = 'production';
}

/**
 * Sets the `CUBEJS_*` variables that `npm start` needs and the environment leaves open. Whatever is set, holds.
 *
 * @param database the Postgres to serve; without it, the `CUBEJS_DB_*` variables name it
 */
export function setCubeDefaults(database?: PostgresConnection): void {
  setMode();
  const env = process.env;
  if (database) {
    env.CUBEJS_DB_HOST = database.host;
    env.CUBEJS_DB_PORT = String(database.port);
    env.CUBEJS_DB_NAME = database.database;
    env.CUBEJS_DB_USER = database.user;
    env.CUBEJS_DB_PASS = database.password;
  }
  const defaults = {
    CUBEJS_DB_TYPE: 'postgres',
    CUBEJS_LOG_LEVEL: 'warn',
    CUBEJS_TELEMETRY: 'false',
    // Cube's own default in development mode, which it has only where it knows of an add-on for the machine.
    CUBEJS_PG_SQL_PORT: isDevelopment() ? '15432' : undefined,
    // The planner that all numbers are tested with. Cube's newer one, in its native add-on, knows no dialect of ours.
    CUBEJS_TESSERACT_SQL_PLANNER: 'false',
    // One process does it all, unless it is told that another builds the rollups.
    CUBEJS_REFRESH_WORKER: 'true',
    ...(env.CUBEJS_CUBESTORE_HOST ? cubeStore : inTheSamePostgres(env)),
    // Short, because Postgres cuts the names of rollup tables off at 63 characters with their schema.
    CUBEJS_PRE_AGGREGATIONS_SCHEMA: 'rollups',
    ...(isDevelopment() ? {} : { CUBEJS_MAX_REQUEST_SIZE: '1mb' }),
    // Whoever builds rollups takes longer than whoever waits for an answer.
    ...(!isDevelopment() && env.CUBEJS_REFRESH_WORKER === 'false' ? { CUBEJS_DB_QUERY_TIMEOUT: '2m' } : {}),
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (value !== undefined) env[name] ??= value;
  }
  // Development needs none to sign in with; a secret of the moment keeps Cube from printing one.
  if (isDevelopment()) env.CUBEJS_API_SECRET ??= randomBytes(32).toString('hex');
}

/** Rollups, the cache of results and the queue, in the Cube Store that `CUBEJS_CUBESTORE_HOST` names. */
const cubeStore = {
  CUBEJS_EXT_DB_TYPE: 'cubestore',
  CUBEJS_EXTERNAL_DEFAULT: 'true',
  CUBEJS_CACHE_AND_QUEUE_DRIVER: 'cubestore',
};

/** Without Cube Store, rollups and outcomes live in the same Postgres, and the cache of results and the queue in memory. */
const inTheSamePostgres = (env: NodeJS.ProcessEnv) => ({
  CUBEJS_EXT_DB_TYPE: 'postgres',
  CUBEJS_EXT_DB_HOST: env.CUBEJS_DB_HOST,
  CUBEJS_EXT_DB_PORT: env.CUBEJS_DB_PORT ?? '5432',
  CUBEJS_EXT_DB_NAME: env.CUBEJS_DB_NAME,
  CUBEJS_EXT_DB_USER: env.CUBEJS_DB_USER,
  CUBEJS_EXT_DB_PASS: env.CUBEJS_DB_PASS,
  CUBEJS_EXTERNAL_DEFAULT: 'false',
  CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
  // What this process hasn't touched may be what another one reads. What nobody needs is dropped after thirty days.
  CUBEJS_DROP_PRE_AGG_WITHOUT_TOUCH: 'false',
  // Whoever may make tables of rollups may make these.
  ACTIVATION_OUTCOMES: 'true',
});
