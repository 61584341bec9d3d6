import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const INSTALLER = '@cubejs-infra/post-installer';

/**
 * Runs the add-on's own post-install step, which `.npmrc` keeps npm from running, and waits for it at most
 * `timeoutMs`. Nothing of it is running when this returns.
 *
 * @param packageFile path of `@cubejs-backend/native/package.json`
 * @returns undefined if the step succeeded, otherwise what went wrong, as a part of a sentence.
 * @throws only when a signal that ends this process interrupts it.
 */
export async function downloadAddon(packageFile: string, timeoutMs: number): Promise<string | undefined> {
  const folder = path.dirname(packageFile);
  let installer: string;
  try {
    installer = installerScript(packageFile);
  } catch {
    return `the add-on's installer (${INSTALLER}) is missing`;
  }

  const outcome = await run(installer, folder, timeoutMs);
  if (outcome === 'done') return undefined;

  discardBinary(folder);
  return outcome === 'failed'
    ? 'the add-on could not be downloaded'
    : `the add-on's download was stopped after ${timeoutMs / 1000} s`;
}

function installerScript(packageFile: string): string {
  const manifestFile = createRequire(packageFile).resolve(`${INSTALLER}/package.json`);
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { bin: Record<string, string> };
  const script = manifest.bin['post-installer'];
  if (!script) throw new Error(`${INSTALLER} has no command`);
  return path.resolve(path.dirname(manifestFile), script);
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function run(script: string, folder: string, timeoutMs: number): Promise<'done' | 'failed' | 'stopped'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      cwd: folder,
      stdio: 'ignore',
      windowsHide: true,
      // A group of its own, so that stopping it also stops what it started.
      detached: process.platform !== 'win32',
    });
    let timedOut = false;
    const stop = () => {
      killGroup(child);
      discardBinary(folder);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeoutMs);

    // Being a group of its own takes it out of Ctrl-C's reach, so what ends us has to end it too.
    const interrupt = (signal: NodeJS.Signals) => {
      stop();
      leave();
      reject(new Error(`The download of Cube's native add-on was interrupted by ${signal}.`));
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    const leave = () => {
      clearTimeout(timer);
      process.off('exit', stop);
      for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    };
    process.once('exit', stop);
    for (const signal of STOP_SIGNALS) process.once(signal, interrupt);

    const settle = (outcome: 'done' | 'failed' | 'stopped') => {
      leave();
      resolve(outcome);
    };
    child.once('error', () => settle('failed'));
    child.once('exit', (code) => settle(timedOut ? 'stopped' : code === 0 ? 'done' : 'failed'));
  });
}

/** What a stopped or failed extraction leaves may be half a library, and loading that can crash the process. */
function discardBinary(folder: string): void {
  rmSync(path.join(folder, 'native'), { recursive: true, force: true });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
