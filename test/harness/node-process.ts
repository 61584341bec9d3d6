import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Preloaded into what is started: ends it, as Ctrl-C would, when the process that started it is gone, however that
 * ended. A pipe's other end closes with its process. (The threads of what is started load this too.)
 */
const endWithParent = `data:text/javascript,${encodeURIComponent(`
  import { Socket } from 'node:net';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) {
    const parent = new Socket({ fd: 3 });
    parent.on('close', () => process.kill(process.pid, 'SIGTERM'));
    // It doesn't keep a command from ending when it is done.
    parent.resume().unref();
  }`)}`;

/** A program of this repository in a process of its own. */
export interface NodeProcess {
  process: ChildProcess;
  /** What it has printed up to now, on both streams. */
  output(): string;
  /** Calls back whenever it has printed. */
  onOutput(listener: () => void): void;
  /** Its exit code, or null where a signal ended it. */
  ended: Promise<number | null>;
}

/**
 * Starts a program in TypeScript. It ends with this process, even where this one is killed.
 *
 * @param file from the root of the repository, e.g. `src/cli.ts`
 */
export function startNode(file: string, args: string[], env: NodeJS.ProcessEnv): NodeProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', endWithParent, file, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return {
    process: child,
    output: () => text,
    onOutput: (listener) => listeners.push(listener),
    ended: new Promise((done) => child.on('close', done)),
  };
}
