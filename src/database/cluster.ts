import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { readFile, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** The user that Postgres runs as; it refuses to run as root. Empty where we aren't root. */
export type RunAs = { uid?: number; gid?: number };

/** The address that the cluster listens on, and its superuser. */
export const superuser = { host: '127.0.0.1', user: 'activation' } as const;

/** A folder with a Postgres cluster, and the processes that `pg_ctl` starts and stops in it. */
export class Cluster {
  private starting: ChildProcess | undefined;
  private isStarted = false;
  private readonly stopAtExit = (): void => this.stopNow();

  constructor(
    readonly binaries: PostgresBinaries,
    readonly runAs: RunAs,
    readonly folder: string,
  ) {}

  /** Starts Postgres. If this process ends without {@link stop}, Postgres is stopped, whether it is up or on its way. */
  async start(log: string, options: string): Promise<void> {
    if (!this.isStarted) process.on('exit', this.stopAtExit);
    this.isStarted = true;
    await this.pgCtl(['start', '-D', this.folder, '-l', log, '-w', '-t', '60', '-o', options]);
  }

  /** Stops Postgres after what it is writing is on disk. */
  async stop(): Promise<void> {
    await this.pgCtl(['stop', '-D', this.folder, '-m', 'fast', '-w']).catch(async (error) => {
      if (await this.isRunning()) throw error;
    });
    this.isStarted = false;
    process.off('exit', this.stopAtExit);
  }

  /** For the moment a process exits, when nothing can be waited for. */
  private stopNow(): void {
    if (!this.isStarted) return;
    // Told to stop, a pg_ctl that waits for a start stops what it started.
    this.starting?.kill('SIGINT');
    try {
      const args = ['stop', '-D', this.folder, '-m', 'fast', '-w'];
      execFileSync(this.binaries.pg_ctl, args, { ...this.runAs, stdio: 'ignore' });
    } catch {
      // It had stopped already.
    }
  }

  async delete(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await rm(logFile(this.folder), { force: true });
    await rm(passwordFile(this.folder), { force: true });
  }

  /** pg_ctl and what it starts must not share our terminal's Ctrl-C: we stop Postgres ourselves, after Cube. */
  private async pgCtl(args: string[]): Promise<void> {
    await new Promise<void>((done, failed) => {
      const child = spawn(this.binaries.pg_ctl, args, { ...this.runAs, detached: true, stdio: 'ignore' });
      if (args[0] === 'start') this.starting = child;
      child.on('error', failed);
      child.on('exit', (code) =>
        code === 0 ? done() : failed(new Error(`pg_ctl ${args[0]} exited with ${code}`)),
      );
    }).finally(() => {
      this.starting = undefined;
    });
  }

  private isRunning(): Promise<boolean> {
    return this.pgCtl(['status', '-D', this.folder]).then(
      () => true,
      () => false,
    );
  }
}

export const logFile = (folder: string): string => `${folder}.log`;

/** Whoever knows the password is the cluster's superuser, so other users of this machine mustn't read it. */
export const passwordFile = (folder: string): string => `${folder}.password`;

/** Where Postgres writes which process and which port is the folder's. */
export const pidFile = (folder: string): string => join(folder, 'postmaster.pid');

/** A Postgres that runs in a folder and accepts connections. */
export interface RunningCluster {
  port: number;
  password: string;
}

/** The Postgres of a folder, where one answers and says that the folder is its own. */
export async function findRunning(folder: string): Promise<RunningCluster | undefined> {
  const [lines, password] = await Promise.all([
    readFile(pidFile(folder), 'utf8').catch(() => ''),
    readFile(passwordFile(folder), 'utf8').catch(() => ''),
  ]);
  const port = Number(lines.split('\n')[3]);
  if (!port || !password) return undefined;
  const client = new pg.Client({
    ...superuser,
    port,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      "SELECT current_setting('data_directory') AS folder",
    );
    // Two names of one folder, where a link is on the way to it.
    return (await realpath(rows[0]?.folder ?? '')) === (await realpath(folder))
      ? { port, password }
      : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a process is: gone, a Postgres, or another program. */
export async function kindOfProcess(pid: number): Promise<'gone' | 'postgres' | 'other'> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
  }
  // Small Linux images have no ps, other systems no /proc. Where neither says, it may be a Postgres.
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() =>
    promisify(execFile)('ps', ['-ww', '-o', 'comm=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => 'postgres',
    ),
  );
  return basename(name.trim()) === 'postgres' ? 'postgres' : 'other';
}
