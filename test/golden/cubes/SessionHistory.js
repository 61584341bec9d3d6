// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('SessionHistory', {
  sql: `SELECT * FROM session_history AS source`,
  title: 'Session history',
  description: 'Sessions, as logged: sessions of users unknown to the users table included.',
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['sessionId', 'userId'] },
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
    Users: { relationship: 'many_to_one', sql: `${CUBE}.user_id = ${Users.userId}` },
    UserSessions: { relationship: 'many_to_one', sql: `${CUBE}.user_id = ${UserSessions.userId}` },
  },
  dimensions: {
    accountId: { sql: `${Users.accountId}`, type: 'string', public: false },
    sessionId: {
      sql: `${CUBE}.session_id`,
      type: 'string',
      title: 'Session',
      description: "The session's identifier.",
      primaryKey: true,
      public: true,
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: 'The identifier of the user whose session it is.',
    },
    sessionStartTime: {
      sql: `${CUBE}.session_start_time`,
      type: 'time',
      title: 'Session started at',
      description: 'When the session began.',
    },
  },
  measures: {
    sessionCount: {
      type: 'count',
      title: 'Sessions',
      description: 'How many sessions there are.',
      meta: { unit: 'sessions' },
      drillMembers: [CUBE.sessionId, CUBE.userId, CUBE.sessionStartTime],
    },
    multiSessionUserCount: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${UserSessions.sessionCount} >= 2` }],
      title: 'Users with several sessions',
      description: 'How many users in the slice have 2 or more sessions in their whole history, activated or not. It is no part of the multi-session activation rate, which looks at the sessions up to the activation.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId],
    },
  },
});
