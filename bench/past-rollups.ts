import type { Question } from './answer.ts';
import { monthOf, monthText } from './hand-written.ts';
import type { KeptOutcomes } from './kept-outcomes.ts';

/** A question that no rollup answers, and the best SQL that we could write by hand for it. */
export interface PastRollups extends Question {
  /** What it counts, where these aren't users. */
  of?: 'accounts';
}

/** Each user with the key action that counts, the first at or after the sign-up (rule 4). */
const firstKeyActions = `
  SELECT u.user_id, u.signed_up_at, MIN(k.occurred_at) AS at
  FROM users AS u
  LEFT JOIN key_actions AS k
    ON k.user_id = u.user_id AND k.action_name = 'project_created' AND k.occurred_at >= u.signed_up_at
  GROUP BY u.user_id`;

const keptKeyActions = ({ users }: KeptOutcomes): string =>
  `SELECT user_id, signed_up_at, first_key_action_at AS at FROM ${users}`;

/** How long each user is known to have waited, and whether the event ended it (rule 14). */
const waits = (keyActions: string): string => `
  SELECT LEAST(at, NOW()) - signed_up_at AS waited, at <= NOW() AS is_event
  FROM (${keyActions}) AS first
  WHERE signed_up_at <= NOW()`;

/** The survival after each row of a life table in order: of `events` of those `at_risk`. */
const survival = (order: string): string =>
  `EXP(SUM(CASE WHEN events = 0 THEN 0 WHEN events < at_risk THEN LN(1 - events / at_risk) ELSE -1000 END) OVER (ORDER BY ${order}))`;

const events = `COUNT(*) FILTER (WHERE is_event)::float8 AS events`;

const hoursUntilHalf = (keyActions: string): string => `
  SELECT EXTRACT(EPOCH FROM MIN(waited) FILTER (WHERE survival <= 0.5 + 1e-9)) / 3600 AS value
  FROM (
    SELECT waited, ${survival('waited')} AS survival
    FROM (
      SELECT waited, SUM(COUNT(*)) OVER (ORDER BY waited DESC)::float8 AS at_risk, ${events}
      FROM (${waits(keyActions)}) AS waits
      GROUP BY waited
    ) AS life
  ) AS curve`;

const curve = (keyActions: string): string => `
  SELECT day AS key, CASE WHEN at_risk > 0 THEN 100 * (1 - ${survival('day')}) END AS value
  FROM (
    SELECT day, SUM(SUM(users)) OVER (ORDER BY day DESC)::float8 AS at_risk, ${events}
    FROM (
      SELECT FLOOR(EXTRACT(EPOCH FROM waited) / 86400) AS day, 1 AS users, is_event
      FROM (${waits(keyActions)}) AS waits
      UNION ALL
      SELECT day, 0, FALSE FROM GENERATE_SERIES(0, 90) AS day
    ) AS days
    GROUP BY day
  ) AS life
  ORDER BY day
  LIMIT 91`;

/** The durations of all units with `start` and `at`, by the month of the start, as a month in which nobody came is in the answer. */
const medians = (durations: string): string => `
  SELECT ${monthText(monthOf('start'))} AS key,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM at - start)::float8 / 3600) AS value
  FROM (${durations}) AS durations
  GROUP BY ${monthOf('start')}`;

/** The median of durations, by the SQL of these over the source tables, and by where outcomes keep their ends. */
const medianByMonth = (
  name: string,
  start: string,
  median: string,
  durations: string,
  kept?: { of: keyof KeptOutcomes; start: string; at: string },
): PastRollups => ({
  name: `${name} by month`,
  query: {
    measures: [median],
    timeDimensions: [{ dimension: start, granularity: 'month' }],
    timezone: 'UTC',
  },
  keys: [`${start}.month`],
  values: [median],
  sql: medians(durations),
  ...(kept && {
    fromOutcomes: (tables) =>
      medians(`SELECT ${kept.start} AS start, ${kept.at} AS at FROM ${tables[kept.of]}`),
    ...(kept.of === 'accounts' && { of: kept.of }),
  }),
});

