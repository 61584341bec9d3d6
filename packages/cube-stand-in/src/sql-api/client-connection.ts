import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { bounds, tooMany } from './bounds.ts';
import {
  BodyReader,
  bindComplete,
  closeComplete,
  commandComplete,
  emptyQuery,
  errorResponse,
  int32,
  type Message,
  message,
  noData,
  parameterDescription,
  parameterStatus,
  parseComplete,
  portalSuspended,
  readyForQuery,
  rowDescription,
} from './messages.ts';
import { parsed } from './parser.ts';
import { RowReader } from './rows.ts';
import { SqlError } from './sql-error.ts';
import { isUtf8, type Outcome, onlyUtf8, type Prepared, type Session, type Values } from './sql-session.ts';

/** What a client begins with. */
export type StartUp =
  | { kind: 'session'; parameters: Map<string, string> }
  | { kind: 'cancel'; process: number; secret: number };

/** A statement bound to values, and what isn't sent yet of its result. */
interface Portal {
  prepared: Prepared;
  values: Values;
  result?: { outcome: Outcome; reader: RowReader };
}

const codes = { ssl: 80877103, gss: 80877104, cancel: 80877102 };
const version3 = 3;

/** A longer message than anybody sends who isn't signed in. */
const longestStartUp = 10_000;

/** As much as is given to the socket at once. */
const chunkSize = 256 * 1024;

/** A client's connection, in the version 3 of Postgres' protocol. */
export class Connection {
  private chunks: AsyncIterator<Buffer>;
  private pending: Buffer = Buffer.alloc(0);
  private readonly portals = new Map<string, Portal>();
  private isSkipping = false;
  /** Whether the client waits for an answer. */
  private isBusy = false;
  private isEnding = false;

  /** @param secure what it is encrypted with, where it can be; then a session must be */
  constructor(
    private socket: Socket,
    private readonly secure?: SecureContext,
  ) {
    this.chunks = chunksOf(socket);
  }

  /**
   * Reads what the client begins with; nothing where it leaves. Encryption, if it asks for it, begins here.
   *
   * @throws {SqlError} for what begins otherwise, or without the encryption that there is
   */
  async startUp(): Promise<StartUp | undefined> {
    for (;;) {
      const head = await this.take(4);
      const length = head?.readInt32BE(0) ?? 0;
      if (!head || length < 8 || length > longestStartUp) return undefined;
      const body = await this.take(length - 4);
      if (!body) return undefined;
      const reader = new BodyReader(body);
      const code = reader.int32();
      if (code === codes.ssl && this.secure && !(this.socket instanceof TLSSocket)) {
        await this.encrypt(this.secure);
      } else if (code === codes.ssl || code === codes.gss) {
        await this.send(Buffer.from('N'));
      } else if (code === codes.cancel) {
        return { kind: 'cancel', process: reader.int32(), secret: reader.int32() };
      } else if (code >> 16 === version3) {
        if (this.secure && !(this.socket instanceof TLSSocket)) {
          throw new SqlError('28000', 'the connection is not encrypted', 'Connect with sslmode=require.');
        }
        const parameters = new Map<string, string>();
        for (let name = reader.text(); name !== ''; name = reader.text()) parameters.set(name, reader.text());
        if ((code & 0xffff) > 0) await this.negotiate(parameters);
        return { kind: 'session', parameters };
      } else {
        throw new SqlError(
          '0A000',
          `unsupported frontend protocol ${code >> 16}.${code & 0xffff}: server supports 3.0`,
        );
      }
    }
  }

  /** Asks for the password; nothing where the client leaves. */
  async password(): Promise<string | undefined> {
    await this.send(message('R', int32(3)));
    const answer = await this.next(longestStartUp);
    return answer?.type === 'p' ? new BodyReader(answer.body).text() : undefined;
  }

  /** Tells the client that it is signed in. */
  async welcome(statuses: [name: string, setting: string][], process: number, secret: number): Promise<void> {
    await this.send(
      message('R', int32(0)),
      ...statuses.map(([name, setting]) => parameterStatus(name, setting)),
      message('K', int32(process), int32(secret)),
      readyForQuery('I'),
    );
  }

  /** Answers the client until it leaves. */
  async serve(session: Session): Promise<void> {
    for (let asked = await this.next(bounds.message); asked; asked = await this.next(bounds.message)) {
      if (asked.type === 'X') return;
      if (this.isSkipping && asked.type !== 'S') continue;
      this.isBusy = true;
      try {
        await this.answer(asked, session);
      } catch (error) {
        session.fail();
        await this.refuse(error);
        // These are answered without a Sync.
        if ('QF'.includes(asked.type)) await this.send(readyForQuery(session.status));
        else this.isSkipping = asked.type !== 'S';
      } finally {
        session.rest();
      }
      // A portal ends with its transaction, and is of no use in one that has failed.
      if ('QS'.includes(asked.type) && session.status !== 'T') await this.closePortals(this.portals.keys());
      if ('QFS'.includes(asked.type)) this.isBusy = false;
      if (this.isEnding && !this.isBusy) throw shuttingDown();
    }
  }

