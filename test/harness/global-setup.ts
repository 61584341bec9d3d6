import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import { serving, startCli } from './cube.ts';
import { startTestPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's login to the run's Postgres. Make databases of your own on it. */
    postgres: PostgresConnection;
    /** The database with the worked example, which the shared Cube server serves. Read only. */
    workedExample: PostgresConnection;
    /** The shared Cube server, e.g. `http://localhost:41234`. */
    cubeUrl: string;
    /** How to reach its SQL API. */
    sqlApi: PostgresConnection;
  }
}

/** Who may use the shared server's SQL API. */
const sqlUser = { user: 'analyst', password: 'a password' };

/** One Postgres and one Cube server over the worked example, for the whole run. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  console.log(`Postgres: ${postgres.kind}`);
  const workedExample = { ...postgres.connection, database: 'worked_example' };
  const client = new pg.Client(postgres.connection);
  await client.connect();
  // Nothing of a test run outlives a crash, and each file makes databases and drops them.
  for (const setting of ['fsync', 'full_page_writes'])
    await client.query(`ALTER SYSTEM SET ${setting} = off`);
  await client.query('SELECT pg_reload_conf()');
  await client.query('CREATE DATABASE worked_example');
  await client.end();
  await loadCsvFolder(workedExample, fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)));
  const cube = await startCli([], {
    ...serving(workedExample),
    CUBEJS_WEB_SOCKETS: 'true',
    CUBEJS_SQL_USER: sqlUser.user,
    CUBEJS_SQL_PASSWORD: sqlUser.password,
  });
  // Which engine serves SQL in this run: Cube's native add-on, or the stand-in.
  console.log(/SQL API .*/.exec(cube.output())?.[0]);
  provide('postgres', postgres.connection);
  provide('workedExample', workedExample);
  provide('cubeUrl', cube.url);
  provide('sqlApi', { ...sqlUser, host: '127.0.0.1', port: cube.sqlPort, database: 'cube' });
  return async () => {
    await cube.stop();
    await postgres.stop();
  };
}
