import type { Query } from '@cubejs-client/core';

type Row = Record<string, unknown>;

/** A question that no rollup answers, and the best SQL that we could write by hand for it. */
export interface PastRollups {
  title: string;
  query: Query;
  /** The member that tells the rows apart, and the one that is compared. */
  key: string;
  value: string;
  /** With the columns `key` and `value`. */
  sql: string;
}

const monthOf = (moment: string): string =>
  `to_char(date_trunc('month', ${moment} AT TIME ZONE 'UTC'), 'YYYY-MM')`;

/** Each user with the key action that counts, the first at or after the sign-up (rule 4). */
const firstKeyActions = `
  SELECT u.user_id, u.signed_up_at, MIN(k.occurred_at) AS at
  FROM users AS u
  LEFT JOIN key_actions AS k
    ON k.user_id = u.user_id AND k.action_name = 'project_created' AND k.occurred_at >= u.signed_up_at
  GROUP BY u.user_id`;

/** How long each user is known to have waited, and whether the event ended it (rule 14). */
const waits = `
  SELECT LEAST(at, NOW()) - signed_up_at AS waited, at <= NOW() AS is_event
  FROM (${firstKeyActions}) AS first
  WHERE signed_up_at <= NOW()`;

/** The survival after each row of a life table in order: of `events` of those `at_risk`. */
const survival = (order: string): string =>
  `EXP(SUM(CASE WHEN events = 0 THEN 0 WHEN events < at_risk THEN LN(1 - events / at_risk) ELSE -1000 END) OVER (ORDER BY ${order}))`;

const events = `COUNT(*) FILTER (WHERE is_event)::float8 AS events`;

export const pastRollups: readonly PastRollups[] = [
  {
    title: 'Median hours to the key action by month',
    query: {
      measures: ['ActivationRate.medianHoursToKeyAction'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
    },
    key: 'ActivationRate.signedUpAt.month',
    value: 'ActivationRate.medianHoursToKeyAction',
    sql: `
      SELECT ${monthOf('signed_up_at')} AS key,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM at - signed_up_at)::float8 / 3600) AS value
      FROM (${firstKeyActions}) AS first
      GROUP BY 1`,
  },
  {
    title: 'Hours until half did the key action (Kaplan–Meier)',
    query: { measures: ['ActivationRate.hoursUntilHalfDidKeyAction'] },
    key: '',
    value: 'ActivationRate.hoursUntilHalfDidKeyAction',
    sql: `
      SELECT '' AS key, EXTRACT(EPOCH FROM MIN(waited) FILTER (WHERE survival <= 0.5 + 1e-9)) / 3600 AS value
      FROM (
        SELECT waited, ${survival('waited')} AS survival
        FROM (SELECT waited, SUM(COUNT(*)) OVER (ORDER BY waited DESC)::float8 AS at_risk, ${events} FROM (${waits}) AS waits GROUP BY waited) AS life
      ) AS curve`,
  },
  {
    title: 'The activation curve by day of age',
    query: { measures: ['ActivationCurve.estimatedShareActivated'], dimensions: ['ActivationCurve.day'] },
    key: 'ActivationCurve.day',
    value: 'ActivationCurve.estimatedShareActivated',
    sql: `
      SELECT day AS key, CASE WHEN at_risk > 0 THEN 100 * (1 - ${survival('day')}) END AS value
      FROM (
        SELECT day, SUM(SUM(users)) OVER (ORDER BY day DESC)::float8 AS at_risk, ${events}
        FROM (
          SELECT FLOOR(EXTRACT(EPOCH FROM waited) / 86400) AS day, 1 AS users, is_event FROM (${waits}) AS waits
          UNION ALL
          SELECT day, 0, FALSE FROM GENERATE_SERIES(0, 90) AS day
        ) AS days
        GROUP BY day
      ) AS life
      ORDER BY day
      LIMIT 91`,
  },
  {
    title: 'Active users by quarter',
    query: {
      measures: ['ActiveUsers.activeUserCount'],
      timeDimensions: [{ dimension: 'ActiveUsers.activeAt', granularity: 'quarter' }],
    },
    key: 'ActiveUsers.activeAt.quarter',
    value: 'ActiveUsers.activeUserCount',
    sql: `
      SELECT to_char(quarter, 'YYYY-MM') AS key, COUNT(*) AS value
      FROM (
        SELECT s.user_id, date_trunc('quarter', s.session_start_time AT TIME ZONE 'UTC') AS quarter
        FROM session_history AS s
        UNION
        SELECT k.user_id, date_trunc('quarter', k.occurred_at AT TIME ZONE 'UTC')
        FROM key_actions AS k
      ) AS active
      WHERE EXISTS (SELECT 1 FROM users AS u WHERE u.user_id = active.user_id)
      GROUP BY quarter`,
  },
];

/** The numbers of an answer by their keys; of moments the months. */
type Numbers = Map<string, number>;

const keyOf = (value: unknown): string =>
  /^\d{4}-\d\d/.test(String(value)) ? String(value).slice(0, 7) : String(value ?? '');

/** The numbers of rows by REST. */
export const numbersOfRest = ({ key, value }: PastRollups, rows: Row[]): Numbers =>
  new Map(rows.map((row) => [keyOf(row[key]), Number(row[value])]));

/** The numbers of rows by SQL. */
export const numbersOfSql = (rows: Row[]): Numbers =>
  new Map(rows.map(({ key, value }) => [keyOf(key), Number(value)]));

/** How two answers differ, in a sentence; undefined where they are the same to nine digits. */
export function numbersDiffer(expected: Numbers, found: Numbers): string | undefined {
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [one, other] = [expected.get(key) ?? Number.NaN, found.get(key) ?? Number.NaN];
    if (!(Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))))
      return `${key}: expected ${one}, found ${other}`;
  }
  return undefined;
}
