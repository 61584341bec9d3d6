import type { ShutdownMode, SQLInterfaceOptions, SqlInterfaceInstance } from '@cubejs-backend/native';

/**
 * What Cube gets from `registerInterface` and hands back to every SQL API function: the place where a SQL endpoint
 * without the native add-on is to be built. `options` is everything such an endpoint needs of Cube: the ports, and the
 * callbacks for authentication (`checkSqlAuth`, `canSwitchUserForSession`), for the model (`meta`) and for running
 * queries (`sqlApiLoad`, `stream`, `sql`). For now it listens nowhere.
 */
export class SqlInterface implements SqlInterfaceInstance {
  readonly __typename = 'sqlinterfaceinstance';

  constructor(readonly options: SQLInterfaceOptions) {}

  /** Called once, when Cube's server shuts down. Nothing listens, so there is nothing to wait for. */
  async shutdown(_mode: ShutdownMode): Promise<void> {}
}

/** `CubejsHandlerError` of Cube's API gateway, which answers with the status it carries. */
export type CubeErrorClass = new (status: number, type: string, message: string) => Error;

/** The error that a request for the SQL API ends with. */
export function sqlApiRefusal(ErrorClass: CubeErrorClass): Error {
  return new ErrorClass(
    501,
    'SQL API not available',
    "The SQL API is not available here: it needs Cube's native add-on (@cubejs-backend/native), which this server " +
      'runs without. Use the REST or GraphQL API, or start the server where the add-on can be downloaded.',
  );
}
