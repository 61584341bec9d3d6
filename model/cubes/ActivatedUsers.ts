import { accountOfUser, userRowAccess } from './access';
import { users } from './scales';
import { sources } from './sources';

if (sources.activatedUsers) {
  cube('ActivatedUsers', {
    // Postgres cuts names off at 63 characters, those of the longest dimension by quarter included.
    sqlAlias: 'activation',
    sql: `SELECT * FROM ${sources.activatedUsers.relation} AS source`,
    title: 'Activated users',
    description:
      'Users who entered the activation flow, as logged: users unknown to the users table and activations before the sign-up included.',

    accessPolicy: userRowAccess(['userId']),

    joins: {
      ...(sources.users
        ? { Users: { relationship: 'one_to_one', sql: `${CUBE}.user_id = ${Users.userId}` } }
        : {}),
    },

    dimensions: {
      ...accountOfUser,
      userId: {
        sql: `${CUBE}.user_id`,
        type: 'string',
        primaryKey: true,
        public: true,
        title: 'User',
        description: "The user's identifier.",
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
        sql: `${CUBE.userId}`,
        filters: [{ sql: `${CUBE.activationMilestoneCompletionTimestamp} IS NOT NULL` }],
        title: 'Activated users',
        description: 'How many users completed the activation flow, as logged.',
        meta: users,
        drillMembers: [CUBE.userId, CUBE.activationMilestoneCompletionTimestamp],
      },
    },
  });
}
