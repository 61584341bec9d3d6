import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { checkQueries, type QueryGateway } from './checked-queries.ts';
import { checkBody, checkGraphql } from './query-limits.ts';
import { tellSqlTheStatus } from './sql-failures.ts';

/** What is used here of Express, which Cube brings without its types. */
interface Request extends IncomingMessage {
  method: string;
  originalUrl: string;
  query: { query?: unknown };
  body?: { query?: unknown };
  is(type: string): string | false | null;
}
interface Response {
  headersSent: boolean;
  status(code: number): Response;
  json(body: { error: string }): void;
}
type Next = (error?: unknown) => void;
interface App {
  use(handler: (request: Request, response: Response, next: Next) => void): void;
  use(handler: (error: unknown, request: Request, response: Response, next: Next) => void): void;
  use(paths: string[], ...handlers: ((request: Request, response: Response, next: Next) => void)[]): void;
}

/** What is used here of Cube's core. */
interface Core {
  initApp(app: App): Promise<void>;
  apiGateway(): QueryGateway;
}

/** An error of body-parser. */
interface BodyError extends Error {
  type: string;
  status: number;
  limit?: number;
  length?: number;
}

/**
 * Has a Cube server answer what isn't a good request with a status from 400 to 499 and `{"error": …}` that names what
 * is wrong. Cube by itself answers some of them with 500, or with a page of HTML.
 *
 * @param core where Cube is going to set up its routes
 * @param basePath the part of their path before `/v1`
 * @param mostQueries how many queries a request may hold
 */
export function answerBadRequests(core: Core, basePath: string, mostQueries: number): void {
  const initApp = core.initApp.bind(core);
  core.initApp = async (app) => {
    // The gateway keeps the logger that it is made with, which `protect` replaces before this.
    const gateway = core.apiGateway();
    checkQueries(gateway, mostQueries);
    tellSqlTheStatus(gateway);
    tellGraphqlStatus(gateway);
    app.use(refuseBody);
    app.use(refuseIfThrown(({ body }) => checkBody(body)));
    const routes = ['load', 'subscribe', 'sql', 'dry-run', 'convert-query', 'cubesql'];
    const graphql = `${basePath}/graphql`;
    app.use([graphql, ...routes.map((route) => `${basePath}/v1/${route}`)], refuseMediaType);
    app.use(
      [graphql],
      refuseIfThrown(({ query, body }) => {
        for (const text of [query.query, body?.query].flat()) checkGraphql(String(text ?? ''), mostQueries);
      }),
      (_, response, next) => answered.run(response, next),
    );
    await initApp(app);
    app.use(refuseRoute);
    app.use(endOfErrors);
  };
}

/** The response to the GraphQL that is being answered. */
const answered = new AsyncLocalStorage<Response>();

/** Cube leaves the status of an error to the library that answers GraphQL, which has 500 for all of them. */
function tellGraphqlStatus(gateway: QueryGateway): void {
  const handleError = gateway.handleError.bind(gateway);
  gateway.handleError = (failure) =>
    handleError({
      ...failure,
      res: (body, extra) => {
        if (extra) answered.getStore()?.status(extra.status);
        return failure.res(body, extra);
      },
    });
}

/** The body has been read by then, with this error. */
function refuseBody(error: unknown, _request: Request, response: Response, next: Next): void {
  if (!isBodyError(error)) {
    next(error);
    return;
  }
  const reason: Record<string, string> = {
    'entity.parse.failed': `The body is no JSON object: ${error.message}`,
    'entity.too.large': `The body of ${error.length ?? 'unknown length'} bytes is over the limit of ${error.limit} bytes (CUBEJS_MAX_REQUEST_SIZE).`,
  };
  response
    .status(error.status)
    .json({ error: reason[error.type] ?? `The body can't be read: ${error.message}` });
}

const isBodyError = (error: unknown): error is BodyError =>
  error instanceof Error &&
  'type' in error &&
  'status' in error &&
  Number(error.status) >= 400 &&
  Number(error.status) < 500;

/** Answers with 400 and the reason where a check refuses the request. */
const refuseIfThrown =
  (check: (request: Request) => void) =>
  (request: Request, response: Response, next: Next): void => {
    try {
      check(request);
    } catch (error) {
      response.status(400).json({ error: (error as Error).message });
      return;
    }
    next();
  };

function refuseMediaType(request: Request, response: Response, next: Next): void {
  const type = request.headers['content-type'];
  if (type && request.is('application/json') === false) {
    response
      .status(415)
      .json({ error: `The body is ${type}; send JSON with the header Content-Type: application/json.` });
    return;
  }
  next();
}

function refuseRoute(request: Request, response: Response): void {
  response.status(404).json({ error: `There is no ${request.method} ${request.originalUrl} here.` });
}

/** Cube passes errors on that it has answered, and Express would cut the connection for them. */
function endOfErrors(error: unknown, _request: Request, response: Response, next: Next): void {
  if (!response.headersSent) next(error);
}
