import { checkQuery } from './query-check.ts';

/** A request with a query, whichever API it came by. */
interface QueryRequest {
  query: unknown;
  context?: object;
  /** Of the SQL API: expressions may stand in place of members. */
  memberExpressions?: boolean;
  /** Of the SQL API: the rows have no limit. */
  streaming?: boolean;
  disableLimitEnforcing?: boolean;
  res(body: object, extra?: { status: number }): unknown;
}

/** What is used here of Cube's API gateway. Every API asks by these methods. */
export interface QueryGateway {
  load(request: QueryRequest): Promise<void>;
  sql(request: QueryRequest): Promise<void>;
  sqlApiLoad(request: QueryRequest): Promise<void>;
  dryRun(request: QueryRequest): Promise<void>;
  parseQueryParam(query: unknown): unknown;
  handleError(failure: QueryRequest & { e: unknown }): unknown;
}

/** Has Cube's gateway check each query as the client wrote it, before it reads anything of it ({@link checkQuery}). */
export function checkQueries(gateway: QueryGateway): void {
  for (const method of ['load', 'sqlApiLoad', 'sql', 'dryRun'] as const) {
    const answer = gateway[method].bind(gateway);
    gateway[method] = async (request) => {
      try {
        if (!isOfSqlApiAlone(request)) checkQuery(gateway.parseQueryParam(request.query));
      } catch (e) {
        gateway.handleError({ ...request, e });
        return;
      }
      await answer(request);
    };
  }
}

/** Whether it may hold what only the SQL API may ask. Its values are checked where the SQL is made. */
const isOfSqlApiAlone = ({ memberExpressions, streaming, disableLimitEnforcing }: QueryRequest): boolean =>
  Boolean(memberExpressions || streaming || disableLimitEnforcing);
