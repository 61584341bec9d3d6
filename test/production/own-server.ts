import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadCsvFolder } from '../../src/database/load.ts';
import type { RunningStart } from '../harness/cube.ts';
import { startTestPostgres } from '../harness/postgres.ts';
import { startProduction } from './production-server.ts';

/** Runs something against a production server over the worked example, outside of the tests. */
export async function withProductionServer(
  env: Record<string, string>,
  run: (server: RunningStart) => Promise<void>,
): Promise<void> {
  const postgres = await startTestPostgres();
  try {
    const client = new pg.Client(postgres.connection);
    await client.connect();
    await client.query('CREATE DATABASE worked_example');
    await client.end();
    const database = { ...postgres.connection, database: 'worked_example' };
    await loadCsvFolder(database, fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)));
    const server = await startProduction(database, env);
    await run(server).finally(async () => {
      const code = await server.stop();
      if (code !== 0) console.error(`The server ended with ${code}:\n${server.output().slice(-3000)}`);
    });
  } finally {
    await postgres.stop();
  }
}
