import { createSecretKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';

/** Seconds by which two machines' clocks may differ. */
const clockTolerance = 5;

/** How many tokens are known as verified. */
const mostVerified = 1000;

/** How the tokens of this server are signed. */
export type TokenSettings = {
  /** Who must have issued the token; anybody where it isn't set. */
  issuer?: string[];
  /** Whom the token must be for; anybody where it isn't set. */
  audience?: string;
  /** The claim that holds the other claims, where the issuer puts them into one. */
  claimsNamespace?: string;
} & ({ secrets: string[]; jwksUrl?: undefined } | { jwksUrl: URL; secrets?: undefined });

/** What a verified token says. */
export interface Claims {
  [claim: string]: unknown;
  /** Whom it speaks of, where it says. */
  sub?: string;
  /** When it ends, in seconds since 1970. */
  exp: number;
}

/** Checks tokens: their signature, issuer, audience and time. */
export class TokenVerifier {
  private readonly verify: (token: string) => Promise<JWTPayload>;

  constructor(private readonly settings: TokenSettings) {
    const { issuer, audience } = settings;
    const options = {
      ...(issuer && { issuer }),
      ...(audience && { audience }),
      // A token that never ends can't be taken back.
      requiredClaims: ['exp'],
      clockTolerance,
    };
    if (settings.jwksUrl) {
      const keys = createRemoteJWKSet(settings.jwksUrl);
      this.verify = async (token) =>
        (await jwtVerify(token, keys, { ...options, algorithms: ['RS256', 'ES256'] })).payload;
    } else {
      // As keys, which aren't made anew of the text for each token.
      const secrets = settings.secrets.map((secret) => createSecretKey(secret, 'utf8'));
      this.verify = once((token) => firstThatVerifies(token, secrets, options));
    }
  }

  /**
   * The claims of a token.
   *
   * @throws where the token isn't one of this server's, or it isn't its time
   */
  async claims(token: string): Promise<Claims> {
    const { iat, exp = 0, sub, ...payload } = await this.verify(token);
    if (iat !== undefined && iat > Date.now() / 1000 + clockTolerance) {
      throw new errors.JWTClaimValidationFailed('issued in the future', payload, 'iat');
    }
    const { claimsNamespace } = this.settings;
    const claims = claimsNamespace === undefined ? payload : payload[claimsNamespace];
    return { ...(typeof claims === 'object' ? claims : {}), ...(sub && { sub }), exp };
  }
}

/** Whether a token's time is over. */
export const isExpired = ({ exp }: Claims): boolean => exp + clockTolerance <= Date.now() / 1000;

/**
 * Verifies a token when it comes first. Who comes with the very same one again is who they were, until it ends: the
 * secrets don't change while the server runs, as the keys of an identity provider may.
 */
function once(verify: (token: string) => Promise<JWTPayload>): typeof verify {
  const verified = new Map<string, JWTPayload>();
  return async (token) => {
    const known = verified.get(token);
    if (known && !isExpired({ exp: known.exp ?? 0 })) return structuredClone(known);
    const payload = await verify(token);
    verified.set(token, structuredClone(payload));
    const [oldest] = verified.keys();
    if (verified.size > mostVerified && oldest !== undefined) verified.delete(oldest);
    return payload;
  };
}

/** Several secrets hold while one is replaced by another. */
async function firstThatVerifies(
  token: string,
  secrets: KeyObject[],
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  // Before any secret is tried, so that a malformed token is refused as such.
  decodeProtectedHeader(token);
  let failure: unknown;
  for (const secret of secrets) {
    try {
      return (await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      failure = error;
    }
  }
  throw failure;
}
