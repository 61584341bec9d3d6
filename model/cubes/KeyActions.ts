import { accountOfUser, userRowAccess } from './access';
import { sources } from './sources';

if (sources.keyActions) {
  cube('KeyActions', {
    sql: `SELECT * FROM ${sources.keyActions.relation} AS source`,
    title: 'Key actions',
    description: 'Tracked product actions, as logged: actions of users unknown to the users table included.',

    accessPolicy: userRowAccess(['id', 'userId']),

    joins: {
      ...(sources.users
        ? { Users: { relationship: 'many_to_one', sql: `${CUBE}.user_id = ${Users.userId}` } }
        : {}),
    },

    dimensions: {
      ...accountOfUser,
      id: {
        sql: `${CUBE}.id`,
        type: 'string',
        primaryKey: true,
        public: true,
        title: 'Action',
        description: "The logged action's identifier.",
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
}
