/**
 * The rows of a result: DataRow messages, in batches as they come. They are read once, and no faster than the client
 * takes them. What they hold open is opened by the first `next`, or let go by `return` even where there was none.
 */
export type Rows = AsyncIterable<Buffer[]>;

/** Rows that are there already. */
export async function* rowsIn(rows: Buffer[]): AsyncGenerator<Buffer[]> {
  if (rows.length > 0) yield rows;
}

/** The same rows with something done at each batch; who lets go of them lets go of those. */
export function through(
  rows: Rows,
  next: (batches: AsyncIterator<Buffer[]>) => Promise<IteratorResult<Buffer[]>>,
): Rows {
  const batches = rows[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => next(batches),
      return: async () => {
        await batches.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** Reads rows a part at a time. */
export class RowReader {
  private readonly batches: AsyncIterator<Buffer[]>;
  private batch: Buffer[] = [];
  private place = 0;

  constructor(rows: Rows) {
    this.batches = rows[Symbol.asyncIterator]();
  }

  /** Up to so many rows, in batches: fewer only where there are no more. */
  async *take(most = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer[]> {
    for (let left = most; left > 0; ) {
      if (this.place === this.batch.length) {
        const { value, done } = await this.batches.next();
        if (done) return;
        this.batch = value;
        this.place = 0;
      }
      const part = this.batch.slice(this.place, this.place + left);
      this.place += part.length;
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }

  /** Lets go of what isn't read. */
  async close(): Promise<void> {
    this.batch = [];
    this.place = 0;
    await this.batches.return?.();
  }
}
