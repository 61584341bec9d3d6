import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import { type NodeProcess, startNode } from './node-process.ts';

/** What is counted unless a test names other definitions: the file of this folder's, whatever a user's says. */
export const testConfig = fileURLToPath(new URL('../activation.config.ts', import.meta.url));

/** `npm start` in a process of its own. */
export interface RunningStart {
  /** E.g. `http://localhost:41234`. */
  url: string;
  /** Where the SQL API listens. */
  sqlPort: number;
  process: ChildProcess;
  /** What it has printed up to now, on both streams. */
  output(): string;
  /** Sends a signal and waits for the end. Returns the exit code, or null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Runs the command line and waits for its end. */
export async function runCli(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const running = spawnCli(args, env);
  return { code: await running.ended, output: running.output() };
}

/** Runs the command line, and leaves what it prints in the pipe for a while. */
export async function runSlowlyRead(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const running = spawnCli(args, env);
  const { stdout } = running.process;
  stdout?.pause();
  stdout?.once('readable', () => setTimeout(() => stdout.resume(), 1000));
  return { code: await running.ended, output: running.output() };
}

/**
 * Runs the command line until its server is up, which it says by the line on stopping.
 *
 * @throws with what it printed, where it ends before
 */
export async function startCli(args: string[], env: Record<string, string>): Promise<RunningStart> {
  const port = await getPort();
  const sqlPort = await getPort({ exclude: [port] });
  const running = spawnCli(args, { PORT: String(port), CUBEJS_PG_SQL_PORT: String(sqlPort), ...env });
  await new Promise<void>((up, failed) => {
    running.onOutput(() => {
      if (running.output().includes('Ctrl-C stops everything')) up();
    });
    running.ended.then((code) => failed(new Error(`npm start ended with ${code}:\n${running.output()}`)));
  });
  return {
    url: `http://localhost:${port}`,
    sqlPort,
    process: running.process,
    output: running.output,
    stop: (signal = 'SIGTERM') => {
      running.process.kill(signal);
      return running.ended;
    },
  };
}

/** Runs the command line, to be followed or ended midway. */
export const spawnCli = (args: string[], env: Record<string, string>): NodeProcess =>
  startNode('src/cli.ts', args, cliEnvironment(env));

/** The variables that the command line is run with, and some more. */
export const cliEnvironment = (env: Record<string, string>): Record<string, string> => ({
  ...withoutCubeVariables(),
  // Set, though empty: a .env file in this folder doesn't point a test at somebody's database.
  CUBEJS_DB_HOST: '',
  ACTIVATION_CONFIG: testConfig,
  ACTIVATION_NATIVE_DOWNLOAD: 'false',
  NO_COLOR: '1',
  ...env,
});

/** The variables of the machine, less what would point a test at somebody's database. */
function withoutCubeVariables(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      !/^(CUBEJS_|ACTIVATION_|NODE_ENV$|VITEST|PORT$)/.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(kept);
}

/** The variables that make `npm start` serve a database as it is. */
export const serving = (database: PostgresConnection): Record<string, string> => ({
  CUBEJS_DB_HOST: database.host,
  CUBEJS_DB_PORT: String(database.port),
  CUBEJS_DB_NAME: database.database,
  CUBEJS_DB_USER: database.user,
  CUBEJS_DB_PASS: database.password,
});
