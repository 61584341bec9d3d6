import getPort from 'get-port';
import type { CheckedServer } from '../check/check.ts';
import { readEnvironmentFile, Session } from './session.ts';

/**
 * A server for one command: over the Postgres that `CUBEJS_DB_*` names, or over the worked example in the embedded
 * one, on a free port.
 *
 * @throws {ActionableError} where the machine doesn't allow it
 */
export async function withServer(): Promise<CheckedServer> {
  readEnvironmentFile();
  // It answers this command alone, which needs no sign-in.
  process.env.CUBEJS_DEV_MODE = 'true';
  process.env.CUBEJS_PG_SQL_PORT = 'false';
  const port = await getPort();
  process.env.PORT = String(port);
  const session = new Session();
  session.stopOnSignals();
  try {
    await session.open({}, port);
  } catch (error) {
    await session.stop();
    throw error;
  }
  return { apiUrl: session.server?.apiUrl ?? '', stop: () => session.stop() };
}