  /** Ends the connection because the server ends: at once, or when the client has its answer. */
  shutDown(): void {
    this.isEnding = true;
    if (!this.isBusy) void this.refuse(shuttingDown(), 'FATAL').then(() => this.end());
  }

  end(): void {
    this.socket.end();
  }

  /** Lets go of whatever is still being read. */
  close(): Promise<void> {
    return this.closePortals(this.portals.keys());
  }

  /** Tells the client what is wrong. */
  async refuse(error: unknown, severity = 'ERROR'): Promise<void> {
    const { code, message, hint, position } = told(error);
    await this.send(errorResponse({ C: code, M: message, H: hint, P: position?.toString() }, severity));
  }

  private async answer({ type, body }: Message, session: Session): Promise<void> {
    const reader = new BodyReader(body);
    switch (type) {
      case 'Q':
        return this.query(reader.text(), session);
      case 'P':
        return this.parse(reader, session);
      case 'B':
        return this.bind(reader, session);
      case 'D':
        return this.describe(reader, session);
      case 'E':
        return this.execute(reader, session);
      case 'C': {
        const isStatement = reader.letter() === 'S';
        const name = reader.text();
        if (isStatement) session.statements.delete(name);
        else await this.closePortals([name]);
        return this.send(closeComplete());
      }
      case 'S':
        this.isSkipping = false;
        return this.send(readyForQuery(session.status));
      case 'H':
        return;
      // What is left of a COPY that was refused.
      case 'd':
      case 'c':
      case 'f':
        return;
      case 'F':
        throw new SqlError('0A000', 'function calls outside of a statement are not supported');
      default:
        throw new SqlError('08P01', `invalid frontend message type ${type.charCodeAt(0)}`);
    }
  }

  private async query(sql: string, session: Session): Promise<void> {
    const statements = await parsed(sql);
    await this.closePortals(['']);
    if (statements.length === 0) await this.send(emptyQuery());
    for (const statement of statements) {
      const prepared = await session.prepare(statement, []);
      if (prepared.parameterTypes.length > 0) throw new SqlError('42P02', 'there is no parameter $1');
      const outcome = await session.run(prepared);
      const reader = new RowReader(outcome.rows);
      try {
        if (outcome.columns && !outcome.copy) await this.send(rowDescription(outcome.columns));
        await this.sendEnd(outcome, await this.sendRows(outcome, reader));
      } finally {
        await reader.close();
      }
      session.rest();
    }
    await this.send(readyForQuery(session.status));
  }

  private async parse(reader: BodyReader, session: Session): Promise<void> {
    const name = reader.text();
    const [statement, ...others] = await parsed(reader.text());
    const types = reader.list(() => reader.int32());
    if (others.length > 0)
      throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
    if (name !== '' && session.statements.has(name)) {
      throw new SqlError('42P05', `prepared statement "${name}" already exists`);
    }
    session.keep(name, await session.prepare(statement, types));
    await this.send(parseComplete());
  }

  private async bind(reader: BodyReader, session: Session): Promise<void> {
    const portal = reader.text();
    const prepared = statementNamed(reader.text(), session);
    const formats = reader.list(() => reader.int16());
    const values = reader.list(() => reader.value());
    const resultFormats = reader.list(() => reader.int16());
    const wanted = prepared.parameterTypes.length;
    if (values.length !== wanted) {
      throw new SqlError(
        '08P01',
        `bind message supplies ${values.length} parameters, but the statement requires ${wanted}`,
      );
    }
    await this.closePortals([portal]);
    if (this.portals.size >= bounds.portals) throw tooMany('portals', bounds.portals);
    this.portals.set(portal, { prepared, values: { values, formats, resultFormats } });
    await this.send(bindComplete());
  }

  private async describe(reader: BodyReader, session: Session): Promise<void> {
    if (reader.letter() === 'S') {
      const { parameterTypes, columns } = statementNamed(reader.text(), session);
      await this.send(parameterDescription(parameterTypes), columns ? rowDescription(columns) : noData());
      return;
    }
    const name = reader.text();
    const cursor = session.cursors.get(name);
    if (cursor && !this.portals.has(name)) return this.send(rowDescription(cursor.columns));
    const { prepared, values } = this.portalNamed(name);
    await this.send(prepared.columns ? rowDescription(prepared.columns, values.resultFormats) : noData());
  }

  private async execute(reader: BodyReader, session: Session): Promise<void> {
    const portal = this.portalNamed(reader.text());
    const most = reader.int32();
    if (!portal.result) {
      const outcome = await session.run(portal.prepared, { ...portal.values, isInParts: most > 0 });
      portal.result = { outcome, reader: new RowReader(outcome.rows) };
    }
    const { outcome, reader: rows } = portal.result;
    if (!portal.prepared.statement) return this.send(emptyQuery());
    // A COPY knows no parts. Of the others Postgres looks for no more rows either, where it has as many as it is asked.
    const count = await this.sendRows(outcome, rows, most > 0 && !outcome.copy ? most : undefined);
    if (outcome.columns && !outcome.copy && most > 0 && count === most) return this.send(portalSuspended());
    await this.sendEnd(outcome, count);
  }

