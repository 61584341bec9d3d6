import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, constants, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import getPort, { portNumbers } from 'get-port';
import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import {
  Cluster,
  findRunning,
  kindOfProcess,
  logFile,
  passwordFile,
  pidFile,
  type RunAs,
  type RunningCluster,
  superuser,
} from './cluster.ts';
import { type FolderLock, lockFolder, lockOwner } from './folder-lock.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import type { PostgresConnection } from './postgres-connection.ts';

const run = promisify(execFile);

/** What keeps the embedded Postgres from starting, with the next step. */
export class EmbeddedPostgresError extends ActionableError {
  override readonly name = 'EmbeddedPostgresError';
}

export interface EmbeddedOptions {
  /** Whether to use the Postgres of another process where one runs in the folder. */
  attach?: boolean | undefined;
}

/**
 * A real Postgres on this machine, for the worked example and for data read from files.
 *
 * Its data stay in the folder between starts. One process at a time owns a folder, and stops its Postgres: a second one
 * may attach to it, or else is refused. What a killed owner left running is stopped by the next start.
 */
export class EmbeddedPostgres {
  private stopping = false;
  private watcher: pg.Client | undefined;

  private constructor(
    private readonly port: number,
    private readonly password: string,
    /** Nothing where it is another process'. */
    private readonly owned?: { cluster: Cluster; lock: FolderLock },
  ) {}

  /**
   * Starts the cluster in `<home>/postgres`, making it where there is none, or attaches to the running one.
   * However this process ends, it leaves no Postgres behind that it started, unless it is killed.
   *
   * @param home the folder that holds the cluster, its log and its lock
   * @throws {EmbeddedPostgresError} where another process uses the folder, or Postgres can't run there
   */
  static async start(home: string, { attach = false }: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
    const root = await makeFolder(home);
    const found = await lockOrFind(root, attach);
    if ('port' in found) return new EmbeddedPostgres(found.port, found.password);
    try {
      const cluster = await openCluster(root);
      if (!(await exists(join(cluster.folder, 'PG_VERSION')))) await initialise(cluster);
      const password = await readFile(passwordFile(cluster.folder), 'utf8').catch((error) => {
        throw new EmbeddedPostgresError(
          `The password of the embedded Postgres, ${passwordFile(cluster.folder)}, is gone. Start over with --reset (it deletes the embedded database).`,
          { cause: error },
        );
      });
      const port = await startOnFreePort(cluster);
      return new EmbeddedPostgres(port, password, { cluster, lock: found });
    } catch (error) {
      found.release();
      throw error;
    }
  }

  /**
   * Deletes the cluster, so that the next start begins from nothing.
   *
   * @throws {EmbeddedPostgresError} where another process uses it
   */
  static async reset(home: string): Promise<void> {
    if (!(await exists(home))) return;
    const root = await makeFolder(home);
    const lock = await lockOrFind(root, false);
    try {
      await (await openCluster(root)).delete();
    } finally {
      lock.release();
    }
  }

  /** Whether it is another process', which may stop it at any time. */
  get isAttached(): boolean {
    return this.owned === undefined;
  }

  /** How to log in to one of its databases, as its superuser. */
  connection(database: string): PostgresConnection {
    return { ...superuser, port: this.port, password: this.password, database };
  }

  /** Runs a statement on the server, in its maintenance database. */
  async query(sql: string, parameters: unknown[] = []): Promise<pg.QueryResult> {
    const client = new pg.Client(this.connection('postgres'));
    await client.connect();
    try {
      return await client.query(sql, parameters);
    } finally {
      await client.end();
    }
  }

  /** Makes a database where there is none of that name. Returns whether it made one. */
  async ensureDatabase(name: string): Promise<boolean> {
    const found = await this.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount) return false;
    await this.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    return true;
  }

  /** Does something to its databases while no other process does. */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const client = new pg.Client(this.connection('postgres'));
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query("SELECT pg_advisory_lock(hashtext('cube-activation-metrics'))");
      return await work();
    } finally {
      await client.end();
    }
  }

  /** Calls back if Postgres goes away without {@link stop}. */
  async onUnexpectedExit(callback: () => void): Promise<void> {
    this.watcher = new pg.Client(this.connection('postgres'));
    const gone = (): void => {
      if (!this.stopping) callback();
      this.stopping = true;
    };
    this.watcher.on('error', gone);
    this.watcher.on('end', gone);
    await this.watcher.connect();
  }

  /** Stops Postgres after what it is writing is on disk, and gives the folder free. Another process' Postgres goes on. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.watcher?.end().catch(() => undefined);
    await this.owned?.cluster.stop();
    this.owned?.lock.release();
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** How long a start waits for a process that is about to end, and an attaching one for a start. */
const patienceMs = { start: 5_000, attach: 60_000 };

/** Locks the folder, or finds the Postgres that another process runs in it. */
async function lockOrFind(root: string, attach: false): Promise<FolderLock>;
async function lockOrFind(root: string, attach: boolean): Promise<FolderLock | RunningCluster>;
async function lockOrFind(root: string, attach: boolean): Promise<FolderLock | RunningCluster> {
  const until = performance.now() + patienceMs[attach ? 'attach' : 'start'];
  while (performance.now() < until) {
    const found = (await lockFolder(root)) ?? (attach ? await findRunning(folderOf(root)) : undefined);
    if (found) return found;
    await sleep(250);
  }
  throw new EmbeddedPostgresError(
    `${lockOwner(root)} uses the embedded Postgres in ${root}. Stop it (Ctrl-C where it runs; fg first, where Ctrl-Z suspended it), or give this one a folder of its own with the variable ACTIVATION_HOME.`,
  );
}

