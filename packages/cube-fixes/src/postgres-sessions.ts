import { PostgresDriver } from '@cubejs-backend/postgres-driver';

/** What is mended here of Cube's driver, whose types hide it. */
interface Driver {
  prepareConnection(connection: Connection, options?: { executionTimeout: number }): Promise<void>;
  withConnection<Result>(use: (connection: Connection) => Promise<Result>): Promise<Result>;
  loadPreAggregationIntoTable(table: string, sql: string, parameters: unknown[]): Promise<unknown>;
}

interface Connection {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

let isMended = false;

/**
 * Has Cube 1.7.43 set a connection's time zone and its timeout of statements once. It sets both before each statement,
 * in two more of them, though they hold for as long as the connection does.
 *
 * And has a rollup built by one process of Postgres, without parallel workers: as many are built at once as
 * `CUBEJS_CONCURRENCY` says, and the workers of each would take from the others, and from those who use the database.
 */
export function mendPostgresSessions(): void {
  if (isMended) return;
  isMended = true;
  const driver = PostgresDriver.prototype as unknown as Driver;
  const { prepareConnection } = driver;
  const timeouts = new WeakMap<object, number | undefined>();
  driver.prepareConnection = async function unlessPrepared(connection, options) {
    const timeout = options?.executionTimeout;
    if (timeouts.has(connection) && timeouts.get(connection) === timeout) return;
    await prepareConnection.call(this, connection, options);
    timeouts.set(connection, timeout);
  };

  driver.loadPreAggregationIntoTable = function inOneProcess(_table, sql, parameters) {
    return this.withConnection(async (connection) => {
      await this.prepareConnection(connection);
      await connection.query('BEGIN');
      try {
        await connection.query('SET LOCAL max_parallel_workers_per_gather = 0');
        const made = await connection.query(sql, parameters);
        await connection.query('COMMIT');
        return made;
      } catch (error) {
        // A connection that is gone has rolled back.
        await connection.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  };
}
