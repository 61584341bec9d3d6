import type { OptionalTable } from '../config/sources.ts';
import type { TableName } from '../database/tables.ts';
import { Draws } from './draws.ts';
import { firstDeleted, userId } from './population.ts';

/** From a moment on, up to another that is no part of it, both as SQL of a timestamptz. */
export interface Span {
  from: string;
  to: string;
}

/** The tables that a synthetic world fills. */
export type SyntheticTable = Exclude<TableName, OptionalTable>;

const isKnown = (number: string): string => `${number} < ${firstDeleted}`;

const later = (start: string, seconds: string): string =>
  `date_trunc('milliseconds', ${start} + ${seconds} * INTERVAL '1 second')`;

/** Keeps Postgres from pulling a subquery up, and drawing its moments again wherever they are compared. */
const drawnOnce = 'OFFSET 0';

/**
 * For each source table, the query that gives its rows: those that come or change in a span, as they are at the end
 * of it, in the order in which a log has them.
 *
 * @param rowsBefore the SQL of the number of rows that the logs have already, from which theirs are numbered on
 */
export function sourceRows(
  seed: number,
  { from, to }: Span,
  rowsBefore: (table: TableName) => string,
): Record<SyntheticTable, string> {
  const draws = new Draws(seed);
  const during = (moment: string): string => `${moment} >= ${from} AND ${moment} < ${to}`;
  /** What happened before its user or account was there arrives with them. */
  const arrival = 'GREATEST(moment, started_at)';
  /** A log's rows numbered in the order of time, which a log's keys tell as a rule. */
  const logNumber = (table: TableName, letter: string): string =>
    `'${letter}' || LPAD((${rowsBefore(table)} + ROW_NUMBER() OVER (ORDER BY moment, number, repeat))::text, 9, '0')`;

  return {
    users: `
      SELECT user_id, account_id, signed_up_at, persona, plan_type, signup_source
      FROM synthetic.person
      WHERE ${isKnown('person_number')} AND ${during('signed_up_at')}
      ORDER BY person_number`,

    session_history: `
      SELECT ${logNumber('session_history', 's')}, ${userId('number')}, moment
      FROM (
        SELECT
          person_number AS number,
          repeat,
          signed_up_at AS started_at,
          CASE repeat
            -- A sign-up happens inside a session that began before it.
            WHEN 0 THEN ${later('signed_up_at', `-600 * ${draws.uniform('first session', 'person_number')}`)}
            -- The next ones come soon or over months, and over a longer time for those who have many.
            ELSE ${later('signed_up_at', `86400 * (60 + session_count) * POWER(${draws.uniform('next session', 'person_number', 'repeat')}, 3)`)}
          END AS moment
        FROM synthetic.person
        CROSS JOIN LATERAL generate_series(0, session_count - 1) AS repeat
        ${drawnOnce}
      ) AS session
      WHERE ${during(arrival)}
      ORDER BY moment, number, repeat`,

    activated_users: `
      SELECT user_id, CASE WHEN activated_at < ${to} THEN activated_at END
      FROM synthetic.person
      WHERE enters_flow AND signed_up_at < ${to} AND (${during('signed_up_at')} OR ${during('activated_at')})
      ORDER BY person_number`,

    key_actions: `
      SELECT ${logNumber('key_actions', 'k')}, user_id, action_name, moment
      FROM (
        SELECT
          person_number AS number,
          0 AS repeat,
          user_id,
          signed_up_at AS started_at,
          'project_created' AS action_name,
          key_action_at AS moment
        FROM synthetic.person
        WHERE key_action_at IS NOT NULL
        UNION ALL
        SELECT person_number, -1, user_id, signed_up_at, 'project_created', early_key_action_at
        FROM synthetic.person
        WHERE early_key_action_at IS NOT NULL
        UNION ALL
        SELECT
          person_number,
          repeat,
          user_id,
          signed_up_at,
          'project_created',
          ${later('key_action_at', `5184000 * POWER(${draws.uniform('further key action', 'person_number', 'repeat')}, 2)`)}
        FROM synthetic.person
        CROSS JOIN LATERAL generate_series(1, further_key_action_count) AS repeat
        WHERE key_action_at IS NOT NULL
        UNION ALL
        SELECT
          person_number,
          1000 + repeat,
          user_id,
          signed_up_at,
          (ARRAY['report_viewed', 'file_uploaded', 'file_shared', 'invite_sent', 'settings_changed'])[1 + FLOOR(5 * ${draws.uniform('other action', 'person_number', 'repeat')})::int],
          ${later('signed_up_at', `8640000 * POWER(${draws.uniform('moment of other action', 'person_number', 'repeat')}, 3)`)}
        FROM synthetic.person
        CROSS JOIN LATERAL generate_series(1, other_action_count) AS repeat
        ${drawnOnce}
      ) AS action
      WHERE ${during(arrival)}
      ORDER BY moment, number, repeat`,

    accounts: `
      SELECT account_id, created_at, product_plan, plan_tier, use_case, user_type
      FROM synthetic.account
      WHERE ${isKnown('account_number')} AND ${during('created_at')}
      ORDER BY account_number`,

    milestone_completion_logs: `
      SELECT ${logNumber('milestone_completion_logs', 'm')}, account_id, milestone_name, moment
      FROM (
        SELECT
          account_number AS number,
          10 * step + repeat AS repeat,
          account_id,
          created_at AS started_at,
          milestone_name,
          CASE
            -- Decoys: dated before the account's creation (rule 3).
            WHEN repeat = 0 AND ${draws.uniform('early milestone', 'account_number', 'step')} < 0.015
              THEN ${later('created_at', `-86400 * ${draws.uniform('how early a milestone', 'account_number', 'step')}`)}
            ELSE ${later('created_at', `86400 * step * POWER(${draws.odds('days to milestone', 'account_number', '10 * step + repeat')}, 0.8)`)}
          END AS moment
        FROM synthetic.account
        CROSS JOIN (
          VALUES
            (1, 'workspace_created', 0.42),
            (2, 'teammate_invited', 0.3),
            (3, 'first_message_sent', 0.24),
            (4, 'billing_added', 0.05),
            (5, 'integration_connected', 0.15)
        ) AS milestone (step, milestone_name, ease)
        -- Some milestones are logged again and again.
        CROSS JOIN LATERAL generate_series(
          0,
          LEAST(9, FLOOR(0.7 * POWER(${draws.odds('repeated milestone', 'account_number', 'step')}, 0.7)))::int
        ) AS repeat
        -- Who reaches one milestone is likely to reach the others.
        WHERE 0.7 * ${draws.uniform('momentum', 'account_number')}
          + 0.3 * ${draws.uniform('reaches milestone', 'account_number', 'step')} < ease + 0.5 * keenness
        ${drawnOnce}
      ) AS completion
      WHERE ${during(arrival)}
      ORDER BY moment, number, repeat`,

    expansion_activation: `
      SELECT
        'e_' || account_id || '_' || step || '_' || repeat,
        account_id,
        expansion_feature,
        eligible_date,
        CASE WHEN activation_date < ${to} THEN activation_date END
      FROM (
        SELECT
          eligibility.*,
          CASE
            WHEN ${draws.uniform('activates offering', 'account_number', '10 * step + repeat')} >= 0.1 + 0.35 * keenness THEN NULL
            -- Decoys: activated before it was eligible (rule 3).
            WHEN ${draws.uniform('early offering', 'account_number', '10 * step + repeat')} < 0.03
              THEN ${later('eligible_date', `-864000 * ${draws.uniform('how early an offering', 'account_number', '10 * step + repeat')}`)}
            ELSE ${later('eligible_date', `1036800 * POWER(${draws.odds('days to offering', 'account_number', '10 * step + repeat')}, 0.8)`)}
          END AS activation_date
        FROM (
          SELECT
            account_number,
            account_id,
            keenness,
            step,
            expansion_feature,
            repeat,
            ${later('created_at', `86400 * (14 + 90 * repeat + 45 * POWER(${draws.odds('days to eligibility', 'account_number', '10 * step + repeat')}, 0.6))`)} AS eligible_date
          FROM synthetic.account
          CROSS JOIN (
            VALUES
              (1, 'advanced_analytics', 0.2),
              (2, 'automation', 0.14),
              (3, 'single_sign_on', 0.05),
              (4, 'api_access', 0.1)
          ) AS feature (step, expansion_feature, reach)
          -- A few become eligible for the same feature again.
          CROSS JOIN LATERAL generate_series(
            0,
            CASE WHEN ${draws.uniform('eligible again', 'account_number', 'step')} < 0.15 THEN 1 ELSE 0 END
          ) AS repeat
          WHERE ${draws.uniform('eligible', 'account_number', 'step')} < reach + 0.2 * keenness
        ) AS eligibility
        ${drawnOnce}
      ) AS offering
      WHERE eligible_date < ${to} AND (${during('eligible_date')} OR ${during('activation_date')})
      ORDER BY eligible_date, account_number, step, repeat`,
  };
}
