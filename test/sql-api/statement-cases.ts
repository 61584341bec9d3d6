/** A statement for the SQL API, and what is right. */
export interface StatementCase {
  name: string;
  sql: string;
  values?: unknown[];
  /** The types that the client says its parameters have, as JDBC does; Postgres finds them out otherwise. */
  parameterTypes?: number[];
  /** The right rows, by hand over the source tables and {@link byHand}: the same columns, in the same order. */
  right?: string;
  /** The SQLSTATE of what must not be answered. */
  refused?: string;
}

/** Names for {@link StatementCase.right}: users with what became of them, by the contract, and their accounts. */
export const byHand = `WITH u AS (
  SELECT
    users.*,
    signed_up_at AT TIME ZONE 'UTC' AS at,
    plan_tier,
    activated_users.activation_milestone_completion_timestamp >= signed_up_at IS TRUE AS activated,
    CASE WHEN activation_milestone_completion_timestamp >= signed_up_at THEN (
      SELECT count(*) FROM session_history AS s
      WHERE s.user_id = users.user_id AND session_start_time <= activation_milestone_completion_timestamp
    ) END AS sessions,
    CASE WHEN activation_milestone_completion_timestamp >= signed_up_at
      THEN extract(epoch FROM activation_milestone_completion_timestamp - signed_up_at) / 3600
    END AS hours,
    EXISTS (
      SELECT FROM key_actions AS k
      WHERE k.user_id = users.user_id AND action_name = 'project_created'
        AND occurred_at >= signed_up_at AND occurred_at < signed_up_at + interval '168 hours'
    ) AS did
  FROM users
  LEFT JOIN activated_users USING (user_id)
  LEFT JOIN accounts ON accounts.id = account_id
)`;

const rate = '100.0 * count(*) FILTER (WHERE did) / nullif(count(*), 0)';

const view = '"ActivationRate"';
const mention = (sql: string): string => (sql.length > 60 ? `${sql.slice(0, 57)}…` : sql);

/** The view's columns by their names in {@link byHand}. */
const translated = (sql: string): string =>
  sql
    .replaceAll('"signedUpAt"', 'at')
    .replaceAll('"planTier"', 'plan_tier')
    .replaceAll('"planType"', 'plan_type');

/** A condition on the view and the same on the users by hand. */
const condition = (served: string, right = served, name = mention(served)): StatementCase => ({
  name: `WHERE ${name}`,
  sql: `SELECT MEASURE("newSignUps") AS n, MEASURE("activationRate") AS rate FROM ${view} WHERE ${served}`,
  right: `SELECT count(*) AS n, ${rate} AS rate FROM u WHERE ${translated(right)}`,
});

/** A grouping of the view and the same of the users by hand. */
const grouping = (served: string, right = served, name = mention(served)): StatementCase => ({
  name: `GROUP BY ${name}`,
  sql: `SELECT ${served} AS k, MEASURE("newSignUps") AS n, MEASURE("activationRate") AS rate FROM ${view} GROUP BY 1`,
  right: `SELECT ${translated(right)} AS k, count(*) AS n, ${rate} AS rate FROM u GROUP BY 1`,
});

const refused = (name: string, sql: string, code = '0A000'): StatementCase => ({ name, sql, refused: code });

/** How many users are without the key action at some ages, by hand. */
const atRisk = (days: string): string => `SELECT day::numeric AS day, count(*) AS n
  FROM u, unnest(ARRAY[${days}]) AS day
  WHERE least(now(), (
    SELECT min(occurred_at) FROM key_actions AS k
    WHERE k.user_id = u.user_id AND action_name = 'project_created' AND occurred_at >= signed_up_at
  )) >= signed_up_at + day * interval '24 hours'
  GROUP BY 1 ORDER BY 1`;

/** As tools write them that cast whatever they add up, or name the columns of a table anew. */
const castAndRenamed: StatementCase[] = [
  {
    name: 'SUM of a measure that is cast',
    sql: `SELECT persona, SUM(CAST("newSignUps" AS FLOAT)) AS n, AVG("activationRate"::numeric) AS rate FROM ${view} GROUP BY 1 ORDER BY 1`,
    right: `SELECT persona, count(*)::float8 AS n, ${rate} AS rate FROM u GROUP BY 1 ORDER BY 1`,
  },
  refused(
    'SUM of a measure that is cast to whole numbers',
    `SELECT SUM(CAST("activationRate" AS int)) FROM ${view}`,
  ),
  {
    name: 'columns renamed in FROM',
    sql: `SELECT t.who, SUM(t.n) AS n FROM (SELECT persona, "newSignUps" FROM ${view}) AS t (who, n) GROUP BY 1 ORDER BY 1`,
    right: 'SELECT persona AS who, count(*)::numeric AS n FROM u GROUP BY 1 ORDER BY 1',
  },
  {
    name: "a view's columns renamed in FROM",
    sql: `SELECT count(*) AS n, count(DISTINCT b) AS different FROM "Users" AS t (a, b)`,
    right: 'SELECT count(*) AS n, count(DISTINCT account_id) AS different FROM u',
  },
];

/** The Kaplan–Meier median by each value of an expression, over those of a condition: by the times of the events. */
const halfBy = (key: string, condition = 'TRUE'): string => `
  , waits AS (
    SELECT ${key} AS k, extract(epoch FROM least(done, now()) - signed_up_at) AS wait, done IS NOT NULL AS is_done
    FROM (
      SELECT u.*, (
        SELECT min(occurred_at) FROM key_actions AS a
        WHERE a.user_id = u.user_id AND action_name = 'project_created' AND occurred_at >= signed_up_at
      ) AS done
      FROM u
    ) AS u
    WHERE signed_up_at <= now() AND ${condition}
  ), times AS (
    SELECT k, wait, exp(sum(ln(greatest(1 - done / waiting, 1e-300))) OVER (PARTITION BY k ORDER BY wait)) AS still
    FROM (
      SELECT k, wait, count(*) FILTER (WHERE is_done)::float8 AS done,
        (SELECT count(*) FROM waits AS w WHERE w.k IS NOT DISTINCT FROM waits.k AND w.wait >= waits.wait) AS waiting
      FROM waits
      GROUP BY k, wait
    ) AS each
  )
  SELECT k, (SELECT min(wait) FROM times AS t WHERE t.k IS NOT DISTINCT FROM all_k.k AND still <= 0.5 + 1e-9) / 3600 AS h
  FROM (SELECT DISTINCT ${key} AS k FROM u) AS all_k`;

