import { PostgresDriver } from '@cubejs-backend/postgres-driver';
import { isOwnDataSource } from './scope.ts';

/**
 * What is replaced of Cube's driver, whose types hide it. It is replaced in the class, for the drivers of one data
 * source: where `driverFactory` gives a driver, Cube 1.7.43 takes every other data source to be of CUBEJS_DB_TYPE.
 */
export interface Driver {
  config: { dataSource?: string };
  /** What a table that is made is named after. */
  nowTimestamp(): number;
  createSchemaIfNotExists(schema: string): Promise<void>;
  prepareConnection(connection: Connection, options?: { executionTimeout: number }): Promise<void>;
  withConnection<Result>(use: (connection: Connection) => Promise<Result>): Promise<Result>;
  loadPreAggregationIntoTable(
    table: string,
    sql: string,
    parameters: unknown[],
    options?: object,
  ): Promise<unknown>;
}

export interface Connection {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

export const postgresDriver = (): Driver => PostgresDriver.prototype as unknown as Driver;

export const isOwnDriver = ({ config }: Driver): boolean => isOwnDataSource(config?.dataSource);
