// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserSessions', {
  sql: `
    SELECT user_id, COUNT(DISTINCT session_id) AS session_count
    FROM session_history AS source
    GROUP BY user_id`,
  public: false,
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
    userId: { sql: `${CUBE}.user_id`, type: 'string', primaryKey: true },
    sessionCount: { sql: `${CUBE}.session_count`, type: 'number' },
  },
});
