// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('AccountMilestones', {
  sqlAlias: 'account_milestones',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.id, unit.created_at
        FROM accounts AS unit
        WHERE ${FILTER_PARAMS.AccountMilestones.createdAt.filter('unit.created_at')}
          AND ${FILTER_PARAMS.AccountMilestones.accountId.filter('unit.id')}
      ),
      of_milestone_completion_logs AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'workspace_created') AS milestone1_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'teammate_invited') AS milestone2_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'first_message_sent') AS milestone3_at
        FROM units_asked_for AS unit
        JOIN milestone_completion_logs AS event
          ON event.account_id = unit.id
        WHERE event.milestone_name IN ('workspace_created', 'teammate_invited', 'first_message_sent')
          AND event.completion_date >= unit.created_at
        GROUP BY unit.id
      )
    SELECT
      unit.id,
      unit.created_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type,
      milestone.milestone_name,
      milestone.milestone_position,
      (ARRAY[of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at])[milestone.milestone_position] AS reached_at,
      (ARRAY_POSITION(ARRAY[of_milestone_completion_logs.milestone1_at IS NOT NULL, of_milestone_completion_logs.milestone2_at IS NOT NULL, of_milestone_completion_logs.milestone3_at IS NOT NULL], FALSE) = milestone.milestone_position) IS TRUE AS is_first_missing
    FROM accounts AS unit
    CROSS JOIN (VALUES ('workspace_created', 1), ('teammate_invited', 2), ('first_message_sent', 3)) AS milestone (milestone_name, milestone_position)
    LEFT JOIN of_milestone_completion_logs
      ON of_milestone_completion_logs.unit_id = unit.id`,
  title: 'Account milestones',
  description: 'Each new account with each key milestone, reached or not.',
  meta: {
    countedBy: 'accountId',
    attributesOfUnit: ['createdAt', 'productPlan', 'planTier', 'useCase', 'userType'],
    rowsOfUnit: ['milestoneName', 'milestonePosition'],
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
    accountId: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Account',
      description: "The account's identifier.",
      primaryKey: true,
      public: true,
    },
    milestoneName: {
      sql: `${CUBE}.milestone_name`,
      type: 'string',
      title: 'Milestone',
      description: 'The key milestone.',
      primaryKey: true,
      public: true,
    },
    milestonePosition: {
      sql: `${CUBE}.milestone_position`,
      type: 'number',
      title: 'Position',
      description: "The key milestone's place in the funnel, from 1.",
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Account created at',
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
    isReached: {
      sql: `${CUBE}.reached_at IS NOT NULL`,
      type: 'boolean',
      title: 'Reached',
      description: 'Whether the account reached the milestone, at or after its creation.',
    },
  },
  segments: {
    stuckBeforeNextMilestone: {
      sql: `${CUBE}.is_first_missing`,
      title: 'Stuck before the next milestone',
      description: "Accounts with the first key milestone they haven't reached: every milestone before it is reached, so that an account is stuck before one milestone at most.",
    },
  },
  measures: {
    totalAccounts: {
      type: 'countDistinct',
      sql: `${CUBE}.id`,
      title: 'Accounts',
      description: 'How many accounts were created, whichever milestones they reached.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.accountId, CUBE.createdAt, CUBE.milestoneName, CUBE.isReached],
    },
    accountsReached: {
      type: 'countDistinct',
      sql: `${CUBE}.id`,
      filters: [{ sql: `${CUBE}.reached_at IS NOT NULL` }],
      title: 'Accounts reaching the milestone',
      description: 'How many of the new accounts reached the milestone; over several milestones, at least one of them.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.accountId, CUBE.createdAt, CUBE.milestoneName],
    },
    percentReached: {
      sql: `100.0 * ${CUBE.accountsReached} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'accountsReached',
        below: 'totalAccounts',
      },
      title: 'Accounts reaching the milestone (%)',
      description: 'Of all new accounts, the percentage that reached the milestone.',
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [CUBE.totalAccounts, CUBE.accountsReached],
      dimensions: [
        CUBE.milestoneName,
        CUBE.milestonePosition,
        CUBE.productPlan,
        CUBE.planTier,
        CUBE.useCase,
        CUBE.userType,
      ],
      timeDimension: CUBE.createdAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${AccountMilestones.sql()} AS cohort
          WHERE ${FILTER_PARAMS.AccountMilestones.createdAt.filter('cohort.created_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [CUBE.totalAccounts, CUBE.accountsReached],
      dimensions: [
        CUBE.milestoneName,
        CUBE.milestonePosition,
        CUBE.productPlan,
        CUBE.planTier,
        CUBE.useCase,
        CUBE.userType,
      ],
      segments: [CUBE.stuckBeforeNextMilestone],
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
          FROM ${AccountMilestones.sql()} AS cohort
          WHERE ${FILTER_PARAMS.AccountMilestones.createdAt.filter('cohort.created_at')}`,
      },
    },
    monthlyOverall: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [CUBE.totalAccounts, CUBE.accountsReached],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.createdAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${AccountMilestones.sql()} AS cohort
          WHERE ${FILTER_PARAMS.AccountMilestones.createdAt.filter('cohort.created_at')}`,
      },
    },
    overall: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [CUBE.totalAccounts, CUBE.accountsReached],
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
          FROM ${AccountMilestones.sql()} AS cohort
          WHERE ${FILTER_PARAMS.AccountMilestones.createdAt.filter('cohort.created_at')}`,
      },
    },
  },
});
