import pg from 'pg';
import type { PostgresConnection } from '../src/database/postgres-connection.ts';
import { cases, type Shape } from './cases.ts';
import { handWrittenSql } from './hand-written.ts';
import type { ReportTable } from './report-tables.ts';
import { sampleInTurn } from './timing.ts';

/** Something that was tried for an answer, and left. */
interface Tried {
  title: string;
  /** What stands now, and what stood in its place: the same statement, where something else was changed. */
  now: string;
  tried?: string;
  /** What both need, and what was changed; rolled back afterwards. */
  given?: string;
  change?: string;
}

const byHand = (kpi: string, shape: Shape): string => {
  const found = cases.find((each) => each.kpi.name === kpi && each.shape === shape);
  if (!found) throw new Error(`There is no case ${kpi} ${shape}.`);
  return handWrittenSql(found);
};

const month = `date_trunc('month', u.signed_up_at AT TIME ZONE 'UTC')`;

/** Of synthetic data, which end the day before yesterday. */
const lastWholeMonth = `(SELECT date_trunc('month', NOW() AT TIME ZONE 'UTC' - INTERVAL '2 days') - INTERVAL '1 month')`;

const keyActionInTime = `k.user_id = u.user_id AND k.action_name = 'project_created'
  AND k.occurred_at >= u.signed_up_at AND k.occurred_at < u.signed_up_at + INTERVAL '168 hours'`;

/** What drizzle-cube runs for the activation rate by month. */
const ofDrizzleCube = `
  SELECT COUNT(keen.converted_id), COUNT(users.user_id), date_trunc('month', users.signed_up_at::timestamp) AS month
  FROM users
  LEFT JOIN (
    SELECT u.user_id AS converted_id FROM users AS u
    WHERE EXISTS (SELECT 1 FROM key_actions AS k WHERE ${keyActionInTime})
  ) AS keen ON keen.converted_id = users.user_id
  GROUP BY date_trunc('month', users.signed_up_at::timestamp)
  ORDER BY month`;

export const tried: readonly Tried[] = [
  {
    title: 'Multi-session number: a function that keeps Postgres from parallel workers',
    now: byHand('multi-session', 'number'),
    tried: byHand('multi-session', 'number').replace(
      /GROUP BY a\.user_id/,
      'WHERE PG_BACKEND_PID() IS NOT NULL GROUP BY a.user_id',
    ),
  },
  {
    title: 'Multi-session by month: 64 MB for each hash and sort',
    now: byHand('multi-session', 'month'),
    change: `SET LOCAL work_mem = '64MB'`,
  },
  {
    title: 'Multi-session by month: months as text in each row',
    now: byHand('multi-session', 'month'),
    tried: byHand('multi-session', 'month')
      .replace(month, `to_char(${month}, 'YYYY-MM')`)
      .replace(`to_char(month, 'YYYY-MM') AS month`, 'month'),
  },
  {
    title: 'Activation by month: a look into the index for each user',
    now: byHand('activation', 'month'),
    tried: `
      SELECT ${month}, COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM key_actions AS k WHERE ${keyActionInTime})), COUNT(*)
      FROM users AS u
      GROUP BY 1`,
  },
  {
    title: 'Activation by month: a lateral join to the events of each user',
    now: byHand('activation', 'month'),
    tried: `
      SELECT ${month}, COUNT(keen.one), COUNT(*)
      FROM users AS u
      LEFT JOIN LATERAL (SELECT 1 AS one FROM key_actions AS k WHERE ${keyActionInTime} LIMIT 1) AS keen ON TRUE
      GROUP BY 1`,
  },
  {
    title: 'Activation by month: one aggregation of all users joined to their events',
    now: byHand('activation', 'month'),
    tried: `
      SELECT ${month}, COUNT(is_keen), COUNT(*)
      FROM (
        SELECT u.user_id, u.signed_up_at, BOOL_OR(k.user_id IS NOT NULL) OR NULL AS is_keen
        FROM users AS u LEFT JOIN key_actions AS k ON ${keyActionInTime}
        GROUP BY u.user_id
      ) AS u
      GROUP BY 1`,
  },
  {
    title: 'Activation by month, as drizzle-cube asks: with a limit of 10,007 rows',
    now: ofDrizzleCube,
    tried: `${ofDrizzleCube} LIMIT 10007`,
  },
  {
    title: 'A week of a rollup by day and attributes: an index by day',
    given: `
      CREATE TEMPORARY TABLE rollup ON COMMIT DROP AS
      SELECT date_trunc('day', u.signed_up_at AT TIME ZONE 'UTC') AS day, u.account_id, u.persona, u.plan_type,
        u.signup_source, COUNT(*) AS users
      FROM users AS u
      WHERE ${month} = ${lastWholeMonth}
      GROUP BY 1, 2, 3, 4, 5;
      ANALYZE rollup`,
    change: 'CREATE INDEX ON rollup (day); ANALYZE rollup',
    now: `
      SELECT signup_source, SUM(users) FROM rollup
      WHERE day >= ${lastWholeMonth} + INTERVAL '7 days' AND day < ${lastWholeMonth} + INTERVAL '14 days'
      GROUP BY 1`,
  },
];

/** Times what was tried beside what stands. */
export async function triedTable(
  database: PostgresConnection,
  users: number,
  onProgress: (title: string) => void,
): Promise<ReportTable> {
  const client = new pg.Client({ ...database, options: '-c TimeZone=UTC' });
  await client.connect();
  const rows: string[][] = [];
  for (const { title, now, tried: other = now, given = '', change = '' } of tried) {
    const time = async (sql: string): Promise<string> => {
      const timings = await sampleInTurn(
        new Map([[title, () => client.query(sql)]]),
        { fewest: 5, most: 20, budgetMs: 2500 },
        (_, error) => {
          throw error;
        },
      );
      const { median = Number.NaN, runs = 0 } = timings.get(title) ?? {};
      return `${median.toFixed(median < 10 ? 2 : 0)} (${runs})`;
    };
    onProgress(title);
    await client.query(`BEGIN; ${given}`);
    try {
      const before = await time(now);
      if (change) await client.query(change);
      rows.push([title, before, await time(other)]);
    } finally {
      await client.query('ROLLBACK');
    }
  }
  await client.end();
  return {
    title: `What was tried and left, at ${users.toLocaleString('en')} users: medians in milliseconds (runs)`,
    head: ['', 'now', 'tried'],
    rows,
  };
}
