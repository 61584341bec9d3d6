import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Listr } from 'listr2';
import pg from 'pg';
import { ActionableError } from './actionable-error.ts';
import { loadConfig } from './config.ts';
import { configFile } from './cube-options.ts';
import type { PostgresConnection } from './database/connection.ts';
import { EmbeddedPostgres } from './database/embedded.ts';
import { loadCsvFolder } from './database/load.ts';
import { setCubeDefaults } from './environment.ts';
import { headlineKpis, headlineTable } from './headline.ts';
import { type Engine, prepareNativeAddon } from './native/addon.ts';
import { type CubeServer, findPort, startCubeServer } from './server.ts';

export interface StartOptions {
  /** A folder of CSV files in the contract's layout, to load instead of the worked example. */
  data?: string;
  /** The configuration file. */
  config?: string;
  /** Whether to delete the embedded database first. */
  reset?: boolean;
}

const workedExample = fileURLToPath(new URL('../seeds/worked-example', import.meta.url));

/**
 * `npm start`: a database, a Cube server over it, and the headline KPIs read back through that server.
 * Returns when the server answers; it runs until a signal stops it.
 *
 * @throws {ActionableError} where the options, the definitions, the data or the machine don't allow it
 */
export async function start(options: StartOptions): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  if (process.env.CUBEJS_DB_HOST && (options.data || options.reset)) {
    throw new ActionableError(
      `${options.data ? '--data fills' : '--reset deletes'} the embedded Postgres, but CUBEJS_DB_HOST names a Postgres of yours, which is left as it is. Drop the option, or unset CUBEJS_DB_HOST (look in .env too).`,
    );
  }
  if (options.config) process.env.ACTIVATION_CONFIG = options.config;
  // What is wrong with them shows now rather than in the first query.
  await loadConfig(configFile());
  const port = await findPort();

  const session = new Session();
  session.stopOnSignals();
  try {
    await session.run(options, port);
  } catch (error) {
    // What a stop interrupted isn't an error; the stop ends the process.
    if (session.isStopping) return;
    await session.stop();
    throw error;
  }
}

/** What one `npm start` runs, and how it ends. */
class Session {
  private engine: Engine | undefined;
  private embedded: EmbeddedPostgres | undefined;
  private database: PostgresConnection | undefined;
  private server: CubeServer | undefined;
  private stopped: Promise<void> | undefined;

  get isStopping(): boolean {
    return this.stopped !== undefined;
  }

  async run(options: StartOptions, port: number): Promise<void> {
    const tasks = new Listr(
      [
        {
          title: 'Query engine',
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
          enabled: () => !process.env.CUBEJS_DB_HOST,
          task: async () => {
            const home = process.env.ACTIVATION_HOME || '.activation';
            if (options.reset) await EmbeddedPostgres.reset(home);
            this.embedded = await EmbeddedPostgres.start(home);
          },
        },
        {
          title: options.data ? `Data from ${options.data}` : 'Worked example',
          enabled: () => !process.env.CUBEJS_DB_HOST,
          task: async (_, task) => {
            if (!this.embedded) return;
            this.database = await openDatabase(this.embedded, options.data, (text) => {
              task.output = text;
            });
          },
        },
        {
          title: `Cube server on port ${port}`,
          task: async () => {
            setCubeDefaults(this.database);
            this.server = await startCubeServer(port);
          },
        },
      ],
      { registerSignalListeners: false, fallbackRenderer: 'simple' },
    );
    await tasks.run();
    await this.embedded?.onUnexpectedExit(() => {
      console.error(
        '\nThe embedded Postgres stopped by itself. Its log is beside its data; start again with npm start: what was committed is kept.',
      );
      process.exit(1);
    });
    await this.report();
  }

  private async report(): Promise<void> {
    if (!this.server || !this.engine) return;
    const { url, apiUrl } = this.server;
    const query = JSON.stringify({ measures: [headlineKpis[0]?.rate] });
    const lines = [
      '',
      ...(process.env.CUBEJS_DEV_MODE === 'true'
        ? [
            await headlineTable(apiUrl),
            '',
            `Playground  ${url}`,
            `REST API    curl -G ${apiUrl}/load --data-urlencode 'query=${query}'`,
          ]
        : [`REST API    ${apiUrl}`]),
      sqlApiLine(this.engine),
      ...(this.embedded && this.database ? [`Postgres    ${postgresUrl(this.database)}`] : []),
      '',
      'Ctrl-C stops everything; the data stay.',
    ];
    console.log(lines.join('\n'));
  }

  stopOnSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // The second signal is from somebody who won't wait.
        if (this.isStopping) process.exit(130);
        console.log('\nStopping …');
        this.stop().then(
          () => process.exit(0),
          (error) => {
            console.error(error);
            process.exit(1);
          },
        );
      });
    }
    process.on('exit', () => this.embedded?.stopNow());
  }

  /** Stops Cube first, so that it finishes what it began, then Postgres. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      await this.server?.stop();
      await this.embedded?.stop();
      this.embedded = undefined;
    })();
    return this.stopped;
  }
}

/** The worked example is loaded once and then kept; a folder named by `--data` is read at each start. */
async function openDatabase(
  embedded: EmbeddedPostgres,
  folder: string | undefined,
  onProgress: (text: string) => void,
): Promise<PostgresConnection> {
  const name = folder
    ? `data_${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}`
    : 'worked_example';
  const database = embedded.connection(name);
  const isNew = await embedded.ensureDatabase(name);
  if (folder || isNew || !(await hasUsers(database))) {
    await loadCsvFolder(database, folder ?? workedExample, {
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

function sqlApiLine(engine: Engine): string {
  if (engine.kind === 'native') {
    const port =
      process.env.CUBEJS_PG_SQL_PORT ?? (process.env.CUBEJS_DEV_MODE === 'true' ? '15432' : 'false');
    return port === 'false'
      ? 'SQL API     off: CUBEJS_PG_SQL_PORT names no port'
      : `SQL API     on at localhost:${port} (Cube's native add-on)`;
  }
  return `SQL API     off: it needs Cube's native add-on (${engine.reason}). REST, GraphQL and WebSocket are served by the JavaScript stand-in.`;
}

const postgresUrl = ({ user, password, host, port, database }: PostgresConnection): string =>
  `postgres://${user}:${password}@${host}:${port}/${database}`;
