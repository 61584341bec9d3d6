/** One message of Postgres' protocol. */
export interface Message {
  /** Its letter. */
  type: string;
  body: Buffer;
  /** The whole of it, as it was or is to be sent. */
  bytes: Buffer;
}

/** The messages in a buffer that holds whole ones only. */
export function* messagesIn(bytes: Uint8Array): Generator<Message> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start < buffer.length; ) {
    const end = start + 1 + buffer.readInt32BE(start + 1);
    yield {
      type: String.fromCharCode(buffer[start] as number),
      body: buffer.subarray(start + 5, end),
      bytes: buffer.subarray(start, end),
    };
    start = end;
  }
}

/** A part of a message's body; a text gets the zero that ends it. */
type Part = string | Buffer;

/** A message of a letter and a body. */
export function message(type: string, ...parts: Part[]): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), lengthPrefixed(parts)]);
}

function lengthPrefixed(parts: Part[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  return Buffer.concat([int32(body.length + 4), body]);
}

export function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value & 0xffff);
  return buffer;
}

export function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

/** Reads the fields of a message's body, from its start to its end. */
export class BodyReader {
  private offset = 0;

  constructor(private readonly body: Buffer) {}

  /** A text that ends with a zero. */
  text(): string {
    const end = this.body.indexOf(0, this.offset);
    if (end === -1) throw new RangeError('A text without an end.');
    const text = this.body.toString('utf8', this.offset, end);
    this.offset = end + 1;
    return text;
  }

  int16(): number {
    this.offset += 2;
    return this.body.readInt16BE(this.offset - 2);
  }

  int32(): number {
    this.offset += 4;
    return this.body.readInt32BE(this.offset - 4);
  }

  bytes(length: number): Buffer {
    if (length < 0 || this.offset + length > this.body.length) throw new RangeError('A field past the end.');
    this.offset += length;
    return this.body.subarray(this.offset - length, this.offset);
  }

  letter(): string {
    return this.bytes(1).toString('latin1');
  }

  /** A list that its length leads, up to 65,535. */
  list<Item>(item: () => Item): Item[] {
    return Array.from({ length: this.int16() & 0xffff }, item);
  }

  /** A value that its length leads; null where the length is -1. */
  value(): Buffer | null {
    const length = this.int32();
    return length === -1 ? null : this.bytes(length);
  }
}

/** A value with its length before it. */
const value = (bytes: Buffer | null): Buffer =>
  bytes === null ? int32(-1) : Buffer.concat([int32(bytes.length), bytes]);

/** What a client asks of a portal or a statement: its kind, `S` or `P`, and its name. */
export const describe = (kind: 'S' | 'P', name = ''): Buffer => message('D', Buffer.from(kind), name);
export const parse = (sql: string, types: number[] = []): Buffer =>
  message('P', '', sql, int16(types.length), ...types.map(int32));
export const sync = (): Buffer => message('S');

/** Binds values to the unnamed statement; formats are 0 for text and 1 for binary. */
export const bind = (
  values: (Buffer | null)[] = [],
  formats: number[] = [],
  resultFormats: number[] = [],
): Buffer =>
  message(
    'B',
    '',
    '',
    int16(formats.length),
    ...formats.map(int16),
    int16(values.length),
    ...values.map(value),
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  );

export const commandComplete = (tag: string): Buffer => message('C', tag);
export const parameterStatus = (name: string, setting: string): Buffer => message('S', name, setting);
export const readyForQuery = (status: string): Buffer => message('Z', Buffer.from(status));
export const emptyQuery = (): Buffer => message('I');
export const parseComplete = (): Buffer => message('1');
export const bindComplete = (): Buffer => message('2');
export const closeComplete = (): Buffer => message('3');
export const noData = (): Buffer => message('n');
export const portalSuspended = (): Buffer => message('s');

/** The fields of an ErrorResponse, by their letters. */
export function errorResponse(fields: Record<string, string | undefined>, severity = 'ERROR'): Buffer {
  const parts = Object.entries({ S: severity, V: severity, ...fields }).flatMap(([letter, text]) =>
    text === undefined ? [] : [Buffer.from(letter), text],
  );
  return message('E', ...parts, Buffer.from([0]));
}

/** A warning, as a NoticeResponse. */
export const warning = (code: string, text: string): Buffer => {
  const notice = errorResponse({ C: code, M: text }, 'WARNING');
  notice.write('N');
  return notice;
};

/** Says that the rows of a COPY follow, in text or, with format 1, in binary. */
export const copyOutResponse = (format: 0 | 1, columns: number): Buffer =>
  message(
    'H',
    Buffer.from([format]),
    int16(columns),
    ...Array.from({ length: columns }, () => int16(format)),
  );
export const copyData = (bytes: Buffer): Buffer => message('d', bytes);
export const copyDone = (): Buffer => message('c');

/** The fields of an ErrorResponse or a NoticeResponse, by their letters. */
export function responseFields(body: Buffer): Record<string, string> {
  const reader = new BodyReader(body);
  const fields: Record<string, string> = {};
  for (let letter = reader.letter(); letter !== '\0'; letter = reader.letter())
    fields[letter] = reader.text();
  return fields;
}

/** A column of a RowDescription. */
export interface Column {
  name: string;
  type: number;
  /** Its description without the name and the format, which comes last. */
  rest: Buffer;
}

export function columnsIn(body: Buffer): Column[] {
  const reader = new BodyReader(body);
  return reader.list(() => {
    const name = reader.text();
    const rest = reader.bytes(16);
    reader.int16();
    return { name, type: rest.readInt32BE(6), rest };
  });
}

/**
 * A RowDescription.
 *
 * @param formats as a client gives them: none for text, one for all columns, or one for each
 */
export const rowDescription = (columns: readonly Column[], formats: readonly number[] = []): Buffer =>
  message(
    'T',
    int16(columns.length),
    ...columns.flatMap(({ name, rest }, index) => [
      name,
      rest,
      int16(formats[formats.length === 1 ? 0 : index] ?? 0),
    ]),
  );

/** The types of a statement's parameters, as a ParameterDescription. */
export const parameterDescription = (types: readonly number[]): Buffer =>
  message('t', int16(types.length), ...types.map(int32));

/** The values of a DataRow in text, as they are in the row. */
export function rowValues(body: Buffer): (string | null)[] {
  const reader = new BodyReader(body);
  return reader.list(() => reader.value()?.toString('utf8') ?? null);
}
