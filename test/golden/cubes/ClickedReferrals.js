// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('ClickedReferrals', {
  sqlAlias: 'referrals',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT
          referral.id AS referral_id, referral.clicked_at, referred.signed_up_at AS converted_at,
          referrer.user_id, referrer.signed_up_at, referrer.account_id, referrer.persona, referrer.plan_type, referrer.signup_source
        FROM referrals AS referral
        JOIN users AS referrer
          ON referrer.user_id = referral.referrer_user_id
        LEFT JOIN users AS referred
          ON referred.user_id = referral.referred_user_id
        WHERE referral.clicked_at >= referral.invited_at
      )
    SELECT
      unit.referral_id,
      unit.user_id,
      unit.clicked_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      CASE WHEN unit.converted_at >= unit.clicked_at THEN unit.converted_at END AS referred_signed_up_at
    FROM cohort_rows AS unit`,
  title: 'Clicked referrals',
  description: 'Referrals of known users that were clicked at or after the invitation, with whom they brought.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['referralId', 'userId'] },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          {
            member: () => 'accountId',
            operator: 'equals',
            values: (securityContext) => securityContext.account_ids,
          },
        ],
      },
    },
  ],
  joins: {
    UserAccounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${UserAccounts.id}` },
  },
  dimensions: {
    referralId: {
      sql: `${CUBE}.referral_id`,
      type: 'string',
      title: 'Referral',
      description: "The referral's identifier.",
      primaryKey: true,
      public: true,
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: "The identifier of the user's account; empty for a user without one.",
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: 'The identifier of the user who sent it.',
    },
    clickedAt: {
      sql: `${CUBE}.clicked_at`,
      type: 'time',
      title: 'Clicked at',
      description: 'When the invitation was clicked: the time dimension of the referral cohorts.',
    },
    persona: {
      sql: `CAST(${CUBE}.persona AS TEXT)`,
      type: 'string',
      title: 'Persona',
      description: "The user's persona; empty where it isn't known.",
    },
    planType: {
      sql: `CAST(${CUBE}.plan_type AS TEXT)`,
      type: 'string',
      title: 'Plan type',
      description: "The user's plan; empty where it isn't known.",
    },
    signupSource: {
      sql: `CAST(${CUBE}.signup_source AS TEXT)`,
      type: 'string',
      title: 'Sign-up source',
      description: "The acquisition source of the sign-up; empty where it isn't known.",
    },
  },
  measures: {
    referredVisitors: {
      type: 'count',
      title: 'Referred visitors',
      description: 'How many referrals were clicked; two that name the same user are two.',
      meta: { unit: 'referrals' },
      drillMembers: [CUBE.referralId, CUBE.clickedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    convertedReferrals: {
      type: 'count',
      filters: [{ sql: `${CUBE}.referred_signed_up_at IS NOT NULL` }],
      title: 'Converted referrals',
      description: 'How many of the clicked referrals brought a known user, who signed up at or after the click.',
      meta: { unit: 'referrals' },
      drillMembers: [CUBE.referralId, CUBE.clickedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    referralConversionRate: {
      sql: `100.0 * ${CUBE.convertedReferrals} / NULLIF(${CUBE.referredVisitors}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'convertedReferrals',
        below: 'referredVisitors',
      },
      title: 'Referral conversion rate (%)',
      description: 'Of the clicked referrals, the percentage that brought a known user, who signed up at or after the click.',
    },
    referralConversionRateLow: {
      sql: `CASE WHEN ${CUBE.referredVisitors} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.convertedReferrals} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.convertedReferrals} * (${CUBE.referredVisitors} - ${CUBE.convertedReferrals}) / ${CUBE.referredVisitors} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.referredVisitors} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Referral conversion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    referralConversionRateHigh: {
      sql: `CASE WHEN ${CUBE.referredVisitors} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.convertedReferrals} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.convertedReferrals} * (${CUBE.referredVisitors} - ${CUBE.convertedReferrals}) / ${CUBE.referredVisitors} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.referredVisitors} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Referral conversion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    countedHoursToConversion: {
      type: 'count',
      filters: [{ sql: `${CUBE}.referred_signed_up_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToConversion: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.referred_signed_up_at - ${CUBE}.clicked_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToConversion: {
      type: 'number',
      sql: `${CUBE.microsecondsToConversion} / NULLIF(3600000000.0 * ${CUBE.countedHoursToConversion}, 0)`,
      title: 'Average hours to the conversion',
      description: 'Average hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToConversion: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.referred_signed_up_at - ${CUBE}.clicked_at) / 3600)`,
      title: 'Median hours to the conversion',
      description: 'Median hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.referredVisitors,
        CUBE.convertedReferrals,
        CUBE.countedHoursToConversion,
        CUBE.microsecondsToConversion,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.clickedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${ClickedReferrals.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.referredVisitors,
        CUBE.convertedReferrals,
        CUBE.countedHoursToConversion,
        CUBE.microsecondsToConversion,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.clickedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${ClickedReferrals.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    dailyByAccount: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.referredVisitors,
        CUBE.convertedReferrals,
        CUBE.countedHoursToConversion,
        CUBE.microsecondsToConversion,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.clickedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${ClickedReferrals.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
  },
});
