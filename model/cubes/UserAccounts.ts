import { accountAttributes } from './account-attributes';

/**
 * The account of a user, for its attributes alone. It has no measures, so that no query counts accounts by way of
 * their users, which would lose the accounts without any.
 */
cube('UserAccounts', {
  sqlTable: 'accounts',
  public: false,

  dimensions: {
    id: { sql: `${CUBE}.id`, type: 'string', primaryKey: true },
    ...accountAttributes,
  },
});
