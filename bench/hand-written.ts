import type { Case, Kpi } from './cases.ts';

/**
 * The best SQL that we could write by hand for each case, by the rules of the metric contract and with the definitions
 * of `activation.config.ts`. Each was the fastest of several at a million users: in its place stood a lateral join to
 * the events of each unit, a correlated EXISTS (both read an index once a unit, 2 to 6 times slower) and one
 * aggregation of all units joined to their events (2 to 3 times slower).
 */
export function handWrittenSql({ kpi, shape }: Case): string {
  const hasMonth = shape !== 'number';
  const hasSegment = shape === 'month-segment';
  return sql[kpi.name]({
    /** SQL of the columns that cohorts are told apart by, each with a comma behind. */
    columns: (moment, segment) =>
      (hasMonth ? `to_char(date_trunc('month', ${moment} AT TIME ZONE 'UTC'), 'YYYY-MM') AS month, ` : '') +
      (hasSegment ? `${segment} AS segment, ` : ''),
    names: [...(hasMonth ? ['month'] : []), ...(hasSegment ? ['segment'] : [])],
  });
}

interface Grouping {
  columns: (moment: string, segment: string) => string;
  names: string[];
}

const groupBy = (names: string[]): string => (names.length > 0 ? `GROUP BY ${names.join(', ')}` : '');
const list = (names: string[]): string => names.map((name) => `${name}, `).join('');

/** Units below the line and units above it, each found by one hash join, and then counted together. */
const countBoth = (below: string, above: string, { names }: Grouping): string => `
  SELECT ${list(names)}
    SUM(above) AS numerator,
    SUM(below) AS denominator,
    100.0 * SUM(above) / NULLIF(SUM(below), 0) AS rate
  FROM (${below} UNION ALL ${above}) AS counted
  ${groupBy(names)}`;

const counted = (columns: string, from: string, names: string[], below: string, above: string): string =>
  `SELECT ${columns}${below} AS below, ${above} AS above FROM ${from} ${groupBy(names)}`;

const sql: Record<Kpi['name'], (grouping: Grouping) => string> = {
  'multi-session': ({ columns, names }) => `
    SELECT ${columns('u.signed_up_at', 'u.signup_source')}
      COUNT(activated.user_id) AS numerator,
      COUNT(*) AS denominator,
      100.0 * COUNT(activated.user_id) / NULLIF(COUNT(*), 0) AS rate
    FROM users AS u
    LEFT JOIN (
      SELECT a.user_id, a.activation_milestone_completion_timestamp AS activated_at
      FROM activated_users AS a
      JOIN session_history AS s
        ON s.user_id = a.user_id
        AND s.session_start_time <= a.activation_milestone_completion_timestamp
      -- Keeps Postgres from planning it in parallel: each worker would make the whole of it.
      WHERE PG_BACKEND_PID() IS NOT NULL
      GROUP BY a.user_id, a.activation_milestone_completion_timestamp
      HAVING COUNT(*) >= 2
    ) AS activated
      ON activated.user_id = u.user_id
      AND activated.activated_at >= u.signed_up_at
    ${groupBy(names)}`,

  activation: (grouping) => {
    const columns = grouping.columns('u.signed_up_at', 'u.signup_source');
    return countBoth(
      counted(columns, 'users AS u', grouping.names, 'COUNT(*)', '0'),
      counted(
        columns,
        `users AS u
        WHERE EXISTS (
          SELECT 1
          FROM key_actions AS k
          WHERE k.user_id = u.user_id
            AND k.action_name = 'project_created'
            AND k.occurred_at >= u.signed_up_at
            AND k.occurred_at < u.signed_up_at + INTERVAL '168 hours'
        )`,
        grouping.names,
        '0',
        'COUNT(*)',
      ),
      grouping,
    );
  },

  milestones: (grouping) => {
    const columns = grouping.columns('a.created_at', 'a.plan_tier');
    return countBoth(
      counted(columns, 'accounts AS a', grouping.names, 'COUNT(*)', '0'),
      counted(
        columns,
        `accounts AS a
        WHERE EXISTS (
          SELECT 1
          FROM milestone_completion_logs AS l
          WHERE l.account_id = a.id
            AND l.milestone_name IN ('workspace_created', 'teammate_invited', 'first_message_sent')
            AND l.completion_date >= a.created_at
        )`,
        grouping.names,
        '0',
        'COUNT(*)',
      ),
      grouping,
    );
  },

  expansion: ({ columns, names }) => `
    SELECT ${list(names)}
      COUNT(*) FILTER (WHERE is_activated) AS numerator,
      COUNT(*) AS denominator,
      100.0 * COUNT(*) FILTER (WHERE is_activated) / NULLIF(COUNT(*), 0) AS rate
    FROM (
      SELECT ${columns('e.eligible_date', 'e.expansion_feature')}
        e.account_id,
        BOOL_OR(e.activation_date >= e.eligible_date) AS is_activated
      FROM expansion_activation AS e
      WHERE EXISTS (SELECT 1 FROM accounts AS a WHERE a.id = e.account_id)
      ${groupBy([...names, 'account_id'])}
    ) AS eligible
    ${groupBy(names)}`,
};
