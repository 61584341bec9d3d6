import { rowLimit } from './cube.ts';
import {
  type Column,
  columnsIn,
  int32,
  type Message,
  message,
  messagesIn,
  responseFields,
  rowValues,
} from './messages.ts';
import type { Exchange } from './postgres.ts';
import { refusal, SqlError } from './sql-error.ts';

/** Runs the portal, and stops after so many rows; 0 is for all of them. */
export const executeAtMost = (rows: number): Buffer => message('E', '', int32(rows));

/** Sends a query whose rows are few, and returns them. */
export async function run(
  exchange: Exchange,
  sql: string,
  isAsWritten = false,
): Promise<(string | null)[][]> {
  const answer = [...messagesIn(await exchange(message('Q', sql)))];
  throwError(answer, isAsWritten);
  return answer.filter(({ type }) => type === 'D').map(({ body }) => rowValues(body));
}

export async function exchangeRows(
  exchange: Exchange,
  request: Buffer,
  isAsWritten: boolean,
): Promise<{ columns: Column[]; rows: Buffer[]; notices: Buffer[] }> {
  const answer = [...messagesIn(await exchange(request))];
  throwError(answer, isAsWritten);
  if (answer.some(({ type }) => type === 's')) {
    throw new SqlError(
      '54000',
      `the result has more than ${rowLimit()} rows (CUBEJS_DB_QUERY_LIMIT)`,
      'Add a LIMIT.',
    );
  }
  const ofType = (letter: string): Message[] => answer.filter(({ type }) => type === letter);
  const description = ofType('T')[0]?.body;
  return {
    columns: description ? columnsIn(description) : [],
    rows: ofType('D').map(({ bytes }) => bytes),
    notices: ofType('N').map(({ bytes }) => bytes),
  };
}

/** @param isAsWritten whether the statement is the client's own, and places in it are the client's */
export function throwError(answer: Message[], isAsWritten: boolean): void {
  const error = answer.find(({ type }) => type === 'E');
  if (!error) return;
  const { C: code = 'XX000', M: text = '', H: hint, P: position } = responseFields(error.body);
  if (code === 'CUBE1') {
    throw refusal(
      'a measure is read for groups that Cube was not asked for: its groups are the dimensions that the statement reads, and several of them, or none, come together in one here',
      'GROUP BY the same dimensions and date_trunc(…) that the statement reads, and filter by =, IN, BETWEEN, <, > or IS NULL.',
    );
  }
  throw new SqlError(code, text, hint, isAsWritten && position ? Number(position) : undefined);
}
