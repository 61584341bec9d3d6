import { PostgresDriver } from '@cubejs-backend/postgres-driver';
import type pg from 'pg';
import { bounds } from './bounds.ts';
import { literal } from './catalogue.ts';
import { rowLimit } from './cube.ts';
import { executeAtMost } from './exchanges.ts';
import { bind, type Column, columnsIn, describe, type Message, parse, sync } from './messages.ts';
import type { Rows } from './rows.ts';
import { described, SourceConnection, simpleQuery, sourceError } from './source-connection.ts';
import { SqlError } from './sql-error.ts';

/** The source database, by the variables of Cube that name it; of TLS, as Cube's own driver reads them. */
class SourceSettings extends PostgresDriver {
  get connection(): pg.ClientConfig {
    const { CUBEJS_DB_HOST: host, CUBEJS_DB_PORT: port, CUBEJS_DB_NAME: database, ...env } = process.env;
    return {
      ...(host && { host }),
      ...(port && { port: Number(port) }),
      ...(database && { database }),
      ...(env.CUBEJS_DB_USER && { user: env.CUBEJS_DB_USER }),
      ...(env.CUBEJS_DB_PASS && { password: env.CUBEJS_DB_PASS }),
      ssl: this.getSslOptions('default') ?? false,
    };
  }
}

/** What a statement is run with. */
export interface Run {
  /** Who asks. */
  person: string;
  /** Settings of the session that Postgres computes and writes by. */
  settings: ReadonlyMap<string, string>;
  resultFormats: number[];
  /** Whether it is read in parts, with pauses between. */
  isInParts: boolean;
  signal: AbortSignal;
}

/** The rows that are fetched at once where a result is read in parts. */
const part = 1000;

/** The database that Cube's model reads from, as the SQL API asks it by itself: in transactions that only read. */
export class SourceDatabase {
  private settings: pg.ClientConfig | undefined;
  private idle: SourceConnection[] = [];
  private open = 0;
  /** How many each person has. */
  private readonly held = new Map<string, number>();
  private readonly waiting: { person: string; take: () => void; leave: (reason: unknown) => void }[] = [];
  private readonly types = new Map<string, number[]>();

  /** The types of the columns of a SELECT. */
  async columnTypes(sql: string, person: string, signal: AbortSignal): Promise<number[]> {
    const known = this.types.get(sql);
    if (known) return known;
    const connection = await this.acquire(person, signal);
    try {
      const description = (await connection.exchange(described(sql))).find(({ type }) => type === 'T');
      const types = description ? columnsIn(description.body).map(({ type }) => type) : [];
      if (this.types.size >= 1000) this.types.clear();
      this.types.set(sql, types);
      return types;
    } finally {
      this.release(connection, person);
    }
  }

  /**
   * Runs a SELECT. The connection is its own until its rows are read, or let go of.
   *
   * @throws {SqlError} with the database's reason, or where it is more than a result may be
   */
  async run(sql: string, run: Run): Promise<{ columns: Column[]; rows: Rows }> {
    const connection = await this.acquire(run.person, run.signal);
    // Why it is of no use any more.
    let reason: unknown;
    const stop = (why: unknown): void => {
      reason = why;
      void connection.cancel();
    };
    const onAbort = (): void => stop(run.signal.reason);
    run.signal.addEventListener('abort', onAbort, { once: true });
    // A client that reads slowly, or not at all, doesn't hold a connection for ever.
    const timer = setTimeout(
      () => stop(new SqlError('57014', 'canceling statement: its result is not read', 'Close cursors.')),
      bounds.resultTime,
    );
    timer.unref();
    let isOver = false;
    const end = async (): Promise<void> => {
      if (isOver) return;
      isOver = true;
      run.signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
      await this.finish(connection, run.person);
    };
    try {
      await connection.exchange(simpleQuery(beginning(run.settings)));
      connection.send(
        Buffer.concat([
          parse(sql),
          bind([], [], run.resultFormats),
          describe('P'),
          executeAtMost(run.isInParts ? part : 0),
          ...(run.isInParts ? [flush] : [sync()]),
        ]),
      );
      const answer = dataRows(connection, run.isInParts);
      // The description comes first, or an error does.
      const { value: columns } = (await answer.next()) as { value: Column[] };
      const rows = counted(answer as AsyncGenerator<Buffer[]>);
      const over = async <Result>(read: Promise<Result>): Promise<Result> =>
        read.catch(async (error) => {
          await end();
          throw reason ?? error;
        });
      return {
        columns,
        rows: {
          [Symbol.asyncIterator]: () => ({
            next: async () => {
              const result = await over(rows.next());
              if (result.done) await end();
              return result;
            },
            // Nobody may have asked for a row.
            return: async () => {
              await end();
              return { done: true, value: undefined };
            },
          }),
        },
      };
    } catch (error) {
      await end();
      throw reason ?? error;
    }
  }

  async close(): Promise<void> {
    for (const connection of this.idle.splice(0)) connection.close();
    for (const { leave } of this.waiting.splice(0)) {
      leave(new SqlError('57P01', 'terminating connection due to administrator command'));
    }
  }

