import { cubeAccess } from './access';
import { sources } from './sources';

if (sources.milestoneCompletionLogs) {
  cube('MilestoneCompletionLogs', {
    sql: `SELECT * FROM ${sources.milestoneCompletionLogs.relation} AS source`,
    title: 'Milestone completion logs',
    accessPolicy: cubeAccess({ account: 'accountId' }),
    description:
      'Logged milestone completions: an account may log the same milestone many times, and accounts unknown to the accounts table are included.',

    joins: {
      ...(sources.accounts
        ? { Accounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${Accounts.id}` } }
        : {}),
    },

    dimensions: {
      id: {
        sql: `${CUBE}.id`,
        type: 'string',
        primaryKey: true,
        public: true,
        title: 'Log',
        description: "The logged completion's identifier.",
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
}
