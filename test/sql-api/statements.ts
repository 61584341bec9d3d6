import fc from 'fast-check';

/**
 * The rows of a view, computed from the source tables by hand: a measure that counts is 1 where a row counts, and null
 * where it doesn't.
 */
export const viewRows = `"ActivationRate" AS MATERIALIZED (
  SELECT
    u.signed_up_at AT TIME ZONE 'UTC' AS "signedUpAt",
    u.persona,
    u.plan_type AS "planType",
    u.signup_source AS "signupSource",
    a.plan_tier AS "planTier",
    1 AS "newSignUps",
    CASE WHEN EXISTS (
      SELECT FROM key_actions AS k
      WHERE k.user_id = u.user_id AND k.action_name = 'project_created'
        AND k.occurred_at >= u.signed_up_at AND k.occurred_at < u.signed_up_at + INTERVAL '168 hours'
    ) THEN 1 END AS "usersCompletingKeyAction"
  FROM users AS u LEFT JOIN accounts AS a ON a.id = u.account_id)`;

/** The statement as it is for {@link viewRows}: what a measure is, written out. */
export function overRows(sql: string): string {
  const counts = sql
    .replaceAll(/MEASURE\("(newSignUps|usersCompletingKeyAction)"\)/g, 'COUNT("$1")')
    .replaceAll(/SUM\("(newSignUps|usersCompletingKeyAction)"\)/g, 'COUNT("$1")::numeric')
    .replaceAll(
      /(MEASURE|AVG|MAX)\("activationRate"\)/g,
      '(100.0 * COUNT("usersCompletingKeyAction") / NULLIF(COUNT("newSignUps"), 0))',
    );
  return counts.startsWith('WITH ') ? `WITH ${viewRows}, ${counts.slice(5)}` : `WITH ${viewRows} ${counts}`;
}

const texts: Record<string, string[]> = {
  persona: ['developer', 'marketer', 'analyst', 'founder'],
  '"planType"': ['free', 'pro', 'enterprise'],
  '"signupSource"': ['organic_search', 'referral', 'paid_ads', 'invite'],
  '"planTier"': ['monthly', 'annual'],
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const textCondition = fc.constantFrom(...Object.keys(texts)).chain((column) => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...(texts[column] as string[])) },
    { weight: 1, arbitrary: fc.constantFrom('', 'Developer', 'free ', "o'brien", 'é') },
  );
  const item = fc.oneof(
    { weight: 5, arbitrary: value.map(literal) },
    { weight: 1, arbitrary: fc.constant('NULL') },
  );
  const list = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(', '));
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('=', '<>', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'), item)
      .map(([by, one]) => `${column} ${by} ${one}`),
    value.map((one) => `${literal(one)} <> ${column}`),
    fc.tuple(fc.constantFrom('IN', 'NOT IN'), list).map(([by, items]) => `${column} ${by} (${items})`),
    list.map((items) => `${column} = ANY (ARRAY[${items}]::text[])`),
    list.map((items) => `${column} <> ALL (ARRAY[${items}]::text[])`),
    fc.constantFrom('IS NULL', 'IS NOT NULL').map((by) => `${column} ${by}`),
    fc
      .tuple(
        fc.constantFrom('LIKE', 'NOT LIKE', 'ILIKE', 'NOT ILIKE'),
        fc.constantFrom('developer', '%e%', 'F%', '%a_', '%_search', '%r'),
      )
      .map(([by, pattern]) => `${column} ${by} ${literal(pattern)}`),
    value.map((one) => `upper(${column}) = ${literal(one.toUpperCase())}`),
    fc.constantFrom('free', 'b').map((one) => `coalesce(${column}, '') > ${literal(one)} COLLATE "C"`),
  );
});

const days = fc
  .integer({ min: 0, max: 95 })
  .map((day) => new Date(Date.UTC(2025, 11, 30 + day)).toISOString());
const moments = fc.oneof(
  days.map((day) => `DATE '${day.slice(0, 10)}'`),
  days.map((day) => `'${day.slice(0, 10)}'`),
  fc
    .tuple(days, fc.integer({ min: 0, max: 86_399 }))
    .map(
      ([day, second]) =>
        `TIMESTAMP '${new Date(Date.parse(day) + second * 1000).toISOString().slice(0, 19)}.123456'`,
    ),
  days.map((day) => `TIMESTAMPTZ '${day.slice(0, 10)} 01:30:00+02'`),
  days.map((day) => `DATE '${day.slice(0, 10)}' + INTERVAL '36 hours'`),
  fc.constant("date_trunc('month', DATE '2026-02-17')"),
  fc.constant('NULL::timestamp'),
);
const comparisons = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const timeCondition = fc.oneof(
  fc.tuple(comparisons, moments).map(([by, moment]) => `"signedUpAt" ${by} ${moment}`),
  fc.tuple(moments, comparisons).map(([moment, by]) => `${moment} ${by} "signedUpAt"`),
  fc
    .tuple(fc.constantFrom('BETWEEN', 'NOT BETWEEN'), moments, moments)
    .map(([by, from, to]) => `"signedUpAt" ${by} ${from} AND ${to}`),
  fc.tuple(comparisons, days).map(([by, day]) => `"signedUpAt"::date ${by} '${day.slice(0, 10)}'`),
  fc.tuple(comparisons, moments).map(([by, moment]) => `CAST("signedUpAt" AS date) ${by} ${moment}`),
  fc.tuple(comparisons, moments).map(([by, moment]) => `date_trunc('day', "signedUpAt") ${by} ${moment}`),
  fc.constantFrom(1, 2, 3).map((month) => `extract(month FROM "signedUpAt") = ${month}`),
  fc.constantFrom(1, 2, 3).map((month) => `date_trunc('month', "signedUpAt") = DATE '2026-0${month}-01'`),
  days.map((day) => `"signedUpAt"::date IN ('${day.slice(0, 10)}', '2026-02-14')`),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: textCondition },
    { weight: 4, arbitrary: timeCondition },
    { weight: 1, arbitrary: fc.constantFrom('TRUE', 'FALSE', 'NULL', '1 = 1', "'a' = 'b'") },
    { weight: 2, arbitrary: tie('condition').map((one) => `NOT (${one})`) },
    {
      weight: 3,
      arbitrary: fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `(${one} AND ${other})`),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `(${one} OR ${other})`),
    },
  ),
}));

