import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Engine, prepareNativeAddon } from 'cube-stand-in';
import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import {
  type CubeServer,
  type RollupBuilder,
  type ServerOptions,
  startCubeServer,
  startRollupBuilder,
} from '../cube/cube-server.ts';
import { setCubeDefaults } from '../cube/environment.ts';
import { ConnectionError, checkConnection } from '../database/connect.ts';
import { EmbeddedPostgres } from '../database/embedded.ts';
import { loadCsvFolder } from '../database/load-csv.ts';
import { ownDatabase } from '../database/own-database.ts';
import type { PostgresConnection } from '../database/postgres-connection.ts';
import { prepareRollups, type RollupStore } from '../database/rollup-store.ts';
import { makeSyntheticDatabase, syntheticDatabase } from '../synthetic/database.ts';
import type { SyntheticWorld } from '../synthetic/world.ts';
import { runTasks } from './run-tasks.ts';

/** What the commands over a database have in common on the command line. */
export interface DataOptions {
  /** A folder of CSV files in the contract's layout, to load instead of the worked example. */
  data?: string | undefined;
  /** Whether to use the synthetic data instead of the worked example. */
  synthetic?: boolean | undefined;
  /** The configuration file. */
  config?: string | undefined;
}

export interface SessionOptions extends Pick<DataOptions, 'data'> {
  /** As {@link DataOptions.synthetic}; a world makes them anew. */
  synthetic?: boolean | SyntheticWorld | undefined;
  /** Whether to delete the embedded database first. */
  reset?: boolean;
  /** Whether to use the embedded Postgres of another process, such as a running start, where there is one. */
  attach?: boolean;
  /** Whether to show no progress. */
  quiet?: boolean;
  /** Whether a server of the user's own that can't be reached yet is no reason not to start. */
  mayBeAway?: boolean;
}

/** What a command needs Cube for, if for anything: to serve the metrics, or to build their rollups. */
export type CubeUse = { serve: ServerOptions } | 'build rollups';

const workedExample = fileURLToPath(new URL('../../seeds/worked-example', import.meta.url));

/** Reads `.env` in the current folder, if there is one. What is set already, holds; so does what `--config` names. */
export function readEnvironment({ config }: Pick<DataOptions, 'config'> = {}): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
  if (config) process.env.ACTIVATION_CONFIG = config;
}

/** The folder of the embedded Postgres. */
export const embeddedHome = (): string => process.env.ACTIVATION_HOME || '.activation';

/**
 * A database and a Cube server over it, for as long as a command needs them: the Postgres that `CUBEJS_DB_*` names,
 * as it is, or else the embedded one.
 */
export class Session {
  private stopped: Promise<void> | undefined;
  private starting: Promise<EmbeddedPostgres> | undefined;

  /** What serves Cube's native functions, once known. */
  engine: Engine | undefined;
  /** The embedded Postgres, unless the database is somebody's own. */
  embedded: EmbeddedPostgres | undefined;
  /** The database in the embedded Postgres. */
  database: PostgresConnection | undefined;
  server: CubeServer | undefined;
  builder: RollupBuilder | undefined;
  /** Where rollups are kept, or why there are none. */
  rollups: RollupStore | undefined;

  /** Whether it runs until it is told to stop, which then is no interruption. */
  isServing = false;

  get isStopping(): boolean {
    return this.stopped !== undefined;
  }

  /**
   * Starts the database and what is wanted of Cube over it, showing progress on the terminal.
   *
   * @throws {ActionableError} where the data or the machine don't allow it; {@link stop} ends what had begun
   */
  async open(options: SessionOptions, cube?: CubeUse): Promise<void> {
    const isOwnDatabase = Boolean(process.env.CUBEJS_DB_HOST);
    if (isOwnDatabase) refuseOtherData(options);
    await runTasks(
      [
        {
          title: 'Connection to Postgres',
          enabled: () => isOwnDatabase,
          task: async () => {
            await checkConnection(ownDatabase()).catch((error) => {
              if (!(options.mayBeAway && error instanceof ConnectionError && error.isAway)) throw error;
              console.log(JSON.stringify({ level: 'warn', message: 'Not ready', error: error.message }));
            });
          },
        },
        {
          title: 'Query engine',
          enabled: () => cube !== undefined,
          task: async (_, task) => {
            this.engine = await prepareNativeAddon({
              download: process.env.ACTIVATION_NATIVE_DOWNLOAD !== 'false',
              onProgress: (text) => {
                task.output = text;
              },
            });
          },
        },
        {
          title: 'Embedded Postgres',
          enabled: () => !isOwnDatabase,
          task: async (_, task) => {
            if (options.reset) await EmbeddedPostgres.reset(embeddedHome());
            this.starting = EmbeddedPostgres.start(embeddedHome(), options);
            this.embedded = await this.starting;
            if (this.embedded.isAttached) task.title = 'Embedded Postgres of the process that runs it';
            await this.endWithPostgres(this.embedded);
          },
        },
        {
          title: titleOf(options),
          enabled: () => !isOwnDatabase,
          task: async (_, task) => {
            const { embedded } = this;
            this.database = await embedded?.exclusively(() =>
              openDatabase(embedded, options, (text) => {
                task.output = text;
              }),
            );
          },
        },
        {
          title: cube === 'build rollups' ? 'Cube' : `Cube server on port ${cube?.serve.port}`,
          enabled: () => cube !== undefined,
          task: async () => {
            if (cube === undefined) return;
            setCubeDefaults(this.database);
            this.rollups = await prepareRollups();
            if (cube === 'build rollups') this.builder = await startRollupBuilder();
            else this.server = await startCubeServer(cube.serve);
          },
        },
      ],
      options.quiet,
    );
  }