/** Survival is estimated by a sub-select over an aggregate. */
const estimates: StatementCase[] = [
  {
    name: 'an estimate by an expression',
    sql: `SELECT upper(persona) AS k, MEASURE("hoursUntilHalfDidKeyAction") AS h FROM ${view} GROUP BY 1`,
    right: halfBy('upper(persona)'),
  },
  {
    name: 'an estimate of some rows',
    sql: `SELECT upper(persona) AS k, MEASURE("hoursUntilHalfDidKeyAction") FILTER (WHERE "planType" = 'pro') AS h FROM ${view} GROUP BY 1`,
    right: halfBy('upper(persona)', "plan_type = 'pro'"),
  },
  {
    name: 'all columns of a view with estimates',
    sql: `SELECT count(*) AS n FROM (SELECT * FROM ${view} LIMIT 100) AS q`,
    right:
      'SELECT least(100, count(*)) AS n FROM (SELECT DISTINCT at, persona, plan_type, signup_source, plan_tier, sessions, activated FROM u) AS g',
  },
];

/** Numbers of dimensions by whole numbers. */
const wholeNumbers: StatementCase[] = [
  ...['= 2', 'IN (1, 3)', '> 1', '>= 2', '< 2', '<= 2', 'BETWEEN 2 AND 3', '= 2.5', '> -1'].map(
    (by): StatementCase => ({
      name: `sessions ${by}`,
      sql: `SELECT MEASURE("activatedUserCount") AS n FROM "MultiSessionActivationCompletionRate" WHERE "sessionsToActivation" ${by}`,
      right: `SELECT count(*) AS n FROM u WHERE sessions ${by}`,
    }),
  ),
  {
    name: 'some days of the curve',
    sql: 'SELECT day, MEASURE("usersAtRisk") AS n FROM "ActivationCurve" WHERE day IN (0, 7, 30) GROUP BY 1 ORDER BY 1',
    right: atRisk('0, 7, 30'),
  },
  {
    name: 'a day of the curve',
    sql: 'SELECT day, MEASURE("usersAtRisk") AS n FROM "ActivationCurve" WHERE day = 7 GROUP BY 1 ORDER BY 1',
    right: atRisk('7'),
  },
];

