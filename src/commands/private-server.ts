import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import { SignJWT } from 'jose';
import type { CheckedServer } from '../check/check.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { type DataOptions, readEnvironment, Session } from './command-session.ts';

/**
 * A server for one command alone: over the Postgres that `CUBEJS_DB_*` names, or over what the options name in the
 * embedded one. It listens on a free port of the loopback, lets in only who has its token, answers from the source tables and
 * writes nothing into the database.
 *
 * @param options.isServing whether the command runs until it is told to stop
 * @throws {ActionableError} where the database or the machine don't allow it
 */
export async function startPrivateServer(
  options: DataOptions & { quiet?: boolean; isServing?: boolean } = {},
): Promise<CheckedServer> {
  readEnvironment(options);
  // What is wrong with it shows before anything starts.
  await loadConfig(configFile());
  const port = await getPort({ host: '127.0.0.1' });
  const secret = randomBytes(32).toString('hex');
  for (const name of [...waysIn, 'CUBEJS_CUBESTORE_HOST']) delete process.env[name];
  Object.assign(process.env, {
    PORT: String(port),
    CUBEJS_DEV_MODE: 'false',
    CUBEJS_API_SECRET: secret,
    CUBEJS_PG_SQL_PORT: 'false',
    CUBEJS_WEB_SOCKETS: 'false',
    // Nothing is written, and no answer is as old as a rollup.
    ACTIVATION_ROLLUPS: 'false',
    CUBEJS_REFRESH_WORKER: 'false',
    CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
  });
  // Nobody else waits for its answers.
  process.env.CUBEJS_DB_QUERY_TIMEOUT ??= '10m';
  const session = new Session();
  session.stopOnSignals();
  try {
    await session.open({ ...options, attach: true }, { serve: { port, isPrivate: true } });
    session.isServing = options.isServing ?? false;
  } catch (error) {
    await session.stop();
    throw error;
  }
  return {
    apiUrl: session.server?.apiUrl ?? '',
    token: await new SignJWT({ role: 'admin' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('7d')
      .sign(new TextEncoder().encode(secret)),
    stop: () => session.stop(),
  };
}

/** The variables by which somebody else could sign in, or which a token of the command's own doesn't fit. */
const waysIn = [
  'CUBEJS_API_SECRETS',
  'CUBEJS_JWK_URL',
  'CUBEJS_JWT_ISSUER',
  'CUBEJS_JWT_AUDIENCE',
  'CUBEJS_JWT_CLAIMS_NAMESPACE',
  'CUBEJS_PLAYGROUND_AUTH_SECRET',
];
