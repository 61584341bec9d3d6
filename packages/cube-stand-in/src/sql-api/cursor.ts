import type { Column } from './messages.ts';
import { RowReader, type Rows } from './rows.ts';
import { refusal, SqlError } from './sql-error.ts';

/** As many rows as FETCH ALL asks for, and more than there are. */
const all = 2 ** 31;

/** The size of the rows that are kept for whom goes backward, in bytes. */
const mostKept = 8 * 1024 * 1024;

/** A cursor's rows, and where it is: before the first, on one of them, or after the last. */
export class Cursor {
  private readonly reader: RowReader;
  private position = 0;
  /** The rows that were passed; nothing where they are too many, or nobody may go back to them. */
  private passed: Buffer[] | undefined;
  private passedSize = 0;
  private passedCount = 0;

  /**
   * @param isHeld whether it outlives its transaction
   * @param mayScroll whether it may go backward
   */
  constructor(
    readonly columns: Column[],
    rows: Rows,
    readonly isHeld: boolean,
    private readonly mayScroll = true,
  ) {
    this.reader = new RowReader(rows);
    this.passed = mayScroll ? [] : undefined;
  }

  /**
   * Moves it, and returns the rows that it passes.
   *
   * @param direction as the syntax tree names it, e.g. `FETCH_FORWARD`
   * @param many rows, or the place in FETCH ABSOLUTE and RELATIVE; less than 0 turns the direction
   * @throws {SqlError} where it would go back to rows that aren't kept
   */
  async *fetch(direction: string, many: number): Rows & AsyncGenerator<Buffer[]> {
    if (direction === 'FETCH_ABSOLUTE' || direction === 'FETCH_RELATIVE' || many === 0) {
      yield* this.moveTo(direction === 'FETCH_ABSOLUTE' ? await this.place(many) : this.position + many);
      return;
    }
    const count = Math.abs(many) >= all ? Number.POSITIVE_INFINITY : Math.abs(many);
    if ((direction === 'FETCH_BACKWARD') === many < 0) {
      yield* this.forward(count);
      return;
    }
    const before = this.kept().slice(0, Math.max(0, this.position - 1));
    this.position = Math.max(0, this.position - count);
    yield before.slice(Math.max(0, before.length - count)).reverse();
  }

  close(): Promise<void> {
    this.passed = undefined;
    return this.reader.close();
  }

  /** The place that ABSOLUTE names, which counts from the end where it is less than 0. */
  private async place(many: number): Promise<number> {
    if (many >= 0) return many;
    this.kept();
    for await (const _ of this.forward(Number.POSITIVE_INFINITY));
    return this.position + many;
  }

  private async *moveTo(place: number): AsyncGenerator<Buffer[]> {
    if (place > this.position) {
      for await (const _ of this.forward(place - this.position - 1));
      yield* this.forward(1);
      return;
    }
    this.position = Math.max(0, place);
    const row = this.kept()[this.position - 1];
    if (row) yield [row];
  }

  private async *forward(count: number): AsyncGenerator<Buffer[]> {
    const goal = this.position + count;
    const again = this.passed?.slice(this.position, goal) ?? [];
    this.position += again.length;
    if (again.length > 0) yield again;
    while (this.position < goal) {
      const { value: batch } = await this.reader.take(goal - this.position).next();
      if (!batch) break;
      this.position += batch.length;
      this.keep(batch);
      yield batch;
    }
    if (this.position < goal) this.position = this.passedCount + 1;
  }

  private keep(batch: Buffer[]): void {
    this.passedCount += batch.length;
    this.passedSize += batch.reduce((size, { length }) => size + length, 0);
    if (this.passedSize > mostKept) this.passed = undefined;
    else for (const row of batch) this.passed?.push(row);
  }

  private kept(): Buffer[] {
    if (this.passed) return this.passed;
    if (!this.mayScroll) {
      throw new SqlError('55000', 'cursor can only scan forward', 'Declare it with SCROLL option.');
    }
    throw refusal(
      `a cursor that goes back after more than ${mostKept / 1024 / 1024} MB of rows`,
      'Read it forward, or ask for less.',
    );
  }
}

/** A session's cursors by their names. */
export class Cursors extends Map<string, Cursor> {
  /** Closes those of some names. */
  close(names: Iterable<string>): void {
    for (const name of [...names]) {
      // What it was reading may fail as it ends, which is nobody's news.
      this.get(name)
        ?.close()
        .catch(() => {});
      this.delete(name);
    }
  }
}
