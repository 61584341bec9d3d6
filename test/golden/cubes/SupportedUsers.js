// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('SupportedUsers', {
  sqlAlias: 'supported',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT DISTINCT ON (person.user_id)
          person.user_id, person.signed_up_at, person.account_id, person.persona, person.plan_type, person.signup_source, contact.occurred_at AS contacted_at, contact.responded_at
        FROM users AS person
        JOIN contacts AS contact
          ON contact.user_id = person.user_id
          AND contact.kind = 'proactive_support'
          AND contact.occurred_at >= person.signed_up_at
        ORDER BY person.user_id, contact.occurred_at, contact.id COLLATE "C"
      ),
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.responded_at, unit.signed_up_at, unit.contacted_at
        FROM cohort_rows AS unit
        WHERE ${FILTER_PARAMS.SupportedUsers.contactedAt.filter('unit.contacted_at')}
          AND ${FILTER_PARAMS.SupportedUsers.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.SupportedUsers.accountId.filter('unit.account_id')}
      ),
      of_contacts AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          COUNT(DISTINCT event.id) AS tickets_before
        FROM units_asked_for AS unit
        JOIN contacts AS event
          ON event.user_id = unit.user_id
        WHERE event.kind = 'ticket'
          AND event.occurred_at >= unit.contacted_at
          AND event.occurred_at < unit.responded_at
        GROUP BY unit.user_id
      )
    SELECT
      unit.user_id,
      unit.responded_at,
      unit.signed_up_at,
      unit.contacted_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      CASE WHEN unit.responded_at >= unit.contacted_at THEN unit.responded_at END AS support_answered_at,
      of_contacts.tickets_before
    FROM cohort_rows AS unit
    LEFT JOIN of_contacts
      ON of_contacts.unit_id = unit.user_id`,
  title: 'Supported users',
  description: 'New users with proactive support at or after their sign-up: the first contact of each.',
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
    respondedAt: {
      sql: `${CUBE}.responded_at`,
      type: 'time',
      title: 'Responded at',
      description: 'When the user responded to that contact; empty until they do.',
    },
    signedUpAt: {
      sql: `${CUBE}.signed_up_at`,
      type: 'time',
      title: 'Signed up at',
      description: 'When the user signed up: the time dimension of the user cohorts.',
    },
    contactedAt: {
      sql: `${CUBE}.contacted_at`,
      type: 'time',
      title: 'Contacted at',
      description: "When the user's first proactive support began: the time dimension of these cohorts.",
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
    contactedUsers: {
      type: 'count',
      title: 'Contacted users',
      description: 'How many users had proactive support, at or after their sign-up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.contactedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    usersEngagingWithSupport: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.support_answered_at < ${CUBE}.contacted_at + INTERVAL '336 hours'` },
        {
          sql: `CASE WHEN ${CUBE}.support_answered_at IS NOT NULL THEN COALESCE(${CUBE}.tickets_before, 0) END < 1`,
        },
      ],
      title: 'Users engaging with support',
      description: 'How many of the contacted users responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.contactedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    supportEngagementRate: {
      sql: `100.0 * ${CUBE.usersEngagingWithSupport} / NULLIF(${CUBE.contactedUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 14,
        above: 'usersEngagingWithSupport',
        below: 'contactedUsers',
      },
      title: 'Support engagement rate (%)',
      description: 'Of the contacted users, the percentage who responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. Young cohorts count in full: see the matured rate.',
    },
    supportEngagementRateLow: {
      sql: `CASE WHEN ${CUBE.contactedUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersEngagingWithSupport} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersEngagingWithSupport} * (${CUBE.contactedUsers} - ${CUBE.usersEngagingWithSupport}) / ${CUBE.contactedUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.contactedUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Support engagement rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    supportEngagementRateHigh: {
      sql: `CASE WHEN ${CUBE.contactedUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersEngagingWithSupport} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersEngagingWithSupport} * (${CUBE.contactedUsers} - ${CUBE.usersEngagingWithSupport}) / ${CUBE.contactedUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.contactedUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Support engagement rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedContactedUsers: {
      type: 'count',
      filters: [{ sql: `${CUBE}.contacted_at + INTERVAL '336 hours' <= NOW()` }],
      title: 'Matured contacted users',
      description: 'How many of the contacted users had their full 14 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.contactedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersEngagingWithSupport: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.contacted_at + INTERVAL '336 hours' <= NOW()` },
        { sql: `${CUBE}.support_answered_at < ${CUBE}.contacted_at + INTERVAL '336 hours'` },
        {
          sql: `CASE WHEN ${CUBE}.support_answered_at IS NOT NULL THEN COALESCE(${CUBE}.tickets_before, 0) END < 1`,
        },
      ],
      title: 'Matured users engaging with support',
      description: 'How many of those who had their full 14 × 24 hours by now responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.contactedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedSupportEngagementRate: {
      sql: `100.0 * ${CUBE.maturedUsersEngagingWithSupport} / NULLIF(${CUBE.maturedContactedUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 14,
        above: 'maturedUsersEngagingWithSupport',
        below: 'maturedContactedUsers',
      },
      title: 'Matured support engagement rate (%)',
      description: "The rate over the contacted users who had their full 14 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.contactedUsers,
        CUBE.usersEngagingWithSupport,
        CUBE.maturedContactedUsers,
        CUBE.maturedUsersEngagingWithSupport,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.contactedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.contacted_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days
          FROM (
            SELECT unit.*, account
            FROM ${SupportedUsers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.contactedUsers,
        CUBE.usersEngagingWithSupport,
        CUBE.maturedContactedUsers,
        CUBE.maturedUsersEngagingWithSupport,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.contactedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.contacted_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days
          FROM (
            SELECT unit.*, account
            FROM ${SupportedUsers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    dailyByAccount: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.contactedUsers,
        CUBE.usersEngagingWithSupport,
        CUBE.maturedContactedUsers,
        CUBE.maturedUsersEngagingWithSupport,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.contactedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.contacted_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days
          FROM (
            SELECT unit.*, account
            FROM ${SupportedUsers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
  },
});
