// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('ActivatedUsers', {
  sqlAlias: 'activation',
  sql: `SELECT * FROM activated_users AS source`,
  title: 'Activated users',
  description: 'Users who entered the activation flow, as logged: users unknown to the users table and activations before the sign-up included.',
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['userId'] },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          {
            member: () => 'accountId',
            operator: 'equals',
            values: (securityContext) => securityContext.account_ids,
          },
        ],
      },
    },
  ],
  joins: {
    Users: { relationship: 'one_to_one', sql: `${CUBE}.user_id = ${Users.userId}` },
  },
  dimensions: {
    accountId: { sql: `${Users.accountId}`, type: 'string', public: false },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: "The user's identifier.",
      primaryKey: true,
      public: true,
    },
    activationMilestoneCompletionTimestamp: {
      sql: `${CUBE}.activation_milestone_completion_timestamp`,
      type: 'time',
      title: 'Activation milestone completed at',
      description: 'When the user completed the activation flow; empty until they do.',
    },
  },
  measures: {
    activatedUserCount: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.activation_milestone_completion_timestamp IS NOT NULL` }],
      title: 'Activated users',
      description: 'How many users completed the activation flow, as logged.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activationMilestoneCompletionTimestamp],
    },
  },
});
