import Table from 'cli-table3';
import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { ownDatabase } from '../database/own-database.ts';
import { type DataOptions, readEnvironment, Session } from './command-session.ts';
import { runTasks } from './run-tasks.ts';

/**
 * `activation rollups`: builds each rollup that isn't there and each part of one whose rows have changed, and prints
 * what there is then. A running server does the same by itself.
 *
 * @throws {ActionableError} where rollups are off, or one can't be built
 */
export async function rollups(options: DataOptions): Promise<void> {
  readEnvironment(options);
  await loadConfig(configFile());
  const session = await openRollupSession(options);
  try {
    const { builder, rollups } = session;
    if (!builder || !rollups?.isOn) {
      throw new ActionableError(`There are no rollups to build: they are ${rollups?.description}.`);
    }
    const start = performance.now();
    await runTasks([{ title: 'Rollups', task: () => builder.build() }]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(await rollupTable());
    console.log(`Built or found fresh in ${seconds} s, ${rollups.description}.`);
  } finally {
    await session.stop();
  }
}

/** A session whose Cube builds rollups and serves nobody. */
export async function openRollupSession(options: DataOptions = {}): Promise<Session> {
  process.env.CUBEJS_DEV_MODE = 'true';
  // They are built when it is told to, and by it alone.
  process.env.CUBEJS_REFRESH_WORKER = 'false';
  process.env.CUBEJS_PRE_AGGREGATIONS_BUILDER = 'true';
  const session = new Session();
  session.stopOnSignals();
  try {
    await session.open({ ...options, attach: true }, 'build rollups');
  } catch (error) {
    await session.stop();
    throw error;
  }
  return session;
}

/** The tables of rollups that Cube last built, with their sizes. */
async function rollupTable(): Promise<string> {
  const client = new pg.Client(ownDatabase());
  await client.connect();
  try {
    const { rows } = await client.query<{ rollup: string; tables: string; size: string }>(
      `SELECT regexp_replace(relname, '(\\d{8})?_[^_]+_[^_]+_[^_]+$', '') AS rollup,
              COUNT(*) AS tables,
              pg_size_pretty(SUM(pg_total_relation_size(oid))) AS size
       FROM pg_class
       WHERE relkind = 'r' AND relnamespace = to_regnamespace(quote_ident($1))
       GROUP BY 1
       ORDER BY 1`,
      [process.env.CUBEJS_PRE_AGGREGATIONS_SCHEMA],
    );
    const table = new Table({ head: ['Rollup', 'Tables', 'Size'], style: { head: [], border: [] } });
    for (const { rollup, tables, size } of rows) table.push([rollup, tables, size]);
    return table.toString();
  } finally {
    await client.end();
  }
}
