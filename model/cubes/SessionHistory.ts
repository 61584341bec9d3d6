import { accountOfUser, userRowAccess } from './access';
import { users } from './scales';
import { sources } from './sources';

if (sources.sessionHistory) {
  cube('SessionHistory', {
    sql: `SELECT * FROM ${sources.sessionHistory.relation} AS source`,
    title: 'Session history',
    description: 'Sessions, as logged: sessions of users unknown to the users table included.',

    accessPolicy: userRowAccess(['sessionId', 'userId']),

    joins: {
      ...(sources.users
        ? { Users: { relationship: 'many_to_one', sql: `${CUBE}.user_id = ${Users.userId}` } }
        : {}),
      UserSessions: { relationship: 'many_to_one', sql: `${CUBE}.user_id = ${UserSessions.userId}` },
    },

    dimensions: {
      ...accountOfUser,
      sessionId: {
        sql: `${CUBE}.session_id`,
        type: 'string',
        primaryKey: true,
        public: true,
        title: 'Session',
        description: "The session's identifier.",
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
        // The column and not the dimension, which an analyst doesn't see.
        sql: `${CUBE}.user_id`,
        filters: [{ sql: `${UserSessions.sessionCount} >= 2` }],
        title: 'Users with several sessions',
        description:
          'How many users in the slice have 2 or more sessions in their whole history, activated or not. It is no part of the multi-session activation rate, which looks at the sessions up to the activation.',
        meta: users,
        drillMembers: [CUBE.userId],
      },
    },
  });
}
