import type { TableName } from '../database/source-tables.ts';
import { Draws } from './draws.ts';
import { firstDeleted, userId } from './population.ts';

/** From a moment on, up to another that is no part of it, both as SQL of a timestamptz. */
export interface Span {
  from: string;
  to: string;
}

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
): Record<TableName, string> {
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

    subscriptions: `
      SELECT
        'b_' || account_id || '_' || step,
        account_id,
        plan,
        kind,
        is_self_serve,
        moment,
        CASE WHEN ended_at < ${to} THEN ended_at END
      FROM (
        SELECT account_number AS number, account_id, created_at AS started_at, subscription.*
        FROM synthetic.customer
        CROSS JOIN LATERAL (
          VALUES
            (1, plan, first_kind, NULL::boolean, first_at, first_ended_at),
            (2, plan, 'paid', is_self_serve, bought_at, left_at),
            (3, plan, 'paid', is_self_serve, back_at, NULL)
        ) AS subscription (step, plan, kind, is_self_serve, moment, ended_at)
        WHERE kind IS NOT NULL
        ${drawnOnce}
      ) AS subscription
      WHERE moment < ${to} AND (${during(arrival)} OR ${during('ended_at')})
      ORDER BY moment, number, step`,

    payments: `
      SELECT ${logNumber('payments', 'p')}, account_id, amount, currency, moment
      FROM (
        SELECT
          account_number AS number,
          2 * month + refund AS repeat,
          account_id,
          created_at AS started_at,
          CASE refund WHEN 0 THEN price ELSE -price END AS amount,
          currency,
          -- Some are paid back days later.
          bought_at + (30 * month + 5 * refund) * INTERVAL '24 hours' AS moment
        FROM synthetic.customer
        CROSS JOIN LATERAL generate_series(
          0,
          FLOOR(EXTRACT(EPOCH FROM LEAST(left_at, ${to}) - bought_at) / 2592000)::int
        ) AS month
        CROSS JOIN LATERAL generate_series(
          0,
          CASE WHEN ${draws.uniform('paid back', 'account_number', 'month')} < 0.02 THEN 1 ELSE 0 END
        ) AS refund
        ${drawnOnce}
      ) AS payment
      WHERE ${during(arrival)}
      ORDER BY moment, number, repeat`,

    referrals: `
      SELECT
        'r_' || user_id || '_' || repeat,
        user_id,
        moment,
        CASE WHEN clicked_at < ${to} THEN clicked_at END,
        CASE WHEN joined_at < ${to} THEN ${userId('referred_number')} END
      FROM (
        SELECT
          invitation.*,
          joined.day::timestamptz AS joined_at,
          -- Who signed up on that day, some of them before they clicked; some were deleted since.
          first_user
            + FLOOR((last_user - first_user + 1) * ${draws.uniform('referred user', 'number', 'repeat')})::bigint
            + CASE WHEN ${draws.uniform('deleted referred user', 'number', 'repeat')} < 0.02 THEN ${firstDeleted} ELSE 0 END
            AS referred_number
        FROM (
          SELECT
            sent.*,
            CASE WHEN ${draws.uniform('clicks', 'number', 'repeat')} < 0.5
              THEN ${later('moment', `43200 * POWER(${draws.odds('hours to the click', 'number', 'repeat')}, 0.8)`)}
            END AS clicked_at
          FROM (
            SELECT
              person_number AS number,
              repeat,
              user_id,
              signed_up_at AS started_at,
              CASE WHEN repeat = 1 AND ${draws.uniform('early invitation', 'person_number')} < 0.02
                THEN ${later('signed_up_at', `-3600 * ${draws.uniform('how early an invitation', 'person_number')}`)}
                ELSE ${later('signed_up_at', `1036800 * POWER(${draws.odds('days to the invitation', 'person_number', 'repeat')}, 0.8)`)}
              END AS moment
            FROM synthetic.person
            CROSS JOIN LATERAL generate_series(
              1,
              CASE WHEN ${draws.uniform('invites', 'person_number')} < 0.01 + 0.06 * keenness
                THEN 1 + LEAST(5, FLOOR(0.6 * POWER(${draws.odds('invitations', 'person_number')}, 0.6))::int)
                ELSE 0
              END
            ) AS repeat
            ${drawnOnce}
          ) AS sent
          ${drawnOnce}
        ) AS invitation
        LEFT JOIN synthetic.sign_up_day AS joined
          ON joined.day = (clicked_at + FLOOR(5 * POWER(${draws.uniform('days to the referred sign-up', 'number', 'repeat')}, 0.7)) * INTERVAL '1 day')::date
          AND last_user >= first_user
          AND ${draws.uniform('referred', 'number', 'repeat')} < 0.5
        ${drawnOnce}
      ) AS referral
      WHERE GREATEST(moment, started_at) < ${to}
        AND (${during(arrival)} OR ${during('clicked_at')} OR ${during('joined_at')})
      ORDER BY moment, number, repeat`,

    leads: `
      SELECT lead_id, created_at, source, user_id
      FROM synthetic.lead
      WHERE ${during('started_at')}
      ORDER BY created_at, lead_id`,

    contacts: `
      SELECT
        'c_' || subject || '_' || step,
        lead_id,
        user_id,
        kind,
        moment,
        CASE WHEN responded_at < ${to} THEN responded_at END
      FROM (
        SELECT
          occurred.*,
          CASE WHEN ${draws.uniform('responds', 'number', 'step')} < 0.45
            THEN ${later('moment', `172800 * POWER(${draws.odds('days to the response', 'number', 'step')}, 0.8)`)}
          END AS responded_at
        FROM (
          SELECT
            person_number AS number,
            CASE WHEN became_user THEN step ELSE 10 + step END AS step,
            lead_id AS subject,
            lead_id,
            NULL AS user_id,
            kind,
            started_at,
            CASE
              -- Decoys: before the lead was one.
              WHEN ${draws.uniform('early contact', 'person_number', 'step')} < 0.02 THEN created_at - INTERVAL '1 hour'
              ELSE ${later('created_at', `days * 86400 * POWER(${draws.odds('days to the contact', 'person_number', '10 * became_user::int + step')}, 0.7)`)}
            END AS moment
          FROM synthetic.lead
          CROSS JOIN (
            VALUES (1, 'outreach', 0.6, 0.3), (2, 'outreach', 0.2, 3), (3, 'meeting', 0.22, 6)
          ) AS contact (step, kind, share, days)
          WHERE ${draws.uniform('contact', 'person_number', '10 * became_user::int + step')} < share
          UNION ALL
          SELECT
            person_number,
            20 + step,
            user_id,
            NULL,
            user_id,
            kind,
            signed_up_at,
            ${later('signed_up_at', `days * 86400 * POWER(${draws.odds('days to the contact', 'person_number', '20 + step')}, 0.7)`)}
          FROM synthetic.person
          CROSS JOIN (
            VALUES
              (1, 'outreach', 0.05, 2),
              (2, 'proactive_support', 0.05, 4),
              (3, 'ticket', 0.06, 5),
              (4, 'ticket', 0.02, 12)
          ) AS contact (step, kind, share, days)
          WHERE ${draws.uniform('contact', 'person_number', '20 + step')} < share
          ${drawnOnce}
        ) AS occurred
        ${drawnOnce}
      ) AS contact
      WHERE GREATEST(moment, started_at) < ${to} AND (${during(arrival)} OR ${during('responded_at')})
      ORDER BY moment, number, step`,

    survey_responses: `
      SELECT ${logNumber('survey_responses', 'v')}, user_id, survey, score, moment
      FROM (
        SELECT
          person_number AS number,
          10 * step + repeat AS repeat,
          user_id,
          signed_up_at AS started_at,
          survey,
          1 + FLOOR(scale * POWER(${draws.uniform('score', 'person_number', '10 * step + repeat')}, 0.6 - 0.3 * keenness)) AS score,
          ${later('COALESCE(activated_at, signed_up_at)', `days * 86400 * POWER(${draws.odds('days to the answer', 'person_number', '10 * step + repeat')}, 0.8)`)} AS moment
        FROM synthetic.person
        CROSS JOIN (
          VALUES
            (1, 'ces', 0.05, 7, 20),
            (2, 'onboarding_satisfaction', 0.05, 5, 3),
            (3, 'post_activation_feedback', 0.03, 5, 10)
        ) AS survey (step, survey, share, scale, days)
        -- Some answer again.
        CROSS JOIN LATERAL generate_series(
          0,
          CASE WHEN ${draws.uniform('answers again', 'person_number', 'step')} < 0.2 THEN 1 ELSE 0 END
        ) AS repeat
        WHERE ${draws.uniform('answers', 'person_number', 'step')} < share
        ${drawnOnce}
      ) AS answer
      WHERE ${during(arrival)}
      ORDER BY moment, number, repeat`,
  };
}
