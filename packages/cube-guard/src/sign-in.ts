import type { CreateOptions } from '@cubejs-backend/server';
import { handlerError } from 'cube-fixes/handler-error';
import { groupsOf, identityOf } from './identity.ts';
import { type Claims, isExpired, TokenVerifier } from './token.ts';
import { isDevelopment, readTokenSettings } from './token-settings.ts';

/** Cube's options that have to do with who asks. */
type SignInOptions = Pick<
  CreateOptions,
  | 'checkAuth'
  | 'checkSqlAuth'
  | 'canSwitchSqlUser'
  | 'contextToGroups'
  | 'contextToApiScopes'
  | 'extendContext'
>;

interface Context {
  /** A token's claims; nothing where development asks for no token. */
  securityContext?: Partial<Claims> | null;
}

/**
 * Cube's options by which every API knows who asks: REST, GraphQL and WebSocket by the token in `Authorization`, the
 * SQL API by the token as its password, whatever the user's name.
 *
 * In development mode nobody signs in, and who brings no claims is an admin. Claims are heeded there too, so that
 * Playground can show what somebody else sees.
 */
export function signInOptions(): SignInOptions {
  const shared = {
    contextToGroups: async ({ securityContext }: Context) =>
      isOpen(securityContext) ? ['admin'] : groupsOf(identityOf(securityContext)),

    // Who is nobody gets no API at all, not even the names of members.
    contextToApiScopes: async (securityContext?: Context['securityContext'], scopes: Scope[] = []) => {
      if (isOpen(securityContext)) return scopes;
      const identity = identityOf(securityContext);
      if (!identity) return [];
      return identity.role === 'admin' ? [...new Set<Scope>([...scopes, 'jobs'])] : scopes;
    },
  } satisfies SignInOptions;
  if (isDevelopment()) return shared;

  // Cube's command reads these options also where it serves nobody.
  let verifier: TokenVerifier | undefined;
  const claims = async (token: string | null = null): Promise<Claims> => {
    verifier ??= new TokenVerifier(readTokenSettings());
    return verifier.claims(token ?? '').catch(refuse);
  };
  return {
    ...shared,
    checkAuth: async (request: Context, token?: string) => {
      request.securityContext = await claims(token);
    },

    checkSqlAuth: async (_request, _user, password) => ({
      password,
      skipPasswordCheck: true,
      securityContext: await claims(password),
    }),
    canSwitchSqlUser: () => false,

    // The one place that each request of every API comes by. A connection may last longer than its token.
    extendContext: (request) => {
      const { securityContext } = request as unknown as { securityContext?: Claims };
      if (securityContext && isExpired(securityContext)) refuse();
      return {};
    },
  };
}

type Scope = 'graphql' | 'meta' | 'data' | 'sql' | 'jobs';

const isOpen = (securityContext: Context['securityContext']): boolean =>
  isDevelopment() && securityContext?.role === undefined && securityContext?.account_ids === undefined;

/** One text for whatever is wrong with a token: it helps nobody to make a better one. The log has the cause. */
function refuse(cause?: Error): never {
  throw Object.assign(handlerError(403, 'Forbidden', 'A valid token is required.', cause), {
    // What it is to the SQL API.
    sqlState: '28000',
  });
}
