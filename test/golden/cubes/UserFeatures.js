// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserFeatures', {
  sqlAlias: 'user_features',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at
        FROM users AS unit
        WHERE ${FILTER_PARAMS.UserFeatures.signedUpAt.filter('unit.signed_up_at')}
          AND ${FILTER_PARAMS.UserFeatures.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.UserFeatures.accountId.filter('unit.account_id')}
      ),
      of_activated_users AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.activation_milestone_completion_timestamp) AS activated_at
        FROM units_asked_for AS unit
        JOIN activated_users AS event
          ON event.user_id = unit.user_id
        WHERE event.activation_milestone_completion_timestamp >= unit.signed_up_at
        GROUP BY unit.user_id
      ),
      of_key_actions AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at >= unit.signed_up_at) AS first_used1_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared') AND event.occurred_at >= unit.signed_up_at) AS first_used2_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= unit.signed_up_at) AS first_used3_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at >= unit.signed_up_at) AS first_used4_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at >= of_activated_users.activated_at) AS used_after_activation1_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared') AND event.occurred_at >= of_activated_users.activated_at) AS used_after_activation2_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= of_activated_users.activated_at) AS used_after_activation3_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at >= of_activated_users.activated_at) AS used_after_activation4_at
        FROM units_asked_for AS unit
        LEFT JOIN of_activated_users
          ON of_activated_users.unit_id = unit.user_id
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.action_name IN ('report_viewed', 'file_uploaded', 'file_shared', 'invite_sent', 'settings_changed')
        GROUP BY unit.user_id
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      feature.feature_name,
      feature.feature_position,
      (ARRAY[of_key_actions.first_used1_at, of_key_actions.first_used2_at, of_key_actions.first_used3_at, of_key_actions.first_used4_at])[feature.feature_position] AS first_used_at,
      (ARRAY[of_key_actions.used_after_activation1_at, of_key_actions.used_after_activation2_at, of_key_actions.used_after_activation3_at, of_key_actions.used_after_activation4_at])[feature.feature_position] AS used_after_activation_at,
      of_activated_users.activated_at
    FROM users AS unit
    CROSS JOIN (VALUES ('reports', 1), ('files', 2), ('invitations', 3), ('settings', 4)) AS feature (feature_name, feature_position)
    LEFT JOIN of_activated_users
      ON of_activated_users.unit_id = unit.user_id
    LEFT JOIN of_key_actions
      ON of_key_actions.unit_id = unit.user_id`,
  title: 'User features',
  description: 'Each new user with each feature, used or not.',
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
    activatedAt: {
      sql: `${CUBE}.activated_at`,
      type: 'time',
      title: 'Activated at',
      description: 'When the user completed the activation flow, at or after the sign-up; empty for a user who did not.',
    },
  },
  segments: {
    topFeatures: {
      sql: `${CUBE}.feature_name IN ('reports', 'files', 'invitations')`,
      title: 'Top features',
      description: 'The top features alone: `reports`, `files` and `invitations`.',
    },
  },
  measures: {
    newUserCount: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      title: 'New users',
      description: 'How many users signed up, whichever features they used.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    usersAdoptingEarly: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.first_used_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` }],
      title: 'Users adopting early',
      description: 'How many of the new users used the feature, over several features at least one of them, less than 7 × 24 hours after signing up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    earlyAdoptionRate: {
      sql: `100.0 * ${CUBE.usersAdoptingEarly} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'usersAdoptingEarly',
        below: 'newUserCount',
      },
      title: 'Early adoption rate (%)',
      description: 'Of the new users, the percentage who used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. Young cohorts count in full: see the matured rate.',
    },
    earlyAdoptionRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersAdoptingEarly} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersAdoptingEarly} * (${CUBE.newUserCount} - ${CUBE.usersAdoptingEarly}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Early adoption rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    earlyAdoptionRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersAdoptingEarly} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersAdoptingEarly} * (${CUBE.newUserCount} - ${CUBE.usersAdoptingEarly}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Early adoption rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedNewUsersForEarlyAdoption: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured new users, early adoption',
      description: 'How many of the new users had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    maturedUsersAdoptingEarly: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [
        { sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.first_used_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` },
      ],
      title: 'Matured users adopting early',
      description: 'How many of those who had their full 7 × 24 hours by now used the feature, over several features at least one of them, less than 7 × 24 hours after signing up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    maturedEarlyAdoptionRate: {
      sql: `100.0 * ${CUBE.maturedUsersAdoptingEarly} / NULLIF(${CUBE.maturedNewUsersForEarlyAdoption}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'maturedUsersAdoptingEarly',
        below: 'maturedNewUsersForEarlyAdoption',
      },
      title: 'Matured early adoption rate (%)',
      description: "The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    usersExploring: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.first_used_at < ${CUBE}.signed_up_at + INTERVAL '720 hours'` }],
      title: 'Users exploring',
      description: 'How many of the new users used the feature, over several features at least one of them, less than 30 × 24 hours after signing up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    explorationRate: {
      sql: `100.0 * ${CUBE.usersExploring} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'usersExploring',
        below: 'newUserCount',
      },
      title: 'Exploration rate (%)',
      description: 'Of the new users, the percentage who used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. Young cohorts count in full: see the matured rate.',
    },
    explorationRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersExploring} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersExploring} * (${CUBE.newUserCount} - ${CUBE.usersExploring}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Exploration rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    explorationRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersExploring} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersExploring} * (${CUBE.newUserCount} - ${CUBE.usersExploring}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Exploration rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedNewUsersForExploration: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.signed_up_at + INTERVAL '720 hours' <= NOW()` }],
      title: 'Matured new users, exploration',
      description: 'How many of the new users had their full 30 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    maturedUsersExploring: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [
        { sql: `${CUBE}.signed_up_at + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.first_used_at < ${CUBE}.signed_up_at + INTERVAL '720 hours'` },
      ],
      title: 'Matured users exploring',
      description: 'How many of those who had their full 30 × 24 hours by now used the feature, over several features at least one of them, less than 30 × 24 hours after signing up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.featureName],
    },
    maturedExplorationRate: {
      sql: `100.0 * ${CUBE.maturedUsersExploring} / NULLIF(${CUBE.maturedNewUsersForExploration}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'maturedUsersExploring',
        below: 'maturedNewUsersForExploration',
      },
      title: 'Matured exploration rate (%)',
      description: "The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    countedHoursFromActivationToFirstUse: {
      type: 'count',
      filters: [{ sql: `${CUBE}.used_after_activation_at IS NOT NULL` }],
      public: false,
    },
    microsecondsFromActivationToFirstUse: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.used_after_activation_at - ${CUBE}.activated_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursFromActivationToFirstUse: {
      type: 'number',
      sql: `${CUBE.microsecondsFromActivationToFirstUse} / NULLIF(3600000000.0 * ${CUBE.countedHoursFromActivationToFirstUse}, 0)`,
      title: 'Average hours from the activation to the first use',
      description: 'Average hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursFromActivationToFirstUse: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.used_after_activation_at - ${CUBE}.activated_at) / 3600)`,
      title: 'Median hours from the activation to the first use',
      description: 'Median hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.newUserCount,
        CUBE.usersAdoptingEarly,
        CUBE.maturedNewUsersForEarlyAdoption,
        CUBE.maturedUsersAdoptingEarly,
        CUBE.usersExploring,
        CUBE.maturedNewUsersForExploration,
        CUBE.maturedUsersExploring,
        CUBE.countedHoursFromActivationToFirstUse,
        CUBE.microsecondsFromActivationToFirstUse,
      ],
      dimensions: [CUBE.featureName, CUBE.featurePosition, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${UserFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UserFeatures.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    monthlyByAccount: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.newUserCount,
        CUBE.usersAdoptingEarly,
        CUBE.maturedNewUsersForEarlyAdoption,
        CUBE.maturedUsersAdoptingEarly,
        CUBE.usersExploring,
        CUBE.maturedNewUsersForExploration,
        CUBE.maturedUsersExploring,
        CUBE.countedHoursFromActivationToFirstUse,
        CUBE.microsecondsFromActivationToFirstUse,
      ],
      dimensions: [
        CUBE.featureName,
        CUBE.featurePosition,
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${UserFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UserFeatures.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.newUserCount,
        CUBE.usersAdoptingEarly,
        CUBE.maturedNewUsersForEarlyAdoption,
        CUBE.maturedUsersAdoptingEarly,
        CUBE.usersExploring,
        CUBE.maturedNewUsersForExploration,
        CUBE.maturedUsersExploring,
        CUBE.countedHoursFromActivationToFirstUse,
        CUBE.microsecondsFromActivationToFirstUse,
      ],
      dimensions: [CUBE.featureName, CUBE.featurePosition, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.signedUpAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'quarter',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${UserFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UserFeatures.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    overall: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.newUserCount,
        CUBE.usersAdoptingEarly,
        CUBE.maturedNewUsersForEarlyAdoption,
        CUBE.maturedUsersAdoptingEarly,
        CUBE.usersExploring,
        CUBE.maturedNewUsersForExploration,
        CUBE.maturedUsersExploring,
        CUBE.countedHoursFromActivationToFirstUse,
        CUBE.microsecondsFromActivationToFirstUse,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'year',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${UserFeatures.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.UserFeatures.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
  },
});
