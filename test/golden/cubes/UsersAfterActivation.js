// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UsersAfterActivation', {
  sqlAlias: 'activated',
  sql: `
    WITH
      beginnings AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.activation_milestone_completion_timestamp) AS activated_at
        FROM users AS unit
        JOIN activated_users AS event
          ON event.user_id = unit.user_id
        WHERE event.activation_milestone_completion_timestamp >= unit.signed_up_at
        GROUP BY unit.user_id
      ),
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at, beginning.activated_at
        FROM users AS unit
        JOIN beginnings AS beginning
          ON beginning.unit_id = unit.user_id
        WHERE ${FILTER_PARAMS.UsersAfterActivation.activatedAt.filter('beginning.activated_at')}
          AND ${FILTER_PARAMS.UsersAfterActivation.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.UsersAfterActivation.accountId.filter('unit.account_id')}
      ),
      of_session_history AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.session_start_time) AS next_session_at
        FROM units_asked_for AS unit
        JOIN session_history AS event
          ON event.user_id = unit.user_id
        WHERE event.session_start_time > unit.activated_at
        GROUP BY unit.user_id
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      beginning.activated_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      of_session_history.next_session_at
    FROM users AS unit
    JOIN beginnings AS beginning
      ON beginning.unit_id = unit.user_id
    LEFT JOIN of_session_history
      ON of_session_history.unit_id = unit.user_id`,
  title: 'Users after their activation',
  description: 'New users who completed the activation flow, at or after their sign-up, and what they did then.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['userId'] },
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
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: "The user's identifier.",
      primaryKey: true,
      public: true,
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: "The identifier of the user's account; empty for a user without one.",
    },
    signedUpAt: {
      sql: `${CUBE}.signed_up_at`,
      type: 'time',
      title: 'Signed up at',
      description: 'When the user signed up: the time dimension of the user cohorts.',
    },
    activatedAt: {
      sql: `${CUBE}.activated_at`,
      type: 'time',
      title: 'Activated at',
      description: 'When the user completed the activation flow: the time dimension of the activation cohorts.',
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
    activatedUserCount: {
      type: 'count',
      title: 'Activated users',
      description: 'How many new users completed the activation flow, at or after their sign-up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    usersFollowingUp: {
      type: 'count',
      filters: [{ sql: `${CUBE}.next_session_at < ${CUBE}.activated_at + INTERVAL '168 hours'` }],
      title: 'Users following up',
      description: 'How many of the activated users began a session after the activation and less than 7 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    followUpEngagementRate: {
      sql: `100.0 * ${CUBE.usersFollowingUp} / NULLIF(${CUBE.activatedUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
      title: 'Follow-up engagement rate (%)',
      description: 'Of the activated users, the percentage who began a session after the activation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate.',
    },
    followUpEngagementRateLow: {
      sql: `CASE WHEN ${CUBE.activatedUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersFollowingUp} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersFollowingUp} * (${CUBE.activatedUserCount} - ${CUBE.usersFollowingUp}) / ${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Follow-up engagement rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    followUpEngagementRateHigh: {
      sql: `CASE WHEN ${CUBE.activatedUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersFollowingUp} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersFollowingUp} * (${CUBE.activatedUserCount} - ${CUBE.usersFollowingUp}) / ${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Follow-up engagement rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedActivatedUsers: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured activated users',
      description: 'How many of the activated users had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersFollowingUp: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.next_session_at < ${CUBE}.activated_at + INTERVAL '168 hours'` },
      ],
      title: 'Matured users following up',
      description: 'How many of those who had their full 7 × 24 hours by now began a session after the activation and less than 7 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedFollowUpEngagementRate: {
      sql: `100.0 * ${CUBE.maturedUsersFollowingUp} / NULLIF(${CUBE.maturedActivatedUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
      title: 'Matured follow-up engagement rate (%)',
      description: "The rate over the activated users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.activatedUserCount,
        CUBE.usersFollowingUp,
        CUBE.maturedActivatedUsers,
        CUBE.maturedUsersFollowingUp,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activatedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsersAfterActivation.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsersAfterActivation.activatedAt.filter('cohort.activated_at')}`,
      },
    },
    monthlyByAccount: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.activatedUserCount,
        CUBE.usersFollowingUp,
        CUBE.maturedActivatedUsers,
        CUBE.maturedUsersFollowingUp,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.activatedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsersAfterActivation.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsersAfterActivation.activatedAt.filter('cohort.activated_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.activatedUserCount,
        CUBE.usersFollowingUp,
        CUBE.maturedActivatedUsers,
        CUBE.maturedUsersFollowingUp,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activatedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsersAfterActivation.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsersAfterActivation.activatedAt.filter('cohort.activated_at')}`,
      },
    },
    dailyByAccount: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.activatedUserCount,
        CUBE.usersFollowingUp,
        CUBE.maturedActivatedUsers,
        CUBE.maturedUsersFollowingUp,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.activatedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.activated_at) FROM ${UsersAfterActivation.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsersAfterActivation.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsersAfterActivation.activatedAt.filter('cohort.activated_at')}`,
      },
    },
  },
});
