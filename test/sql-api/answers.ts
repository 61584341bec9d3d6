import BigNumber from 'bignumber.js';
import pg from 'pg';

/** What a client sends: a text with `values` as an extended query, else a simple one. */
export interface Statement {
  sql: string;
  values?: unknown[] | undefined;
  /** Types of the parameters by their OIDs, as a driver that knows them says. */
  parameterTypes?: number[] | undefined;
  /** Values in Postgres' binary form. */
  binary?: boolean;
}

/** Rows as lists of texts under the columns' names and types, or the error. */
export type Answer = { columns: string[]; rows: (string | null)[][] } | { code: string; message: string };

const { builtins } = pg.types;
/** Numbers to 12 digits, whatever type they are of: a rate by Cube has another scale than by hand. */
const number = (text: string): string => {
  const value = new BigNumber(text);
  return value.isFinite() ? value.precision(12).toFixed() : text;
};

/** The driver's own reader of binary numerics reads beyond their end. */
function numeric(bytes: Buffer): string {
  const [digits, weight, sign] = [bytes.readInt16BE(0), bytes.readInt16BE(2), bytes.readUInt16BE(4)];
  const special: Record<number, string> = { 49152: 'NaN', 53248: 'Infinity', 61440: '-Infinity' };
  const sum = Array.from({ length: digits }, (_, index) =>
    new BigNumber(10).pow(4 * (weight - index)).times(bytes.readInt16BE(8 + index * 2)),
  ).reduce((one, other) => one.plus(other), new BigNumber(0));
  return special[sign] ?? (sign === 0 ? sum : sum.negated()).toFixed();
}

const binaryNumbers: Record<number, (bytes: Buffer) => string> = {
  [builtins.INT2]: (bytes) => String(bytes.readInt16BE()),
  [builtins.INT4]: (bytes) => String(bytes.readInt32BE()),
  [builtins.INT8]: (bytes) => String(bytes.readBigInt64BE()),
  [builtins.FLOAT4]: (bytes) => String(bytes.readFloatBE()),
  [builtins.FLOAT8]: (bytes) => String(bytes.readDoubleBE()),
  [builtins.NUMERIC]: numeric,
};

const readBinary = (type: number, bytes: Buffer): string => {
  const read = binaryNumbers[type];
  return read ? number(read(bytes)) : bytes.toString('hex');
};

/** The values of each DataRow, which the driver reads as UTF-8 whatever they are. */
function* dataRows(bytes: Buffer): Generator<(Buffer | null)[]> {
  for (let place = 0; place < bytes.length; place += 1 + bytes.readInt32BE(place + 1)) {
    if (bytes[place] !== 'D'.charCodeAt(0)) continue;
    let at = place + 7;
    yield Array.from({ length: bytes.readInt16BE(place + 5) }, () => {
      const length = bytes.readInt32BE(at);
      at += 4 + Math.max(length, 0);
      return length < 0 ? null : bytes.subarray(at - length, at);
    });
  }
}

export async function ask(client: pg.Client, statement: Statement): Promise<Answer> {
  const { sql, values, parameterTypes = [], binary = false } = statement;
  const { stream } = (client as unknown as { connection: { stream: NodeJS.ReadableStream } }).connection;
  const chunks: Buffer[] = [];
  // The driver writes over the chunks that it has read.
  const keep = (chunk: Buffer): void => void chunks.push(Buffer.from(chunk));
  if (binary) stream.prependListener('data', keep);
  const text = (type: number) => (value: string) =>
    !binary && type in binaryNumbers ? number(value) : value;
  try {
    const { rows, fields } = await client.query<(string | null)[]>({
      text: sql,
      ...(values && { values: [...values] }),
      // The driver hands its reader of types on as the parameters' types.
      types: Object.assign([...parameterTypes], { getTypeParser: text }) as unknown as pg.CustomTypesConfig,
      ...{ binary, rowMode: 'array', queryMode: binary ? 'extended' : undefined },
    });
    const columns = fields.map(({ name, dataTypeID }) =>
      dataTypeID in binaryNumbers ? `${name} number` : `${name} ${dataTypeID}`,
    );
    if (!binary) return { columns, rows };
    const read = (value: Buffer | null, column: number): string | null =>
      value && readBinary(fields[column]?.dataTypeID ?? 0, value);
    return { columns, rows: [...dataRows(Buffer.concat(chunks))].map((row) => row.map(read)) };
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return { code: String(code), message };
  } finally {
    stream.removeListener('data', keep);
  }
}

/** The same rows in an order of their own, where the statement has none. */
export const inAnyOrder = (answer: Answer): Answer =>
  'rows' in answer
    ? {
        ...answer,
        rows: answer.rows
          .map((row): [string, (string | null)[]] => [JSON.stringify(row), row])
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([, row]) => row),
      }
    : answer;
