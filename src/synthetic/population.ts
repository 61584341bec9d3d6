import { Draws } from './draws.ts';
import type { SyntheticWorld } from './world.ts';

/**
 * The people behind the rows: who signs up when, how keen they are, what they are going to do. The tables are in a
 * schema of their own, which is dropped when the source tables have been filled from them.
 */
export const populationSchema = 'synthetic';

/** The number of the first person or account that was deleted. */
export const firstDeleted = 10_000_000;

/** Eight characters, which Postgres sorts much faster than nine. */
const identifier = (letter: string, deletedLetter: string, number: string): string =>
  `CASE WHEN ${number} < ${firstDeleted} THEN '${letter}' ELSE '${deletedLetter}' END || LPAD((${number} % ${firstDeleted})::text, 7, '0')`;

/** SQL: the key of a user, or of an account, from its number. */
export const userId = (number: string): string => identifier('u', 'x', number);
const accountId = identifier('a', 'y', 'account_number');

const seconds = (sql: string): string => `${sql} * INTERVAL '1 second'`;

/** SQL: how much an attribute adds to keenness; the attributes that aren't named add nothing. */
const lift = (column: string, lifts: Record<string, number>): string =>
  `CASE ${column} ${Object.entries(lifts)
    .map(([value, added]) => `WHEN '${value}' THEN ${added}`)
    .join(' ')} ELSE 0 END`;

/**
 * The statements that make the population of a world, as far as it has signed up by the end of a day. Each has a
 * title for the progress.
 *
 * Numbers from {@link firstDeleted} on are of the deleted: their events stay, `users` and `accounts` don't have them
 * (rule 5).
 */
