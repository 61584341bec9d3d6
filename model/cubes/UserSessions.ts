import { accountOfUser, userRowAccess } from './access';
import { sources } from './sources';

/** One row a user with sessions: how many they have in their whole history, whatever slice a query looks at. */
if (sources.sessionHistory) {
  cube('UserSessions', {
    sql: `
    SELECT user_id, COUNT(*) AS session_count
    FROM ${sources.sessionHistory.relation} AS source
    GROUP BY user_id`,
    public: false,
    accessPolicy: userRowAccess(['userId']),

    // For the account of the user.
    joins: {
      ...(sources.users
        ? { Users: { relationship: 'one_to_one', sql: `${CUBE}.user_id = ${Users.userId}` } }
        : {}),
    },

    dimensions: {
      ...accountOfUser,
      userId: { sql: `${CUBE}.user_id`, type: 'string', primaryKey: true },
      sessionCount: { sql: `${CUBE}.session_count`, type: 'number' },
    },
  });
}