const keys: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.subarray(Object.keys(texts), { maxLength: 2 }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.subarray(Object.keys(texts), { maxLength: 1 }),
        fc.constantFrom<string[]>(
          ['date_trunc(\'month\', "signedUpAt")'],
          ['date_trunc(\'week\', "signedUpAt")'],
          ['"signedUpAt"::date'],
          ['extract(year FROM "signedUpAt")', 'extract(month FROM "signedUpAt")'],
          ["to_char(date_trunc('month', \"signedUpAt\"), 'YYYY-MM')"],
          ['date_part(\'quarter\', "signedUpAt")'],
          ['CAST(date_trunc(\'quarter\', "signedUpAt") AS date)'],
          ['extract(dow FROM "signedUpAt")'],
          ["date_trunc('month', \"signedUpAt\") + INTERVAL '1 month'"],
        ),
      )
      .map(([columns, time]) => [...columns, ...time]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<string[]>(
      ['upper(persona)'],
      ["coalesce(persona, 'none')"],
      ["CASE WHEN persona = 'developer' THEN 'd' ELSE persona END"],
      ["CASE WHEN persona = 'developer' THEN 'd' ELSE 'other' END"],
    ),
  },
);

const measures = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.subarray(
      [
        'MEASURE("newSignUps")',
        'SUM("newSignUps")',
        'COUNT("usersCompletingKeyAction")',
        'MEASURE("activationRate")',
        'round(AVG("activationRate"), 2)',
        'MEASURE("newSignUps") - MEASURE("usersCompletingKeyAction")',
      ],
      { minLength: 1, maxLength: 3 },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.subarray(
      [
        'COUNT(*)',
        'COUNT(DISTINCT persona)',
        'COUNT(persona)',
        'MIN("signedUpAt"::date)',
        'MAX("planTier" COLLATE "C")',
      ],
      { minLength: 1, maxLength: 2 },
    ),
  },
);

/** A statement over the view, in SQL that Postgres takes for its rows, too. */
export const statements: fc.Arbitrary<string> = fc
  .record({
    keys,
    measures,
    where: fc.option(condition, { freq: 3 }),
    inner: fc.option(condition, { freq: 1 }),
    having: fc.option(
      fc.constantFrom(
        'MEASURE("newSignUps") > 30',
        'MEASURE("activationRate") >= 40',
        'COUNT("usersCompletingKeyAction") BETWEEN 5 AND 60',
      ),
    ),
    shape: fc.constantFrom(
      'plain',
      'plain',
      'sub-select',
      'cte',
      'window',
      'union',
      'join',
      'above',
      'rows',
      'distinct',
    ),
  })
  .map(({ keys, measures, where, inner, having, shape }) => {
    const isOfMeasures = measures.some((measure) => /newSignUps|KeyAction|Rate/.test(measure));
    const named = [
      ...keys.map((key, index) => `${key} AS k${index}`),
      ...measures.map((measure, index) => `${measure} AS m${index}`),
    ];
    const filter = where === null ? '' : ` WHERE ${where}`;
    const groups =
      (keys.length > 0 ? ` GROUP BY ${keys.map((_, index) => index + 1).join(', ')}` : '') +
      (having !== null && isOfMeasures ? ` HAVING ${having}` : '');
    const innerFilter = inner === null ? '' : ` WHERE ${inner}`;
    const select = (from: string): string => `SELECT ${named.join(', ')} FROM ${from}${filter}${groups}`;
    const plain = select('"ActivationRate"');
    switch (shape) {
      case 'sub-select':
        return select(`(SELECT * FROM "ActivationRate"${innerFilter}) AS q`);
      case 'cte':
        return `WITH q AS (SELECT * FROM "ActivationRate"${innerFilter}) ${select('q')}`;
      case 'window':
        return `SELECT *, rank() OVER (ORDER BY m0), count(*) OVER () FROM (${plain}) AS q`;
      case 'union':
        return `${plain} UNION ALL ${select('"ActivationRate" AS v')}`;
      case 'join':
        return keys.length === 0
          ? plain
          : `SELECT * FROM (${plain}) AS one JOIN (${select('"ActivationRate"')}) AS other ON one.k0 = other.k0`;
      case 'above':
        return `SELECT count(*), max(m0) FROM (${plain}) AS q`;
      case 'rows':
        return `SELECT persona, "planTier", length("planType") FROM "ActivationRate"${filter}`;
      case 'distinct':
        return `SELECT DISTINCT persona, date_trunc('month', "signedUpAt") FROM "ActivationRate"${filter}`;
      default:
        return plain;
    }
  });
