import type { Column } from './messages.ts';

/** As many rows as FETCH ALL asks for, and more than there are. */
const all = 2 ** 31;

/** The rows of a cursor, and where it is: before the first, on one of them, or after the last. */
export class Cursor {
  private position = 0;

  /**
   * @param rows DataRow messages
   * @param isHeld whether it outlives its transaction
   */
  constructor(
    readonly columns: Column[],
    private readonly rows: Buffer[],
    readonly isHeld: boolean,
  ) {}

  /**
   * Moves it, and returns the rows that it passed.
   *
   * @param direction as the syntax tree names it, e.g. `FETCH_FORWARD`
   * @param many rows, or the place in FETCH ABSOLUTE and RELATIVE; less than 0 turns the direction
   */
  fetch(direction: string, many: number): Buffer[] {
    const from = this.position;
    if (direction === 'FETCH_ABSOLUTE' || direction === 'FETCH_RELATIVE' || many === 0) {
      const start = direction !== 'FETCH_ABSOLUTE' ? from : many < 0 ? this.rows.length + 1 : 0;
      this.moveTo(start + many);
      return this.position === 0 ? [] : this.rows.slice(this.position - 1, this.position);
    }
    const count = Math.abs(many) >= all ? this.rows.length + 1 : Math.abs(many);
    const isBackward = (direction === 'FETCH_BACKWARD') !== many < 0;
    this.moveTo(isBackward ? from - count : from + count);
    return isBackward
      ? this.rows.slice(Math.max(0, from - count - 1), Math.max(0, from - 1)).reverse()
      : this.rows.slice(from, from + count);
  }

  private moveTo(position: number): void {
    this.position = Math.max(0, Math.min(this.rows.length + 1, position));
  }
}
