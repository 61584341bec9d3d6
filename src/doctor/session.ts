import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import type { PostgresConnection } from '../database/connection.ts';

/** A login to the database to be checked. */
export interface DoctorConnection extends PostgresConnection {
  ssl?: pg.ClientConfig['ssl'];
}

/** The database can't be reached, or the connection went away. The message never holds the password. */
export class DoctorConnectionError extends ActionableError {
  override readonly name = 'DoctorConnectionError';
}

const connectionTimeoutMs = 15_000;

/**
 * A connection that can only read, with a bound on the time of each query.
 *
 * Each query is a READ ONLY transaction of its own rather than all of them one: a failed query then doesn't stop the
 * next, and no snapshot is held for minutes, which would keep a busy database from cleaning up. The settings are the
 * transaction's, since a pooler such as PgBouncer would hand a session's on to somebody else.
 */
export class ReadOnlySession {
  private constructor(
    private readonly client: pg.Client,
    private readonly connection: DoctorConnection,
    readonly statementTimeoutMs: number,
  ) {}

  /** The login's name. */
  get user(): string {
    return this.connection.user;
  }

  /** @throws {DoctorConnectionError} naming host, port, database, user and the next step */
  static async open(connection: DoctorConnection, statementTimeoutMs: number): Promise<ReadOnlySession> {
    const client = new pg.Client({
      ...connection,
      application_name: 'activation doctor',
      connectionTimeoutMillis: connectionTimeoutMs,
      // Postgres ends what takes too long; this is for a network that has gone silent.
      query_timeout: statementTimeoutMs + connectionTimeoutMs,
      keepAlive: true,
    });
    // Counts are far below 2^53; as numbers they can be compared and printed.
    client.setTypeParser(pg.types.builtins.INT8, Number);
    // Without a listener a lost connection would end the process; the next query tells of it.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      // pg leaves the socket open where it has no password to send; the server would wait on it for a minute.
      client.end().catch(() => undefined);
      throw new DoctorConnectionError(describeConnectionFailure(connection, error), { cause: error });
    }
    return new ReadOnlySession(client, connection, statementTimeoutMs);
  }

  /**
   * Runs one statement.
   *
   * @throws {pg.DatabaseError} where Postgres refuses it or its time is up
   * @throws {DoctorConnectionError} where the connection is gone
   */
  async query<Row extends pg.QueryResultRow>(
    sql: string,
    values: unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    try {
      // Timestamps without a time zone are read as UTC, as Cube's driver does.
      await this.client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
         SET LOCAL statement_timeout = ${Math.round(this.statementTimeoutMs)};
         SET LOCAL TIME ZONE 'UTC'`,
      );
      // The extended protocol takes one statement at a time: a mapped query can't end the transaction and go on.
      const statement = { text: sql, values, queryMode: 'extended' };
      const result = await this.client.query<Row>(statement);
      await this.client.query('ROLLBACK');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch((cause) => {
        throw this.lost(error, cause);
      });
      throw error;
    }
  }

  /** The rows of one statement; see {@link query}. */
  async rows<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    return (await this.query<Row>(sql, values)).rows;
  }

  /** The row of a statement that has exactly one, such as counts; see {@link query}. */
  async row<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row> {
    const [row] = await this.rows<Row>(sql, values);
    if (!row) throw new Error(`No row came back from:\n${sql}`);
    return row;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private lost(error: unknown, cause: unknown): DoctorConnectionError {
    return new DoctorConnectionError(
      `The connection to ${place(this.connection)} went away during the checks: ${messageOf(error)}. Run the doctor again; if it happens each time, look in the server's log.`,
      { cause },
    );
  }
}

const place = ({ host, port, database, user }: PostgresConnection): string =>
  `the database "${database}" at ${host}:${port} as user "${user}"`;

const messageOf = (error: unknown): string => {
  // Node tries each address of a host and throws them all together, with no message of their own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

function describeConnectionFailure(connection: DoctorConnection, error: unknown): string {
  const message = messageOf(error);
  // pg says nothing of a password that is missing, only of its type.
  const reason = /client password must be/.test(message) ? 'the server asks for a password' : message;
  return `Can't connect to ${place(connection)}: ${reason}. ${nextStep(connection, codeOf(error), message)}`;
}

function nextStep({ host, port, database, user }: DoctorConnection, code: string, message: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `No machine is known as ${host}: check CUBEJS_DB_HOST.`;
  }
  if (code === '3D000') return `Check CUBEJS_DB_NAME: the server has no database "${database}".`;
  if (code === '28P01' || /client password must be/.test(message)) {
    return `Check CUBEJS_DB_USER and CUBEJS_DB_PASS: the password isn't that of "${user}".`;
  }
  if (/no encryption|SSL required|does not support SSL|certificate/i.test(message)) {
    return 'Check CUBEJS_DB_SSL: client and server disagree about encryption.';
  }
  if (code.startsWith('28')) {
    return `The server doesn't let "${user}" in from here: ask its administrator for a line in pg_hba.conf.`;
  }
  if (code === '42501')
    return `Ask for it: GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(user)};`;
  if (code === '53300')
    return 'The server has no connection free: try again later, or raise max_connections.';
  return `Check that Postgres runs there and lets this machine through (CUBEJS_DB_HOST, CUBEJS_DB_PORT): psql -h ${host} -p ${port} -U ${user} ${database}`;
}
