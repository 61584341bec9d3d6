import { SettingError } from './setting-error.ts';
import type { TokenSettings } from './token.ts';

/** As long as what HS256 makes of it. */
const shortestSecret = 32;

/** The server would have to let in whoever comes, or somebody who shouldn't. */
export class SignInError extends SettingError {
  override readonly name = 'SignInError';
}

/**
 * Whether this is Cube's development mode: Playground, and no sign-in.
 *
 * Cube itself takes any `NODE_ENV` but `production` for development; {@link setCubeDefaults} keeps the two in step.
 */
export const isDevelopment = (): boolean => process.env.CUBEJS_DEV_MODE?.toLowerCase() === 'true';

/**
 * How tokens are signed, by Cube's own variables: `CUBEJS_JWK_URL`, or else `CUBEJS_API_SECRETS` or
 * `CUBEJS_API_SECRET`, with `CUBEJS_JWT_ISSUER`, `CUBEJS_JWT_AUDIENCE` and `CUBEJS_JWT_CLAIMS_NAMESPACE`.
 *
 * @throws {SignInError} where that isn't safe, with the reason
 */
export function readTokenSettings(env: NodeJS.ProcessEnv = process.env): TokenSettings {
  if (env.CUBEJS_PLAYGROUND_AUTH_SECRET) {
    throw new SignInError(
      'CUBEJS_PLAYGROUND_AUTH_SECRET is a second way in, past the checks of tokens. Unset it: outside of development mode there is no Playground.',
    );
  }
  const issuer = listed(env.CUBEJS_JWT_ISSUER);
  const settings = {
    ...(issuer.length > 0 && { issuer }),
    ...(env.CUBEJS_JWT_AUDIENCE && { audience: env.CUBEJS_JWT_AUDIENCE }),
    ...(env.CUBEJS_JWT_CLAIMS_NAMESPACE && { claimsNamespace: env.CUBEJS_JWT_CLAIMS_NAMESPACE }),
  };
  const secrets = readSecrets(env);
  if (!env.CUBEJS_JWK_URL) {
    if (secrets.length > 0) return { ...settings, secrets };
    throw new SignInError(
      `Outside of development mode each request needs a signed token, and there is nothing to check it by: set CUBEJS_API_SECRET to a random text of at least ${shortestSecret} characters (openssl rand -hex 32), or CUBEJS_JWK_URL to the keys of your identity provider. For development, set CUBEJS_DEV_MODE=true.`,
    );
  }
  if (!/^https?:/.test(env.CUBEJS_JWK_URL) || !URL.canParse(env.CUBEJS_JWK_URL)) {
    throw new SignInError(`CUBEJS_JWK_URL is ${env.CUBEJS_JWK_URL}, which is no http or https URL.`);
  }
  for (const name of ['CUBEJS_JWT_ISSUER', 'CUBEJS_JWT_AUDIENCE'] as const) {
    if (!env[name]) {
      throw new SignInError(
        `CUBEJS_JWK_URL is set, but not ${name}: the keys of an identity provider sign tokens for other programs too, and each would be let in. Set ${name} to what the tokens for this server carry.`,
      );
    }
  }
  return { ...settings, jwksUrl: new URL(env.CUBEJS_JWK_URL) };
}

function readSecrets(env: NodeJS.ProcessEnv): string[] {
  const several = listed(env.CUBEJS_API_SECRETS);
  const name = several.length > 0 ? 'CUBEJS_API_SECRETS' : 'CUBEJS_API_SECRET';
  const secrets = several.length > 0 ? several : env.CUBEJS_API_SECRET ? [env.CUBEJS_API_SECRET] : [];
  for (const secret of secrets) {
    if (secret.length < shortestSecret) {
      throw new SignInError(
        `${name} has a secret of ${secret.length} characters, which can be guessed from any token signed with it: it takes at least ${shortestSecret} (openssl rand -hex 32).`,
      );
    }
    if (new Set(secret).size < shortestSecret / 4) {
      throw new SignInError(
        `${name} has a secret of ${new Set(secret).size} different characters, which can be guessed. Make a random one: openssl rand -hex 32`,
      );
    }
  }
  return secrets;
}

const listed = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
