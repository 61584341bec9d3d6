import { type Fix, methodsOf } from '../fix.ts';
import { isOwnDriver, postgresDriver } from '../postgres-driver.ts';

/** Once for a connection. */
export const connectionSettings: Fix = {
  name: 'connection-settings',
  defect:
    "It sets a connection's time zone and its timeout of statements before each statement, in two more of them, though they hold for as long as the connection does.",
  places: methodsOf('PostgresDriver', postgresDriver, { prepareConnection: 'e34e75a5d4c5' }),
  patch() {
    const driver = postgresDriver();
    const { prepareConnection } = driver;
    const timeouts = new WeakMap<object, number | undefined>();
    driver.prepareConnection = async function unlessPrepared(connection, options) {
      const timeout = options?.executionTimeout;
      const isPrepared = timeouts.has(connection) && timeouts.get(connection) === timeout;
      if (isPrepared && isOwnDriver(this)) return;
      await prepareConnection.call(this, connection, options);
      timeouts.set(connection, timeout);
    };
  },
};