export function populationStatements(
  world: SyntheticWorld,
  lastDay: string,
): { title: string; sql: string }[] {
  const draws = new Draws(world.seed);
  return [
    {
      title: 'sign-ups by day',
      sql: `
        CREATE SCHEMA ${populationSchema};
        CREATE UNLOGGED TABLE synthetic.sign_up_day AS
        WITH weighted AS (
          SELECT
            day,
            -- Sixfold growth over the 24 months, quiet weekends, and good and bad days.
            EXP(1.8 * (day - first_day) / (DATE '${world.until}' - first_day))
              * CASE EXTRACT(ISODOW FROM day) WHEN 6 THEN 0.55 WHEN 7 THEN 0.6 ELSE 1.15 END
              * (0.85 + 0.3 * ${draws.uniform('good day', "(day - DATE '1970-01-01')::bigint")}) AS weight
          FROM (SELECT (DATE '${world.until}' - INTERVAL '24 months' + INTERVAL '1 day')::date AS first_day) AS start
          CROSS JOIN LATERAL (
            SELECT start.first_day + after AS day
            FROM generate_series(0, DATE '${lastDay}' - start.first_day) AS after
          ) AS days
        ),
        cumulated AS (
          SELECT
            day,
            ROUND(${world.users} * SUM(weight) OVER (ORDER BY day)
              / SUM(weight) FILTER (WHERE day <= DATE '${world.until}') OVER ())::bigint AS last_user
          FROM weighted
        )
        SELECT day, LAG(last_user, 1, 0::bigint) OVER (ORDER BY day) + 1 AS first_user, last_user
        FROM cumulated`,
    },
    {
      title: 'sign-ups',
      sql: `
        CREATE UNLOGGED TABLE synthetic.sign_up AS
        SELECT
          user_number,
          date_trunc('milliseconds', day::timestamp AT TIME ZONE 'UTC'
            -- More by day than by night.
            + ${seconds('86399 * (share_of_day + 0.1 * SIN(2 * PI() * share_of_day))')}) AS signed_up_at
        FROM synthetic.sign_up_day
        CROSS JOIN LATERAL generate_series(first_user, last_user) AS user_number
        CROSS JOIN LATERAL (
          SELECT (user_number - first_user + ${draws.uniform('moment of sign-up', 'user_number')})
            / (last_user - first_user + 1) AS share_of_day
        ) AS moment;
        ANALYZE synthetic.sign_up`,
    },
    {
      title: 'accounts',
      sql: `
        CREATE UNLOGGED TABLE synthetic.account AS
        WITH opened AS (
          -- Every tenth user opens an account by signing up.
          SELECT (user_number + 9) / 10 AS account_number, signed_up_at AS created_at
          FROM synthetic.sign_up
          WHERE user_number % 10 = 1
        ),
        numbered AS (
          SELECT account_number, created_at FROM opened
          UNION ALL
          SELECT ${firstDeleted} + account_number, created_at
          FROM opened
          WHERE ${draws.uniform('deleted account', 'account_number')} < 0.01
        ),
        described AS MATERIALIZED (
          SELECT
            account_number,
            created_at,
            ${draws.pick(
              [
                ['starter', 52],
                ['growth', 31],
                ['scale', 14],
                [null, 3],
              ],
              'product plan',
              'account_number',
            )} AS product_plan,
            ${draws.pick(
              [
                ['monthly', 61],
                ['annual', 35],
                [null, 4],
              ],
              'plan tier',
              'account_number',
            )} AS plan_tier,
            ${draws.pick(
              [
                ['engineering', 33],
                ['support', 24],
                ['sales', 20],
                ['marketing', 18],
                [null, 5],
              ],
              'use case',
              'account_number',
            )} AS use_case,
            ${draws.pick(
              [
                ['team', 58],
                ['individual', 27],
                ['agency', 10],
                [null, 5],
              ],
              'user type',
              'account_number',
            )} AS user_type
          FROM numbered
        )
        SELECT
          *,
          ${accountId} AS account_id,
          0.4
            + ${lift('product_plan', { growth: 0.1, scale: 0.22 })}
            + ${lift('plan_tier', { annual: 0.08 })}
            + ${lift('use_case', { engineering: 0.07, marketing: -0.08 })}
            + ${lift('user_type', { individual: -0.15, agency: 0.05 })} AS keenness
        FROM described;
        CREATE INDEX ON synthetic.account (account_number);
        ANALYZE synthetic.account`,
    },
    {
      title: 'people',
      sql: `
        CREATE UNLOGGED TABLE synthetic.person AS
        WITH numbered AS (
          SELECT user_number AS sign_up_number, user_number AS person_number, signed_up_at
          FROM synthetic.sign_up
          UNION ALL
          SELECT user_number, ${firstDeleted} + user_number, signed_up_at
          FROM synthetic.sign_up
          WHERE ${draws.uniform('deleted user', 'user_number')} < 0.004
        ),
        described AS MATERIALIZED (
          SELECT
            person_number,
            signed_up_at,
            CASE
              WHEN sign_up_number % 10 = 1 THEN (sign_up_number + 9) / 10
              WHEN ${draws.uniform('no account', 'person_number')} < 0.08 THEN NULL
              -- Some accounts have hundreds of users: the older, the more.
              ELSE 1 + FLOOR((sign_up_number + 8) / 10 * POWER(${draws.uniform('joined account', 'person_number')}, 1.4))::bigint
            END + CASE WHEN ${draws.uniform('deleted account of user', 'person_number')} < 0.003 THEN ${firstDeleted} ELSE 0 END AS account_number,
            ${draws.pick(
              [
                ['developer', 36],
                ['marketer', 25],
                ['analyst', 21],
                ['founder', 14],
                [null, 4],
              ],
              'persona',
              'person_number',
            )} AS persona,
            ${draws.pick(
              [
                ['free', 58],
                ['pro', 28],
                ['business', 11],
                [null, 3],
              ],
              'plan type',
              'person_number',
            )} AS plan_type,
            ${draws.pick(
              [
                ['organic_search', 34],
                ['paid_ads', 29],
                ['referral', 20],
                ['partner', 13],
                [null, 4],
              ],
              'sign-up source',
              'person_number',
            )} AS signup_source
          FROM numbered
        ),
        keen AS MATERIALIZED (
          SELECT
            described.*,
            0.2
              + ${lift('persona', { developer: 0.1, founder: 0.14, marketer: -0.06 })}
              + ${lift('plan_type', { pro: 0.12, business: 0.2 })}
              + ${lift('signup_source', { referral: 0.12, partner: 0.06, paid_ads: -0.08 })}
              + 0.5 * COALESCE(account.keenness, 0.3) AS keenness
          FROM described
          LEFT JOIN synthetic.account ON account.account_number = described.account_number
        )
        SELECT
          person_number,
          ${userId('person_number')} AS user_id,
          ${accountId} AS account_id,
          signed_up_at,
          persona,
          plan_type,
          signup_source,
          keenness,
          -- A handful of sessions for most, none for some, hundreds for a few.
          LEAST(500, FLOOR((1.8 + 3.9 * keenness) * POWER(${draws.odds('sessions', 'person_number')}, 0.6)))::int AS session_count,
          ${draws.uniform('enters the activation flow', 'person_number')} < 0.5 + 0.5 * keenness AS enters_flow,
          CASE
            WHEN ${draws.uniform('completes the activation flow', 'person_number')} >= 0.3 + 1.1 * keenness THEN NULL
            -- Decoys: an activation before the sign-up (rule 3).
            WHEN ${draws.uniform('early activation', 'person_number')} < 0.02
              THEN date_trunc('milliseconds', signed_up_at - ${seconds(`172800 * ${draws.uniform('how early', 'person_number')}`)})
            WHEN ${draws.uniform('activated at once', 'person_number')} < 0.25
              THEN date_trunc('milliseconds', signed_up_at + ${seconds(`2400 * ${draws.uniform('minutes to activation', 'person_number')}`)})
            ELSE date_trunc('milliseconds', signed_up_at + ${seconds(`259200 * POWER(${draws.odds('days to activation', 'person_number')}, 0.7)`)})
          END AS activated_at,
          CASE
            WHEN ${draws.uniform('does the key action', 'person_number')} >= 0.1 + 0.9 * keenness THEN NULL
            -- Decoys: at exactly the end of the window, which is outside of it (rule 4).
            WHEN ${draws.uniform('at the end of the window', 'person_number')} < 0.003 THEN signed_up_at + INTERVAL '168 hours'
            ELSE date_trunc('milliseconds', signed_up_at + ${seconds(`86400 * POWER(${draws.odds('days to the key action', 'person_number')}, 0.9)`)})
          END AS key_action_at,
          -- Decoys: the key action before the sign-up (rule 3).
          CASE WHEN ${draws.uniform('early key action', 'person_number')} < 0.01
            THEN date_trunc('milliseconds', signed_up_at - ${seconds(`259200 * ${draws.uniform('how early a key action', 'person_number')}`)})
          END AS early_key_action_at,
          FLOOR(0.7 * POWER(${draws.odds('further key actions', 'person_number')}, 0.5))::int AS further_key_action_count,
          LEAST(200, FLOOR(0.9 * POWER(${draws.odds('other actions', 'person_number')}, 0.55)))::int AS other_action_count
        FROM keen;
        ANALYZE synthetic.person`,
    },
    {
      title: 'customers',
      sql: `
        CREATE UNLOGGED TABLE synthetic.customer AS
        WITH chosen AS MATERIALIZED (
          SELECT
            account_number,
            account_id,
            created_at,
            COALESCE(product_plan, 'starter') AS plan,
            CASE product_plan WHEN 'scale' THEN 399.00 WHEN 'growth' THEN 99.50 ELSE 29.90 END AS price,
            ${draws.pick(
              [
                ['trial', 64],
                ['free', 26],
                [null, 10],
              ],
              'first plan',
              'account_number',
            )} AS first_kind,
            -- Decoys: begun before the account's creation.
            CASE WHEN ${draws.uniform('early plan', 'account_number')} < 0.01
              THEN date_trunc('milliseconds', created_at - ${seconds(`86400 * ${draws.uniform('how early a plan', 'account_number')}`)})
              ELSE created_at
            END AS first_at,
            CASE WHEN ${draws.uniform('buys', 'account_number')} < 0.1 + 0.5 * keenness
              THEN date_trunc('milliseconds', created_at + ${seconds(`1036800 * POWER(${draws.odds('days to the purchase', 'account_number')}, 0.6)`)})
            END AS bought_at,
            ${draws.pick(
              [
                ['true', 62],
                ['false', 33],
                [null, 5],
              ],
              'self-serve',
              'account_number',
            )}::boolean AS is_self_serve,
            CASE WHEN ${draws.uniform('pays in another currency', 'account_number')} < 0.04 THEN 'EUR' ELSE 'USD' END AS currency
          FROM synthetic.account
        ),
        bought AS MATERIALIZED (
          SELECT
            chosen.*,
            CASE WHEN ${draws.uniform('leaves', 'account_number')} < 0.45
              THEN date_trunc('milliseconds', bought_at + ${seconds(`12960000 * POWER(${draws.odds('days as a customer', 'account_number')}, 0.7)`)})
            END AS left_at
          FROM chosen
        )
        SELECT
          bought.*,
          CASE first_kind WHEN 'trial' THEN first_at + INTERVAL '336 hours' ELSE bought_at END AS first_ended_at,
          CASE WHEN ${draws.uniform('comes back', 'account_number')} < 0.12
            THEN date_trunc('milliseconds', left_at + ${seconds(`5184000 * ${draws.uniform('days until back', 'account_number')}`)})
          END AS back_at
        FROM bought;
        ANALYZE synthetic.customer`,
    },
    {
      title: 'leads',
      sql: `
        CREATE UNLOGGED TABLE synthetic.lead AS
        WITH inquiry AS MATERIALIZED (
          SELECT
            person_number,
            became_user,
            CASE WHEN became_user THEN 'l_' ELSE 'n_' END || user_id AS lead_id,
            CASE WHEN became_user THEN user_id END AS user_id,
            signed_up_at,
            CASE
              WHEN NOT became_user THEN signed_up_at
              -- Decoys: a lead that was a user already.
              WHEN ${draws.uniform('late lead', 'person_number')} < 0.03
                THEN date_trunc('milliseconds', signed_up_at + ${seconds(`864000 * ${draws.uniform('how late a lead', 'person_number')}`)})
              ELSE date_trunc('milliseconds', signed_up_at - ${seconds(`LEAST(432000 * POWER(${draws.odds('days from lead to user', 'person_number')}, 0.8), 31536000)`)})
            END AS created_at,
            ${draws.pick(
              [
                ['demo_request', 38],
                ['webinar', 27],
                ['content', 22],
                ['event', 9],
                [null, 4],
              ],
              'lead source',
              'person_number',
            )} AS source
          FROM synthetic.person
          CROSS JOIN (VALUES (TRUE, 0.14), (FALSE, 0.1)) AS outcome (became_user, share)
          WHERE ${draws.uniform('lead', 'person_number', 'became_user::int')} < share
        )
        SELECT inquiry.*, GREATEST(created_at, signed_up_at) AS started_at FROM inquiry;
        ANALYZE synthetic.lead`,
    },
  ];
}
