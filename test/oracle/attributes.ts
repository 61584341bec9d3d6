import type { OracleRow } from './source-rows.ts';
import type { User } from './units.ts';

type AccountAttributes = Pick<OracleRow<'accounts'>, 'product_plan' | 'plan_tier' | 'use_case' | 'user_type'>;

/** Rule 7: an account's attributes, of whichever row belongs to it; null where the account isn't known. */
export const accountAttributes = <Row>(account: (row: Row) => AccountAttributes | null) => ({
  productPlan: (row: Row) => account(row)?.product_plan ?? null,
  planTier: (row: Row) => account(row)?.plan_tier ?? null,
  useCase: (row: Row) => account(row)?.use_case ?? null,
  userType: (row: Row) => account(row)?.user_type ?? null,
});

/** Rule 7: a user's attributes and those of their account, of whichever row belongs to the user. */
export const userAttributes = <Row>(user: (row: Row) => User) => ({
  persona: (row: Row) => user(row).persona,
  planType: (row: Row) => user(row).plan_type,
  signupSource: (row: Row) => user(row).signup_source,
  ...accountAttributes((row: Row) => user(row).account),
});
