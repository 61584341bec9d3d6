import { type Fix, methodsOf } from '../fix.ts';
import { isOwnDriver, postgresDriver } from '../postgres-driver.ts';

/** By one process of Postgres, without parallel workers. */
export const rollupInOneProcess: Fix = {
  name: 'rollup-in-one-process',
  defect:
    'As many rollups are built at once as CUBEJS_CONCURRENCY says, and the parallel workers of each take from the others, and from those who use the database.',
  places: methodsOf('PostgresDriver', postgresDriver, {
    loadPreAggregationIntoTable: '3fee60a7200e',
    withConnection: '00a969870944',
    prepareConnection: 'e34e75a5d4c5',
  }),
  patch() {
    const driver = postgresDriver();
    const { loadPreAggregationIntoTable } = driver;
    driver.loadPreAggregationIntoTable = function inOneProcess(table, sql, parameters, options) {
      if (!isOwnDriver(this)) return loadPreAggregationIntoTable.call(this, table, sql, parameters, options);
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
  },
};
