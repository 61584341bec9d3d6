import { z } from 'zod';

/**
 * Who asks, as their token's claims say: somebody who sees everything, somebody who sees numbers but not who is behind
 * them, or somebody who sees the rows of some accounts.
 */
export type Identity =
  | { role: 'admin' | 'analyst'; accountIds?: undefined }
  | { role?: undefined; accountIds: string[] };

/** The groups that the model's access policies name. */
export type Group = 'admin' | 'analyst' | 'account';

/** More accounts than anybody is shown together, and few enough for one query's parameters. */
const mostAccounts = 1000;

const claimsSchema = z.object({
  role: z.string().optional(),
  account_ids: z.array(z.string().min(1).max(200)).min(1).max(mostAccounts).optional(),
});

/**
 * The identity behind the claims of a token: `role` is `admin` or `analyst`, or `account_ids` lists accounts. Any other
 * role stands for nothing. Claims that contradict each other or that are none of these shapes stand for nothing either:
 * who is that, sees nothing.
 */
export function identityOf(claims: unknown): Identity | null {
  const { data } = claimsSchema.safeParse(claims);
  if (!data) return null;
  const { role, account_ids: accountIds } = data;
  const isKnownRole = role === 'admin' || role === 'analyst';
  if (accountIds) return isKnownRole ? null : { accountIds };
  return isKnownRole ? { role } : null;
}

/** The groups of an identity, for the access policies. */
export function groupsOf(identity: Identity | null): Group[] {
  if (!identity) return [];
  return [identity.role ?? 'account'];
}
