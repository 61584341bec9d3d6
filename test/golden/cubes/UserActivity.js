// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserActivity', {
  sqlAlias: 'activity',
  sql: `
    SELECT
      unit.user_id,
      unit.signed_up_at,
      event.activity_id,
      event.action_name,
      event.active_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source
    FROM users AS unit
    JOIN (
      SELECT
        source.user_id AS unit_id,
        CONCAT('session ', source.session_id) AS activity_id,
        NULL AS action_name,
        source.session_start_time AS active_at
      FROM session_history AS source
      UNION ALL
      SELECT
        source.user_id AS unit_id,
        CONCAT('action ', source.id) AS activity_id,
        source.action_name,
        source.occurred_at AS active_at
      FROM key_actions AS source
    ) AS event
      ON event.unit_id = unit.user_id`,
  title: 'User activity',
  description: 'The starts of sessions and the tracked actions of known users, one row each.',
  meta: {
    countedBy: 'userId',
    attributesOfUnit: ['signedUpAt', 'persona', 'planType', 'signupSource'],
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
      memberLevel: { includes: '*', excludes: ['activityId', 'userId'] },
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
    activityId: {
      sql: `${CUBE}.activity_id`,
      type: 'string',
      title: 'Activity',
      description: "The session's or the action's identifier, after the word that says which it is.",
      primaryKey: true,
      public: true,
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: "The user's identifier.",
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
    actionName: {
      sql: `${CUBE}.action_name`,
      type: 'string',
      title: 'Action name',
      description: 'What the user did; empty for a session.',
    },
    activeAt: {
      sql: `${CUBE}.active_at`,
      type: 'time',
      title: 'Active at',
      description: 'When the session began, or the action was done: the time dimension of the activity.',
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
    activeUserCount: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      title: 'Active users',
      description: 'How many known users began a session or did a tracked action, each counted once.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activeAt, CUBE.actionName],
    },
    usersOfReports: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.action_name = 'report_viewed'` }],
      title: 'Users of reports',
      description: 'How many of the active users of the slice used reports in it: did `report_viewed`.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activeAt, CUBE.actionName],
    },
    usageRateOfReports: {
      sql: `100.0 * ${CUBE.usersOfReports} / NULLIF(${CUBE.activeUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersOfReports',
        below: 'activeUserCount',
      },
      title: 'Usage rate of reports (%)',
      description: "Of the active users of the slice, the percentage who used reports in it. Those who were active and didn't use it are below the line alone.",
    },
    usageRateOfReportsLow: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfReports} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfReports} * (${CUBE.activeUserCount} - ${CUBE.usersOfReports}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of reports, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    usageRateOfReportsHigh: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfReports} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfReports} * (${CUBE.activeUserCount} - ${CUBE.usersOfReports}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of reports, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersOfFiles: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.action_name IN ('file_uploaded', 'file_shared')` }],
      title: 'Users of files',
      description: 'How many of the active users of the slice used files in it: did `file_uploaded` or `file_shared`.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activeAt, CUBE.actionName],
    },
    usageRateOfFiles: {
      sql: `100.0 * ${CUBE.usersOfFiles} / NULLIF(${CUBE.activeUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersOfFiles',
        below: 'activeUserCount',
      },
      title: 'Usage rate of files (%)',
      description: "Of the active users of the slice, the percentage who used files in it. Those who were active and didn't use it are below the line alone.",
    },
    usageRateOfFilesLow: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfFiles} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfFiles} * (${CUBE.activeUserCount} - ${CUBE.usersOfFiles}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of files, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    usageRateOfFilesHigh: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfFiles} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfFiles} * (${CUBE.activeUserCount} - ${CUBE.usersOfFiles}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of files, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersOfInvitations: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.action_name = 'invite_sent'` }],
      title: 'Users of invitations',
      description: 'How many of the active users of the slice used invitations in it: did `invite_sent`.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activeAt, CUBE.actionName],
    },
    usageRateOfInvitations: {
      sql: `100.0 * ${CUBE.usersOfInvitations} / NULLIF(${CUBE.activeUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersOfInvitations',
        below: 'activeUserCount',
      },
      title: 'Usage rate of invitations (%)',
      description: "Of the active users of the slice, the percentage who used invitations in it. Those who were active and didn't use it are below the line alone.",
    },
    usageRateOfInvitationsLow: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfInvitations} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfInvitations} * (${CUBE.activeUserCount} - ${CUBE.usersOfInvitations}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of invitations, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    usageRateOfInvitationsHigh: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfInvitations} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfInvitations} * (${CUBE.activeUserCount} - ${CUBE.usersOfInvitations}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of invitations, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersOfSettings: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.action_name = 'settings_changed'` }],
      title: 'Users of settings',
      description: 'How many of the active users of the slice used settings in it: did `settings_changed`.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activeAt, CUBE.actionName],
    },
    usageRateOfSettings: {
      sql: `100.0 * ${CUBE.usersOfSettings} / NULLIF(${CUBE.activeUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersOfSettings',
        below: 'activeUserCount',
      },
      title: 'Usage rate of settings (%)',
      description: "Of the active users of the slice, the percentage who used settings in it. Those who were active and didn't use it are below the line alone.",
    },
    usageRateOfSettingsLow: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfSettings} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfSettings} * (${CUBE.activeUserCount} - ${CUBE.usersOfSettings}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of settings, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    usageRateOfSettingsHigh: {
      sql: `CASE WHEN ${CUBE.activeUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersOfSettings} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersOfSettings} * (${CUBE.activeUserCount} - ${CUBE.usersOfSettings}) / ${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.activeUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Usage rate of settings, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
  },
  preAggregations: {
    overall: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    yearly: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activeAt,
      granularity: 'year',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    quarterly: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activeAt,
      granularity: 'quarter',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    monthly: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activeAt,
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
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    weekly: {
      type: 'rollup',
      sqlAlias: 'r5',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activeAt,
      granularity: 'week',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r6',
      measures: [
        CUBE.activeUserCount,
        CUBE.usersOfReports,
        CUBE.usersOfFiles,
        CUBE.usersOfInvitations,
        CUBE.usersOfSettings,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.activeAt,
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
            FROM ${UserActivity.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
  },
});
