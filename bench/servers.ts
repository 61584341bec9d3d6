import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import getPort from 'get-port';
import type { PostgresConnection } from '../src/database/postgres-connection.ts';
import { serving, startCli } from '../test/harness/cube.ts';
import { RestClient, rowLimit } from './rest-client.ts';

const run = promisify(execFile);

/** A server in a process of its own. */
export interface Server {
  client: RestClient;
  /** Milliseconds from its start to its first answer. */
  startMs: number;
  /** How much memory its process holds now, in bytes. */
  memory(): Promise<number>;
  /** How long its process has worked, in milliseconds; NaN where the system has no /proc. */
  processorMs(): Promise<number>;
  stop(): Promise<unknown>;
}

/** The processes of servers, which none of outlives this one. */
const processes = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of processes) child.kill();
});

/** Any query that a server answers quickly, to see that it does. */
const firstQuery = { measures: ['ExpansionActivationRate.totalEligibleAccounts'] };

const secret = 'a secret of the benchmark, and of nothing else';

/**
 * The variables of a Cube server as in production: no reloading of the model, signed tokens, and another process that
 * builds the rollups.
 *
 * @param rollups whether the model has rollups
 */
export const cubeVariables = (database: PostgresConnection, rollups: boolean): Record<string, string> => ({
  ...serving(database),
  NODE_ENV: 'production',
  CUBEJS_API_SECRET: secret,
  CUBEJS_REFRESH_WORKER: 'false',
  ACTIVATION_CONFIG: fileURLToPath(new URL('./activation.config.ts', import.meta.url)),
  ACTIVATION_ROLLUPS: String(rollups),
  // All that can be kept is, unless told not to.
  ACTIVATION_OUTCOMES: process.env.ACTIVATION_OUTCOMES ?? 'true',
  // It asks past the cache, again and again.
  ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '1000000',
});

/** Starts this package's Cube server over a database. */
export async function startCube(database: PostgresConnection, rollups: boolean): Promise<Server> {
  const start = performance.now();
  const cube = await startCli([], cubeVariables(database, rollups));
  processes.add(cube.process);
  const client = new RestClient(`${cube.url.replace('localhost', '127.0.0.1')}/cubejs-api/v1`, {
    token: token(),
    limit: rowLimit,
  });
  await client.load(firstQuery);
  return {
    client,
    startMs: performance.now() - start,
    memory: () => residentMemory(cube.process),
    processorMs: () => processorMs(cube.process),
    stop: () => cube.stop(),
  };
}

/** A JSON Web Token signed with the benchmark's secret. */
function token(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ role: 'admin', exp: Math.floor(Date.now() / 1000) + 86_400 })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const drizzleCubeFolder = fileURLToPath(new URL('./drizzle-cube', import.meta.url));

/** Installs drizzle-cube, which is a package of its own, where it isn't installed yet. */
export async function installDrizzleCube(): Promise<void> {
  const installed = await access(`${drizzleCubeFolder}/node_modules/drizzle-cube`).then(
    () => true,
    () => false,
  );
  if (!installed) await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: drizzleCubeFolder });
}

/** Starts the drizzle-cube server over a database. */
export async function startDrizzleCube(database: PostgresConnection): Promise<Server> {
  const port = await getPort();
  const { user, password, host, port: databasePort, database: name } = database;
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', `${drizzleCubeFolder}/drizzle-server.ts`], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: `postgres://${user}:${password}@${host}:${databasePort}/${name}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  processes.add(child);
  const ended = new Promise<number | null>((done) => child.on('close', done));
  let output = '';
  await new Promise<void>((up, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (output.includes('Listening')) up();
      });
    }
    ended.then((code) => failed(new Error(`drizzle-cube ended with ${code}:\n${output}`)));
  });
  // Without a limit, as it has none of its own: with one, Postgres took it that few of the months would be read, and
  // looked a million users up one by one.
  const client = new RestClient(`http://127.0.0.1:${port}/cubejs-api/v1`);
  await client.load(firstQuery);
  return {
    client,
    startMs: performance.now() - start,
    memory: () => residentMemory(child),
    processorMs: () => processorMs(child),
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

async function residentMemory({ pid }: ChildProcess): Promise<number> {
  // Small Linux images have no ps, other systems no /proc.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  const kilobytes = status
    ? /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]
    : (await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout;
  return Number(kilobytes) * 1024;
}

async function processorMs({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat.split(') ')[1]?.split(' ').slice(11, 13) ?? [];
  // In hundredths of a second.
  return (Number(user) + Number(system)) * 10;
}
