// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('MilestoneCompletionLogs', {
  sql: `SELECT * FROM milestone_completion_logs AS source`,
  title: 'Milestone completion logs',
  description: 'Logged milestone completions: an account may log the same milestone many times, and accounts unknown to the accounts table are included.',
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
            member: () => 'accountId',
            operator: 'equals',
            values: (securityContext) => securityContext.account_ids,
          },
        ],
      },
    },
  ],
  joins: {
    Accounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${Accounts.id}` },
  },
  dimensions: {
    id: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Log',
      description: "The logged completion's identifier.",
      primaryKey: true,
      public: true,
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: 'The identifier of the account that completed the milestone.',
    },
    milestoneName: {
      sql: `${CUBE}.milestone_name`,
      type: 'string',
      title: 'Milestone',
      description: 'The milestone completed, key or not.',
    },
    completionDate: {
      sql: `${CUBE}.completion_date`,
      type: 'time',
      title: 'Completed at',
      description: 'When the completion was logged.',
    },
  },
  measures: {
    totalMilestonesCompleted: {
      type: 'count',
      title: 'Milestone completions',
      description: 'How many completions were logged, repeats included.',
      meta: { unit: 'completions' },
      drillMembers: [CUBE.id, CUBE.accountId, CUBE.milestoneName, CUBE.completionDate],
    },
  },
});