/** What was answered wrong once. */
const wrongOnce: StatementCase[] = [
  condition(`"signedUpAt"::date BETWEEN '2026-01-15T10:11:12Z' AND '2026-02-15T10:11:12Z'`),
  condition(`"signedUpAt"::date = '2026-02-10 15:30:00'`),
  condition(`'2026-02-10 15:30:00' = "signedUpAt"::date`),
  condition(`"signedUpAt"::date IN ('2026-02-10 15:30:00', '2026-02-11T23:59:59-05')`),
  condition(`"signedUpAt"::date <> ALL ('{2026-02-10 15:30:00,2026-02-11}')`),
  condition(`date_trunc('day', "signedUpAt") = '2026-02-10 15:30:00'`),
  condition(`"signedUpAt" < 'infinity'`),
  condition(`"signedUpAt" > '-infinity' AND "signedUpAt" <> 'infinity'`),
  condition(`"signedUpAt" BETWEEN '2026-02-10 15:30:00.123' AND '2026-02-10 15:30:00.123456'`),
  condition(`"signedUpAt" > '2026-01-31 23:59:59.999998' AND "signedUpAt" < '2026-02-01 00:00:00.000001'`),
  condition(`"signedUpAt" >= '9999-12-31'`),
  {
    name: 'a segment as a column of a sub-select',
    sql: 'SELECT t."userId" FROM (SELECT * FROM "Users") t WHERE t.activated',
    right: 'SELECT user_id AS "userId" FROM u WHERE activated',
  },
  {
    name: 'a segment that is not',
    sql: 'SELECT COUNT(*) FROM "Users" WHERE NOT "activated"',
    right: 'SELECT count(*) FROM u WHERE NOT activated',
  },
  {
    name: 'a segment that is not, where it may be unknown',
    sql: 'SELECT COUNT(*) FROM "Users" WHERE NOT "multiSession"',
    right: 'SELECT count(*) FROM u WHERE sessions >= 2 IS NOT TRUE',
  },
  {
    name: 'a segment that is not, of eligibilities',
    sql: 'SELECT COUNT(DISTINCT "totalEligibleAccounts") AS n FROM "ExpansionActivationRate" WHERE activated = false',
    right:
      'SELECT count(DISTINCT account_id) AS n FROM expansion_activation AS e JOIN accounts AS a ON a.id = account_id WHERE activation_date >= eligible_date IS NOT TRUE',
  },
  {
    name: 'segments in OR, shown and grouped by',
    sql: 'SELECT activated OR "multiSession" AS k, activated, MEASURE("newUserCount") AS n FROM "Users" WHERE activated OR persona IS NULL GROUP BY 1, 2',
    right:
      'SELECT activated OR sessions >= 2 IS TRUE AS k, activated, count(*) AS n FROM u WHERE activated OR persona IS NULL GROUP BY 1, 2',
  },
  {
    name: 'a bare measure is of the rows that its condition leaves',
    sql: `SELECT "activationRate" FROM ${view} WHERE upper(persona) <> 'FOUNDER' LIMIT 1`,
    right: `SELECT ${rate} AS "activationRate" FROM u WHERE upper(persona) <> 'FOUNDER'`,
  },
  {
    name: 'a bare measure is grouped by the dimensions beside it',
    sql: `SELECT persona, "activationRate" FROM ${view} WHERE "planType" <> 'free'`,
    right: `SELECT persona, ${rate} AS "activationRate" FROM u WHERE plan_type <> 'free' GROUP BY 1`,
  },
  {
    name: 'a LIMIT around an ORDER BY',
    sql: 'SELECT * FROM (SELECT "userId", "signedUpAt" FROM "Users" ORDER BY 2 DESC, 1) q LIMIT 3',
    right: 'SELECT user_id AS "userId", at AS "signedUpAt" FROM u ORDER BY 2 DESC, 1 LIMIT 3',
  },
  {
    name: 'an OFFSET around an ORDER BY with a LIMIT',
    sql: 'SELECT * FROM (SELECT "userId" FROM "Users" ORDER BY "signedUpAt" DESC, "userId" LIMIT 5) q OFFSET 3',
    right: 'SELECT user_id AS "userId" FROM u ORDER BY at DESC, user_id LIMIT 2 OFFSET 3',
  },
  {
    name: 'an alias that is the name of a column',
    sql: `SELECT CASE WHEN p = 'founder' THEN 'founder' ELSE 'other' END AS persona, SUM(n) FROM (SELECT persona AS p, "newSignUps" AS n FROM ${view}) t GROUP BY persona`,
    right: `SELECT CASE WHEN persona = 'founder' THEN 'founder' ELSE 'other' END AS persona, count(*) AS sum FROM u GROUP BY 1`,
  },
  {
    name: 'an alias that captures, beside the column of that name',
    sql: `SELECT upper(persona) AS persona, COUNT(*) AS n FROM ${view} GROUP BY persona`,
    right: 'SELECT upper(persona) AS persona, count(*) AS n FROM u GROUP BY u.persona',
  },
  {
    name: 'an alias that captures in ORDER BY, and not in HAVING',
    sql: `SELECT left(persona, 1) AS persona, MEASURE("newSignUps") AS n FROM ${view} GROUP BY 1 ORDER BY persona NULLS FIRST`,
    right: 'SELECT left(persona, 1) AS persona, count(*) AS n FROM u GROUP BY 1 ORDER BY 1 NULLS FIRST',
  },
  {
    name: 'COUNT(*) around groups',
    sql: `SELECT COUNT(*) FROM (SELECT persona, "newSignUps" FROM ${view}) t`,
    right: 'SELECT count(DISTINCT persona) + max((persona IS NULL)::int) AS count FROM u',
  },
  {
    name: "COUNT(*) around groups that it doesn't show",
    sql: `SELECT COUNT(*) FROM (SELECT MEASURE("newSignUps") FROM ${view} GROUP BY "planType") t`,
    right: 'SELECT count(*) FROM (SELECT plan_type FROM u GROUP BY 1) t',
  },
  {
    name: 'a parameter that JDBC calls a double',
    sql: 'SELECT COUNT(*) FROM "Users" WHERE "hoursToActivation" <= $1',
    values: [20 / 60.0],
    parameterTypes: [701],
    right: 'SELECT count(*) FROM u WHERE hours <= $1::float8',
  },
  {
    name: 'a parameter that is called numeric',
    sql: 'SELECT COUNT(*) FROM "Users" WHERE "hoursToActivation" <= $1',
    values: ['0.33333333333333333333'],
    parameterTypes: [1700],
    right: 'SELECT count(*) FROM u WHERE hours <= $1::numeric',
  },
  {
    name: 'a sub-select on a view in the condition of a join',
    sql: `SELECT v.persona, COUNT(*) AS n FROM ${view} v JOIN (VALUES ('free'), ('pro')) AS p (plan) ON v."planType" = p.plan AND p.plan IN (SELECT "planType" FROM ${view} WHERE persona = 'founder') GROUP BY 1`,
    right:
      "SELECT persona, count(*) AS n FROM u WHERE plan_type IN ('free', 'pro') AND plan_type IN (SELECT plan_type FROM u WHERE persona = 'founder') GROUP BY 1",
  },
  {
    name: 'a sub-select on a view in LIMIT',
    sql: `SELECT "userId" FROM "Users" ORDER BY "signedUpAt", "userId" LIMIT (SELECT COUNT(DISTINCT "planType") FROM ${view})`,
    right:
      'SELECT user_id AS "userId" FROM u ORDER BY at, user_id LIMIT (SELECT count(DISTINCT plan_type) FROM u)',
  },
  {
    name: 'a sub-select on a view in OFFSET',
    sql: `SELECT persona FROM (SELECT DISTINCT persona FROM ${view}) t ORDER BY persona NULLS LAST OFFSET (SELECT count(*) FROM (SELECT DISTINCT persona FROM ${view} WHERE persona IS NULL) n)`,
    right:
      'SELECT persona FROM (SELECT DISTINCT persona FROM u) t ORDER BY persona NULLS LAST OFFSET (SELECT max((persona IS NULL)::int) FROM u)',
  },
  {
    name: 'a row as JSON',
    sql: `SELECT row_to_json(t.*)::text AS j FROM (SELECT persona, "planType" FROM ${view}) t`,
    right: 'SELECT row_to_json(t.*)::text AS j FROM (SELECT persona, plan_type AS "planType" FROM u) t',
  },
  {
    name: 'different rows',
    sql: `SELECT count(DISTINCT t.*) AS n FROM (SELECT persona, "planType" FROM ${view}) t`,
    right: 'SELECT count(*) AS n FROM (SELECT DISTINCT persona, plan_type FROM u) t',
  },
  {
    name: 'a count of a measure of nobody',
    sql: `SELECT COUNT("newSignUps") AS n, COUNT("usersCompletingKeyAction") AS k, MEASURE("activationRate") AS rate FROM ${view} WHERE persona = 'nobody'`,
    right: 'SELECT 0 AS n, 0 AS k, NULL::numeric AS rate',
  },
  {
    name: 'a count of a measure of nobody in a group',
    sql: `SELECT persona, COUNT("usersCompletingKeyAction") AS k FROM ${view} WHERE "signedUpAt" < '2026-01-03' GROUP BY 1`,
    right: "SELECT persona, count(*) FILTER (WHERE did) AS k FROM u WHERE at < '2026-01-03' GROUP BY 1",
  },
  {
    name: 'a LIMIT over several rows for one',
    sql: `SELECT persona, unnest(ARRAY[1, 2]) AS n FROM (SELECT DISTINCT persona FROM ${view}) t ORDER BY 1, 2 LIMIT 3`,
    right:
      'SELECT persona, n FROM (SELECT DISTINCT persona FROM u) t, (VALUES (1), (2)) AS two (n) ORDER BY 1, 2 LIMIT 3',
  },
  {
    name: 'a LIMIT over several rows for one of a view',
    sql: 'SELECT "userId", unnest(ARRAY[1, 2, 3]) AS n FROM "Users" ORDER BY "userId", 2 DESC LIMIT 4',
    right:
      'SELECT user_id AS "userId", n FROM u, (VALUES (1), (2), (3)) AS three (n) ORDER BY 1, 2 DESC LIMIT 4',
  },
  {
    name: 'times to the microsecond',
    sql: 'SELECT "userId", "signedUpAt", "hoursToActivation" FROM "Users" ORDER BY 1',
    right: 'SELECT user_id AS "userId", at AS "signedUpAt", hours AS "hoursToActivation" FROM u ORDER BY 1',
  },
  {
    name: 'the seconds of a time',
    sql: 'SELECT "userId", extract(microseconds FROM "signedUpAt") AS us, "signedUpAt"::time AS t FROM "Users"',
    right: 'SELECT user_id AS "userId", extract(microseconds FROM at) AS us, at::time AS t FROM u',
  },
  {
    name: 'the first and the last moment of each group, of some rows, and beside what reads the moment itself',
    sql: `SELECT persona, MIN(v."signedUpAt") AS a, MAX(v."signedUpAt") FILTER (WHERE "planType" = 'pro') AS z, MAX(DISTINCT "signedUpAt") - MIN("signedUpAt") AS span, MIN(date_trunc('day', "signedUpAt")) AS day, string_agg("signedUpAt"::text, ',' ORDER BY "signedUpAt") AS all_of_it FROM ${view} AS v GROUP BY 1 HAVING MIN("signedUpAt") < MAX("signedUpAt")`,
    right:
      "SELECT persona, min(at) AS a, max(at) FILTER (WHERE plan_type = 'pro') AS z, max(at) - min(at) AS span, min(date_trunc('day', at)) AS day, string_agg(at::text, ',' ORDER BY at) AS all_of_it FROM u GROUP BY 1 HAVING min(at) < max(at)",
  },
  {
    name: 'the first moment of a sub-select in an expression',
    sql: `SELECT "userId", "signedUpAt" - (SELECT MIN("signedUpAt") FROM ${view}) AS since FROM "Users" WHERE "signedUpAt" > (SELECT MAX(t."signedUpAt") - interval '1 day' FROM (SELECT * FROM "Users") AS t)`,
    right:
      'SELECT user_id AS "userId", at - (SELECT min(at) FROM u) AS since FROM u WHERE at > (SELECT max(at) - interval \'1 day\' FROM u)',
  },
  {
    name: 'the ends of a time',
    sql: `SELECT MIN("signedUpAt") AS a, MAX("signedUpAt") AS z, MIN("signedUpAt")::text AS t, COUNT(*) AS n FROM ${view}`,
    right: 'SELECT min(at) AS a, max(at) AS z, min(at)::text AS t, count(*) AS n FROM u',
  },
];

