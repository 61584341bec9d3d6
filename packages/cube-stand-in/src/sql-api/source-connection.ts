import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { int32, type Message, message, messagesIn, parse, responseFields, sync } from './messages.ts';
import { SqlError } from './sql-error.ts';

/** What is used here of a client of pg: it signs in, and then the protocol is spoken here, so that rows stay bytes. */
interface SignedIn {
  connection: { stream: Socket };
  processID: number;
  secretKey: number;
}

/** How long the database has to take a connection, in milliseconds. */
const patience = 15_000;

/** A connection to the source database that only reads. */
export class SourceConnection {
  private readonly chunks: AsyncIterator<Buffer>;
  private pending: Buffer = Buffer.alloc(0);
  /** Whether it can be used again. */
  isSound = true;
  /** Whether all that was asked is answered, and read. */
  isRead = true;

  private constructor(
    private readonly socket: Socket,
    private readonly cancelKey: Buffer,
  ) {
    this.chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  /** @throws {SqlError} where the database can't be reached */
  static async open(settings: pg.ClientConfig): Promise<SourceConnection> {
    const client = new pg.Client({
      ...settings,
      connectionTimeoutMillis: patience,
      application_name: 'cube sql api',
    });
    client.on('error', () => {});
    await client.connect().catch((error: Error) => {
      client.end().catch(() => {});
      throw new SqlError('08001', `the source database can't be reached: ${error.message}`);
    });
    const { connection, processID, secretKey } = client as unknown as SignedIn;
    const { stream } = connection;
    stream
      .removeAllListeners('data')
      .removeAllListeners('error')
      .removeAllListeners('end')
      .removeAllListeners('close');
    const opened = new SourceConnection(
      stream,
      Buffer.concat([int32(16), int32(80877102), int32(processID), int32(secretKey)]),
    );
    stream.on('error', () => opened.close()).on('close', () => opened.close());
    stream.resume();
    return opened;
  }

  /**
   * Sends messages that end with a Sync or are a query, and reads up to the end of the answer.
   *
   * @throws {SqlError} with the database's own reason
   */
  async exchange(request: Buffer): Promise<Message[]> {
    this.socket.write(request);
    const answer: Message[] = [];
    for await (const part of this.read()) {
      answer.push(...part);
      if (part.at(-1)?.type === 'Z') break;
    }
    const error = answer.find(({ type }) => type === 'E');
    if (error) throw sourceError(error);
    return answer;
  }

  send(request: Buffer): void {
    this.socket.write(request);
  }

  /** The messages of an answer, in batches as they come, no faster than they are taken. */
  async *read(): AsyncGenerator<Message[]> {
    for (;;) {
      const { value, done } = await this.chunks.next();
      if (done) {
        this.close();
        throw new SqlError('08006', 'the source database has ended the connection');
      }
      this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, value]) : value;
      const whole = wholeMessages(this.pending);
      if (whole === 0) continue;
      const messages = [...messagesIn(this.pending.subarray(0, whole))];
      this.pending = this.pending.subarray(whole);
      yield messages;
    }
  }

  /** Has the database stop what it does for this connection, which is of no use afterwards. */
  async cancel(): Promise<void> {
    const { remoteAddress, remotePort } = this.socket;
    this.close();
    if (!remoteAddress || !remotePort) return;
    const socket = connect(remotePort, remoteAddress);
    socket.on('error', () => {});
    socket.end(this.cancelKey);
    socket.setTimeout(patience, () => socket.destroy());
    await once(socket, 'close').catch(() => {});
  }

  close(): void {
    this.isSound = false;
    this.socket.destroy();
  }
}

/** The size of the whole messages at the beginning of a buffer. */
function wholeMessages(buffer: Buffer): number {
  let end = 0;
  while (end + 5 <= buffer.length) {
    const next = end + 1 + buffer.readInt32BE(end + 1);
    if (next > buffer.length) break;
    end = next;
  }
  return end;
}

/** Classes of errors that are about a statement's values, or the server's state, and name nothing of the source. */
const told = ['22', '53', '54', '57', '40', '08'];

/** What the source database says is wrong. That a statement can't be run as it was translated, is nobody's table's affair. */
export function sourceError({ body }: Message): SqlError {
  const { C: code = 'XX000', M: text = '' } = responseFields(body);
  if (told.includes(code.slice(0, 2))) return new SqlError(code, text);
  if (code === '25006') return new SqlError(code, text);
  return new SqlError(
    code.startsWith('42') ? '0A000' : code,
    `the source database can't run the statement (${code}: ${text.replace(/"[^"]*"/g, '"…"')})`,
    code.startsWith('42')
      ? 'Its Postgres may be an older one, or the role that Cube reads with may not read a table.'
      : undefined,
  );
}

export const simpleQuery = (sql: string): Buffer => message('Q', sql);
export const described = (sql: string): Buffer =>
  Buffer.concat([parse(sql), message('D', Buffer.from('S'), ''), sync()]);
