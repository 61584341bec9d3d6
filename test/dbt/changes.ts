/** What becomes of the worked example, by and by, and models of which that changes rows. */
export const changes: [what: string, sql: string, models: string[]][] = [
  [
    'an action that arrives late',
    `INSERT INTO key_actions SELECT 'late', user_id, 'project_created', signed_up_at + INTERVAL '1 hour'
       FROM users WHERE user_id = (SELECT MIN(user_id) FROM users)`,
    ['outcomes_users_1'],
  ],
  [
    "an account's attributes",
    `UPDATE accounts SET product_plan = 'other' WHERE id = (SELECT MIN(account_id) FROM users)`,
    ['outcomes_users_1', 'outcomes_users_2', 'outcomes_accounts_1'],
  ],
  [
    'a user who moves to another account',
    `UPDATE users SET account_id = (SELECT MAX(account_id) FROM users) WHERE user_id = (
         SELECT user_id FROM users WHERE account_id = (SELECT MIN(account_id) FROM users) LIMIT 1
       )`,
    ['outcomes_users_1', 'outcomes_accounts_1'],
  ],
  [
    'activations that are no more',
    `DELETE FROM activated_users WHERE user_id IN (
         SELECT user_id FROM activated_users WHERE activation_milestone_completion_timestamp IS NOT NULL LIMIT 9
       )`,
    ['outcomes_users_1', 'outcomes_users_2'],
  ],
  [
    'users who are gone, and new ones',
    `DELETE FROM users WHERE user_id IN (SELECT user_id FROM activated_users WHERE activation_milestone_completion_timestamp IS NOT NULL LIMIT 5);
       INSERT INTO users SELECT 'new-' || n, NULL, NOW() FROM GENERATE_SERIES(1, 3) AS n`,
    ['outcomes_users_1', 'outcomes_users_2'],
  ],
  [
    'an account that is gone',
    'DELETE FROM accounts WHERE id = (SELECT MAX(id) FROM accounts)',
    ['outcomes_accounts_1'],
  ],
];