  private async finish(connection: SourceConnection, person: string): Promise<void> {
    // Whatever is left of an answer ends here.
    if (connection.isSound && !connection.isRead) await connection.cancel();
    if (connection.isSound)
      await connection.exchange(simpleQuery('ROLLBACK')).catch(() => connection.close());
    this.release(connection, person);
  }

  private async acquire(person: string, signal: AbortSignal): Promise<SourceConnection> {
    signal.throwIfAborted();
    while (!this.isFreeFor(person)) {
      await this.turn(person, signal);
      signal.throwIfAborted();
    }
    this.held.set(person, (this.held.get(person) ?? 0) + 1);
    const connection = this.idle.pop();
    if (connection?.isSound) return connection;
    if (!connection) this.open += 1;
    try {
      this.settings ??= sourceSettings();
      return await SourceConnection.open(this.settings);
    } catch (error) {
      this.open -= 1;
      this.letGo(person);
      throw error;
    }
  }

  /** Whether a person may have a connection, of which there are others left. */
  private isFreeFor(person: string): boolean {
    return (
      (this.held.get(person) ?? 0) < bounds.sourceConnectionsOfOne &&
      (this.idle.length > 0 || this.open < bounds.sourceConnections)
    );
  }

  /** Waits until a connection may be free. */
  private async turn(person: string, signal: AbortSignal): Promise<void> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(bounds.sourceWait)]);
    await new Promise<void>((take, leave) => {
      const waiter = { person, take, leave };
      this.waiting.push(waiter);
      limited.addEventListener('abort', () => {
        const place = this.waiting.indexOf(waiter);
        if (place >= 0) this.waiting.splice(place, 1);
        leave(
          signal.aborted
            ? signal.reason
            : new SqlError(
                '53300',
                `all ${bounds.sourceConnections} connections to the source database are in use, or the ${bounds.sourceConnectionsOfOne} that one user may have`,
                'Try again, and close cursors that are read.',
              ),
        );
      });
    });
  }

  private release(connection: SourceConnection, person: string): void {
    if (connection.isSound) this.idle.push(connection);
    else this.open -= 1;
    this.letGo(person);
  }

  private letGo(person: string): void {
    const others = (this.held.get(person) ?? 0) - 1;
    if (others > 0) this.held.set(person, others);
    else this.held.delete(person);
    const next = this.waiting.findIndex((waiter) => this.isFreeFor(waiter.person));
    if (next >= 0) this.waiting.splice(next, 1)[0]?.take();
  }
}

function sourceSettings(): pg.ClientConfig {
  if (process.env.CUBEJS_DB_TYPE !== undefined && process.env.CUBEJS_DB_TYPE !== 'postgres') {
    throw new SqlError('0A000', 'the source database is no Postgres, which this statement would be given to');
  }
  return new SourceSettings().connection;
}

const flush = Buffer.from('H\0\0\0\x04', 'latin1');

/** The settings of a session that its results depend on. */
const kept = ['TimeZone', 'DateStyle', 'IntervalStyle', 'extra_float_digits', 'bytea_output'];

function beginning(settings: ReadonlyMap<string, string>): string {
  const all = new Map([
    ['statement_timeout', String(bounds.statementTime)],
    ...kept.flatMap((name): [string, string][] => {
      const setting = settings.get(name);
      return setting === undefined ? [] : [[name, setting]];
    }),
  ]);
  const list = [...all].map(
    ([name, setting]) => `pg_catalog.set_config(${literal(name)}, ${literal(setting)}, true)`,
  );
  return `BEGIN TRANSACTION READ ONLY; SELECT ${list.join(', ')}`;
}

/** First the description of the columns, then the rows. */
async function* dataRows(
  connection: SourceConnection,
  isInParts: boolean,
): AsyncGenerator<Column[] | Buffer[]> {
  let error: SqlError | undefined;
  connection.isRead = false;
  for await (const batch of connection.read()) {
    const rows: Buffer[] = [];
    let last: Message | undefined;
    for (const one of batch) {
      if (one.type === 'T') yield columnsIn(one.body);
      else if (one.type === 'D') rows.push(one.bytes);
      else if (one.type === 'E') error = sourceError(one);
      last = one;
    }
    if (rows.length > 0) yield rows;
    if (last?.type === 's') connection.send(Buffer.concat([executeAtMost(part), flush]));
    // In parts, the end of the rows isn't the end of the answer.
    else if (isInParts && (last?.type === 'C' || last?.type === 'E')) connection.send(sync());
    else if (last?.type === 'Z') break;
  }
  connection.isRead = true;
  if (error) throw error;
}

/** The rows up to as many and as large as a result may be. */
async function* counted(rows: AsyncIterable<Buffer[]>): AsyncGenerator<Buffer[]> {
  let count = 0;
  let size = 0;
  for await (const batch of rows) {
    count += batch.length;
    for (const { length } of batch) size += length;
    if (count > rowLimit()) {
      throw new SqlError(
        '54000',
        `the result has more than ${rowLimit()} rows (CUBEJS_DB_QUERY_LIMIT)`,
        'Add a LIMIT.',
      );
    }
    if (size > bounds.result) {
      throw new SqlError(
        '54000',
        `the result has more than ${bounds.result / 1024 / 1024} MB`,
        'Ask for fewer rows or columns.',
      );
    }
    yield batch;
  }
}
