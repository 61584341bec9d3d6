import type { Case, Kpi, Shape } from './cases.ts';

/**
 * The best SQL that we could write by hand for each case, by the rules of the metric contract and with the definitions
 * of `activation.config.ts`. Each was the fastest of several at a million users: `tried.ts` has others, one of which
 * keeps an aggregate from parallel workers, which no other contestant does. Months are text in the answer alone, not in
 * each row.
 */
export const handWrittenSql = ({ kpi, shape }: Case): string => inCohorts(shape, sql[kpi.name]);

/** SQL that counts as it is told, for cohorts of a shape. */
export function inCohorts(shape: Shape, count: (grouping: Grouping) => string): string {
  const segment = shape === 'month-segment' ? ['segment'] : [];
  const names = shape === 'number' ? [] : ['month', ...segment];
  const counts = count({
    columns: (moment, segment) =>
      (shape === 'number' ? '' : `${monthOf(moment)} AS month, `) +
      (shape === 'month-segment' ? `${segment} AS segment, ` : ''),
    names,
  });
  if (shape === 'number') return counts;
  return `SELECT ${list([`${monthText('month')} AS month`, ...segment])}numerator, denominator, rate FROM (${counts}) AS counts`;
}

/** The month of a moment, to group by. */
export const monthOf = (moment: string): string => `date_trunc('month', ${moment} AT TIME ZONE 'UTC')`;

/** A month as text, of rows that are grouped by it. */
export const monthText = (month: string): string => `to_char(${month}, 'YYYY-MM')`;

export interface Grouping {
  /** SQL of the columns that cohorts are told apart by, each with a comma behind. */
  columns: (moment: string, segment: string) => string;
  names: string[];
}

/** The end of a query that counts in groups, if it does. */
export const groupBy = (names: string[]): string => (names.length > 0 ? `GROUP BY ${names.join(', ')}` : '');
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
