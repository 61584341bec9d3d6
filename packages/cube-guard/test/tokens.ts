import { SignJWT } from 'jose';

/** The secret of the tests' production servers. */
export const secret = 'Zq8-only-for-these-tests-and-nowhere-else';

/** Claims with the times that a token usually has. */
export const timely = (claims: object): Record<string, unknown> => {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, exp: now + 3600, ...claims };
};

/** A token with exactly these claims. */
export const signed = (claims: object, by = secret, alg = 'HS256'): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(by));

/** A token that lets somebody in. */
export const tokenOf = (claims: object): Promise<string> => signed(timely(claims));
