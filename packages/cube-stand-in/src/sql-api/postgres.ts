import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { newFiles, pglite } from './postgres-files.ts';
import { SqlError } from './sql-error.ts';

/** Sends messages of the protocol to Postgres, and returns what it answers with. */
export type Exchange = (request: Uint8Array) => Promise<Uint8Array>;

/** How long a turn may take, in milliseconds. */
const longestTurn = 10_000;

/** How long somebody waits for a turn before a second Postgres is started, in milliseconds. */
const patience = 500;

/** As many at once: one, and another while a turn in the first takes long. */
const mostInstances = 2;

/** The size of an answer, in bytes. */
const largestAnswer = 64 * 1024 * 1024;

/** What a Postgres may use, in bytes. A new one uses some 150 MB. */
const mostMemory = 768 * 1024 * 1024;

/**
 * What a thread does: it starts a Postgres with the files of a new one, sets it up, says `ready` and answers messages
 * in the order they come; an answer that is too large is null. It is text, because a thread reads no TypeScript.
 *
 * PGlite's other ways to send messages keep what they have parsed.
 */
const threadSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { grow } = WebAssembly.Memory.prototype;
  // Postgres takes it for a machine without more memory.
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65536 > workerData.mostMemory) throw new RangeError('out of memory');
    return grow.call(this, pages);
  };
  const { PGlite } = require(workerData.pglite);
  (async () => {
    const postgres = await PGlite.create({ loadDataDir: new Blob([workerData.files]) });
    await postgres.exec(workerData.setup);
    parentPort.on('message', async (request) => {
      let parts = [];
      let size = 0;
      await postgres.execProtocolRawStream(request, {
        onRawData: (bytes) => {
          size += bytes.length;
          if (size <= workerData.largestAnswer) parts.push(bytes.slice());
          else parts = [];
        },
      });
      if (size > workerData.largestAnswer) return parentPort.postMessage(null);
      const answer = new Uint8Array(size);
      let place = 0;
      for (const part of parts) {
        answer.set(part, place);
        place += part.length;
      }
      parentPort.postMessage(answer, [answer.buffer]);
    });
    parentPort.postMessage('ready');
  })();
