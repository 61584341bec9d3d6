import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { newFiles, pglite } from './postgres-files.ts';
import { SqlError } from './sql-error.ts';

/** Sends messages of the protocol to Postgres, and returns what it answers with. */
export type Exchange = (request: Uint8Array) => Promise<Uint8Array>;

/**
 * What the thread does: it starts a Postgres with the files of a new one, sets it up, says `ready` and answers messages
 * in the order they come. It is text, because a thread reads no TypeScript.
 */
const threadSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { PGlite } = require(workerData.pglite);
  (async () => {
    const postgres = await PGlite.create({ loadDataDir: new Blob([workerData.files]) });
    await postgres.exec(workerData.setup);
    parentPort.on('message', async (request) => parentPort.postMessage(await postgres.execProtocolRaw(request)));
    parentPort.postMessage('ready');
  })();
`;

/**
 * A Postgres in this process, in a thread. It has one session, which its users take turns with, and nothing in it
 * outlives a turn but settings.
 */
export class Postgres {
  private worker: Promise<Worker> | undefined;
  /** The last that has started. */
  private running: Worker | undefined;
  private turns: Promise<unknown> = Promise.resolve();
  private interrupt: ((reason: Error) => void) | undefined;
  /** Whose settings are in force. */
  private lastUser: object | undefined;

  /** @param setup the SQL that it is set up with, whenever it is started */
  constructor(private readonly setup: string) {}

  /**
   * Gives the caller a turn. What others ask waits for its end.
   *
   * @param user whoever has settings of their own
   * @param settle sends those settings; called where somebody else had the turn before
   * @param signal stops what runs in this turn, by stopping Postgres: the next turn starts it again
   * @param longest how long the turn may take, in milliseconds
   */
  turn<Result>(
    user: object,
    settle: (exchange: Exchange) => Promise<void>,
    task: (exchange: Exchange) => Promise<Result>,
    { signal, longest }: { signal?: AbortSignal | undefined; longest?: number } = {},
  ): Promise<Result> {
    const result = this.turns.then(async () => {
      signal?.throwIfAborted();
      const worker = await this.start();
      const stop = (): void => this.stopNow(signal?.reason);
      signal?.addEventListener('abort', stop);
      const timer =
        longest === undefined
          ? undefined
          : setTimeout(
              () => this.stopNow(new SqlError('57014', 'canceling statement due to statement timeout')),
              longest,
            );
      try {
        const exchange: Exchange = (request) => this.exchange(worker, request);
        if (this.lastUser !== user) {
          this.lastUser = undefined;
          await settle(exchange);
          this.lastUser = user;
        }
        return await task(exchange);
      } finally {
        signal?.removeEventListener('abort', stop);
        clearTimeout(timer);
      }
    });
    this.turns = result.catch(() => {});
    return result;
  }

  /** Has a user's settings be sent again before its next turn. */
  unsettle(user: object): void {
    if (this.lastUser === user) this.lastUser = undefined;
  }

  /** Starts it where it isn't running; throws where it can't. */
  start(): Promise<Worker> {
    this.worker ??= this.launch().catch((error) => {
      this.worker = undefined;
      throw error;
    });
    return this.worker;
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.running = undefined;
    await worker?.then((running) => running.terminate()).catch(() => {});
  }

  private async launch(): Promise<Worker> {
    const workerData = { files: await newFiles(), setup: this.setup, pglite };
    const worker = new Worker(threadSource, { eval: true, workerData });
    // It is stopped with the server, and keeps no process alive that wants to end.
    worker.unref();
    await once(worker, 'message');
    this.running = worker;
    // Whoever waits for it hears of its end, too; where nobody does, the next turn starts another.
    const forget = (): void => this.forget(worker);
    worker.on('error', forget).on('exit', forget);
    return worker;
  }

  private exchange(worker: Worker, request: Uint8Array): Promise<Uint8Array> {
    return new Promise((answer, fail) => {
      const settle =
        <Value>(done: (value: Value) => void) =>
        (value: Value): void => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
          this.interrupt = undefined;
          done(value);
        };
      const onMessage = settle(answer);
      const onError = settle((error: Error) => fail(error));
      const onExit = settle(() => fail(new SqlError('57P02', 'Postgres ended while it ran the statement')));
      this.interrupt = settle(fail);
      worker.once('message', onMessage).once('error', onError).once('exit', onExit);
      worker.postMessage(request);
    });
  }

  private forget(worker: Worker): void {
    if (this.running !== worker) return;
    this.lastUser = undefined;
    this.worker = undefined;
  }

  private stopNow(reason: Error): void {
    this.lastUser = undefined;
    void this.stop();
    this.interrupt?.(reason);
  }
}
