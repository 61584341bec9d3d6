// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('ExpansionActivation', {
  sqlAlias: 'expansion',
  sql: `
    SELECT
      unit.id,
      unit.account_id,
      unit.expansion_feature,
      unit.activation_date,
      unit.eligible_date,
      account.created_at AS account_created_at,
      account.product_plan,
      account.plan_tier,
      account.use_case,
      account.user_type,
      CASE WHEN unit.activation_date >= unit.eligible_date THEN unit.activation_date END AS activated_at
    FROM expansion_activation AS unit
    JOIN accounts AS account
      ON account.id = unit.account_id`,
  title: 'Expansion activation',
  description: "Known accounts' eligibilities for expansion offerings, activated or not.",
  meta: {
    countedBy: 'accountId',
    attributesOfUnit: ['accountCreatedAt', 'productPlan', 'planTier', 'useCase', 'userType'],
    rowsOfUnit: [],
  },
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
          {
            member: () => 'accountId',
            operator: 'equals',
            values: (securityContext) => securityContext.account_ids,
          },
        ],
      },
    },
  ],
  dimensions: {
    id: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Eligibility',
      description: "The eligibility's identifier.",
      primaryKey: true,
      public: true,
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: 'The identifier of the eligible account.',
    },
    expansionFeature: {
      sql: `${CUBE}.expansion_feature`,
      type: 'string',
      title: 'Expansion feature',
      description: 'The expansion offering.',
    },
    activationDate: {
      sql: `${CUBE}.activation_date`,
      type: 'time',
      title: 'Activated at',
      description: 'When the account activated the offering, as logged; empty until it does.',
    },
    eligibleDate: {
      sql: `${CUBE}.eligible_date`,
      type: 'time',
      title: 'Eligible from',
      description: 'When the account became eligible: the time dimension of the expansion cohorts.',
    },
    accountCreatedAt: {
      sql: `${CUBE}.account_created_at`,
      type: 'time',
      title: 'Account created at',
      description: 'When the eligible account was created.',
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
  segments: {
    activated: {
      sql: `${CUBE}.activated_at IS NOT NULL`,
      title: 'Activated',
      description: 'Eligibilities whose offering the account activated at or after it became eligible.',
    },
    matured: {
      sql: `${CUBE}.eligible_date + INTERVAL '720 hours' <= NOW()`,
      title: 'Matured',
      description: 'Eligibilities that had their full 30 × 24 hours by now.',
    },
  },
  measures: {
    totalEligibleAccounts: {
      type: 'countDistinct',
      sql: `${CUBE}.account_id`,
      title: 'Eligible accounts',
      description: 'How many accounts were eligible for an expansion offering, each counted once.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
    },
    activatedExpansionOfferings: {
      type: 'countDistinct',
      sql: `${CUBE}.account_id`,
      filters: [{ sql: `${CUBE}.activated_at IS NOT NULL` }],
      title: 'Accounts activating an expansion offering',
      description: 'How many of the eligible accounts activated an offering at or after they became eligible for it, each counted once.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
    },
    expansionActivationRate: {
      sql: `100.0 * ${CUBE.activatedExpansionOfferings} / NULLIF(${CUBE.totalEligibleAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'activatedExpansionOfferings',
        below: 'totalEligibleAccounts',
      },
      title: 'Expansion activation rate (%)',
      description: 'Of the accounts eligible for an expansion offering, the percentage that activated it.',
    },
    expansionActivationRateLow: {
      sql: `CASE WHEN ${CUBE.totalEligibleAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedExpansionOfferings} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedExpansionOfferings} * (${CUBE.totalEligibleAccounts} - ${CUBE.activatedExpansionOfferings}) / ${CUBE.totalEligibleAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalEligibleAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Expansion activation rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    expansionActivationRateHigh: {
      sql: `CASE WHEN ${CUBE.totalEligibleAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedExpansionOfferings} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedExpansionOfferings} * (${CUBE.totalEligibleAccounts} - ${CUBE.activatedExpansionOfferings}) / ${CUBE.totalEligibleAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalEligibleAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Expansion activation rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    activatedWithinWindow: {
      type: 'countDistinct',
      sql: `${CUBE}.account_id`,
      filters: [{ sql: `${CUBE}.activated_at < ${CUBE}.eligible_date + INTERVAL '720 hours'` }],
      title: 'Accounts activating within 30 days',
      description: 'How many of the eligible accounts activated an offering less than 30 × 24 hours after they became eligible for it.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
    },
    expansionActivationRateWithinWindow: {
      sql: `100.0 * ${CUBE.activatedWithinWindow} / NULLIF(${CUBE.totalEligibleAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'activatedWithinWindow',
        below: 'totalEligibleAccounts',
      },
      title: 'Expansion activation rate within 30 days (%)',
      description: 'Of the eligible accounts, the percentage that activated an offering within 30 days of becoming eligible. Young cohorts count in full: see the matured rate.',
    },
    maturedEligibleAccounts: {
      type: 'countDistinct',
      sql: `${CUBE}.account_id`,
      filters: [{ sql: `${CUBE}.eligible_date + INTERVAL '720 hours' <= NOW()` }],
      public: false,
    },
    maturedActivatedWithinWindow: {
      type: 'countDistinct',
      sql: `${CUBE}.account_id`,
      filters: [
        { sql: `${CUBE}.eligible_date + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.activated_at < ${CUBE}.eligible_date + INTERVAL '720 hours'` },
      ],
      public: false,
    },
    maturedExpansionActivationRateWithinWindow: {
      sql: `100.0 * ${CUBE.maturedActivatedWithinWindow} / NULLIF(${CUBE.maturedEligibleAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
      },
      title: 'Matured expansion activation rate within 30 days (%)',
      description: "The windowed rate over the eligibilities that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    countedHoursToExpansion: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToExpansion: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.eligible_date) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToExpansion: {
      type: 'number',
      sql: `${CUBE.microsecondsToExpansion} / NULLIF(3600000000.0 * ${CUBE.countedHoursToExpansion}, 0)`,
      title: 'Average hours to the expansion',
      description: 'Average hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToExpansion: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.eligible_date) / 3600)`,
      title: 'Median hours to the expansion',
      description: 'Median hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
  },
  preAggregations: {
    monthlyTotals: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [],
      timeDimension: CUBE.eligibleDate,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    monthlyTotalsByFeature: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature],
      timeDimension: CUBE.eligibleDate,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    overall: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    overallByFeature: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    monthly: {
      type: 'rollup',
      sqlAlias: 'r5',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    monthlyByFeature: {
      type: 'rollup',
      sqlAlias: 'r6',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    quarterly: {
      type: 'rollup',
      sqlAlias: 'r7',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'quarter',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    quarterlyByFeature: {
      type: 'rollup',
      sqlAlias: 'r8',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'quarter',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    yearly: {
      type: 'rollup',
      sqlAlias: 'r9',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'year',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    yearlyByFeature: {
      type: 'rollup',
      sqlAlias: 'r10',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'year',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    weekly: {
      type: 'rollup',
      sqlAlias: 'r11',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'week',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    weeklyByFeature: {
      type: 'rollup',
      sqlAlias: 'r12',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'week',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r13',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    dailyByFeature: {
      type: 'rollup',
      sqlAlias: 'r14',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.eligibleDate,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.eligible_date) FROM ${ExpansionActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort
          WHERE ${FILTER_PARAMS.ExpansionActivation.eligibleDate.filter('cohort.eligible_date')}`,
      },
    },
    byAccountCohort: {
      type: 'rollup',
      sqlAlias: 'r15',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.accountCreatedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
    byAccountCohortByFeature: {
      type: 'rollup',
      sqlAlias: 'r16',
      measures: [
        CUBE.totalEligibleAccounts,
        CUBE.activatedExpansionOfferings,
        CUBE.activatedWithinWindow,
        CUBE.maturedEligibleAccounts,
        CUBE.maturedActivatedWithinWindow,
        CUBE.countedHoursToExpansion,
        CUBE.microsecondsToExpansion,
      ],
      dimensions: [CUBE.expansionFeature, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.accountCreatedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.eligible_date + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${ExpansionActivation.sql()} AS cohort`,
      },
    },
  },
});
