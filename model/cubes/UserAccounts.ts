import { cubeAccess } from './access';
import { accountAttributes, usersHaveAccounts } from './attributes';
import { sources } from './sources';

/**
 * The account of a user, for its attributes alone. It has no measures, so that no query counts accounts by way of
 * their users, which would lose the accounts without any.
 */
if (sources.accounts && usersHaveAccounts) {
  cube('UserAccounts', {
    sql: `SELECT * FROM ${sources.accounts.relation} AS source`,
    public: false,
    accessPolicy: cubeAccess({ account: 'id', isJoined: true }),

    dimensions: {
      id: { sql: `${CUBE}.id`, type: 'string', primaryKey: true },
      ...accountAttributes,
    },
  });
}
