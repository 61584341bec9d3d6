// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('Accounts', {
  sqlAlias: 'accounts',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.id, unit.created_at
        FROM accounts AS unit
        WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('unit.created_at')}
          AND ${FILTER_PARAMS.Accounts.id.filter('unit.id')}
      ),
      of_milestone_completion_logs AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'workspace_created' AND event.completion_date >= unit.created_at) AS milestone1_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'teammate_invited' AND event.completion_date >= unit.created_at) AS milestone2_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'first_message_sent' AND event.completion_date >= unit.created_at) AS milestone3_at
        FROM units_asked_for AS unit
        JOIN milestone_completion_logs AS event
          ON event.account_id = unit.id
        WHERE event.milestone_name IN ('workspace_created', 'teammate_invited', 'first_message_sent')
        GROUP BY unit.id
      )
    SELECT
      unit.id,
      unit.created_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type,
      NUM_NONNULLS(of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at) AS key_milestones_reached
    FROM accounts AS unit
    LEFT JOIN of_milestone_completion_logs
      ON of_milestone_completion_logs.unit_id = unit.id`,
  title: 'Accounts',
  description: 'New accounts, with the key activation milestones they reached.',
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
          {
            or: [
              {
                member: () => 'id',
                operator: 'equals',
                values: (securityContext) => securityContext.account_ids,
              },
              { member: () => 'id', operator: 'notSet' },
            ],
          },
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
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the account was created: the time dimension of the account cohorts.',
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
    keyMilestonesReached: {
      sql: `${CUBE}.key_milestones_reached`,
      type: 'number',
      title: 'Key milestones reached',
      description: 'How many of the 3 key milestones the account reached, at or after its creation.',
    },
  },
  measures: {
    totalAccounts: {
      type: 'count',
      title: 'Accounts',
      description: 'How many accounts were created.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    qualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.key_milestones_reached >= 1` }],
      title: 'Qualified accounts',
      description: 'How many of the new accounts reached at least one key milestone.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    percentQualified: {
      sql: `100.0 * ${CUBE.qualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
      title: 'Accounts completing a key milestone (%)',
      description: 'Of the new accounts, the percentage that reached at least one key milestone.',
    },
    percentQualifiedLow: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.qualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.qualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.qualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Accounts completing a key milestone, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    percentQualifiedHigh: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.qualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.qualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.qualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Accounts completing a key milestone, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    fullyQualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.key_milestones_reached >= 3` }],
      title: 'Fully qualified accounts',
      description: 'How many of the new accounts reached all 3 key milestones.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    percentFullyQualified: {
      sql: `100.0 * ${CUBE.fullyQualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
      title: 'Accounts completing all key milestones (%)',
      description: 'Of the new accounts, the percentage that reached all 3 key milestones.',
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [CUBE.totalAccounts, CUBE.qualifiedAccounts, CUBE.fullyQualifiedAccounts],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.createdAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${Accounts.sql()} AS cohort
          WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('cohort.created_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [CUBE.totalAccounts, CUBE.qualifiedAccounts, CUBE.fullyQualifiedAccounts],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.createdAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${Accounts.sql()} AS cohort
          WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('cohort.created_at')}`,
      },
    },
  },
});
