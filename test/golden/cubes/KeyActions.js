// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('KeyActions', {
  sql: `SELECT * FROM key_actions AS source`,
  title: 'Key actions',
  description: 'Tracked product actions, as logged: actions of users unknown to the users table included.',
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['id', 'userId'] },
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
  },
  dimensions: {
    accountId: { sql: `${Users.accountId}`, type: 'string', public: false },
    id: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Action',
      description: "The logged action's identifier.",
      primaryKey: true,
      public: true,
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: 'The identifier of the user who did it.',
    },
    actionName: {
      sql: `${CUBE}.action_name`,
      type: 'string',
      title: 'Action name',
      description: 'What the user did.',
    },
    occurredAt: {
      sql: `${CUBE}.occurred_at`,
      type: 'time',
      title: 'Occurred at',
      description: 'When the user did it.',
    },
  },
  measures: {
    actionCount: {
      type: 'count',
      title: 'Actions',
      description: 'How many actions were logged; a user may do the same action many times.',
      meta: { unit: 'actions' },
      drillMembers: [CUBE.id, CUBE.userId, CUBE.actionName, CUBE.occurredAt],
    },
  },
});
