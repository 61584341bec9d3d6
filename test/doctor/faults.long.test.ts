import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivationConfig } from '../../src/config/config.ts';
import type { ScratchDatabase } from '../harness/scratch-database.ts';
import { createWarehouse, examine, faults, findingOf, optionalSources } from './warehouse.ts';

let database: ScratchDatabase;
beforeEach(async () => {
  database = await createWarehouse();
});
afterEach(() => database.drop());

interface Planted {
  /** What is wrong. */
  fault: string;
  /** The SQL that plants it. */
  plant?: string;
  config?: Partial<ActivationConfig>;
  /** All that the doctor says, so that nothing is invented beside it. */
  found: string[];
}

const columns = { userId: 'user_id', signedUpAt: 'signed_up_at', accountId: 'account_id' };

const planted: Planted[] = [
  {
    fault: 'a table that is missing',
    plant: 'ALTER TABLE key_actions RENAME TO key_action',
    found: ['error source.missing keyActions'],
  },
  {
    fault: 'a schema that is missing',
    config: { sources: { accounts: { schema: 'crm', table: 'accounts' } } },
    found: ['error source.missing accounts'],
  },
  {
    fault: 'a query that fails',
    config: { sources: { keyActions: { sql: 'SELECT * FROM nowhere' } } },
    found: ['error source.unreadable keyActions'],
  },
  {
    fault: 'two statements instead of a query',
    config: {
      sources: { keyActions: { sql: 'SELECT * FROM key_actions) AS source; DROP TABLE users; --' } },
    },
    found: ['error source.unreadable keyActions'],
  },
  {
    fault: 'columns that are missing',
    plant: 'ALTER TABLE users RENAME signed_up_at TO signup_at; ALTER TABLE users DROP persona',
    found: ['error columns.missing users.persona', 'error columns.missing users.signedUpAt'],
  },
  {
    fault: 'a column of a query that is missing',
    config: { sources: { sessionHistory: { sql: 'SELECT session_id, user_id FROM session_history' } } },
    found: ['error columns.missing sessionHistory.sessionStartTime'],
  },
  {
    fault: 'an extra dimension that is missing',
    config: { sources: { users: { extraDimensions: { companySize: {} } } } },
    found: ['error columns.missing users.companySize'],
  },
  {
    fault: 'an expression that fails',
    config: { sources: { users: { columns: { ...columns, persona: { sql: 'lower(personna)' } } } } },
    found: ['error columns.expression users.persona'],
  },
  {
    fault: 'times that are text',
    plant: 'ALTER TABLE key_actions ALTER occurred_at TYPE text',
    found: ['error types.column keyActions.occurredAt'],
  },
  {
    fault: 'times that are seconds',
    plant: 'ALTER TABLE accounts ALTER created_at TYPE bigint USING EXTRACT(EPOCH FROM created_at)',
    found: ['error types.column accounts.createdAt'],
  },
  {
    fault: 'times without a time zone',
    plant:
      "ALTER TABLE session_history ALTER session_start_time TYPE timestamp USING session_start_time AT TIME ZONE 'UTC'",
    found: ['warning types.no-time-zone sessionHistory.sessionStartTime'],
  },
  {
    fault: 'dates instead of times, and the conversions that they put before their start',
    plant: 'ALTER TABLE expansion_activation ALTER activation_date TYPE date USING eligible_date::date',
    found: [
      'warning order.before-start expansionActivation.activationDate 12',
      'warning types.no-time-zone expansionActivation.activationDate',
    ],
  },
  {
    fault: 'names that are numbers',
    plant:
      'ALTER TABLE milestone_completion_logs ALTER milestone_name TYPE integer USING LENGTH(milestone_name)',
    found: ['error types.column milestoneCompletionLogs.milestoneName'],
  },
  {
    fault: 'milestones that are an enum, which has no operator with text',
    plant: `
      CREATE TYPE milestone AS ENUM ('workspace_created', 'teammate_invited', 'first_message_sent');
      ALTER TABLE milestone_completion_logs ALTER milestone_name TYPE milestone USING milestone_name::milestone`,
    found: ['error types.column milestoneCompletionLogs.milestoneName'],
  },
  {
    fault: 'an extra dimension of another type than is said',
    config: { sources: { accounts: { extraDimensions: { seats: { column: 'use_case', type: 'number' } } } } },
    found: ['warning types.extra-dimension accounts.seats'],
  },
  {
    fault: 'users that are numbers in one table and text in another',
    plant: `
      ALTER TABLE key_actions ALTER user_id TYPE integer USING SUBSTR(user_id, 2)::integer`,
    found: ['error joins.types keyActions.userId'],
  },
  {
    fault: 'a key that several rows have',
    plant: `
      ALTER TABLE users DROP CONSTRAINT users_pkey;
      CREATE INDEX ON users (user_id);
      INSERT INTO users SELECT * FROM users WHERE user_id IN ('u1', 'u2');
      INSERT INTO users SELECT * FROM users WHERE user_id = 'u3' LIMIT 1`,
    found: ['error keys.duplicate users.userId 3'],
  },
  {
    fault: 'a key that several rows of a query have',
    config: {
      sources: {
        activatedUsers: {
          sql: "SELECT * FROM activated_users UNION ALL SELECT * FROM activated_users WHERE user_id = 'u7'",
        },
      },
    },
    found: ['error keys.duplicate activatedUsers.userId 1'],
  },
  {
    fault: 'a key that rows of a child table have too',
    plant: `
      CREATE TABLE old_actions () INHERITS (key_actions);
      INSERT INTO old_actions SELECT * FROM key_actions WHERE id IN ('u2-k', 'u4-k')`,
    found: ['error keys.duplicate keyActions.id 2'],
  },
  {
    fault: 'rows without a key',
    plant: `
      ALTER TABLE session_history DROP CONSTRAINT session_history_pkey;
      ALTER TABLE session_history ALTER session_id DROP NOT NULL;
      UPDATE session_history SET session_id = NULL WHERE user_id = 'u5'`,
    found: ['error nulls.key sessionHistory.sessionId 2'],
  },
  {
    fault: 'users without a sign-up',
    plant: `
      ALTER TABLE users ALTER signed_up_at DROP NOT NULL;
      UPDATE users SET signed_up_at = NULL WHERE user_id IN ('u1', 'u2', 'u3')`,
    found: ['error nulls.start users.signedUpAt 3'],
  },
  {
    fault: 'a few actions without a user',
    plant: `
      ALTER TABLE key_actions ALTER user_id DROP NOT NULL;
      UPDATE key_actions SET user_id = NULL WHERE id IN ('u1-r', 'u3-r')`,
    found: ['info nulls.required keyActions.userId 2'],
  },
  {
    fault: 'many actions without a name',
    plant: `
      ALTER TABLE key_actions ALTER action_name DROP NOT NULL;
      UPDATE key_actions SET action_name = NULL WHERE action_name = 'report_viewed'`,
    found: ['warning nulls.required keyActions.actionName 100'],
  },
  {
    fault: 'a few sessions of unknown users',
    plant:
      "INSERT INTO session_history SELECT 'x' || n, 'nobody', '2026-03-20Z' FROM GENERATE_SERIES(1, 6) AS n",
    found: ['info orphans.unknown sessionHistory.userId 6'],
  },
  {
    fault: 'many sessions of unknown users',
    plant:
      "INSERT INTO session_history SELECT 'x' || n, 'nobody', '2026-03-20Z' FROM GENERATE_SERIES(1, 11) AS n",
    found: ['warning orphans.unknown sessionHistory.userId 11'],
  },
  {
    fault: 'activations, actions, milestones and eligibilities of the unknown',
    plant: `
      INSERT INTO activated_users VALUES ('nobody', '2026-03-20Z');
      INSERT INTO key_actions VALUES ('x', 'nobody', 'project_created', '2026-03-20Z');
      INSERT INTO milestone_completion_logs VALUES ('x', 'nobody', 'workspace_created', '2026-03-20Z');
      INSERT INTO expansion_activation VALUES ('x', 'nobody', 'automation', '2026-03-20Z', NULL)`,
    found: [
      'info orphans.unknown activatedUsers.userId 1',
      'info orphans.unknown keyActions.userId 1',
      'info orphans.unknown milestoneCompletionLogs.accountId 1',
      'warning orphans.unknown expansionActivation.accountId 1',
    ],
  },
  {
    fault: 'users of an unknown account',
    plant: "UPDATE users SET account_id = 'nowhere' WHERE user_id IN ('u1', 'u2', 'u3', 'u4')",
    found: ['info orphans.unknown users.accountId 4'],
  },
  {
    fault: 'activations before the sign-up',
    plant: `
      UPDATE activated_users SET activation_milestone_completion_timestamp = '2026-02-28Z'
      WHERE user_id IN ('u1', 'u2')`,
    found: ['info order.before-start activatedUsers.activationMilestoneCompletionTimestamp 2'],
  },
  {
    fault: 'key actions before the sign-up; other actions may come before',
    plant: "UPDATE key_actions SET occurred_at = occurred_at - INTERVAL '3 hours' WHERE id LIKE 'u_-_'",
    found: ['warning order.before-start keyActions.occurredAt 4'],
  },
  {
    fault: "a product area's key actions before the sign-up",
    config: { productAreas: { Reports: { keyAction: 'report_viewed' } } },
    plant: "UPDATE key_actions SET occurred_at = occurred_at - INTERVAL '3 hours' WHERE id LIKE 'u_-r'",
    found: ['warning order.before-start keyActions.occurredAt 9'],
  },
  {
    fault: "milestones before the account's creation",
    plant: `
      UPDATE milestone_completion_logs SET completion_date = '2026-02-28Z' WHERE id = 'a1-workspace_created';
      INSERT INTO milestone_completion_logs VALUES ('x', 'a1', 'some_other_milestone', '2026-02-28Z')`,
    found: ['info order.before-start milestoneCompletionLogs.completionDate 1'],
  },
  {
    fault: 'an expansion before its eligibility',
    plant:
      "UPDATE expansion_activation SET activation_date = eligible_date - INTERVAL '1 second' WHERE id = 'a5-e'",
    found: ['warning order.before-start expansionActivation.activationDate 1'],
  },
  {
    fault: 'times in the future',
    plant: `
      UPDATE users SET signed_up_at = '2027-01-01Z' WHERE user_id = 'u99';
      UPDATE session_history SET session_start_time = '2026-03-30T00:00:01Z' WHERE user_id = 'u100'`,
    found: [
      'info dates.future sessionHistory.sessionStartTime 2',
      'info dates.future users.signedUpAt 1',
      // The user whose sessions they are.
      'info sessions.none-before-activation activatedUsers 1',
    ],
  },
  {
    fault: 'placeholders for times that are not known',
    plant: "UPDATE session_history SET session_start_time = '1970-01-01Z' WHERE user_id = 'u100'",
    found: ['info dates.placeholder sessionHistory.sessionStartTime 2'],
  },
  {
    fault: 'users without an account',
    plant: "UPDATE users SET account_id = NULL WHERE user_id LIKE 'u_'",
    found: ['warning accounts.users-without users.accountId 9'],
  },
  {
    fault: 'accounts that no user belongs to',
    plant: "INSERT INTO accounts VALUES ('a21', '2026-03-20Z')",
    found: ['info accounts.without-users accounts.id 1'],
  },
  {
    fault: 'a key action that never occurs',
    plant: "UPDATE key_actions SET action_name = 'Project Created ' WHERE action_name = 'project_created'",
    found: ['error names.never keyActions.actionName 0'],
  },
  {
    fault: 'a key milestone that never occurs',
    plant:
      "UPDATE milestone_completion_logs SET milestone_name = 'team_mate_invited' WHERE milestone_name = 'teammate_invited'",
    found: ['warning names.never milestoneCompletionLogs.milestoneName 0'],
  },
  {
    fault: 'actions of features and of values that never occur',
    config: {
      features: { sharing: ['report_shared', 'report_sent'], search: ['searched'] },
      valueAction: 'first_reply',
      qualification: { actions: ['project_created', 'paid'], atLeast: 1 },
      engagement: [
        { action: 'session', weight: 1, cap: 10 },
        { action: 'comented', weight: 1, cap: 5 },
      ],
    },
    plant: "INSERT INTO key_actions VALUES ('shared', 'u1', 'report_shared', '2026-03-20Z')",
    found: [
      'error names.never keyActions.actionName 0',
      'error names.never keyActions.actionName 0',
      'error names.never keyActions.actionName 0',
      'error names.never keyActions.actionName 0',
      'warning names.never keyActions.actionName 0',
    ],
  },
  {
    fault: "a product area's names that never occur",
    config: {
      productAreas: {
        Reports: { keyAction: 'report_shared', keyMilestones: ['first_report', 'workspace_created'] },
      },
    },
    found: [
      'error names.never keyActions.actionName 0',
      'warning names.never milestoneCompletionLogs.milestoneName 0',
    ],
  },
  {
    fault: 'a key action that another one clearly beats at telling who comes back',
    // Of 400 users, long settled, 200 shared a report and 180 of these came back; of the others 20. Every other user did
    // the key action, of both alike. Four of the other users have just settled.
    plant: `
      INSERT INTO users
      SELECT 'd' || n, 'a1', TIMESTAMPTZ '2026-01-01Z', NULL, NULL, NULL FROM GENERATE_SERIES(1, 400) AS n;
      INSERT INTO key_actions
      SELECT 'd' || n || '-d', 'd' || n, 'report_shared', TIMESTAMPTZ '2026-01-07 23:59:59Z'
      FROM GENERATE_SERIES(1, 200) AS n
      UNION ALL
      SELECT 'd' || n || '-l', 'd' || n, 'report_late', TIMESTAMPTZ '2026-01-08Z' FROM GENERATE_SERIES(1, 200) AS n
      UNION ALL
      SELECT 'd' || n || '-k', 'd' || n, 'project_created', TIMESTAMPTZ '2026-01-01Z'
      FROM GENERATE_SERIES(2, 400, 2) AS n;
      INSERT INTO session_history
      SELECT 'd' || n || '-b', 'd' || n, TIMESTAMPTZ '2026-01-15Z' FROM GENERATE_SERIES(1, 180) AS n
      UNION ALL
      SELECT 'd' || n || '-b', 'd' || n, TIMESTAMPTZ '2026-01-28 23:59:59Z' FROM GENERATE_SERIES(201, 220) AS n
      UNION ALL
      SELECT 'd' || n || '-n', 'd' || n, TIMESTAMPTZ '2026-01-29Z' FROM GENERATE_SERIES(221, 400) AS n`,
    found: ['info drivers.beaten keyActions.actionName 1'],
  },
  {
    fault: 'a key action in several spellings',
    plant: "UPDATE key_actions SET action_name = 'ProjectCreated' WHERE id LIKE 'u_-k'",
    found: ['warning names.variants keyActions.actionName 4'],
  },
  {
    fault: 'sessions that several users share',
    plant: `
      ALTER TABLE session_history DROP CONSTRAINT session_history_pkey;
      INSERT INTO session_history VALUES ('u1-s1', 'u2', '2026-03-20Z'), ('u1-s2', 'u3', '2026-03-20Z')`,
    found: [
      'error keys.duplicate sessionHistory.sessionId 2',
      'warning sessions.shared sessionHistory.userId 2',
    ],
  },
  {
    fault: 'activations without a session by then',
    plant: `
      DELETE FROM session_history WHERE user_id = 'u1';
      UPDATE session_history SET session_start_time = '2026-03-20Z' WHERE user_id = 'u2'`,
    found: ['info sessions.none-before-activation activatedUsers 2'],
  },
  {
    fault: 'indexes that are missing, on a small table',
    plant: 'DROP INDEX session_history_user_id; DROP INDEX users_signed_up_at',
    found: ['info indexes.missing sessionHistory.userId', 'info indexes.missing users.signedUpAt'],
  },
  {
    fault: 'an index that is missing on a large table',
    plant: `
      DROP INDEX key_actions_user_id;
      CREATE INDEX ON key_actions (action_name, user_id, occurred_at);
      CREATE INDEX ON key_actions (user_id, action_name, occurred_at) WHERE action_name = 'project_created';
      INSERT INTO key_actions SELECT 'x' || n, 'u1', 'report_viewed', '2026-03-20Z' FROM GENERATE_SERIES(1, 12000) AS n;
      ANALYZE key_actions`,
    found: ['warning indexes.missing keyActions.userId'],
  },
  {
    fault: 'nothing in a view of a table with its indexes',
    plant: 'ALTER TABLE accounts RENAME TO account_rows; CREATE VIEW accounts AS SELECT * FROM account_rows',
    found: [],
  },
  {
    fault: 'a view of a table without an index',
    plant: `
      ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;
      ALTER TABLE accounts RENAME TO account_rows;
      CREATE VIEW accounts AS SELECT * FROM account_rows`,
    found: ['info indexes.lookup accounts.id 1'],
  },
  {
    fault: 'a query of a large table without an index',
    plant: `
      DROP INDEX key_actions_user_id;
      INSERT INTO key_actions SELECT 'x' || n, 'u1', 'report_viewed', '2026-03-20Z' FROM GENERATE_SERIES(1, 12000) AS n;
      ANALYZE key_actions`,
    config: { sources: { keyActions: { sql: 'SELECT * FROM key_actions' } } },
    found: ['warning indexes.lookup keyActions.userId 1'],
  },
  {
    fault: 'a load that stopped',
    plant: `
      DELETE FROM key_actions WHERE occurred_at > '2026-03-20Z';
      DELETE FROM expansion_activation WHERE COALESCE(activation_date, eligible_date) > '2026-03-20Z'`,
    found: ['warning freshness.age expansionActivation', 'warning freshness.age keyActions'],
  },
  {
    fault: 'an empty table',
    plant: 'TRUNCATE key_actions',
    found: ['warning freshness.empty keyActions 0'],
  },
  {
    fault: 'rows without any time',
    plant: 'UPDATE activated_users SET activation_milestone_completion_timestamp = NULL',
    found: ['warning freshness.undated activatedUsers'],
  },
  {
    fault: 'a cast that some row does not stand',
    config: {
      sources: { users: { columns: { ...columns, signedUpAt: { sql: 'persona::timestamptz' } } } },
    },
    found: [
      'error dates.failed users',
      'error drivers.failed keyActions',
      'error freshness.failed users',
      'error nulls.failed users',
      'error order.failed activatedUsers',
      'error order.failed keyActions',
      'error sessions.failed activatedUsers',
      'info indexes.unchecked users',
    ],
  },
  {
    fault: 'sources that are off, which is no fault',
    config: { sources: { expansionActivation: null, sessionHistory: null } },
    found: ['info source.off expansionActivation', 'info source.off sessionHistory'],
  },
  {
    fault: 'nothing in actions that are an enum, which a literal compares with',
    plant: `
      CREATE TYPE action AS ENUM ('project_created', 'report_viewed');
      ALTER TABLE key_actions ALTER action_name TYPE action USING action_name::action`,
    found: [],
  },
  { fault: 'nothing', found: [] },
];

