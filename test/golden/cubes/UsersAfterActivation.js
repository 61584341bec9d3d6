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
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time > unit.activated_at) AS next_session_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '168 hours' AND event.session_start_time < unit.activated_at + INTERVAL '192 hours') AS returned_on_day7_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '168 hours' AND event.session_start_time < unit.activated_at + INTERVAL '336 hours') AS returned_in_days7_to14_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '168 hours') AS returned_on_or_after_day7_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '720 hours' AND event.session_start_time < unit.activated_at + INTERVAL '744 hours') AS returned_on_day30_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '720 hours' AND event.session_start_time < unit.activated_at + INTERVAL '888 hours') AS returned_in_days30_to37_at,
          MIN(event.session_start_time) FILTER (WHERE event.session_start_time >= unit.activated_at + INTERVAL '720 hours') AS returned_on_or_after_day30_at
        FROM units_asked_for AS unit
        JOIN session_history AS event
          ON event.user_id = unit.user_id
        GROUP BY unit.user_id
      ),
      of_contacts AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) AS outreach_at
        FROM units_asked_for AS unit
        JOIN contacts AS event
          ON event.user_id = unit.user_id
        WHERE event.kind = 'outreach'
          AND event.occurred_at >= unit.activated_at
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
      of_session_history.next_session_at,
      of_session_history.returned_on_day7_at,
      of_session_history.returned_in_days7_to14_at,
      of_session_history.returned_on_or_after_day7_at,
      of_session_history.returned_on_day30_at,
      of_session_history.returned_in_days30_to37_at,
      of_session_history.returned_on_or_after_day30_at,
      of_contacts.outreach_at
    FROM users AS unit
    JOIN beginnings AS beginning
      ON beginning.unit_id = unit.user_id
    LEFT JOIN of_session_history
      ON of_session_history.unit_id = unit.user_id
    LEFT JOIN of_contacts
      ON of_contacts.unit_id = unit.user_id`,
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
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'usersFollowingUp',
        below: 'activatedUserCount',
      },
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
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'maturedUsersFollowingUp',
        below: 'maturedActivatedUsers',
      },
      title: 'Matured follow-up engagement rate (%)',
      description: "The rate over the activated users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    usersReturningOnDay7: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '192 hours' <= NOW()` },
        { sql: `${CUBE}.returned_on_day7_at IS NOT NULL` },
      ],
      title: 'Users returning, day 7',
      description: 'How many of the activated users who had their full 8 × 24 hours by now began a session from 7 × 24 hours after the activation to before 8 × 24 hours.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForDay7: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '192 hours' <= NOW()` }],
      title: 'Matured activated users, day 7',
      description: 'How many of the activated users had their full 8 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    day7RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningOnDay7} / NULLIF(${CUBE.maturedUsersForDay7}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningOnDay7',
        below: 'maturedUsersForDay7',
      },
      title: 'Day 7 retention rate (%)',
      description: "Of the activated users who had their full 8 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 8 × 24 hours, counted from each user's own activation.",
    },
    day7RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDay7} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnDay7} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnDay7} * (${CUBE.maturedUsersForDay7} - ${CUBE.usersReturningOnDay7}) / ${CUBE.maturedUsersForDay7} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDay7} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Day 7 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    day7RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDay7} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnDay7} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnDay7} * (${CUBE.maturedUsersForDay7} - ${CUBE.usersReturningOnDay7}) / ${CUBE.maturedUsersForDay7} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDay7} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Day 7 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersReturningInDays7To14: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '336 hours' <= NOW()` },
        { sql: `${CUBE}.returned_in_days7_to14_at IS NOT NULL` },
      ],
      title: 'Users returning, days 7 to 14',
      description: 'How many of the activated users who had their full 14 × 24 hours by now began a session from 7 × 24 hours after the activation to before 14 × 24 hours.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForDays7To14: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '336 hours' <= NOW()` }],
      title: 'Matured activated users, days 7 to 14',
      description: 'How many of the activated users had their full 14 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    days7To14RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningInDays7To14} / NULLIF(${CUBE.maturedUsersForDays7To14}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningInDays7To14',
        below: 'maturedUsersForDays7To14',
      },
      title: 'Days 7 to 14 retention rate (%)',
      description: "Of the activated users who had their full 14 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 14 × 24 hours, counted from each user's own activation.",
    },
    days7To14RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDays7To14} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningInDays7To14} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningInDays7To14} * (${CUBE.maturedUsersForDays7To14} - ${CUBE.usersReturningInDays7To14}) / ${CUBE.maturedUsersForDays7To14} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDays7To14} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Days 7 to 14 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    days7To14RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDays7To14} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningInDays7To14} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningInDays7To14} * (${CUBE.maturedUsersForDays7To14} - ${CUBE.usersReturningInDays7To14}) / ${CUBE.maturedUsersForDays7To14} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDays7To14} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Days 7 to 14 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersReturningOnOrAfterDay7: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.returned_on_or_after_day7_at IS NOT NULL` },
      ],
      title: 'Users returning, on or after day 7',
      description: 'How many of the activated users who had their full 7 × 24 hours by now began a session 7 × 24 hours after the activation or later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForOnOrAfterDay7: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured activated users, on or after day 7',
      description: 'How many of the activated users had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    onOrAfterDay7RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningOnOrAfterDay7} / NULLIF(${CUBE.maturedUsersForOnOrAfterDay7}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningOnOrAfterDay7',
        below: 'maturedUsersForOnOrAfterDay7',
      },
      title: 'On or after day 7 retention rate (%)',
      description: "Of the activated users who had their full 7 × 24 hours by now, the percentage who began a session 7 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet.",
    },
    onOrAfterDay7RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForOnOrAfterDay7} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnOrAfterDay7} * (${CUBE.maturedUsersForOnOrAfterDay7} - ${CUBE.usersReturningOnOrAfterDay7}) / ${CUBE.maturedUsersForOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'On or after day 7 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    onOrAfterDay7RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForOnOrAfterDay7} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnOrAfterDay7} * (${CUBE.maturedUsersForOnOrAfterDay7} - ${CUBE.usersReturningOnOrAfterDay7}) / ${CUBE.maturedUsersForOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForOnOrAfterDay7} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'On or after day 7 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersReturningOnDay30: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '744 hours' <= NOW()` },
        { sql: `${CUBE}.returned_on_day30_at IS NOT NULL` },
      ],
      title: 'Users returning, day 30',
      description: 'How many of the activated users who had their full 31 × 24 hours by now began a session from 30 × 24 hours after the activation to before 31 × 24 hours.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForDay30: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '744 hours' <= NOW()` }],
      title: 'Matured activated users, day 30',
      description: 'How many of the activated users had their full 31 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    day30RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningOnDay30} / NULLIF(${CUBE.maturedUsersForDay30}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningOnDay30',
        below: 'maturedUsersForDay30',
      },
      title: 'Day 30 retention rate (%)',
      description: "Of the activated users who had their full 31 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 31 × 24 hours, counted from each user's own activation.",
    },
    day30RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDay30} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnDay30} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnDay30} * (${CUBE.maturedUsersForDay30} - ${CUBE.usersReturningOnDay30}) / ${CUBE.maturedUsersForDay30} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDay30} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Day 30 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    day30RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDay30} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnDay30} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnDay30} * (${CUBE.maturedUsersForDay30} - ${CUBE.usersReturningOnDay30}) / ${CUBE.maturedUsersForDay30} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDay30} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Day 30 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersReturningInDays30To37: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '888 hours' <= NOW()` },
        { sql: `${CUBE}.returned_in_days30_to37_at IS NOT NULL` },
      ],
      title: 'Users returning, days 30 to 37',
      description: 'How many of the activated users who had their full 37 × 24 hours by now began a session from 30 × 24 hours after the activation to before 37 × 24 hours.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForDays30To37: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '888 hours' <= NOW()` }],
      title: 'Matured activated users, days 30 to 37',
      description: 'How many of the activated users had their full 37 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    days30To37RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningInDays30To37} / NULLIF(${CUBE.maturedUsersForDays30To37}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningInDays30To37',
        below: 'maturedUsersForDays30To37',
      },
      title: 'Days 30 to 37 retention rate (%)',
      description: "Of the activated users who had their full 37 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 37 × 24 hours, counted from each user's own activation.",
    },
    days30To37RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDays30To37} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningInDays30To37} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningInDays30To37} * (${CUBE.maturedUsersForDays30To37} - ${CUBE.usersReturningInDays30To37}) / ${CUBE.maturedUsersForDays30To37} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDays30To37} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Days 30 to 37 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    days30To37RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForDays30To37} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningInDays30To37} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningInDays30To37} * (${CUBE.maturedUsersForDays30To37} - ${CUBE.usersReturningInDays30To37}) / ${CUBE.maturedUsersForDays30To37} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForDays30To37} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Days 30 to 37 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersReturningOnOrAfterDay30: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.returned_on_or_after_day30_at IS NOT NULL` },
      ],
      title: 'Users returning, on or after day 30',
      description: 'How many of the activated users who had their full 30 × 24 hours by now began a session 30 × 24 hours after the activation or later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersForOnOrAfterDay30: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at + INTERVAL '720 hours' <= NOW()` }],
      title: 'Matured activated users, on or after day 30',
      description: 'How many of the activated users had their full 30 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.activatedAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    onOrAfterDay30RetentionRate: {
      sql: `100.0 * ${CUBE.usersReturningOnOrAfterDay30} / NULLIF(${CUBE.maturedUsersForOnOrAfterDay30}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersReturningOnOrAfterDay30',
        below: 'maturedUsersForOnOrAfterDay30',
      },
      title: 'On or after day 30 retention rate (%)',
      description: "Of the activated users who had their full 30 × 24 hours by now, the percentage who began a session 30 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet.",
    },
    onOrAfterDay30RetentionRateLow: {
      sql: `CASE WHEN ${CUBE.maturedUsersForOnOrAfterDay30} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnOrAfterDay30} * (${CUBE.maturedUsersForOnOrAfterDay30} - ${CUBE.usersReturningOnOrAfterDay30}) / ${CUBE.maturedUsersForOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'On or after day 30 retention rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    onOrAfterDay30RetentionRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedUsersForOnOrAfterDay30} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersReturningOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersReturningOnOrAfterDay30} * (${CUBE.maturedUsersForOnOrAfterDay30} - ${CUBE.usersReturningOnOrAfterDay30}) / ${CUBE.maturedUsersForOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedUsersForOnOrAfterDay30} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'On or after day 30 retention rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    countedHoursToOutreach: {
      type: 'count',
      filters: [{ sql: `${CUBE}.outreach_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToOutreach: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.outreach_at - ${CUBE}.activated_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToOutreach: {
      type: 'number',
      sql: `${CUBE.microsecondsToOutreach} / NULLIF(3600000000.0 * ${CUBE.countedHoursToOutreach}, 0)`,
      title: 'Average hours to the outreach',
      description: 'Average hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToOutreach: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.outreach_at - ${CUBE}.activated_at) / 3600)`,
      title: 'Median hours to the outreach',
      description: 'Median hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
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
        CUBE.usersReturningOnDay7,
        CUBE.maturedUsersForDay7,
        CUBE.usersReturningInDays7To14,
        CUBE.maturedUsersForDays7To14,
        CUBE.usersReturningOnOrAfterDay7,
        CUBE.maturedUsersForOnOrAfterDay7,
        CUBE.usersReturningOnDay30,
        CUBE.maturedUsersForDay30,
        CUBE.usersReturningInDays30To37,
        CUBE.maturedUsersForDays30To37,
        CUBE.usersReturningOnOrAfterDay30,
        CUBE.maturedUsersForOnOrAfterDay30,
        CUBE.countedHoursToOutreach,
        CUBE.microsecondsToOutreach,
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
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '192 hours' <= NOW()) AS settled_after_8_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '744 hours' <= NOW()) AS settled_after_31_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '888 hours' <= NOW()) AS settled_after_37_days
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
        CUBE.usersReturningOnDay7,
        CUBE.maturedUsersForDay7,
        CUBE.usersReturningInDays7To14,
        CUBE.maturedUsersForDays7To14,
        CUBE.usersReturningOnOrAfterDay7,
        CUBE.maturedUsersForOnOrAfterDay7,
        CUBE.usersReturningOnDay30,
        CUBE.maturedUsersForDay30,
        CUBE.usersReturningInDays30To37,
        CUBE.maturedUsersForDays30To37,
        CUBE.usersReturningOnOrAfterDay30,
        CUBE.maturedUsersForOnOrAfterDay30,
        CUBE.countedHoursToOutreach,
        CUBE.microsecondsToOutreach,
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
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '192 hours' <= NOW()) AS settled_after_8_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '744 hours' <= NOW()) AS settled_after_31_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '888 hours' <= NOW()) AS settled_after_37_days
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
        CUBE.usersReturningOnDay7,
        CUBE.maturedUsersForDay7,
        CUBE.usersReturningInDays7To14,
        CUBE.maturedUsersForDays7To14,
        CUBE.usersReturningOnOrAfterDay7,
        CUBE.maturedUsersForOnOrAfterDay7,
        CUBE.usersReturningOnDay30,
        CUBE.maturedUsersForDay30,
        CUBE.usersReturningInDays30To37,
        CUBE.maturedUsersForDays30To37,
        CUBE.usersReturningOnOrAfterDay30,
        CUBE.maturedUsersForOnOrAfterDay30,
        CUBE.countedHoursToOutreach,
        CUBE.microsecondsToOutreach,
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
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '192 hours' <= NOW()) AS settled_after_8_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '744 hours' <= NOW()) AS settled_after_31_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '888 hours' <= NOW()) AS settled_after_37_days
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
        CUBE.usersReturningOnDay7,
        CUBE.maturedUsersForDay7,
        CUBE.usersReturningInDays7To14,
        CUBE.maturedUsersForDays7To14,
        CUBE.usersReturningOnOrAfterDay7,
        CUBE.maturedUsersForOnOrAfterDay7,
        CUBE.usersReturningOnDay30,
        CUBE.maturedUsersForDay30,
        CUBE.usersReturningInDays30To37,
        CUBE.maturedUsersForDays30To37,
        CUBE.usersReturningOnOrAfterDay30,
        CUBE.maturedUsersForOnOrAfterDay30,
        CUBE.countedHoursToOutreach,
        CUBE.microsecondsToOutreach,
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
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '192 hours' <= NOW()) AS settled_after_8_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '744 hours' <= NOW()) AS settled_after_31_days,
            COUNT(*) FILTER (WHERE cohort.activated_at + INTERVAL '888 hours' <= NOW()) AS settled_after_37_days
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