  private async closePortals(names: Iterable<string>): Promise<void> {
    for (const name of [...names]) {
      const { result } = this.portals.get(name) ?? {};
      this.portals.delete(name);
      await result?.reader.close();
    }
  }

  private portalNamed(name: string): Portal {
    const portal = this.portals.get(name);
    if (!portal) throw new SqlError('34000', `portal "${name}" does not exist`);
    return portal;
  }

  /** Sends so many rows, or all, and returns how many there were. */
  private async sendRows({ notices, copy }: Outcome, rows: RowReader, most?: number): Promise<number> {
    await this.send(...notices.splice(0), ...(copy?.start ?? []));
    let count = 0;
    let chunk: Buffer[] = [];
    let size = 0;
    for await (const batch of rows.take(most)) {
      if (this.socket.destroyed) break;
      for (const row of batch) {
        chunk.push(row);
        size += row.length;
        if (size < chunkSize) continue;
        await this.send(...chunk);
        chunk = [];
        size = 0;
      }
      count += batch.length;
    }
    await this.send(...chunk, ...(copy?.end ?? []));
    return count;
  }

  private async sendEnd({ tag, columns, changed }: Outcome, count: number): Promise<void> {
    const isCounted = columns !== undefined && ['SELECT', 'FETCH', 'COPY'].includes(tag);
    await this.send(
      ...changed.map(([name, setting]) => parameterStatus(name, setting)),
      commandComplete(isCounted ? `${tag} ${count}` : tag),
    );
  }

  /** Of the protocol's later versions this has none, and of their options none either. */
  private async negotiate(parameters: Map<string, string>): Promise<void> {
    const options = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
    await this.send(message('v', int32(version3 << 16), int32(options.length), ...options));
  }

  private async encrypt(secureContext: SecureContext): Promise<void> {
    // What came before the encryption was somebody else's, if there is anything.
    if (this.pending.length > 0) throw new SqlError('08P01', 'received unencrypted data after SSL request');
    await this.chunks.return?.();
    await this.send(Buffer.from('S'));
    this.socket = new TLSSocket(this.socket, { isServer: true, secureContext });
    this.socket.on('error', () => {});
    this.chunks = chunksOf(this.socket);
  }

  private async next(longest: number): Promise<Message | undefined> {
    const head = await this.take(5);
    if (!head) return undefined;
    const length = head.readInt32BE(1);
    if (length < 4 || length > longest) throw new SqlError('08P01', 'invalid message length');
    const body = await this.take(length - 4);
    return body && { type: String.fromCharCode(head[0] as number), body, bytes: Buffer.concat([head, body]) };
  }

  /** The next bytes from the client; nothing where it leaves before. */
  private async take(length: number): Promise<Buffer | undefined> {
    const parts = [this.pending];
    for (let size = this.pending.length; size < length; ) {
      const { value, done } = await this.chunks.next();
      if (done) return undefined;
      parts.push(value);
      size += value.length;
    }
    const all = parts.length === 1 ? this.pending : Buffer.concat(parts);
    this.pending = all.subarray(length);
    return all.subarray(0, length);
  }

  private async send(...messages: Buffer[]): Promise<void> {
    if (messages.length === 0 || this.socket.destroyed) return;
    if (this.socket.write(Buffer.concat(messages))) return;
    // A client that reads slowly holds its own result up, and not the memory of the others.
    await new Promise<void>((done) => {
      const end = (): void => {
        this.socket.off('drain', end).off('close', end);
        done();
      };
      this.socket.once('drain', end).once('close', end);
    });
  }
}

/** Leaves the socket open where it is returned. */
const chunksOf = (socket: Socket): AsyncIterator<Buffer> =>
  socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;

const shuttingDown = (): SqlError =>
  new SqlError('57P01', 'terminating connection due to administrator command');

/** An error as the client is told of it. */
function told(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RangeError)) return new SqlError('XX000', text);
  return /call stack/.test(text)
    ? new SqlError('54001', 'the statement is nested too deeply')
    : new SqlError('08P01', text);
}

function statementNamed(name: string, session: Session): Prepared {
  const prepared = session.statements.get(name);
  if (!prepared) throw new SqlError('26000', `prepared statement "${name}" does not exist`);
  return prepared;
}

/** The settings that a client starts with, by its start-up parameters. */
export function startSettings(parameters: Map<string, string>): Map<string, string> {
  const encoding = parameters.get('client_encoding') ?? '';
  if (!isUtf8(encoding)) throw onlyUtf8();
  const settings = [...parameters].filter(
    ([name]) =>
      !['user', 'database', 'replication', 'options', 'client_encoding'].includes(name) &&
      !name.startsWith('_pq_.'),
  );
  const options = [...(parameters.get('options') ?? '').matchAll(/(?:-c\s*|--)([\w.-]+)=((?:\\.|\S)*)/g)].map(
    ([, name = '', setting = '']): [string, string] => [
      name.replaceAll('-', '_'),
      setting.replace(/\\(.)/g, '$1'),
    ],
  );
  return new Map([...settings, ...options]);
}
