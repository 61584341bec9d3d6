/** What a client gets in the place of an answer: Postgres' ErrorResponse. */
export class SqlError extends Error {
  override readonly name = 'SqlError';

  /**
   * @param code the SQLSTATE, five characters
   * @param message one sentence, which names what it is about
   * @param hint what to do instead
   * @param position where in the statement, in characters from 1
   */
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
    readonly position?: number,
  ) {
    super(message);
  }
}

/** What the SQL API can't answer exactly, and therefore doesn't. */
export const refusal = (message: string, hint?: string): SqlError => new SqlError('0A000', message, hint);
