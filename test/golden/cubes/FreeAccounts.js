// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('FreeAccounts', {
  sqlAlias: 'free',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT DISTINCT ON (unit.id)
          unit.*, paid.started_at AS became_paid_at, paid.is_self_serve
        FROM (
          SELECT DISTINCT ON (account.id)
            account.id, account.created_at, account.product_plan, account.plan_tier, account.use_case, account.user_type, subscription.started_at AS started_free_at, subscription.kind
          FROM accounts AS account
          JOIN subscriptions AS subscription
            ON subscription.account_id = account.id AND subscription.started_at >= account.created_at
          ORDER BY account.id, subscription.started_at, subscription.id COLLATE "C"
        ) AS unit
        LEFT JOIN subscriptions AS paid
          ON paid.account_id = unit.id AND paid.kind = 'paid' AND paid.started_at >= unit.started_free_at
        WHERE unit.kind IN ('free', 'trial')
        ORDER BY unit.id, paid.started_at, paid.id COLLATE "C"
      )
    SELECT
      unit.id,
      unit.became_paid_at,
      unit.is_self_serve,
      unit.created_at,
      unit.started_free_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type,
      CASE WHEN unit.became_paid_at >= unit.started_free_at THEN unit.became_paid_at END AS first_paid_at
    FROM cohort_rows AS unit`,
  title: 'Free accounts',
  description: 'Accounts whose first subscription at or after their creation is free or a trial.',
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
    becamePaidAt: {
      sql: `${CUBE}.became_paid_at`,
      type: 'time',
      title: 'First paid subscription at',
      description: "When the account's first paid subscription began, at or after its free start; empty without one.",
    },
    isSelfServe: {
      sql: `${CUBE}.is_self_serve`,
      type: 'boolean',
      title: 'Self-serve',
      description: 'Whether that subscription was bought without the team; empty where it is not known.',
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the account was created.',
    },
    startedFreeAt: {
      sql: `${CUBE}.started_free_at`,
      type: 'time',
      title: 'Started free at',
      description: "When the account's first subscription began, free or a trial: the time dimension of these cohorts.",
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
    freeAccounts: {
      type: 'count',
      title: 'Free accounts',
      description: 'How many accounts began with a free subscription or a trial.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.startedFreeAt, CUBE.becamePaidAt, CUBE.isSelfServe],
    },
    selfServeConvertedAccounts: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.first_paid_at < ${CUBE}.started_free_at + INTERVAL '720 hours'` },
        { sql: `${CUBE}.is_self_serve` },
      ],
      title: 'Self-serve converted accounts',
      description: 'How many of the free accounts began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.startedFreeAt, CUBE.becamePaidAt, CUBE.isSelfServe],
    },
    selfServeConversionRate: {
      sql: `100.0 * ${CUBE.selfServeConvertedAccounts} / NULLIF(${CUBE.freeAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'selfServeConvertedAccounts',
        below: 'freeAccounts',
      },
      title: 'Self-serve conversion rate (%)',
      description: 'Of the free accounts, the percentage that began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate.',
    },
    selfServeConversionRateLow: {
      sql: `CASE WHEN ${CUBE.freeAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.selfServeConvertedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.selfServeConvertedAccounts} * (${CUBE.freeAccounts} - ${CUBE.selfServeConvertedAccounts}) / ${CUBE.freeAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.freeAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Self-serve conversion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    selfServeConversionRateHigh: {
      sql: `CASE WHEN ${CUBE.freeAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.selfServeConvertedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.selfServeConvertedAccounts} * (${CUBE.freeAccounts} - ${CUBE.selfServeConvertedAccounts}) / ${CUBE.freeAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.freeAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Self-serve conversion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedFreeAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.started_free_at + INTERVAL '720 hours' <= NOW()` }],
      title: 'Matured free accounts',
      description: 'How many of the free accounts had their full 30 × 24 hours by now.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.startedFreeAt, CUBE.becamePaidAt, CUBE.isSelfServe],
    },
    maturedSelfServeConvertedAccounts: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.started_free_at + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.first_paid_at < ${CUBE}.started_free_at + INTERVAL '720 hours'` },
        { sql: `${CUBE}.is_self_serve` },
      ],
      title: 'Matured self-serve converted accounts',
      description: 'How many of those that had their full 30 × 24 hours by now began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.startedFreeAt, CUBE.becamePaidAt, CUBE.isSelfServe],
    },
    maturedSelfServeConversionRate: {
      sql: `100.0 * ${CUBE.maturedSelfServeConvertedAccounts} / NULLIF(${CUBE.maturedFreeAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'maturedSelfServeConvertedAccounts',
        below: 'maturedFreeAccounts',
      },
      title: 'Matured self-serve conversion rate (%)',
      description: "The rate over the free accounts that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.freeAccounts,
        CUBE.selfServeConvertedAccounts,
        CUBE.maturedFreeAccounts,
        CUBE.maturedSelfServeConvertedAccounts,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.startedFreeAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.started_free_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${FreeAccounts.sql()} AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.freeAccounts,
        CUBE.selfServeConvertedAccounts,
        CUBE.maturedFreeAccounts,
        CUBE.maturedSelfServeConvertedAccounts,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.startedFreeAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.started_free_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${FreeAccounts.sql()} AS cohort`,
      },
    },
  },
});
