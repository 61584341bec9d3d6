import { secret } from '../../packages/cube-guard/test/tokens.ts';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import { type RunningStart, serving, startCli } from '../harness/cube.ts';

/** The variables of a production server over a database. */
export const production = (database: PostgresConnection): Record<string, string> => ({
  ...serving(database),
  CUBEJS_DEV_MODE: 'false',
  CUBEJS_API_SECRET: secret,
  CUBEJS_WEB_SOCKETS: 'true',
});

/** `npm start` outside of development mode. */
export const startProduction = (
  database: PostgresConnection,
  env: Record<string, string> = {},
): Promise<RunningStart> => startCli([], { ...production(database), ...env });
