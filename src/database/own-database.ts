import { PostgresDriver } from '@cubejs-backend/postgres-driver';
import type pg from 'pg';
import type { PostgresConnection } from './connection.ts';

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
 * @throws {Error} where a `CUBEJS_DB_SSL*` variable names no certificate
 */
export function ownDatabase(): OwnDatabase {
  const { CUBEJS_DB_HOST, CUBEJS_DB_PORT, CUBEJS_DB_NAME, CUBEJS_DB_USER, CUBEJS_DB_PASS } = process.env;
  const ssl = new SslVariables().read();
  return {
    host: CUBEJS_DB_HOST || 'localhost',
    port: Number(CUBEJS_DB_PORT || 5432),
    database: CUBEJS_DB_NAME || 'postgres',
    user: CUBEJS_DB_USER || 'postgres',
    password: CUBEJS_DB_PASS ?? '',
    ...(ssl === undefined ? {} : { ssl }),
  };
}
