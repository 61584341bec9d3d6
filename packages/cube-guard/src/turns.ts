import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets one after the other work, and the process answer whoever else asks between them. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Waits for a turn of the event loop that nobody else has taken. */
  take(): Promise<unknown> {
    this.last = this.last.then(() => nextTurn());
    return this.last;
  }
}