/** What was refused once, though every tool sends it. */
const refusedOnce: StatementCase[] = [
  {
    name: 'all columns by name, segments among them',
    sql: 'SELECT "userId", "accountId", "signedUpAt", persona, "planType", "signupSource", "sessionsToActivation", activated, "multiSession" FROM "Users"',
    right:
      'SELECT user_id AS "userId", account_id AS "accountId", at AS "signedUpAt", persona, plan_type AS "planType", signup_source AS "signupSource", sessions AS "sessionsToActivation", activated, sessions >= 2 IS TRUE AS "multiSession" FROM u',
  },
  {
    name: 'dimensions and a segment with measures by name',
    sql: `SELECT persona, matured, "newSignUps", "activationRate" FROM ${view}`,
    right: `SELECT persona, signed_up_at + interval '168 hours' <= now() AS matured, count(*) AS "newSignUps", ${rate} AS "activationRate" FROM u GROUP BY 1, 2`,
  },
  {
    name: "Power BI's nested _",
    sql: `select "_"."t0_0", "_"."a0" from (select "_"."persona" as "t0_0", sum("_"."newSignUps") as "a0" from (select "_"."persona", "_"."planType", "_"."newSignUps" from (select * from "public"."ActivationRate" "$Table") "_" where "_"."planType" = 'free') "_" group by "_"."persona") "_" where not "_"."a0" is null order by "_"."a0" desc, "_"."t0_0" limit 1001`,
    right: `SELECT persona AS t0_0, count(*) AS a0 FROM u WHERE plan_type = 'free' GROUP BY 1 ORDER BY 2 DESC, 1`,
  },
  condition("persona LIKE 'f%'"),
  condition("persona LIKE '%e%' AND persona NOT ILIKE '%DER'"),
  condition("LOWER(persona) = 'founder'"),
  condition("STRPOS(persona, 'er') > 0"),
  condition(
    `persona IN (SELECT persona FROM ${view} WHERE "planType" = 'pro')`,
    "persona IN (SELECT persona FROM users WHERE plan_type = 'pro')",
  ),
  condition('EXTRACT(dow FROM "signedUpAt") IN (0, 6)'),
  condition('length(persona) > 7 OR persona IS NULL'),
  condition(`"signedUpAt" AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York' < '2026-02-01'`),
  condition(`("signedUpAt" AT TIME ZONE 'UTC')::date = '2026-02-10'`),
  condition(`"signedUpAt" >= TIMESTAMPTZ '2026-02-01 00:00:00+05:45'`),
  condition(`"signedUpAt" < '2026-02-01T00:00:00Z'::timestamptz`),
  condition(`"signedUpAt" >= now() - interval '100 years' AND "signedUpAt" < CURRENT_DATE + 1`),
  grouping(`date_trunc('week', "signedUpAt" + interval '1 day') - interval '1 day'`),
  grouping(`date_trunc('hour', "signedUpAt")`),
  grouping(`floor(extract(epoch FROM "signedUpAt") / 300) * 300`),
  grouping(`to_char("signedUpAt", 'YYYY-MM')`),
  grouping(`to_char("signedUpAt", 'YYYY-MM-DD HH24:MI:SS.US')`),
  grouping(`date_trunc('month', "signedUpAt" AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Kathmandu')`),
  grouping(`("signedUpAt" AT TIME ZONE 'UTC')::date`),
  grouping(`date_bin('6 hours', "signedUpAt", '2026-01-01')`),
  grouping(
    `CASE WHEN persona IN ('founder', 'analyst') THEN 'few' WHEN persona IS NULL THEN 'none' ELSE 'many' END`,
  ),
  grouping(`width_bucket(extract(day FROM "signedUpAt"), 1, 32, 4)`),
  grouping('left(persona, 1)'),
  grouping(`coalesce(persona, '') || '/' || coalesce("planTier", '')`),
  grouping('ARRAY[persona, "planTier"]'),
  {
    name: 'a measure beside COUNT(*) and COUNT(DISTINCT …)',
    sql: `SELECT "planType", MEASURE("activationRate") AS rate, COUNT(*) AS n, COUNT(DISTINCT persona) AS p, MIN("signedUpAt") AS first FROM ${view} GROUP BY 1`,
    right: `SELECT plan_type AS "planType", ${rate} AS rate, count(*) AS n, count(DISTINCT persona) AS p, min(at) AS first FROM u GROUP BY 1`,
  },
  {
    name: 'a number in bins',
    sql: 'SELECT floor("hoursToActivation" / 24.0) * 24 AS bin, COUNT(*) AS n FROM "Users" GROUP BY 1',
    right: 'SELECT floor(hours / 24.0) * 24 AS bin, count(*) AS n FROM u GROUP BY 1',
  },
  {
    name: 'a FILTER on a measure and on a count',
    sql: `SELECT COUNT(*) FILTER (WHERE persona = 'founder') AS f, MEASURE("newSignUps") FILTER (WHERE "planType" = 'free') AS m, MEASURE("activationRate") FILTER (WHERE persona LIKE 'f%') AS r FROM ${view}`,
    right: `SELECT count(*) FILTER (WHERE persona = 'founder') AS f, count(*) FILTER (WHERE plan_type = 'free') AS m, 100.0 * count(*) FILTER (WHERE did AND persona LIKE 'f%') / nullif(count(*) FILTER (WHERE persona LIKE 'f%'), 0) AS r FROM u`,
  },
  {
    name: 'ROLLUP',
    sql: `SELECT persona, grouping(persona) AS g, MEASURE("newSignUps") AS n, MEASURE("activationRate") AS rate FROM ${view} GROUP BY ROLLUP (persona)`,
    right: `SELECT persona, grouping(persona) AS g, count(*) AS n, ${rate} AS rate FROM u GROUP BY ROLLUP (persona)`,
  },
  {
    name: 'GROUPING SETS',
    sql: `SELECT persona, "planType", MEASURE("activationRate") AS rate FROM ${view} GROUP BY GROUPING SETS ((persona), ("planType"), ())`,
    right: `SELECT persona, plan_type AS "planType", ${rate} AS rate FROM u GROUP BY GROUPING SETS ((persona), (plan_type), ())`,
  },
  {
    name: 'CUBE, of units that are counted once',
    sql: 'SELECT "expansionFeature", "planTier", MEASURE("totalEligibleAccounts") AS n FROM "ExpansionActivationRate" GROUP BY CUBE ("expansionFeature", "planTier")',
    right:
      'SELECT expansion_feature AS "expansionFeature", plan_tier AS "planTier", count(DISTINCT account_id) AS n FROM expansion_activation JOIN accounts ON accounts.id = account_id GROUP BY CUBE (1, 2)',
  },
  {
    name: 'a join of results by USING',
    sql: `SELECT * FROM (SELECT "planTier", MEASURE("newSignUps") AS n FROM ${view} GROUP BY 1) a JOIN (SELECT "planTier", MEASURE("totalAccounts") AS m FROM "MilestoneCompletion" GROUP BY 1) b USING ("planTier")`,
    right:
      'SELECT * FROM (SELECT plan_tier AS "planTier", count(*) AS n FROM u GROUP BY 1) a JOIN (SELECT plan_tier AS "planTier", count(*) AS m FROM accounts GROUP BY 1) b USING ("planTier")',
  },
  {
    name: 'a join of a view with values by USING',
    sql: `SELECT "planType", label, COUNT(*) AS n FROM ${view} JOIN (VALUES ('free', 'Free'), ('pro', 'Pro')) AS l ("planType", label) USING ("planType") GROUP BY 1, 2`,
    right: `SELECT plan_type AS "planType", initcap(plan_type) AS label, count(*) AS n FROM u WHERE plan_type IN ('free', 'pro') GROUP BY 1, 2`,
  },
  {
    name: 'an IN list of 2,000 texts',
    sql: `SELECT COUNT(*) FROM "Users" WHERE "userId" IN (${Array.from({ length: 2000 }, (_, index) => `'user-${String(index).padStart(4, '0')}'`).join(', ')})`,
    right: "SELECT count(*) FROM u WHERE user_id BETWEEN 'user-0000' AND 'user-1999'",
  },
  {
    name: 'a list as a parameter',
    sql: `SELECT COUNT(*) FROM ${view} WHERE persona = ANY ($1)`,
    values: [['founder', 'it\'s "x"', '', null, '🚀', '{}', '\\']],
    right: 'SELECT count(*) FROM u WHERE persona = ANY ($1)',
  },
];

