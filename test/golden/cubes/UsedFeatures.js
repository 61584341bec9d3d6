// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UsedFeatures', {
  sqlAlias: 'used_features',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at
        FROM users AS unit
        WHERE ${FILTER_PARAMS.UsedFeatures.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.UsedFeatures.accountId.filter('unit.account_id')}
      ),
      of_key_actions AS NOT MATERIALIZED (
        SELECT
          event.unit_id,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at >= event.start) AS first_used1_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at > event.first_used1_at) AS used_again1_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared') AND event.occurred_at >= event.start) AS first_used2_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared') AND event.occurred_at > event.first_used2_at) AS used_again2_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= event.start) AS first_used3_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at > event.first_used3_at) AS used_again3_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at >= event.start) AS first_used4_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at > event.first_used4_at) AS used_again4_at
        FROM (
          SELECT
            event.*,
            MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at >= event.start) OVER (PARTITION BY event.unit_id) AS first_used1_at,
            MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared') AND event.occurred_at >= event.start) OVER (PARTITION BY event.unit_id) AS first_used2_at,
            MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= event.start) OVER (PARTITION BY event.unit_id) AS first_used3_at,
            MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at >= event.start) OVER (PARTITION BY event.unit_id) AS first_used4_at
          FROM (
            SELECT
              unit.user_id AS unit_id,
              unit.signed_up_at AS start,
              event.occurred_at,
              event.id,
              event.action_name
            FROM units_asked_for AS unit
            JOIN key_actions AS event
              ON event.user_id = unit.user_id
            WHERE event.action_name IN ('report_viewed', 'file_uploaded', 'file_shared', 'invite_sent', 'settings_changed')
          ) AS event
        ) AS event
        GROUP BY event.unit_id
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      (ARRAY[of_key_actions.first_used1_at, of_key_actions.first_used2_at, of_key_actions.first_used3_at, of_key_actions.first_used4_at])[feature.feature_position] AS first_used_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      feature.feature_name,
      feature.feature_position,
      (ARRAY[of_key_actions.used_again1_at, of_key_actions.used_again2_at, of_key_actions.used_again3_at, of_key_actions.used_again4_at])[feature.feature_position] AS used_again_at
    FROM users AS unit
    CROSS JOIN (VALUES ('reports', 1), ('files', 2), ('invitations', 3), ('settings', 4)) AS feature (feature_name, feature_position)
    LEFT JOIN of_key_actions
      ON of_key_actions.unit_id = unit.user_id
    WHERE (ARRAY[of_key_actions.first_used1_at, of_key_actions.first_used2_at, of_key_actions.first_used3_at, of_key_actions.first_used4_at])[feature.feature_position] IS NOT NULL`,
  title: 'Used features',
  description: 'New users with each feature that they have used, at or after their sign-up.',
  meta: {
    countedBy: 'userId',
    attributesOfUnit: ['signedUpAt', 'persona', 'planType', 'signupSource'],
    rowsOfUnit: ['featureName', 'featurePosition'],
  },
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
    featureName: {
      sql: `${CUBE}.feature_name`,
      type: 'string',
      title: 'Feature',
      description: 'The feature, as the configuration names it.',
      primaryKey: true,
      public: true,
    },
    featurePosition: {
      sql: `${CUBE}.feature_position`,
      type: 'number',
      title: 'Position',
      description: "The feature's place in the configuration, from 1.",
    },
    signedUpAt: {
      sql: `${CUBE}.signed_up_at`,
      type: 'time',
      title: 'Signed up at',
      description: 'When the user signed up: the time dimension of the user cohorts.',
    },
    firstUsedAt: {
      sql: `${CUBE}.first_used_at`,
      type: 'time',
      title: 'First used at',
      description: 'When the user first used the feature, at or after the sign-up: the time dimension of the cohorts of first use.',
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
    firstTimeUsers: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      title: 'First-time users',
      description: 'How many new users used the feature for the first time, at or after their sign-up; over several features each user once.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.firstUsedAt, CUBE.featureName],
    },
    usersReusing: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.used_again_at < ${CUBE}.first_used_at + INTERVAL '168 hours'` }],
      title: 'Users with a second use',
      description: 'How many of the first-time users used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.firstUsedAt, CUBE.featureName],
    },
    reuseRate: {
      sql: `100.0 * ${CUBE.usersReusing} / NULLIF(${CUBE.firstTimeUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'usersReusing',
        below: 'firstTimeUsers',
      },
      title: 'Reuse rate (%)',
      description: 'Of the first-time users, the percentage who used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. Young cohorts count in full: see the matured rate.',
    },
    reuseRateLow: {
      sql: `CASE WHEN ${CUBE.firstTimeUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReusing} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReusing} * (${CUBE.firstTimeUsers} - ${CUBE.usersReusing}) / ${CUBE.firstTimeUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.firstTimeUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Reuse rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    reuseRateHigh: {
      sql: `CASE WHEN ${CUBE.firstTimeUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReusing} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReusing} * (${CUBE.firstTimeUsers} - ${CUBE.usersReusing}) / ${CUBE.firstTimeUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.firstTimeUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Reuse rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedFirstTimeUsers: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.first_used_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured first-time users',
      description: 'How many of the first-time users had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.firstUsedAt, CUBE.featureName],
    },
    maturedUsersReusing: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [
        { sql: `${CUBE}.first_used_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.used_again_at < ${CUBE}.first_used_at + INTERVAL '168 hours'` },
      ],
      title: 'Matured users with a second use',
      description: 'How many of those who had their full 7 × 24 hours by now used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.firstUsedAt, CUBE.featureName],
    },
    maturedReuseRate: {
      sql: `100.0 * ${CUBE.maturedUsersReusing} / NULLIF(${CUBE.maturedFirstTimeUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'maturedUsersReusing',
        below: 'maturedFirstTimeUsers',
      },
      title: 'Matured reuse rate (%)',
      description: "The rate over the first-time users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [CUBE.firstTimeUsers, CUBE.usersReusing, CUBE.maturedFirstTimeUsers, CUBE.maturedUsersReusing],
      dimensions: [CUBE.featureName, CUBE.featurePosition, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.firstUsedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.first_used_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsedFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsedFeatures.firstUsedAt.filter('cohort.first_used_at')}`,
      },
    },
    monthlyByAccount: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [CUBE.firstTimeUsers, CUBE.usersReusing, CUBE.maturedFirstTimeUsers, CUBE.maturedUsersReusing],
      dimensions: [
        CUBE.featureName,
        CUBE.featurePosition,
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.firstUsedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.first_used_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsedFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsedFeatures.firstUsedAt.filter('cohort.first_used_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [CUBE.firstTimeUsers, CUBE.usersReusing, CUBE.maturedFirstTimeUsers, CUBE.maturedUsersReusing],
      dimensions: [CUBE.featureName, CUBE.featurePosition, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.firstUsedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.first_used_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsedFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsedFeatures.firstUsedAt.filter('cohort.first_used_at')}`,
      },
    },
    overall: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [CUBE.firstTimeUsers, CUBE.usersReusing, CUBE.maturedFirstTimeUsers, CUBE.maturedUsersReusing],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.firstUsedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.first_used_at) FROM ${UsedFeatures.sql()} AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.first_used_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days
          FROM (
            SELECT unit.*, account
            FROM ${UsedFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UsedFeatures.firstUsedAt.filter('cohort.first_used_at')}`,
      },
    },
  },
});
