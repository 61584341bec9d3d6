import { PostgresDriver } from '@cubejs-backend/postgres-driver';
import type pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import type { PostgresConnection } from './postgres-connection.ts';

/** A database of the user's own, with TLS where they ask for it. */
export interface OwnDatabase extends PostgresConnection {
  ssl?: pg.ClientConfig['ssl'];
}

/** Cube's driver, for its reading of the `CUBEJS_DB_SSL*` variables: certificates, files and checks included. */
class SslVariables extends PostgresDriver {
  read(): pg.ClientConfig['ssl'] {
    return this.getSslOptions('default', false);
  }
}

/**
 * The Postgres that the `CUBEJS_DB_*` variables name, as Cube would log in to it.
 *
 * @throws {ActionableError} where `CUBEJS_DB_PORT` is no port, or a `CUBEJS_DB_SSL*` variable names no certificate
 */
export function ownDatabase(): OwnDatabase {
  const { CUBEJS_DB_HOST, CUBEJS_DB_PORT, CUBEJS_DB_NAME, CUBEJS_DB_USER, CUBEJS_DB_PASS } = process.env;
  const port = Number(CUBEJS_DB_PORT || 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ActionableError(`CUBEJS_DB_PORT is ${CUBEJS_DB_PORT}, which is no port number (1 to 65535).`);
  }
  const ssl = readSsl();
  return {
    host: CUBEJS_DB_HOST || 'localhost',
    port,
    database: CUBEJS_DB_NAME || 'postgres',
    user: CUBEJS_DB_USER || 'postgres',
    password: CUBEJS_DB_PASS ?? '',
    ...(ssl === undefined ? {} : { ssl }),
  };
}

function readSsl(): pg.ClientConfig['ssl'] {
  try {
    return new SslVariables().read();
  } catch (error) {
    throw new ActionableError(
      `A CUBEJS_DB_SSL* variable can't be used: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}