/** The rest of SQL, as a BI tool or an analyst writes it. */
const ordinary: StatementCase[] = [
  condition(`persona = 'founder '`),
  condition(`persona = ''`),
  condition(`persona = 'É'`),
  condition(`lower(persona) = 'é'`),
  condition(`persona = 'a''; DROP TABLE users; --'`),
  condition(`persona = E'line\\nbreak'`),
  condition(`persona IN ('里程碑', 'ß', 'NULL', '1')`),
  condition(`persona NOT IN ('founder', NULL)`),
  condition(`persona IS NOT DISTINCT FROM NULL`),
  condition(`(persona = 'founder') IS NOT TRUE`),
  condition(`(persona, "planTier") IN (('founder', 'annual'), ('analyst', 'monthly'))`),
  condition(`persona SIMILAR TO '(founder|analyst)'`),
  condition(`persona ~ '^f.*r$'`),
  condition(`persona LIKE '%\\_%' ESCAPE '\\' OR persona LIKE '100|%' ESCAPE '|'`),
  condition(`num_nonnulls(persona, "planTier") = 1`),
  condition(`"signedUpAt" IN ('2026-02-01', '2026-02-10 15:30:00.123456')`),
  condition(`"signedUpAt" - interval '1 month' < '2026-01-28'`),
  condition(`("signedUpAt", "signedUpAt") OVERLAPS (DATE '2026-02-01', DATE '2026-02-11')`),
  condition(`extract(isoyear FROM "signedUpAt") = 2026 AND extract(week FROM "signedUpAt") BETWEEN 5 AND 7`),
  condition(`CASE WHEN persona IS NULL THEN "signedUpAt" > '2026-02-01' ELSE persona = 'founder' END`),
  condition('TRUE'),
  condition('NULL'),
  condition("1 = 1 AND 'a' < 'b'"),
  {
    name: 'windows over groups',
    sql: `SELECT persona, MEASURE("newSignUps") AS n, SUM(MEASURE("newSignUps")) OVER () AS all, rank() OVER (ORDER BY MEASURE("activationRate") DESC) AS r FROM ${view} GROUP BY 1`,
    right: `SELECT persona, count(*) AS n, sum(count(*)) OVER () AS all, rank() OVER (ORDER BY ${rate} DESC) AS r FROM u GROUP BY 1`,
  },
  {
    name: 'windows over rows',
    sql: 'SELECT "userId", row_number() OVER (PARTITION BY persona ORDER BY "signedUpAt", "userId") AS r, lag("signedUpAt") OVER (ORDER BY "signedUpAt", "userId") AS before FROM "Users"',
    right:
      'SELECT user_id AS "userId", row_number() OVER (PARTITION BY persona ORDER BY at, user_id) AS r, lag(at) OVER (ORDER BY at, user_id) AS before FROM u',
  },
  {
    name: 'a running sum by month',
    sql: `WITH m AS (SELECT date_trunc('month', "signedUpAt") AS month, MEASURE("newSignUps") AS n FROM ${view} GROUP BY 1) SELECT month, n, sum(n) OVER (ORDER BY month) AS total, n - lag(n) OVER (ORDER BY month) AS change FROM m ORDER BY month`,
    right: `SELECT month, n, sum(n) OVER (ORDER BY month) AS total, n - lag(n) OVER (ORDER BY month) AS change FROM (SELECT date_trunc('month', at) AS month, count(*) AS n FROM u GROUP BY 1) m ORDER BY month`,
  },
  {
    name: 'DISTINCT ON',
    sql: 'SELECT DISTINCT ON (persona) persona, "userId" FROM "Users" ORDER BY persona, "signedUpAt" DESC, "userId"',
    right:
      'SELECT DISTINCT ON (persona) persona, user_id AS "userId" FROM u ORDER BY persona, at DESC, user_id',
  },
  {
    name: 'EXCEPT and INTERSECT',
    sql: `(SELECT persona FROM ${view} EXCEPT SELECT persona FROM ${view} WHERE "planType" = 'free') UNION ALL (SELECT "planTier" FROM "MilestoneCompletion" INTERSECT SELECT "planTier" FROM ${view})`,
    right:
      "(SELECT persona FROM u EXCEPT SELECT persona FROM u WHERE plan_type = 'free') UNION ALL (SELECT plan_tier FROM accounts INTERSECT SELECT plan_tier FROM u)",
  },
  {
    name: 'EXISTS with an outer column',
    sql: `SELECT a."useCase", COUNT(*) AS n FROM "Accounts" a WHERE EXISTS (SELECT 1 FROM "Users" u WHERE u."accountId" = a.id AND u.persona = 'founder') GROUP BY 1`,
    right:
      'SELECT use_case AS "useCase", count(*) AS n FROM accounts WHERE id IN (SELECT account_id FROM u WHERE persona = \'founder\') GROUP BY 1',
  },
  {
    name: 'a sub-select as a value',
    sql: `SELECT persona, MEASURE("newSignUps") * 1.0 / (SELECT MEASURE("newSignUps") FROM ${view}) AS share FROM ${view} GROUP BY 1`,
    right: 'SELECT persona, count(*) * 1.0 / (SELECT count(*) FROM u) AS share FROM u GROUP BY 1',
  },
  {
    name: 'LATERAL',
    sql: `SELECT p.persona, top.source, top.n FROM (SELECT DISTINCT persona FROM ${view} WHERE persona IS NOT NULL) p, LATERAL (SELECT "signupSource" AS source, COUNT(*) AS n FROM ${view} v WHERE v.persona = p.persona GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1) top`,
    right:
      'SELECT DISTINCT ON (persona) persona, signup_source AS source, count(*) AS n FROM u WHERE persona IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2',
  },
  {
    name: 'a rate of several months is no average of rates',
    sql: `SELECT MEASURE("activationRate") AS rate FROM ${view} WHERE date_trunc('month', "signedUpAt") IN ('2026-01-01', '2026-03-01')`,
    right: `SELECT ${rate} AS rate FROM u WHERE extract(month FROM at) IN (1, 3) AND extract(year FROM at) = 2026`,
  },
  {
    name: 'a count of units by month and in all',
    sql: `SELECT date_trunc('month', "eligibleDate") AS m, COUNT(DISTINCT "totalEligibleAccounts") AS n FROM "ExpansionActivationRate" GROUP BY ROLLUP (1)`,
    right: `SELECT date_trunc('month', eligible_date AT TIME ZONE 'UTC') AS m, count(DISTINCT account_id) AS n FROM expansion_activation JOIN accounts ON accounts.id = account_id GROUP BY ROLLUP (1)`,
  },
  {
    name: 'HAVING without showing, and a measure in ORDER BY alone',
    sql: `SELECT persona FROM ${view} GROUP BY persona HAVING MEASURE("activationRate") > 40 AND COUNT(*) > 1 ORDER BY MEASURE("activationRate") DESC, persona`,
    right: `SELECT persona FROM u GROUP BY persona HAVING ${rate} > 40 AND count(*) > 1 ORDER BY ${rate} DESC, persona`,
  },
  {
    name: 'aggregates of texts and times in an order',
    sql: `SELECT "planType", string_agg(DISTINCT persona, ',' ORDER BY persona) AS p, array_agg("signedUpAt" ORDER BY "signedUpAt" DESC) AS t FROM ${view} GROUP BY 1`,
    right: `SELECT plan_type AS "planType", string_agg(DISTINCT persona, ',' ORDER BY persona) AS p, array_agg(at ORDER BY at DESC) AS t FROM u GROUP BY 1`,
  },
  {
    name: 'the session’s time zone shows in what has one, and nowhere else',
    sql: `SELECT "userId", "signedUpAt" AS t, "signedUpAt"::timestamptz AS z, "signedUpAt" AT TIME ZONE 'UTC' AS u, extract(hour FROM "signedUpAt"::timestamptz) AS h FROM "Users"`,
    right: `SELECT user_id AS "userId", at AS t, at::timestamptz AS z, signed_up_at AS u, extract(hour FROM at::timestamptz) AS h FROM u`,
  },
  {
    name: 'a condition that reads the session’s time zone',
    sql: `SELECT COUNT(*) AS n FROM ${view} WHERE "signedUpAt" < TIMESTAMPTZ '2026-02-01'`,
    right: "SELECT count(*) AS n FROM u WHERE at < TIMESTAMPTZ '2026-02-01'",
  },
  {
    name: 'a parameter that is a time',
    sql: `SELECT COUNT(*) AS n, MEASURE("activationRate") AS rate FROM ${view} WHERE "signedUpAt" >= $1 AND "signedUpAt"::date < $2`,
    values: ['2026-02-01 00:00:00.000001', '2026-03-08'],
    right: `SELECT count(*) AS n, ${rate} AS rate FROM u WHERE at >= $1::timestamp AND at::date < $2::date`,
  },
  {
    name: 'a parameter that is a time with a zone',
    sql: `SELECT COUNT(*) AS n FROM ${view} WHERE "signedUpAt" >= $1`,
    values: ['2026-02-01 00:00:00+05:45'],
    parameterTypes: [1184],
    right: 'SELECT count(*) AS n FROM u WHERE at >= $1::timestamptz',
  },
  {
    name: 'parameters that are a text, a limit and an offset',
    sql: 'SELECT "userId" FROM "Users" WHERE persona <> $1 ORDER BY "signedUpAt", "userId" LIMIT $2 OFFSET $3',
    values: ['it\'s "founder"', '4', '2'],
    right: 'SELECT user_id AS "userId" FROM u WHERE persona <> $1 ORDER BY at, user_id LIMIT $2 OFFSET $3',
  },
  {
    name: 'a parameter in what is grouped by',
    sql: `SELECT coalesce(persona, $1) AS p, MEASURE("newSignUps") AS n FROM ${view} GROUP BY 1 HAVING MEASURE("newSignUps") >= $2`,
    values: ['🚀 nobody', '2'],
    right: 'SELECT coalesce(persona, $1) AS p, count(*) AS n FROM u GROUP BY 1 HAVING count(*) >= $2',
  },
  {
    name: 'a recursive CTE beside a view',
    sql: `WITH RECURSIVE d AS (SELECT DATE '2026-01-01' AS day UNION ALL SELECT day + 1 FROM d WHERE day < '2026-01-10') SELECT d.day, count(v."signedUpAt") AS n FROM d LEFT JOIN ${view} v ON v."signedUpAt"::date = d.day GROUP BY 1 ORDER BY 1`,
    right: `SELECT day::date, (SELECT count(*) FROM u WHERE at::date = day) AS n FROM generate_series(DATE '2026-01-01', '2026-01-10', '1 day') AS day ORDER BY 1`,
  },
  {
    name: 'rows of units joined, where nothing is measured',
    sql: `SELECT u.persona, COUNT(*) AS n FROM "Users" u JOIN "SessionHistory" s ON s."userId" = u."userId" GROUP BY 1`,
    right: 'SELECT persona, count(*) AS n FROM u JOIN session_history USING (user_id) GROUP BY 1',
  },
];