export const pastRollups: readonly PastRollups[] = [
  medianByMonth(
    'Median hours to the key action',
    'ActivationRate.signedUpAt',
    'ActivationRate.medianHoursToKeyAction',
    `SELECT signed_up_at AS start, at FROM (${firstKeyActions}) AS first`,
    { of: 'users', start: 'signed_up_at', at: 'first_key_action_at' },
  ),
  {
    name: 'Hours until half did the key action (Kaplan–Meier)',
    query: { measures: ['ActivationRate.hoursUntilHalfDidKeyAction'] },
    keys: [],
    values: ['ActivationRate.hoursUntilHalfDidKeyAction'],
    isOfNow: true,
    sql: hoursUntilHalf(firstKeyActions),
    fromOutcomes: (kept) => hoursUntilHalf(keptKeyActions(kept)),
  },
  {
    name: 'The activation curve by day of age',
    query: { measures: ['ActivationCurve.estimatedShareActivated'], dimensions: ['ActivationCurve.day'] },
    keys: ['ActivationCurve.day'],
    values: ['ActivationCurve.estimatedShareActivated'],
    isOfNow: true,
    sql: curve(firstKeyActions),
    fromOutcomes: (kept) => curve(keptKeyActions(kept)),
  },
  {
    name: 'Retention by what users did once in their first days',
    query: {
      measures: ['ActivationDrivers.retentionOfDoers'],
      dimensions: ['ActivationDrivers.actionName'],
      filters: [{ member: 'ActivationDrivers.times', operator: 'equals', values: ['1'] }],
    },
    keys: ['ActivationDrivers.actionName'],
    values: ['ActivationDrivers.retentionOfDoers'],
    isOfNow: true,
    sql: `
      SELECT action_name AS key, 100.0 * COUNT(*) FILTER (WHERE came_back) / COUNT(*) AS value
      FROM (
        SELECT k.action_name, u.user_id,
          EXISTS (
            SELECT 1
            FROM session_history AS s
            WHERE s.user_id = u.user_id
              AND s.session_start_time >= u.signed_up_at + INTERVAL '336 hours'
              AND s.session_start_time < u.signed_up_at + INTERVAL '672 hours'
          ) AS came_back
        FROM users AS u
        JOIN key_actions AS k
          ON k.user_id = u.user_id
          AND k.occurred_at >= u.signed_up_at AND k.occurred_at < u.signed_up_at + INTERVAL '168 hours'
        WHERE u.signed_up_at + INTERVAL '672 hours' <= NOW()
        GROUP BY k.action_name, u.user_id
      ) AS doers
      GROUP BY action_name`,
    fromOutcomes: ({ users, actions }) => `
      SELECT action_name AS key, 100.0 * COUNT(came_back_at) / COUNT(*) AS value
      FROM ${users}
      JOIN ${actions} USING (user_id, signed_up_at)
      WHERE times_done >= 1 AND signed_up_at + INTERVAL '672 hours' <= NOW()
      GROUP BY action_name`,
  },
  {
    name: 'Active users by the plan of their account',
    query: { measures: ['ActiveUsers.activeUserCount'], dimensions: ['ActiveUsers.productPlan'] },
    keys: ['ActiveUsers.productPlan'],
    values: ['ActiveUsers.activeUserCount'],
    sql: `
      SELECT a.product_plan AS key, COUNT(*) AS value
      FROM (SELECT s.user_id FROM session_history AS s UNION SELECT k.user_id FROM key_actions AS k) AS active
      JOIN users AS u ON u.user_id = active.user_id
      LEFT JOIN accounts AS a ON a.id = u.account_id
      GROUP BY a.product_plan`,
  },
  medianByMonth(
    'Median hours to the first contact',
    'FirstContact.signedUpAt',
    'FirstContact.medianHoursToFirstContact',
    `
      SELECT u.signed_up_at AS start, MIN(c.occurred_at) AS at
      FROM users AS u
      LEFT JOIN contacts AS c
        ON c.user_id = u.user_id AND c.kind = 'outreach' AND c.occurred_at >= u.signed_up_at
      GROUP BY u.user_id`,
    { of: 'users', start: 'signed_up_at', at: 'first_outreach_at' },
  ),
  medianByMonth(
    "Median hours to a lead's first outreach",
    'Leads.createdAt',
    'Leads.medianHoursToResponse',
    `
      SELECT l.created_at AS start, MIN(c.occurred_at) AS at
      FROM leads AS l
      LEFT JOIN contacts AS c
        ON c.lead_id = l.id AND c.kind = 'outreach' AND c.occurred_at >= l.created_at
      GROUP BY l.id`,
  ),
  medianByMonth(
    'Median hours to the first referral',
    'ReferralInvitation.signedUpAt',
    'ReferralInvitation.medianHoursToFirstReferral',
    `
      SELECT u.signed_up_at AS start, MIN(r.invited_at) AS at
      FROM users AS u
      LEFT JOIN referrals AS r
        ON r.referrer_user_id = u.user_id AND r.invited_at >= u.signed_up_at
      GROUP BY u.user_id`,
    { of: 'users', start: 'signed_up_at', at: 'first_invitation_at' },
  ),
  medianByMonth(
    'Median hours from a click to the sign-up',
    'ReferredVisitors.clickedAt',
    'ReferredVisitors.medianHoursToConversion',
    `
      SELECT r.clicked_at AS start, u.signed_up_at AS at
      FROM referrals AS r
      JOIN users AS referrer ON referrer.user_id = r.referrer_user_id
      LEFT JOIN users AS u ON u.user_id = r.referred_user_id AND u.signed_up_at >= r.clicked_at
      WHERE r.clicked_at >= r.invited_at`,
  ),
  medianByMonth(
    'Median hours to qualification',
    'ProductQualifiedAccounts.createdAt',
    'ProductQualifiedAccounts.medianHoursToQualification',
    `
      SELECT a.created_at AS start, MIN(k.occurred_at) AS at
      FROM accounts AS a
      LEFT JOIN users AS u ON u.account_id = a.id
      LEFT JOIN key_actions AS k
        ON k.user_id = u.user_id AND k.action_name = 'project_created' AND k.occurred_at >= a.created_at
      GROUP BY a.id`,
    { of: 'accounts', start: 'created_at', at: 'qualification1_at' },
  ),
];