const folderOf = (root: string): string => join(root, 'postgres');

/** The cluster of a folder that is locked, with nothing running in it. */
async function openCluster(root: string): Promise<Cluster> {
  const cluster = new Cluster(await findPostgresBinaries(), await findUser(), folderOf(root));
  await assertReachable(cluster.runAs, [root, dirname(cluster.binaries.initdb)]);
  await clearLeftovers(cluster);
  return cluster;
}

async function makeFolder(home: string): Promise<string> {
  const root = resolve(home);
  try {
    await mkdir(root, { recursive: true });
    await access(root, constants.W_OK);
    return await realpath(root);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The embedded Postgres can't keep its data in ${root}: ${(error as Error).message}. Name a folder that can be written with the variable ACTIVATION_HOME, or use a Postgres of your own by setting CUBEJS_DB_HOST.`,
      { cause: error },
    );
  }
}

async function findUser(): Promise<RunAs> {
  if (userInfo().uid !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', 'postgres']);
      return { uid: await id('-u'), gid: await id('-g') };
    } catch (error) {
      throw new EmbeddedPostgresError(
        'Postgres refuses to run as root, and a user "postgres" for it could not be made. Run this as an ordinary user, or use a Postgres of your own by setting CUBEJS_DB_HOST.',
        { cause: error },
      );
    }
  }
}

/** A user other than root can't reach what lies under a folder that only root may enter. */
async function assertReachable(runAs: RunAs, folders: string[]): Promise<void> {
  if (runAs.uid === undefined) return;
  for (const folder of folders) {
    await run('test', ['-x', folder], runAs).catch((error) => {
      throw new EmbeddedPostgresError(
        `Run by root, Postgres runs as the user "postgres", who can't enter ${folder}. Move the project to a folder that others can enter, or run this as an ordinary user.`,
        { cause: error },
      );
    });
  }
}

async function giveTo({ uid, gid }: RunAs, path: string): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

async function initialise({ binaries, runAs, folder }: Cluster): Promise<void> {
  // Made beside its place and then renamed: an initdb that was killed midway is never taken for a cluster.
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await rm(passwordFile(folder), { force: true });
  await writeFile(passwordFile(folder), randomBytes(18).toString('base64url'), { mode: 0o600 });
  await giveTo(runAs, unfinished);
  await giveTo(runAs, passwordFile(folder));
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions'];
  await run(
    binaries.initdb,
    ['-D', unfinished, '-U', superuser.user, `--pwfile=${passwordFile(folder)}`, ...flags],
    runAs,
  ).catch((error: Error & { stderr?: string }) => {
    throw new EmbeddedPostgresError(
      `Postgres could not make its data folder ${folder}: ${error.stderr || error.message}`,
      { cause: error },
    );
  });
  await rename(unfinished, folder);
}

/** Starts the cluster, and says on which port. Another process may take a port between its choice and its use. */
async function startOnFreePort(cluster: Cluster): Promise<number> {
  const { host } = superuser;
  const log = logFile(cluster.folder);
  for (let attemptsLeft = 4; ; attemptsLeft -= 1) {
    // Its own range, away from 5432, so that a Postgres of the user's stays where they expect it.
    const port = await getPort({ host, port: portNumbers(54320, 54399) });
    await writeFile(log, '');
    await giveTo(cluster.runAs, log);
    // Nobody replicates it: what fills a new table is on disk once, not in the log as well.
    const withoutReplication = '-c wal_level=minimal -c max_wal_senders=0';
    // The indexes that are read once a user stay in memory, up to some millions of users.
    const memory = '-c shared_buffers=512MB';
    // A page anywhere costs about as much as the next one, in memory and on an SSD: Postgres' default is a disk's.
    const pages = '-c random_page_cost=1.1';
    const options = `-p ${port} ${withoutReplication} ${memory} ${pages} -c listen_addresses=${host} -c unix_socket_directories=''`;
    try {
      await cluster.start(log, options);
      return port;
    } catch (error) {
      const lastLines = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-5).join('\n  ');
      if (attemptsLeft > 0 && lastLines.includes('Address already in use')) continue;
      await cluster.stop();
      throw new EmbeddedPostgresError(
        `The embedded Postgres didn't start. The end of its log, ${log}:\n  ${lastLines}\nFree what it names, or start over with --reset (it deletes the embedded database).`,
        { cause: error },
      );
    }
  }
}

/** Stops a Postgres whose owner was killed, and removes a lock file whose number now belongs to another program. */
async function clearLeftovers(cluster: Cluster): Promise<void> {
  const file = pidFile(cluster.folder);
  const until = performance.now() + leftoverPatienceMs;
  for (;;) {
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
    if (!Number.isInteger(pid) || pid <= 0) return;
    const kind = await kindOfProcess(pid);
    // Postgres itself clears away what one that is gone left.
    if (kind === 'gone') return;
    if (kind === 'other') return rm(file, { force: true });
    if (await findRunning(cluster.folder)) return cluster.stop();
    // It may be starting or stopping; or the number is that of another folder's Postgres now, which isn't ours to stop.
    if (performance.now() > until) {
      throw new EmbeddedPostgresError(
        `${file} names the process ${pid}, a Postgres that doesn't answer as the one of this folder. Stop it if it is (kill -INT ${pid}); delete the file if it isn't.`,
      );
    }
    await sleep(250);
  }
}

/** How long a Postgres that somebody left may take to recover or to stop. */
const leftoverPatienceMs = 30_000;
