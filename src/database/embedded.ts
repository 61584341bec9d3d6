import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import getPort, { portNumbers } from 'get-port';
import pg from 'pg';
import { lock } from 'proper-lockfile';
import { ActionableError } from '../actionable-error.ts';
import type { PostgresConnection } from './connection.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

/** The cluster listens on the loopback interface only. */
const host = '127.0.0.1';
const user = 'activation';

/** What keeps the embedded Postgres from starting, with the next step. */
export class EmbeddedPostgresError extends ActionableError {
  override readonly name = 'EmbeddedPostgresError';
}

/** The user that Postgres runs as; it refuses to run as root. Empty where we aren't root. */
type RunAs = { uid?: number; gid?: number };

/**
 * A real Postgres on this machine, for the worked example and for data read from files.
 *
 * Its data stay in the folder between starts. One process at a time may use a folder: a second one is refused,
 * and what a killed one left behind (a running Postgres, a lock) is cleared away by the next start.
 */
export class EmbeddedPostgres {
  private stopping = false;
  private watcher: pg.Client | undefined;

  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly runAs: RunAs,
    private readonly folder: string,
    private readonly port: number,
    private readonly password: string,
    private readonly unlock: () => Promise<void>,
  ) {}

  /**
   * Starts the cluster in `<home>/postgres`, making it where there is none.
   *
   * @param home the folder that holds the cluster, its log and its lock
   * @throws {EmbeddedPostgresError} where another process uses the folder, or Postgres can't run there
   */
  static async start(home: string): Promise<EmbeddedPostgres> {
    const binaries = await findPostgresBinaries();
    const runAs = await findUser();
    const root = resolve(home);
    await mkdir(root, { recursive: true });
    await assertReachable(runAs, [root, dirname(binaries.initdb)]);
    const unlock = await lockFolder(root);
    try {
      const folder = join(root, 'postgres');
      await clearLeftovers(binaries, runAs, folder);
      if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(binaries, runAs, folder);
      const password = await readFile(passwordFile(folder), 'utf8').catch((error) => {
        throw new EmbeddedPostgresError(
          `The password of the embedded Postgres, ${passwordFile(folder)}, is gone. Start over with --reset (it deletes the embedded database).`,
          { cause: error },
        );
      });
      const port = await startOnFreePort(binaries, runAs, folder);
      return new EmbeddedPostgres(binaries, runAs, folder, port, password, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /**
   * Deletes the cluster, so that the next start begins from nothing.
   *
   * @throws {EmbeddedPostgresError} where another process uses it
   */
  static async reset(home: string): Promise<void> {
    const root = resolve(home);
    if (!(await exists(root))) return;
    const unlock = await lockFolder(root);
    try {
      const folder = join(root, 'postgres');
      await clearLeftovers(await findPostgresBinaries(), await findUser(), folder);
      await rm(folder, { recursive: true, force: true });
      await rm(`${folder}.log`, { force: true });
      await rm(passwordFile(folder), { force: true });
    } finally {
      await unlock();
    }
  }

  /** How to log in to one of its databases, as its superuser. */
  connection(database: string): PostgresConnection {
    return { host, port: this.port, user, password: this.password, database };
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

  /** Stops Postgres after what it is writing is on disk, and gives the folder free. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.watcher?.end().catch(() => undefined);
    await pgCtl(this.binaries, this.runAs, ['stop', '-D', this.folder, '-m', 'fast', '-w']).catch(
      async (error) => {
        if (await isRunning(this.binaries, this.runAs, this.folder)) throw error;
      },
    );
    await this.unlock();
  }

  /** The same as {@link stop}, for the moment a process exits, when nothing can be waited for. */
  stopNow(): void {
    this.stopping = true;
    try {
      execFileSync(this.binaries.pg_ctl, ['stop', '-D', this.folder, '-m', 'fast', '-w'], {
        ...this.runAs,
        stdio: 'ignore',
      });
    } catch {
      // It had stopped already.
    }
  }
}

/** Whoever knows the password is the cluster's superuser, so other users of this machine mustn't read it. */
const passwordFile = (folder: string): string => `${folder}.password`;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function lockFolder(root: string): Promise<() => Promise<void>> {
  try {
    // A process that was killed can't give its lock back. It goes stale after a few seconds, and the retries wait for that.
    return await lock(root, {
      stale: 5000,
      update: 1000,
      retries: { retries: 14, factor: 1, minTimeout: 500 },
      // Taken over while this process couldn't run (a laptop asleep): the new owner stopped Postgres, which is noticed.
      onCompromised: () => undefined,
    });
  } catch (error) {
    throw new EmbeddedPostgresError(
      `Another process uses the embedded Postgres in ${root}. Stop it (Ctrl-C where it runs), or give this one a folder of its own with the variable ACTIVATION_HOME.`,
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

async function initialise(binaries: PostgresBinaries, runAs: RunAs, folder: string): Promise<void> {
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
    ['-D', unfinished, '-U', user, `--pwfile=${passwordFile(folder)}`, ...flags],
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
async function startOnFreePort(binaries: PostgresBinaries, runAs: RunAs, folder: string): Promise<number> {
  const log = `${folder}.log`;
  for (let attemptsLeft = 4; ; attemptsLeft -= 1) {
    // Its own range, away from 5432, so that a Postgres of the user's stays where they expect it.
    const port = await getPort({ host, port: portNumbers(54320, 54399) });
    await writeFile(log, '');
    await giveTo(runAs, log);
    // Nobody replicates it: what fills a new table is on disk once, not in the log as well.
    const withoutReplication = '-c wal_level=minimal -c max_wal_senders=0';
    // The indexes that are read once a user stay in memory, up to some millions of users.
    const memory = '-c shared_buffers=512MB';
    const options = `-p ${port} ${withoutReplication} ${memory} -c listen_addresses=${host} -c unix_socket_directories=''`;
    try {
      await pgCtl(binaries, runAs, ['start', '-D', folder, '-l', log, '-w', '-t', '60', '-o', options]);
      return port;
    } catch (error) {
      const lastLines = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-5).join('\n  ');
      if (attemptsLeft > 0 && lastLines.includes('Address already in use')) continue;
      throw new EmbeddedPostgresError(
        `The embedded Postgres didn't start. The end of its log, ${log}:\n  ${lastLines}\nFree what it names, or start over with --reset (it deletes the embedded database).`,
        { cause: error },
      );
    }
  }
}

/** pg_ctl and what it starts must not share our terminal's Ctrl-C: we stop Postgres ourselves, after Cube. */
async function pgCtl(binaries: PostgresBinaries, runAs: RunAs, args: string[]): Promise<void> {
  await new Promise<void>((done, failed) => {
    const child = spawn(binaries.pg_ctl, args, { ...runAs, detached: true, stdio: 'ignore' });
    child.on('error', failed);
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`pg_ctl ${args[0]} exited with ${code}`)),
    );
  });
}

const isRunning = (binaries: PostgresBinaries, runAs: RunAs, folder: string): Promise<boolean> =>
  pgCtl(binaries, runAs, ['status', '-D', folder]).then(
    () => true,
    () => false,
  );

/** Stops a Postgres whose owner was killed, and removes a lock file whose number now belongs to another program. */
async function clearLeftovers(binaries: PostgresBinaries, runAs: RunAs, folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const command = await commandOf(pid);
  if (command.includes(folder)) {
    await pgCtl(binaries, runAs, ['stop', '-D', folder, '-m', 'fast', '-w']);
  } else if (command !== '') {
    await rm(pidFile, { force: true });
  }
}

/** The command line of a running process; empty where there is none. */
async function commandOf(pid: number): Promise<string> {
  // Small Linux images have no ps, other systems no /proc.
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    run('ps', ['-o', 'args=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  );
}