/** What has no exact answer, or isn't reading views. */
const neverAnswered: StatementCase[] = [
  refused('a row of a view with its measures as JSON', `SELECT row_to_json(v.*) FROM ${view} v`),
  refused('different rows of a view with its measures', `SELECT count(DISTINCT v.*) FROM ${view} v`),
  refused(
    'a measure above a join that multiplies its rows',
    `SELECT MEASURE(u."newUserCount") FROM "Users" u JOIN "SessionHistory" s ON s."userId" = u."userId"`,
  ),
  refused(
    'a measure above a comma that multiplies its rows',
    `SELECT MEASURE(v."newSignUps") FROM ${view} v, generate_series(1, 2) AS n`,
  ),
  refused('the average of a count', `SELECT AVG("newSignUps") FROM ${view}`),
  refused(
    'the sum of units that are counted once',
    'SELECT SUM("totalEligibleAccounts") FROM "ExpansionActivationRate"',
  ),
  refused('a count of a rate', `SELECT COUNT("activationRate") FROM ${view}`),
  refused('a measure in a condition of rows', `SELECT persona FROM ${view} WHERE "newSignUps" > 1`),
  refused('a bare measure beside an aggregate', `SELECT "activationRate", COUNT(*) FROM ${view}`, '42803'),
  refused('a view as one value', `SELECT ${view} FROM ${view}`),
  refused('a table of the database', 'SELECT * FROM users', '42P01'),
  refused('a table of the database by its schema', 'SELECT * FROM public.users', '42P01'),
  refused(
    'a table in a sub-select',
    `SELECT COUNT(*) FROM ${view} WHERE persona IN (SELECT persona FROM users)`,
    '42P01',
  ),
  refused('a file', "SELECT pg_read_file('/etc/passwd')", '42501'),
  refused('a file beside a view', `SELECT pg_read_file(persona) FROM ${view}`, '42501'),
  refused(
    'a query in a text',
    `SELECT query_to_xml('SELECT * FROM users', true, true, '') FROM ${view}`,
    '42501',
  ),
  refused('a table as XML', `SELECT table_to_xml('users', true, true, '') FROM ${view}`, '42501'),
  refused(
    'a setting that is set',
    `SELECT set_config('role', 'postgres', false), persona FROM ${view}`,
    '42501',
  ),
  refused('a pause', `SELECT pg_sleep(600) FROM ${view}`, '42501'),
  refused('a large object', `SELECT lo_import('/etc/passwd') FROM ${view}`, '42501'),
  refused(
    'another database',
    `SELECT * FROM ${view}, dblink('dbname=postgres', 'SELECT 1') AS d (x int)`,
    '42501',
  ),
  refused('a lock', `SELECT pg_advisory_lock(1) FROM ${view}`, '42501'),
  refused('an end of other sessions', `SELECT pg_terminate_backend(1) FROM ${view}`, '42501'),
  refused('rows that are written', `INSERT INTO ${view} (persona) VALUES ('x')`, '25006'),
  refused(
    'rows that are written in a CTE',
    `WITH gone AS (DELETE FROM ${view} RETURNING *) SELECT * FROM gone`,
    '25006',
  ),
  refused('rows that are locked', `SELECT persona FROM ${view} FOR UPDATE`, '25006'),
  refused('a table that is made', `SELECT persona INTO t FROM ${view}`, '25006'),
];