const plantedInOptional: Planted[] = [
  {
    fault: 'a table that is missing',
    plant: 'ALTER TABLE payments RENAME TO payment',
    found: ['error source.missing payments'],
  },
  {
    fault: 'amounts and scores that are text, floats or of the type money',
    plant: `
      ALTER TABLE payments ALTER amount TYPE money USING amount::money;
      ALTER TABLE survey_responses ALTER score TYPE double precision`,
    found: ['error types.column payments.amount', 'warning types.inexact surveyResponses.score'],
  },
  {
    fault: 'truths that are text, and a kind that is an enum',
    plant: `
      ALTER TABLE subscriptions ALTER is_self_serve TYPE text;
      CREATE TYPE kind AS ENUM ('outreach', 'meeting', 'proactive_support', 'ticket');
      ALTER TABLE contacts ALTER kind TYPE kind USING kind::kind`,
    found: ['error types.column contacts.kind', 'error types.column subscriptions.isSelfServe'],
  },
  {
    fault: 'one of two columns of users that cannot be compared',
    plant:
      'ALTER TABLE referrals ALTER referred_user_id TYPE integer USING SUBSTR(referred_user_id, 2)::integer',
    found: ['error joins.types referrals.referredUserId'],
  },
  {
    fault: 'what is of unknown users, accounts and leads',
    plant: `
      INSERT INTO subscriptions VALUES ('x', 'nobody', 'pro', 'free', NULL, '2026-03-20Z', NULL);
      INSERT INTO payments VALUES ('x', 'nobody', 1, 'USD', '2026-03-20Z');
      INSERT INTO referrals VALUES ('x', 'nobody', '2026-03-20Z', NULL, 'nobody'), ('y', 'nobody', '2026-03-20Z', NULL, NULL);
      INSERT INTO leads VALUES ('x', '2026-03-20Z', NULL, 'nobody');
      INSERT INTO contacts VALUES
        ('x', 'nobody', NULL, 'ticket', '2026-03-20Z', NULL), ('y', NULL, 'nobody', 'ticket', '2026-03-20Z', NULL);
      INSERT INTO survey_responses VALUES ('x', 'nobody', 'ces', 1, '2026-03-20Z')`,
    found: [
      'info orphans.unknown contacts.leadId 1',
      'info orphans.unknown contacts.userId 1',
      'info orphans.unknown payments.accountId 1',
      'info orphans.unknown subscriptions.accountId 1',
      'info orphans.unknown surveyResponses.userId 1',
      'warning orphans.unknown leads.userId 1',
      'warning orphans.unknown referrals.referredUserId 1',
      'warning orphans.unknown referrals.referrerUserId 2',
    ],
  },
  {
    fault: 'contacts with neither a lead nor a user',
    plant: "UPDATE contacts SET lead_id = NULL WHERE lead_id IN ('l1', 'l2')",
    found: ['warning orphans.nobody contacts 4'],
  },
  {
    fault: 'kinds that no rule knows',
    plant: `
      UPDATE subscriptions SET kind = 'Trial' WHERE id = 'a1-t';
      UPDATE contacts SET kind = 'newsletter' WHERE id = 'l1-meeting'`,
    found: ['info values.uncounted contacts.kind 1', 'info values.uncounted subscriptions.kind 1'],
  },
  {
    fault: 'payments in other currencies',
    plant: "UPDATE payments SET currency = 'usd' WHERE id IN ('a1-1', 'a2-1', 'a3-1')",
    found: ['warning values.uncounted payments.currency 3'],
  },
  {
    fault: 'surveys that nobody configured, and one that nobody answered',
    plant: "UPDATE survey_responses SET survey = 'nps' WHERE survey = 'ces'",
    found: [
      'warning names.never surveyResponses.survey 0',
      'warning values.uncounted surveyResponses.survey 30',
    ],
  },
  {
    fault: 'no configured survey at all',
    plant: "UPDATE survey_responses SET survey = 'nps'",
    found: [
      'error names.never surveyResponses.survey 0',
      'error names.never surveyResponses.survey 0',
      'error names.never surveyResponses.survey 0',
      'warning values.uncounted surveyResponses.survey 90',
    ],
  },
  {
    fault: 'ends before starts, clicks before invitations, responses before contacts',
    plant: `
      UPDATE subscriptions SET ended_at = started_at - INTERVAL '1 second' WHERE id = 'a1-t';
      UPDATE referrals SET clicked_at = invited_at - INTERVAL '1 second' WHERE id = 'u91-r';
      UPDATE contacts SET responded_at = occurred_at - INTERVAL '1 second' WHERE id = 'l1-ticket'`,
    found: [
      'info order.before-start contacts.respondedAt 1',
      'info order.before-start subscriptions.endedAt 1',
      'warning order.before-start referrals.clickedAt 1',
    ].sort(),
  },
  {
    fault: 'what was before the account, the sign-up or the referrer was there',
    plant: `
      UPDATE subscriptions SET started_at = '2026-02-01Z' WHERE id IN ('a1-t', 'a2-t');
      UPDATE referrals SET invited_at = '2026-02-01Z' WHERE id = 'u91-r';
      UPDATE survey_responses SET answered_at = '2026-02-01Z' WHERE id = 'u60-ces'`,
    found: [
      'info order.before-start surveyResponses.answeredAt 1',
      'warning order.before-start referrals.invitedAt 1',
      'warning order.before-start subscriptions.startedAt 2',
    ],
  },
  {
    fault: 'leads without a time, and leads and payments in the future; a trial may end there',
    plant: `
      ALTER TABLE leads ALTER created_at DROP NOT NULL;
      UPDATE leads SET created_at = NULL WHERE id = 'l1';
      UPDATE leads SET created_at = '2027-01-01Z' WHERE id = 'l2';
      UPDATE payments SET paid_at = '2027-01-01Z' WHERE id = 'a1-1'`,
    found: [
      'error nulls.start leads.createdAt 1',
      'info dates.future payments.paidAt 1',
      'warning dates.future leads.createdAt 1',
    ],
  },
  {
    fault: 'actions of trials that never occur',
    config: { trialActions: ['project_created', 'invited'] },
    found: ['error names.never keyActions.actionName 0'],
  },
];

