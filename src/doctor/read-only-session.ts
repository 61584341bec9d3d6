import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import { connect, connectionTimeoutMs, messageOf, place } from '../database/connect.ts';
import type { PostgresConnection } from '../database/postgres-connection.ts';

/** A login to the database to be checked. */
export interface DoctorConnection extends PostgresConnection {
  ssl?: pg.ClientConfig['ssl'];
}

/** The connection went away. The message never holds the password. */
export class DoctorConnectionError extends ActionableError {
  override readonly name = 'DoctorConnectionError';
}

/** A node of a plan as `EXPLAIN (FORMAT JSON, VERBOSE)` prints it. */
export interface PlanNode {
  'Node Type': string;
  'Plan Rows': number;
  /** The table that it reads, if it is one that reads a table. */
  'Relation Name'?: string;
  Schema?: string;
  /** What an index narrows the rows by. */
  'Index Cond'?: string;
  /** What is left to compare row by row. */
  Filter?: string;
  Plans?: PlanNode[];
}

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

  /** @throws {ConnectionError} naming host, port, database, user and the next step */
  static async open(connection: DoctorConnection, statementTimeoutMs: number): Promise<ReadOnlySession> {
    const client = await connect(connection, {
      application_name: 'activation doctor',
      // Postgres ends what takes too long; this is for a network that has gone silent.
      query_timeout: statementTimeoutMs + connectionTimeoutMs,
      keepAlive: true,
    });
    // Counts are far below 2^53; as numbers they can be compared and printed.
    client.setTypeParser(pg.types.builtins.INT8, Number);
    return new ReadOnlySession(client, connection, statementTimeoutMs);
  }

  /**
   * Runs one statement.
   *
   * @param settings further `SET LOCAL` statements for its transaction
   * @throws {pg.DatabaseError} where Postgres refuses it or its time is up
   * @throws {DoctorConnectionError} where the connection is gone
   */
  async query<Row extends pg.QueryResultRow>(
    sql: string,
    values: unknown[] = [],
    settings = '',
  ): Promise<pg.QueryResult<Row>> {
    try {
      // Timestamps without a time zone are read as UTC, as Cube's driver does.
      await this.client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
         SET LOCAL statement_timeout = ${Math.round(this.statementTimeoutMs)};
         SET LOCAL TIME ZONE 'UTC';
         ${settings}`,
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

  /**
   * The plan of a statement by which Postgres reads a table whole only where no index serves, however small the table.
   * The statement isn't run.
   */
  async planByIndexes(sql: string): Promise<PlanNode> {
    const { rows } = await this.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `EXPLAIN (FORMAT JSON, VERBOSE) ${sql}`,
      [],
      'SET LOCAL enable_seqscan = off',
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error(`No plan came back of:\n${sql}`);
    return plan;
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
