import { PostgresDriver } from '@cubejs-backend/postgres-driver';

/** What is mended here of Cube's driver, whose types hide it. */
interface Driver {
  prepareConnection(connection: object, options?: { executionTimeout: number }): Promise<void>;
}

let isMended = false;

/**
 * Has Cube 1.7.43 set a connection's time zone and its timeout of statements once. It sets both before each statement,
 * in two more of them, though they hold for as long as the connection does.
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
}