`;

/** A Postgres in a thread of this process. */
class Instance {
  /** Whose settings are in force. */
  user: object | undefined;
  /** Why it has ended. */
  private reason: Error | undefined;
  private interrupt: ((reason: Error) => void) | undefined;

  private constructor(
    private readonly worker: Worker,
    onEnd: (instance: Instance) => void,
  ) {
    const end = (error?: unknown): void => {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.end(
        isFull
          ? new SqlError('53200', 'out of memory')
          : new SqlError('57P02', 'Postgres ended while it ran the statement'),
      );
      onEnd(this);
    };
    worker.on('error', end).on('exit', end);
  }

  static async start(setup: string, onEnd: (instance: Instance) => void): Promise<Instance> {
    const workerData = { files: await newFiles(), setup, pglite, largestAnswer, mostMemory };
    const worker = new Worker(threadSource, {
      eval: true,
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    // It is stopped with the server, and keeps no process alive that wants to end.
    worker.unref();
    await once(worker, 'message');
    return new Instance(worker, onEnd);
  }

  exchange(request: Uint8Array): Promise<Uint8Array> {
    if (this.reason) throw this.reason;
    return new Promise((answer, fail) => {
      const onMessage = (bytes: Uint8Array | null): void => {
        this.interrupt = undefined;
        if (bytes) answer(bytes);
        else {
          fail(
            new SqlError(
              '54000',
              `the result has more than ${largestAnswer / 1024 / 1024} MB`,
              'Ask for fewer rows or columns.',
            ),
          );
        }
      };
      this.interrupt = (reason) => {
        this.worker.off('message', onMessage);
        this.interrupt = undefined;
        fail(reason);
      };
      this.worker.once('message', onMessage);
      this.worker.postMessage(request);
    });
  }

  /** Ends it, and whatever it is asked, with the reason. */
  stop(reason: Error): void {
    this.end(reason);
    void this.worker.terminate();
  }

  get isRunning(): boolean {
    return this.reason === undefined;
  }

  private end(reason: Error): void {
    this.reason ??= reason;
    this.interrupt?.(reason);
  }
}

interface Waiter {
  take(instance: Instance): void;
  fail(error: Error): void;
}

/**
 * A Postgres in this process, which its users take turns with; nothing in it outlives a turn but settings. Whoever
 * computes long has it alone: the others go on with another one.
 */
export class Postgres {
  private readonly instances = new Set<Instance>();
  private idle: Instance[] = [];
  private waiting: Waiter[] = [];
  private starting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param setup the SQL that it is set up with, whenever it is started */
  constructor(private readonly setup: string) {}

  /**
   * Gives the caller a turn. What others ask waits for its end.
   *
   * @param user whoever has settings of their own
   * @param settle sends those settings; called where somebody else had the turn before
   * @param signal ends the wait for the turn, and what runs in it
   * @throws {SqlError} where the turn takes too long
   */
  async turn<Result>(
    user: object,
    settle: (exchange: Exchange) => Promise<void>,
    task: (exchange: Exchange) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const instance = await this.acquire(signal);
    const stop = (): void => instance.stop(signal?.reason);
    signal?.addEventListener('abort', stop);
    const timer = setTimeout(
      () =>
        instance.stop(
          new SqlError(
            '57014',
            `canceling statement: it computes for more than ${longestTurn / 1000} seconds`,
            'Ask for less of what no view answers.',
          ),
        ),
      longestTurn,
    );
    try {
      const exchange: Exchange = (request) => instance.exchange(request);
      if (instance.user !== user) {
        instance.user = undefined;
        await settle(exchange);
        instance.user = user;
      }
      return await task(exchange);
    } finally {
      signal?.removeEventListener('abort', stop);
      clearTimeout(timer);
      this.release(instance);
    }
  }

  /** Has a user's settings be sent again before its next turn. */
  unsettle(user: object): void {
    for (const instance of this.instances) if (instance.user === user) instance.user = undefined;
  }

  /** Starts it where it isn't running; throws where it can't. */
  async start(): Promise<void> {
    if (this.running === 0) await this.launch();
  }

  async stop(): Promise<void> {
    await this.starting?.catch(() => {});
    clearTimeout(this.timer);
    const reason = new SqlError('57P01', 'terminating connection due to administrator command');
    for (const instance of this.instances) instance.stop(reason);
    for (const { fail } of this.waiting.splice(0)) fail(reason);
  }

  private get running(): number {
    return [...this.instances].filter(({ isRunning }) => isRunning).length;
  }

  private acquire(signal: AbortSignal | undefined): Promise<Instance> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = (): void => {
        this.waiting = this.waiting.filter((other) => other !== waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        take: (instance) => {
          signal?.removeEventListener('abort', leave);
          resolve(instance);
        },
        fail: reject,
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(waiter);
      this.distribute();
    });
  }

  private release(instance: Instance): void {
    if (instance.isRunning) this.idle.push(instance);
    this.distribute();
  }

  private distribute(): void {
    while (this.idle.length > 0) {
      const waiter = this.waiting.shift();
      if (!waiter) break;
      waiter.take(this.idle.pop() as Instance);
    }
    if (this.waiting.length === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      // One is enough again.
      while (this.idle.length > 1) this.idle.shift()?.stop(new Error('Nobody needs it.'));
    } else if (this.running === 0) {
      this.launch().catch(() => {});
    } else if (this.running < mostInstances) {
      this.timer ??= setTimeout(() => this.launch().catch(() => {}), patience);
    }
  }

  private launch(): Promise<void> {
    this.timer = undefined;
    this.starting ??= Instance.start(this.setup, (instance) => this.forget(instance))
      .then(
        (instance) => {
          this.instances.add(instance);
          this.idle.push(instance);
        },
        (error) => {
          if (this.running === 0) for (const { fail } of this.waiting.splice(0)) fail(error);
          throw error;
        },
      )
      .finally(() => {
        this.starting = undefined;
        this.distribute();
      });
    return this.starting;
  }

  private forget(instance: Instance): void {
    this.instances.delete(instance);
    this.idle = this.idle.filter((other) => other !== instance);
    this.distribute();
  }
}