/** Settled users, each with each action and number of times, by hand. */
const settledByAction = `, d AS (
  SELECT u.*, action_name, times, coalesce(n, 0) >= times AS doer, back
  FROM u
  CROSS JOIN (SELECT DISTINCT action_name FROM key_actions JOIN users USING (user_id)) AS names
  CROSS JOIN unnest(ARRAY[1, 2, 3, 5]::numeric[]) AS times
  LEFT JOIN (
    SELECT user_id, action_name, count(*) AS n
    FROM key_actions JOIN users USING (user_id)
    WHERE occurred_at >= signed_up_at AND occurred_at < signed_up_at + interval '168 hours'
    GROUP BY 1, 2
  ) AS early USING (user_id, action_name)
  CROSS JOIN LATERAL (
    SELECT EXISTS (
      SELECT FROM session_history AS s
      WHERE s.user_id = u.user_id AND session_start_time >= signed_up_at + interval '336 hours'
        AND session_start_time < signed_up_at + interval '672 hours'
    ) AS back
  ) AS came
  WHERE signed_up_at + interval '672 hours' <= now()
)`;
const shareOf = (what: string, of: string): string =>
  `100.0 * count(*) FILTER (WHERE ${what}) / nullif(count(*) FILTER (WHERE ${of}), 0)`;
