import type { Case } from './cases.ts';

/**
 * The SQL that the published reference implementation would run for a case, reconstructed from what is known of
 * it. It answers another question than the one asked, so that its speed is all that can be compared. Undefined
 * where there is nothing published: no activation rate, and no breakdown that its cubes have no dimension for.
 */
export function publishedReferenceSql({ kpi, shape }: Case): string | undefined {
  const month = (moment: string): string => `date_trunc('month', ${moment} AT TIME ZONE 'UTC')`;
  switch (`${kpi.name} ${shape}`) {
    // Users with two sessions or more, before the activation or after it; by the month of the activation.
    case 'multi-session number':
      return `SELECT COUNT(DISTINCT user_id) FROM (${usersWithSessions}) AS several_sessions`;
    case 'multi-session month':
      return `
        SELECT ${month('a.activation_milestone_completion_timestamp')}, COUNT(DISTINCT several_sessions.user_id)
        FROM (${usersWithSessions}) AS several_sessions
        LEFT JOIN activated_users AS a ON a.user_id = several_sessions.user_id
        GROUP BY 1`;
    // Every account.
    case 'milestones number':
      return 'SELECT 100.0 * COUNT(DISTINCT id) / NULLIF(COUNT(id), 0) FROM accounts';
    case 'milestones month':
      return `
        SELECT ${month('created_at')}, 100.0 * COUNT(DISTINCT id) / NULLIF(COUNT(id), 0)
        FROM accounts
        GROUP BY 1`;
    // The same account again for every date and feature.
    case 'expansion number':
      return `SELECT 100.0 * SUM(activated) / NULLIF(SUM(eligible), 0) FROM (${eachDateAndFeature}) AS counted`;
    case 'expansion month':
      return `
        SELECT ${month('eligible_date')}, 100.0 * SUM(activated) / NULLIF(SUM(eligible), 0)
        FROM (${eachDateAndFeature}) AS counted
        GROUP BY 1`;
    case 'expansion month-segment':
      return `
        SELECT ${month('eligible_date')}, expansion_feature, 100.0 * SUM(activated) / NULLIF(SUM(eligible), 0)
        FROM (${eachDateAndFeature}) AS counted
        GROUP BY 1, 2`;
    default:
      return undefined;
  }
}

const usersWithSessions = `
  SELECT a.user_id
  FROM activated_users AS a
  JOIN session_history AS s ON s.user_id = a.user_id
  GROUP BY a.user_id
  HAVING COUNT(DISTINCT s.session_id) >= 2`;

const eachDateAndFeature = `
  SELECT
    eligible_date,
    expansion_feature,
    COUNT(DISTINCT account_id) AS eligible,
    COUNT(DISTINCT account_id) FILTER (WHERE activation_date IS NOT NULL) AS activated
  FROM expansion_activation
  GROUP BY eligible_date, expansion_feature`;
