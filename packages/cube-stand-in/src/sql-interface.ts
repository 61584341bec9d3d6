import type { ShutdownMode, SQLInterfaceOptions, SqlInterfaceInstance } from '@cubejs-backend/native';
import { SqlApiServer } from './sql-api/sql-api-server.ts';

/** Where the SQL API of the stand-in is served, or why it isn't. */
export type SqlApiState = { kind: 'on'; host: string; port: number } | { kind: 'off'; reason: string };

export const noPort: SqlApiState = { kind: 'off', reason: 'CUBEJS_PG_SQL_PORT names no port' };

/**
 * What Cube gets from `registerInterface` and hands back to every SQL API function: the stand-in's SQL API, which
 * speaks Postgres' protocol on the port that Cube names.
 */
export class SqlInterface implements SqlInterfaceInstance {
  readonly __typename = 'sqlinterfaceinstance';

  private constructor(
    private readonly server: SqlApiServer | undefined,
    readonly state: SqlApiState,
  ) {}

  /** Listens on the port in `options`. Where it can't, the rest of Cube is served all the same, and `state` says why. */
  static async start(options: SQLInterfaceOptions): Promise<SqlInterface> {
    const port = options.pgPort;
    if (!port) return new SqlInterface(undefined, noPort);
    const host = process.env.HOST || '127.0.0.1';
    try {
      const server = new SqlApiServer(options);
      await server.listen(port, host);
      return new SqlInterface(server, { kind: 'on', host, port });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason =
        code === 'EADDRINUSE'
          ? `something listens on port ${port} already; choose another: CUBEJS_PG_SQL_PORT=${port + 1}`
          : code === 'EACCES' || code === 'EADDRNOTAVAIL'
            ? `it can't listen on ${host}:${port} (${message})`
            : message;
      return new SqlInterface(undefined, { kind: 'off', reason });
    }
  }

  /** Called once, when Cube's server shuts down: `fast`, or else after the statements that run. */
  async shutdown(mode: ShutdownMode): Promise<void> {
    const seconds = mode === 'fast' ? 0 : Number(process.env.CUBEJS_GRACEFUL_SHUTDOWN || 2);
    await this.server?.close(seconds * 1000);
  }
}

/** `CubejsHandlerError` of Cube's API gateway, which answers with the status it carries. */
export type CubeErrorClass = new (status: number, type: string, message: string) => Error;

/** The error that a request for the SQL API over HTTP ends with. */
export function sqlApiRefusal(ErrorClass: CubeErrorClass): Error {
  return new ErrorClass(
    501,
    'SQL API not available',
    "The SQL API over HTTP is not available here: it needs Cube's native add-on (@cubejs-backend/native), which this server " +
      "runs without. Use the SQL API over Postgres' protocol (CUBEJS_PG_SQL_PORT), or the REST or GraphQL API, or start the server where the add-on can be downloaded.",
  );
}
