import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ActivationConfig, validateConfig } from '../../src/config/config.ts';
import type { Sources } from '../../src/config/sources.ts';
import type { DoctorReport } from '../../src/doctor/findings.ts';
import { type DoctorOptions, runDoctor } from '../../src/doctor/run-doctor.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';

const schema = fileURLToPath(new URL('../../seeds/schema.sql', import.meta.url));

/** The moment that the data below are looked at. */
export const now = new Date('2026-03-30T00:00:00Z');

/**
 * Data without a fault: 100 users in 20 accounts, each with 2 sessions and an action that is no key action; 60 of them
 * activated, 50 did the key action; 15 accounts reached each milestone; 10 were eligible, 4 of these activated.
 */
const cleanRows = `
  INSERT INTO accounts
  SELECT 'a' || n, TIMESTAMPTZ '2026-03-01Z' + n * INTERVAL '30 hours', 'growth', 'annual', 'support', 'team'
  FROM GENERATE_SERIES(1, 20) AS n;

  INSERT INTO users
  SELECT
    'u' || n, 'a' || (n - 1) % 20 + 1, TIMESTAMPTZ '2026-03-01Z' + n * INTERVAL '6 hours', 'developer', 'pro', 'referral'
  FROM GENERATE_SERIES(1, 100) AS n;

  INSERT INTO session_history
  SELECT user_id || '-s' || n, user_id, signed_up_at - INTERVAL '5 minutes' + (n - 1) * INTERVAL '1 day'
  FROM users, GENERATE_SERIES(1, 2) AS n;

  INSERT INTO activated_users
  SELECT user_id, CASE WHEN SUBSTR(user_id, 2)::integer % 5 < 3 THEN signed_up_at + INTERVAL '2 days' END
  FROM users;

  INSERT INTO key_actions
  SELECT user_id || '-k', user_id, 'project_created', signed_up_at + INTERVAL '1 hour'
  FROM users
  WHERE SUBSTR(user_id, 2)::integer % 2 = 0
  UNION ALL
  SELECT user_id || '-r', user_id, 'report_viewed', signed_up_at + INTERVAL '2 hours'
  FROM users;

  INSERT INTO milestone_completion_logs
  SELECT id || '-' || milestone, id, milestone, created_at + INTERVAL '1 hour'
  FROM accounts, UNNEST(ARRAY['workspace_created', 'teammate_invited', 'first_message_sent']) AS milestone
  WHERE SUBSTR(id, 2)::integer % 4 <> 0;

  INSERT INTO expansion_activation
  SELECT
    id || '-e',
    id,
    'automation',
    created_at + INTERVAL '2 hours',
    CASE WHEN SUBSTR(id, 2)::integer % 5 = 0 THEN created_at + INTERVAL '3 days' END
  FROM accounts
  WHERE SUBSTR(id, 2)::integer % 2 = 0 OR SUBSTR(id, 2)::integer % 5 = 0;`;

/**
 * Of the optional sources: a trial of each account, which 5 went on to pay for; 10 invitations, clicked, of which 5
 * brought somebody; 10 leads, of whom 5 became users, each with a contact that was answered; an answer of 30 users.
 */
const optionalRows = `
  INSERT INTO subscriptions
  SELECT id || '-t', id, 'pro', 'trial', NULL, created_at + INTERVAL '1 hour', created_at + INTERVAL '61 days'
  FROM accounts
  UNION ALL
  SELECT id || '-p', id, 'pro', 'paid', TRUE, created_at + INTERVAL '3 days', NULL
  FROM accounts
  WHERE SUBSTR(id, 2)::integer % 4 = 0;

  INSERT INTO payments
  SELECT id || '-1', id, 29.99, 'USD', created_at + INTERVAL '3 days'
  FROM accounts;

  INSERT INTO referrals
  SELECT
    user_id || '-r', user_id, signed_up_at + INTERVAL '1 day', signed_up_at + INTERVAL '2 days',
    CASE WHEN SUBSTR(user_id, 2)::integer % 2 = 0 THEN 'u' || SUBSTR(user_id, 2)::integer - 50 END
  FROM users
  WHERE SUBSTR(user_id, 2)::integer > 90;

  INSERT INTO leads
  SELECT
    'l' || n, TIMESTAMPTZ '2026-03-24Z' + n * INTERVAL '6 hours', 'fair', CASE WHEN n % 2 = 0 THEN 'u' || n + 80 END
  FROM GENERATE_SERIES(1, 10) AS n;

  INSERT INTO contacts
  SELECT
    id || '-' || kind, id, user_id, kind, created_at + INTERVAL '1 hour', created_at + INTERVAL '2 hours'
  FROM leads, UNNEST(ARRAY['outreach', 'meeting', 'proactive_support', 'ticket']) AS kind;

  INSERT INTO survey_responses
  SELECT
    user_id || '-' || survey, user_id, survey, 4, signed_up_at + INTERVAL '3 days'
  FROM users, UNNEST(ARRAY['ces', 'onboarding_satisfaction', 'post_activation_feedback']) AS survey
  WHERE SUBSTR(user_id, 2)::integer > 55 AND SUBSTR(user_id, 2)::integer <= 85;`;

/** The optional sources in their canonical tables. */
export const optionalSources = {
  subscriptions: {},
  payments: {},
  referrals: {},
  leads: {},
  contacts: {},
  surveyResponses: {},
} satisfies Sources;

/** What each test's database is a copy of; it goes with the run's Postgres. */
let template: Promise<string> | undefined;

async function createTemplate(): Promise<string> {
  const { connection, query, close } = await createScratchDatabase();
  await query(await readFile(schema, 'utf8'));
  await query(cleanRows);
  await query(optionalRows);
  await query('ANALYZE');
  await close();
  return connection.database;
}

/** A database of its own with the canonical tables, their indexes and rows without a fault. */
export async function createWarehouse(): Promise<ScratchDatabase> {
  template ??= createTemplate();
  return createScratchDatabase(await template);
}

/** Runs the doctor at {@link now}, with the contract's definitions unless others are given. */
export function examine(
  { connection }: Pick<ScratchDatabase, 'connection'>,
  config: Partial<ActivationConfig> = {},
  options: Partial<DoctorOptions> = {},
): Promise<DoctorReport> {
  return runDoctor({ connection, config: validateConfig(config, 'a test'), now, ...options });
}

/** What isn't fine, each as `severity id source.column count`, in alphabetical order. */
export const faults = ({ checks }: DoctorReport): string[] =>
  checks
    .filter(({ severity }) => severity !== 'ok')
    .map(
      ({ severity, id, source, column, count }) =>
        `${severity} ${id} ${source}${column ? `.${column}` : ''}${count === undefined ? '' : ` ${count}`}`,
    )
    .sort();

/** The one finding with an id, for its text. */
export function findingOf({ checks }: DoctorReport, id: string) {
  const found = checks.filter((check) => check.id === id && check.severity !== 'ok');
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} findings are ${id}`);
  return found[0];
}
