// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserAccounts', {
  sql: `SELECT * FROM accounts AS source`,
  public: false,
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          {
            or: [
              {
                member: () => 'id',
                operator: 'equals',
                values: (securityContext) => securityContext.account_ids,
              },
              { member: () => 'id', operator: 'notSet' },
            ],
          },
        ],
      },
    },
  ],
  dimensions: {
    id: { sql: `${CUBE}.id`, type: 'string', primaryKey: true },
    productPlan: {
      sql: `CAST(${CUBE}.product_plan AS TEXT)`,
      type: 'string',
      title: 'Product plan',
      description: "The account's product plan; empty where it isn't known.",
    },
    planTier: {
      sql: `CAST(${CUBE}.plan_tier AS TEXT)`,
      type: 'string',
      title: 'Plan tier',
      description: "The tier of the account's plan; empty where it isn't known.",
    },
    useCase: {
      sql: `CAST(${CUBE}.use_case AS TEXT)`,
      type: 'string',
      title: 'Use case',
      description: "What the account uses the product for; empty where it isn't known.",
    },
    userType: {
      sql: `CAST(${CUBE}.user_type AS TEXT)`,
      type: 'string',
      title: 'User type',
      description: "The type of the account's users; empty where it isn't known.",
    },
  },
});