test.each(plantedInOptional)('of the optional sources finds $fault and nothing else', async (each) => {
  if (each.plant) await database.query(each.plant);
  const report = await examine(database, { sources: optionalSources, ...each.config });
  expect(faults(report)).toEqual(each.found);
});

test.each(planted)('finds $fault and nothing else', async ({ plant, config, found }) => {
  if (plant) await database.query(plant);
  expect(faults(await examine(database, config))).toEqual(found);
});

describe('what it says', () => {
  test('of payments in other currencies: how many, in which, and which of them may be meant', async () => {
    await database.query(`
      UPDATE payments SET currency = 'usd' WHERE id = 'a1-1';
      UPDATE payments SET currency = 'EUR' WHERE id IN ('a2-1', 'a3-1')`);
    const report = await examine(database, { sources: optionalSources });
    const { title, detail, fix } = findingOf(report, 'values.uncounted');
    expect(title).toBe('sources.payments: payments in another currency');
    expect(detail).toBe('3 of 20 (15.0 %) rows count nowhere: "EUR" (2), "usd" (1). What counts is "USD".');
    expect(fix).toContain('"usd" may be "USD": map sources.payments.columns.currency');
  });

  test('of a missing table: the near misses in any schema', async () => {
    await database.query('CREATE SCHEMA "my-app"; ALTER TABLE users SET SCHEMA "my-app"');
    const { title, detail, fix } = findingOf(await examine(database), 'source.missing');
    expect(title).toBe('sources.users: there is no table users');
    expect(detail).toContain('Near misses: "my-app".users');
    expect(fix).toContain("sources.users: { schema: 'my-app', table: 'users', … }");
  });

  test('of a missing column: its path in the configuration, its name in the table and near misses', async () => {
    await database.query('ALTER TABLE users RENAME signed_up_at TO "signedUp"');
    const report = await examine(database, { sources: { users: { columns: { signedUpAt: 'signed_up' } } } });
    expect(findingOf(report, 'columns.missing')).toMatchObject({
      title: 'sources.users.columns.signedUpAt: there is no column "signed_up"',
      detail: 'Near misses: "signedUp".',
      fix: 'sources.users.columns.signedUpAt: "signedUp".',
    });
  });

  test('of a missing attribute: that it can be left out', async () => {
    await database.query('ALTER TABLE accounts DROP use_case');
    expect(findingOf(await examine(database), 'columns.missing').fix).toContain(
      'leave useCase out of sources.accounts.columns',
    );
  });

  test('of a duplicate key: how many, on how many rows, and examples', async () => {
    await database.query(`
      ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;
      CREATE INDEX ON accounts (id);
      INSERT INTO accounts SELECT * FROM accounts WHERE id IN ('a1', 'a2', 'a3', 'a4');
      INSERT INTO accounts SELECT DISTINCT * FROM accounts WHERE id = 'a4'`);
    expect(findingOf(await examine(database), 'keys.duplicate').detail).toMatch(
      /^4 keys on 9 rows, such as "a4", "a1", "a2"\./,
    );
  });

  test('of a name that never occurs: the near misses with their rows', async () => {
    await database.query(
      "UPDATE key_actions SET action_name = 'Project Created ' WHERE action_name = 'project_created'",
    );
    expect(findingOf(await examine(database), 'names.never')).toMatchObject({
      title: 'keyAction: "project_created" never occurs in sources.keyActions',
      detail: 'ActivationRate can only be 0. Near misses: "Project Created " (50 rows).',
    });
  });

  test('of a key action that is beaten: both with their numbers, as an association', async () => {
    const { plant = '' } = planted.find(({ fault }) => fault.includes('clearly beats')) ?? {};
    await database.query(plant);
    expect(findingOf(await examine(database), 'drivers.beaten')).toMatchObject({
      title: 'keyAction: other early actions tell better than "project_created" who comes back',
      detail:
        "Of 404 users who signed up 28 days ago or earlier, 100 of 202 (49.5 %) who did it in 7 days came back in the third or fourth week: 0.0 percentage points more than of those who didn't. " +
        '"report_shared": 180 of 200 (90.0 %), 80.2 percentage points more. An association, which says nothing of the cause.',
      fix: 'Look at ActivationDrivers, and whether keyAction should be "report_shared".',
    });
  });

  test('of a missing index: the statement that creates it', async () => {
    await database.query(`
      CREATE SCHEMA "my-app";
      ALTER TABLE session_history SET SCHEMA "my-app";
      ALTER TABLE "my-app".session_history RENAME user_id TO "order";
      DROP INDEX "my-app".session_history_user_id`);
    const sources = { sessionHistory: { schema: 'my-app', columns: { userId: 'order' } } };
    const { fix } = findingOf(await examine(database, { sources }), 'indexes.missing');
    expect(fix).toBe(
      'CREATE INDEX CONCURRENTLY ON "my-app"."session_history" ("order", "session_start_time");',
    );
    await database.query(fix ?? '');
    expect(faults(await examine(database, { sources }))).toEqual([]);
  });

  test('of a partitioned table: a statement that Postgres takes for one', async () => {
    await database.query(`
      CREATE TABLE visits (LIKE session_history) PARTITION BY RANGE (session_start_time);
      CREATE TABLE visits_of_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01Z') TO ('2027-01-01Z');
      INSERT INTO visits SELECT * FROM session_history;
      CREATE INDEX ON visits (session_start_time)`);
    const sources = { sessionHistory: { table: 'visits' } };
    const { fix } = findingOf(await examine(database, { sources }), 'indexes.missing');
    expect(fix).toBe('CREATE INDEX ON "public"."visits" ("user_id", "session_start_time");');
    await database.query(fix ?? '');
    expect(faults(await examine(database, { sources }))).toEqual([]);
  });

  test('of a wrong type: a mapping that mends it', async () => {
    await database.query(
      'ALTER TABLE key_actions ALTER user_id TYPE integer USING SUBSTR(user_id, 2)::integer',
    );
    await database.query('UPDATE users SET user_id = SUBSTR(user_id, 2)');
    expect(findingOf(await examine(database), 'joins.types').fix).toBe(
      `sources.keyActions.columns.userId: { sql: '"user_id"::text' }`,
    );
    const sources = { keyActions: { columns: { userId: { sql: '"user_id"::text' } } } };
    expect(
      (await examine(database, { sources })).checks.filter(({ id }) => id === 'joins.types'),
    ).not.toContainEqual(expect.objectContaining({ severity: 'error' }));
  });

  test('of a source that is off: the KPIs that go with it', async () => {
    const report = await examine(database, { sources: { accounts: null } });
    expect(findingOf(report, 'source.off').detail).toContain(
      'no AccountActivation, ExpansionActivationRate, MilestoneCompletion, MilestoneFunnel, ProductQualifiedAccounts.',
    );
  });
});
