// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('ReferredAccounts', {
  sqlAlias: 'referred',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT
          unit.*,
          EXISTS (
            SELECT FROM subscriptions AS held
            WHERE held.account_id = unit.id
              AND held.kind = 'paid'
              AND held.started_at <= unit.became_customer_at + INTERVAL '2160 hours'
              AND (held.ended_at IS NULL OR held.ended_at > unit.became_customer_at + INTERVAL '2160 hours')
          ) AS is_retained
        FROM (
          SELECT DISTINCT ON (account.id) account.id, account.created_at, account.product_plan, account.plan_tier, account.use_case, account.user_type, paid.started_at AS became_customer_at
          FROM accounts AS account
          JOIN (
            SELECT person.account_id, MIN(person.signed_up_at) AS signed_up_at
            FROM users AS person
            WHERE EXISTS (
              SELECT FROM referrals AS referral
              JOIN users AS referrer
                ON referrer.user_id = referral.referrer_user_id
              WHERE referral.referred_user_id = person.user_id
            )
            GROUP BY person.account_id
          ) AS referred
            ON referred.account_id = account.id
          JOIN subscriptions AS paid
            ON paid.account_id = account.id AND paid.kind = 'paid' AND paid.started_at >= referred.signed_up_at
          ORDER BY account.id, paid.started_at, paid.id COLLATE "C"
        ) AS unit
      )
    SELECT
      unit.id,
      unit.is_retained,
      unit.created_at,
      unit.became_customer_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type
    FROM cohort_rows AS unit`,
  title: 'Referred accounts',
  description: 'Accounts of known users whom a referral of a known user names, with a paid subscription at or after the earliest sign-up of these.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          { member: () => 'id', operator: 'equals', values: (securityContext) => securityContext.account_ids },
        ],
      },
    },
  ],
  dimensions: {
    id: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Account',
      description: "The account's identifier.",
      primaryKey: true,
      public: true,
    },
    isRetained: {
      sql: `${CUBE}.is_retained`,
      type: 'boolean',
      title: 'Retained',
      description: 'Whether the account has a paid subscription at the end of its window.',
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the account was created.',
    },
    becameCustomerAt: {
      sql: `${CUBE}.became_customer_at`,
      type: 'time',
      title: 'Became a customer at',
      description: "When the account's first paid subscription began, at or after the earliest sign-up of its referred users: the time dimension of these cohorts.",
    },
    productPlan: {
      sql: `CAST(${CUBE}.product_plan AS TEXT)`,
      type: 'string',
      title: 'Product plan',
      description: "The account's product plan; empty where it isn't known.",
    },
    planTier: {
      sql: `CAST(${CUBE}.plan_tier AS TEXT)`,
      type: 'string',
      title: 'Plan tier',
      description: "The tier of the account's plan; empty where it isn't known.",
    },
    useCase: {
      sql: `CAST(${CUBE}.use_case AS TEXT)`,
      type: 'string',
      title: 'Use case',
      description: "What the account uses the product for; empty where it isn't known.",
    },
    userType: {
      sql: `CAST(${CUBE}.user_type AS TEXT)`,
      type: 'string',
      title: 'User type',
      description: "The type of the account's users; empty where it isn't known.",
    },
  },
  measures: {
    referredCustomers: {
      type: 'count',
      title: 'Referred customers',
      description: 'How many accounts that referrals brought became customers.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.becameCustomerAt, CUBE.isRetained],
    },
    retainedCustomers: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.became_customer_at + INTERVAL '2160 hours' <= NOW()` },
        { sql: `${CUBE}.is_retained` },
      ],
      title: 'Retained customers',
      description: 'How many of the referred customers that had their full 90 × 24 hours as customers by now have a paid subscription at exactly 90 × 24 hours after they became customers.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.becameCustomerAt, CUBE.isRetained],
    },
    maturedReferredCustomers: {
      type: 'count',
      filters: [{ sql: `${CUBE}.became_customer_at + INTERVAL '2160 hours' <= NOW()` }],
      title: 'Matured referred customers',
      description: 'How many of the referred customers had their full 90 × 24 hours as customers by now.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.becameCustomerAt, CUBE.isRetained],
    },
    retentionRate: {
      sql: `100.0 * ${CUBE.retainedCustomers} / NULLIF(${CUBE.maturedReferredCustomers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'retainedCustomers',
        below: 'maturedReferredCustomers',
      },
      title: 'Retention rate (%)',
      description: 'Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that have a paid subscription at exactly 90 × 24 hours after they became customers.',
    },
    retentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedReferredCustomers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.retainedCustomers} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.retainedCustomers} * (${CUBE.maturedReferredCustomers} - ${CUBE.retainedCustomers}) / ${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    retentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedReferredCustomers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.retainedCustomers} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.retainedCustomers} * (${CUBE.maturedReferredCustomers} - ${CUBE.retainedCustomers}) / ${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    churnedCustomers: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.became_customer_at + INTERVAL '2160 hours' <= NOW()` },
        { sql: `(${CUBE}.is_retained) IS NOT TRUE` },
      ],
      title: 'Churned customers',
      description: 'How many of the referred customers that had their full 90 × 24 hours as customers by now do not have a paid subscription at exactly 90 × 24 hours after they became customers.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.becameCustomerAt, CUBE.isRetained],
    },
    churnRate: {
      sql: `100.0 * ${CUBE.churnedCustomers} / NULLIF(${CUBE.maturedReferredCustomers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'lower is better',
        above: 'churnedCustomers',
        below: 'maturedReferredCustomers',
      },
      title: 'Churn rate (%)',
      description: 'Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that do not have a paid subscription at exactly 90 × 24 hours after they became customers.',
    },
    churnRateLow: {
      sql: `CASE WHEN ${CUBE.maturedReferredCustomers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.churnedCustomers} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.churnedCustomers} * (${CUBE.maturedReferredCustomers} - ${CUBE.churnedCustomers}) / ${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Churn rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    churnRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedReferredCustomers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.churnedCustomers} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.churnedCustomers} * (${CUBE.maturedReferredCustomers} - ${CUBE.churnedCustomers}) / ${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedReferredCustomers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Churn rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.referredCustomers,
        CUBE.retainedCustomers,
        CUBE.maturedReferredCustomers,
        CUBE.churnedCustomers,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.becameCustomerAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.became_customer_at + INTERVAL '2160 hours' <= NOW()) AS settled_after_90_days
          FROM ${ReferredAccounts.sql()} AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.referredCustomers,
        CUBE.retainedCustomers,
        CUBE.maturedReferredCustomers,
        CUBE.churnedCustomers,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.becameCustomerAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.became_customer_at + INTERVAL '2160 hours' <= NOW()) AS settled_after_90_days
          FROM ${ReferredAccounts.sql()} AS cohort`,
      },
    },
  },
});
