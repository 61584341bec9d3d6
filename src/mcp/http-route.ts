import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CreateOptions } from '@cubejs-backend/server';
import {
  hostHeaderValidation,
  type NodeIncomingMessageLike,
  originValidation,
  toNodeHandler,
} from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { isDevelopment } from 'cube-guard';
import { ActionableError } from '../actionable-error.ts';
import { mcpServer } from './mcp-server.ts';
import { RestApi } from './rest-api.ts';

/** What is used here of Express, which Cube brings without its types. */
interface Request extends IncomingMessage {
  body?: unknown;
  /** Whom the token speaks of, once it is checked. */
  securityContext?: unknown;
}
interface App {
  use(
    path: string,
    handler: (request: Request, response: ServerResponse, next: (error: unknown) => void) => void,
  ): void;
}

/** What is used here of Cube's core. */
interface Core {
  initApp(app: App): Promise<void>;
  apiGateway(): Gateway;
}

/** What is used here of Cube's API gateway. */
interface Gateway {
  /** Goes on where the token is good; else it logs why and answers. */
  checkAuth(
    request: Request,
    response: { status(code: number): { json(body: object): void } },
    next: () => void,
  ): Promise<void>;
}

/** Where agents ask. */
export const mcpPath = '/mcp';

/** How many requests of one asker, and of everybody, may be on their way. */
const most = { ofOne: 10, ofAll: 100 };

/**
 * Whether the variable `ACTIVATION_MCP` has it on; without it, it is in development mode.
 *
 * @throws {ActionableError} where it is something else than true or false
 */
export function isMcpOn(): boolean {
  const told = process.env.ACTIVATION_MCP;
  if (!told) return isDevelopment();
  if (told !== 'true' && told !== 'false') {
    throw new ActionableError(`ACTIVATION_MCP is ${told}: it can be true or false.`);
  }
  return told === 'true';
}

/**
 * Serves MCP over HTTP at {@link mcpPath}. It keeps no sessions; its tools ask this very server's REST API with the
 * request's own token.
 *
 * @param core where Cube is going to set up its routes
 * @param options what Cube is configured with: it tells what REST shows to whom
 * @param basePath the part of the REST API's path before `/v1`
 */
export function serveMcp(core: Core, options: CreateOptions, basePath: string): void {
  const handler = toNodeHandler(
    createMcpHandler(
      ({ authInfo }) =>
        mcpServer((signal) => new RestApi(String(authInfo?.extra?.apiUrl), authInfo?.token, signal)),
      // No list of tools ever changes, so that nobody has to wait for news.
      { responseMode: 'json', maxSubscriptions: 0 },
    ),
  );
  const hosts = ['localhost', '127.0.0.1', '[::1]', ...(process.env.HOST ? [process.env.HOST] : [])];
  const [isOwnHost, isOwnOrigin] = [hostHeaderValidation(hosts), originValidation(hosts)];
  const inside = new Map<string, number>();
  let all = 0;
  const initApp = core.initApp.bind(core);
  core.initApp = async (app) => {
    const answer = async (request: Request, response: ServerResponse): Promise<void> => {
      // Nobody signs in there: a page of another site must not ask by the browser of whoever develops.
      if (isDevelopment() && !(isOwnHost(request, response) && isOwnOrigin(request, response))) return;
      const { authorization = '' } = request.headers;
      const refused = isDevelopment() ? undefined : await notAdmitted(core.apiGateway(), options, request);
      if (refused) return refuse(response, ...refused);
      // Who has hung up meanwhile takes nobody's place.
      if (response.closed) return;
      if (Array.isArray(request.body)) return refuse(response, 400, 'Send one message in a request.');
      const theirs = inside.get(authorization) ?? 0;
      if (theirs >= most.ofOne || all >= most.ofAll) {
        return refuse(response, 429, 'Too many requests are on their way. Wait for one.');
      }
      inside.set(authorization, theirs + 1);
      all += 1;
      response.once('close', () => {
        const left = (inside.get(authorization) ?? 1) - 1;
        if (left === 0) inside.delete(authorization);
        else inside.set(authorization, left);
        all -= 1;
      });
      const { localAddress = '', localPort } = request.socket;
      const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
      const apiUrl = `http://${host}:${localPort}${basePath}/v1`;
      const auth = { token: authorization, clientId: '', scopes: [], extra: { apiUrl } };
      await handler(Object.assign(request, { auth }) as NodeIncomingMessageLike, response, request.body);
    };
    app.use(mcpPath, (request, response, next) => {
      answer(request, response).catch(next);
    });
    await initApp(app);
  };
}

type Refused = [status: number, message: string, challenge?: string];

/** Why somebody isn't let in, by what REST asks itself; the log has the cause. */
async function notAdmitted(
  gateway: Gateway,
  { contextToApiScopes }: CreateOptions,
  request: Request,
): Promise<Refused | undefined> {
  if (!request.headers.authorization) return [401, 'A valid token is required.', 'Bearer'];
  const isGood = await new Promise<boolean>((told) => {
    gateway.checkAuth(request, { status: () => ({ json: () => told(false) }) }, () => told(true));
  });
  if (!isGood) return [401, 'A valid token is required.', 'Bearer error="invalid_token"'];
  const scopes = await contextToApiScopes?.(request.securityContext, ['meta', 'data', 'sql']);
  return scopes?.includes('data') === false
    ? [403, 'This token shows nothing.', 'Bearer error="insufficient_scope"']
    : undefined;
}

function refuse(response: ServerResponse, status: number, message: string, challenge?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(challenge && { 'www-authenticate': challenge }),
  });
  response.end(JSON.stringify({ error: message }));
}
