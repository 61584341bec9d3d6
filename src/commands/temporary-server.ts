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
  const session = await openTemporarySession();
  return { apiUrl: session.server?.apiUrl ?? '', stop: () => session.stop() };
}

/** The session behind {@link withServer}, with what it throws. */
export async function openTemporarySession(): Promise<Session> {
  readEnvironmentFile();
  // It answers this command alone, which needs no sign-in and no SQL API.
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
  return session;
}
