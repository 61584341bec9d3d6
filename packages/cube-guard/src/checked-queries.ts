import { methodsOf, type Reach } from 'cube-fixes';
import { checkQuery, QueryError } from 'cube-fixes/query-check';
import { apiGateway, subscriptionServer } from './places.ts';
import { checkBody, checkSize } from './query-limits.ts';

/** A request with a query, whichever API it came by. */
interface QueryRequest {
  query?: unknown;
  context?: object;
  /** Of the SQL API: expressions may stand in place of members. */
  memberExpressions?: boolean;
  /** Of the SQL API: the rows have no limit. */
  streaming?: boolean;
  disableLimitEnforcing?: boolean;
  res(body: object, extra?: { status: number }): unknown;
}

/** A request for the query that some SQL asks. */
interface ConvertRequest extends Omit<QueryRequest, 'query'> {
  payload: unknown;
}

/** What is used here of Cube's API gateway. Every API asks by these methods. */
export interface QueryGateway {
  load(request: QueryRequest): Promise<void>;
  sql(request: QueryRequest): Promise<void>;
  sqlApiLoad(request: QueryRequest): Promise<void>;
  dryRun(request: QueryRequest): Promise<void>;
  convertQuery(request: ConvertRequest): Promise<void>;
  stream(context: object, query: unknown): Promise<unknown>;
  initSubscriptionServer(sendMessage: unknown): { validateMessage(message: unknown): unknown };
  parseQueryParam(query: unknown): unknown;
  handleError(failure: QueryRequest & { e: unknown }): unknown;
}

export const checkedQueries: Reach = {
  name: 'checked-queries',
  defect:
    'It reads a query of any size, for as long as that takes, and passes over parts that it does not understand.',
  places: [
    ...methodsOf('ApiGateway', apiGateway, {
      convertQuery: 'f8393d54d142',
      initSubscriptionServer: 'd3ea57f71d8c',
    }),
    ...methodsOf('SubscriptionServer', subscriptionServer, { validateMessage: '4f6620fb250f' }),
  ],
};

/**
 * Has Cube's gateway check each query as the client wrote it, before it reads anything of it: that it isn't too large
 * ({@link checkSize}), and that it can be answered ({@link checkQuery}).
 *
 * @param mostQueries how many queries a request may hold
 */
export function checkQueries(gateway: QueryGateway, mostQueries: number): void {
  for (const method of ['load', 'sqlApiLoad', 'sql', 'dryRun'] as const) {
    const answer = gateway[method].bind(gateway);
    gateway[method] = async (request) => {
      let isSmall = false;
      try {
        const query = gateway.parseQueryParam(request.query);
        checkSize(query, mostQueries);
        isSmall = true;
        if (!isOfSqlApiAlone(request)) checkQuery(query);
      } catch (e) {
        // What is too large to be looked at is too large for the log.
        gateway.handleError({ ...request, ...(isSmall ? {} : { query: undefined }), e });
        return;
      }
      await answer(request);
    };
  }
  const convertQuery = gateway.convertQuery.bind(gateway);
  gateway.convertQuery = async (request) => {
    const { input, output, query } = (request.payload ?? {}) as Record<string, unknown>;
    if (input === 'sql' && output === 'rest' && typeof query === 'string' && query.trim() !== '') {
      await convertQuery(request);
      return;
    }
    const e = new QueryError(
      'convert-query takes {"input": "sql", "output": "rest", "query": "SELECT …"}, and this is something else.',
    );
    gateway.handleError({ ...request, query: request.payload, e });
  };

  const stream = gateway.stream.bind(gateway);
  gateway.stream = async (context, query) => {
    checkSize(query, mostQueries);
    return stream(context, query);
  };

  const initSubscriptionServer = gateway.initSubscriptionServer.bind(gateway);
  gateway.initSubscriptionServer = (sendMessage) => {
    const server = initSubscriptionServer(sendMessage);
    const validateMessage = server.validateMessage.bind(server);
    server.validateMessage = (message) => {
      checkBody(message);
      return validateMessage(message);
    };
    return server;
  };
}

/** Whether it may hold what only the SQL API may ask. Its values are checked where the SQL is made. */
const isOfSqlApiAlone = ({ memberExpressions, streaming, disableLimitEnforcing }: QueryRequest): boolean =>
  Boolean(memberExpressions || streaming || disableLimitEnforcing);
