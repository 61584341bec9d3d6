import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import { type RunningStart, runCli } from '../harness/cube.ts';
import { startTestPostgres } from '../harness/postgres.ts';
import { production, startProduction } from './production-server.ts';

/**
 * Runs something against a production server over the worked example, outside of the tests.
 *
 * @param isBuilt whether the rollups are there before it starts, as where a worker keeps them
 */
export async function withProductionServer(
  env: Record<string, string>,
  run: (server: RunningStart) => Promise<void>,
  { isBuilt = false } = {},
): Promise<void> {
  const postgres = await startTestPostgres();
  try {
    const client = new pg.Client(postgres.connection);
    await client.connect();
    await client.query('CREATE DATABASE worked_example');
    await client.end();
    const database = { ...postgres.connection, database: 'worked_example' };
    await loadCsvFolder(database, fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)));
    if (isBuilt) {
      const { code, output } = await runCli(['rollups'], { ...production(database), ...env });
      if (code !== 0) throw new Error(`The rollups were not built:\n${output.slice(-3000)}`);
    }
    const server = await startProduction(database, env);
    await run(server).finally(async () => {
      const code = await server.stop();
      if (code !== 0) console.error(`The server ended with ${code}:\n${server.output().slice(-3000)}`);
    });
  } finally {
    await postgres.stop();
  }
}