  private endWithPostgres(embedded: EmbeddedPostgres): Promise<void> {
    return embedded.onUnexpectedExit(() => {
      console.error(
        embedded.isAttached
          ? '\nThe process that ran the embedded Postgres stopped it. Start it again, or run this alone.'
          : '\nThe embedded Postgres stopped by itself. Its log is beside its data; start again: what was committed is kept.',
      );
      process.exit(2);
    });
  }

  /** Ends in order on Ctrl-C and its like. */
  stopOnSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const interrupted = 128 + constants.signals[signal];
        // The second signal is from somebody who won't wait.
        if (this.isStopping) process.exit(interrupted);
        console.error('\nStopping …');
        // Nobody waits for what is interrupted, and Cube ends the process with 1 where a query takes too long.
        this.stop(this.isServing ? undefined : 1000).then(
          () => process.exit(this.isServing ? 0 : interrupted),
          (error) => {
            console.error(error);
            process.exit(2);
          },
        );
      });
    }
  }

  /**
   * Stops Cube first, so that it finishes what it began, then Postgres.
   *
   * @param patienceMs how long Cube may take; as long as it needs, unless told
   */
  stop(patienceMs?: number): Promise<void> {
    this.stopped ??= (async () => {
      const cube = (async () => {
        await this.server?.stop();
        await this.builder?.stop();
      })();
      await (patienceMs === undefined ? cube : Promise.race([cube, sleep(patienceMs)]));
      // What is on its way is waited for, so that nothing is left behind.
      const embedded = await this.starting?.catch(() => undefined);
      await embedded?.stop();
    })();
    return this.stopped;
  }
}

function refuseOtherData({ data, synthetic, reset }: SessionOptions): void {
  const option = data ? '--data' : synthetic ? '--synthetic' : reset ? '--reset' : undefined;
  if (option === undefined) return;
  throw new ActionableError(
    `${option} is about the embedded Postgres, but CUBEJS_DB_HOST names a Postgres of yours, which is left as it is. Drop the option, or unset CUBEJS_DB_HOST (look in .env too).`,
  );
}

function titleOf({ data, synthetic }: SessionOptions): string {
  if (synthetic) return 'Synthetic data';
  return data ? `Data from ${data}` : 'Worked example';
}

/** What isn't named by `--data`, which is read at each start, is made once and then kept. */
async function openDatabase(
  embedded: EmbeddedPostgres,
  { data: folder, synthetic }: SessionOptions,
  onProgress: (text: string) => void,
): Promise<PostgresConnection> {
  if (synthetic === true) return syntheticDatabase(embedded);
  if (synthetic) return makeSyntheticDatabase(embedded, synthetic, onProgress);
  const name = folder
    ? `data_${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}`
    : 'worked_example';
  const database = embedded.connection(name);
  const isNew = await embedded.ensureDatabase(name);
  if (folder || isNew || !(await hasUsers(database))) {
    const { sources } = folder ? await loadConfig(configFile()) : {};
    await loadCsvFolder(database, folder ?? workedExample, {
      sources,
      onProgress: ({ table, rows }) => onProgress(`${table}: ${rows.toLocaleString('en')} rows`),
    });
  }
  return database;
}

/** Whether a load into the database has ended: it is one transaction, the tables included. */
async function hasUsers(database: PostgresConnection): Promise<boolean> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('public.users') IS NOT NULL AS loaded");
    return rows[0].loaded;
  } finally {
    await client.end();
  }
}
