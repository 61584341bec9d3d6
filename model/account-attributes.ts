/** The attributes of an account that every account-level cube can be broken down by (rule 7). */
export const accountAttributes: Record<string, CubeDimension> = {
  productPlan: {
    sql: (CUBE) => `${CUBE}.product_plan`,
    type: 'string',
    title: 'Product plan',
    description: "The account's product plan; empty where it isn't known.",
  },
  planTier: {
    sql: (CUBE) => `${CUBE}.plan_tier`,
    type: 'string',
    title: 'Plan tier',
    description: "The tier of the account's plan; empty where it isn't known.",
  },
  useCase: {
    sql: (CUBE) => `${CUBE}.use_case`,
    type: 'string',
    title: 'Use case',
    description: "What the account uses the product for; empty where it isn't known.",
  },
  userType: {
    sql: (CUBE) => `${CUBE}.user_type`,
    type: 'string',
    title: 'User type',
    description: "The type of the account's users; empty where it isn't known.",
  },
};

/** The names of {@link accountAttributes}, for the views that include them. */
export const accountAttributeNames = Object.keys(accountAttributes);

/** The columns behind {@link accountAttributes}, read from the `accounts` row aliased `a`. */
export const accountAttributeColumns =
  'a.product_plan,\n      a.plan_tier,\n      a.use_case,\n      a.user_type';