const difference =
  '100.0 * (count(*) FILTER (WHERE doer AND back) * count(*) FILTER (WHERE NOT doer) - count(*) FILTER (WHERE NOT doer AND back) * count(*) FILTER (WHERE doer)) / nullif(count(*) FILTER (WHERE doer) * count(*) FILTER (WHERE NOT doer), 0)';

const drivers: StatementCase[] = [
  {
    name: 'drivers: each action and number of times',
    sql: `SELECT "actionName", times, MEASURE("newUserCount") AS n, MEASURE("usersDoing") AS doing, MEASURE(reach) AS reach, MEASURE("retentionOfDoers") AS doers, MEASURE("retentionOfOthers") AS others, MEASURE("retentionDifference") AS difference FROM "ActivationDrivers" GROUP BY 1, 2`,
    right: `${settledByAction} SELECT action_name AS "actionName", times, count(*) AS n, count(*) FILTER (WHERE doer) AS doing, ${shareOf('doer', 'true')} AS reach, ${shareOf('doer AND back', 'doer')} AS doers, ${shareOf('NOT doer AND back', 'NOT doer')} AS others, ${difference} AS difference FROM d GROUP BY 1, 2`,
  },
  {
    name: 'drivers: one action, done twice, by persona and in an order',
    sql: `SELECT persona, MEASURE("newUserCount") AS n, MEASURE("retentionDifference") AS difference FROM "ActivationDrivers" WHERE "actionName" = 'report_viewed' AND times = 2 GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1`,
    right: `${settledByAction} SELECT persona, count(*) AS n, ${difference} AS difference FROM d WHERE action_name = 'report_viewed' AND times = 2 GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1`,
  },
  {
    name: 'drivers: the actions in the order of their reach',
    sql: `SELECT "actionName", times, rank() OVER (PARTITION BY times ORDER BY MEASURE(reach) DESC) AS place FROM "ActivationDrivers" WHERE times IN (1, 3) GROUP BY 1, 2`,
    right: `${settledByAction} SELECT action_name AS "actionName", times, rank() OVER (PARTITION BY times ORDER BY ${shareOf('doer', 'true')} DESC) AS place FROM d WHERE times IN (1, 3) GROUP BY 1, 2`,
  },
  {
    name: 'drivers: months, and groups of many doers alone',
    sql: `SELECT date_trunc('month', "signedUpAt") AS month, "actionName", times, MEASURE("usersDoing") AS doing, MEASURE("retentionOfDoers") AS doers FROM "ActivationDrivers" WHERE "signedUpAt" < '2026-03-10' GROUP BY 1, 2, 3 HAVING MEASURE("usersDoing") > 3`,
    right: `${settledByAction} SELECT date_trunc('month', at) AS month, action_name AS "actionName", times, count(*) FILTER (WHERE doer) AS doing, ${shareOf('doer AND back', 'doer')} AS doers FROM d WHERE at < '2026-03-10' GROUP BY 1, 2, 3 HAVING count(*) FILTER (WHERE doer) > 3`,
  },
  {
    name: 'drivers: plan types as they are written',
    sql: `SELECT "planType", MEASURE("newUserCount") AS n, MEASURE("usersDoing") AS doing FROM "ActivationDrivers" WHERE "actionName" = 'report_viewed' AND times = 1 GROUP BY 1`,
    right: `${settledByAction} SELECT plan_type AS "planType", count(*) AS n, count(*) FILTER (WHERE doer) AS doing FROM d WHERE action_name = 'report_viewed' AND times = 1 GROUP BY 1`,
  },
  {
    name: 'drivers: the reach among nobody',
    sql: `SELECT MEASURE(reach) AS reach FROM "ActivationDrivers" WHERE "actionName" = 'report_viewed' AND times = 1 AND persona = 'nobody'`,
    right: 'SELECT NULL::numeric AS reach',
  },
  refused(
    'drivers: of groups that are no query of Cube’s',
    `SELECT to_char("signedUpAt", 'YYYY-MM') AS month, "actionName", times, MEASURE("usersDoing") AS doing FROM "ActivationDrivers" GROUP BY 1, 2, 3`,
  ),
];

export const statementCases: StatementCase[] = [
  ...wrongOnce,
  ...wholeNumbers,
  ...castAndRenamed,
  ...estimates,
  ...refusedOnce,
  ...ordinary,
  ...drivers,
  ...neverAnswered,
];
