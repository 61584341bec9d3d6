// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('Users', {
  sqlAlias: 'users',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at
        FROM users AS unit
        WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('unit.signed_up_at')}
          AND ${FILTER_PARAMS.Users.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.Users.accountId.filter('unit.account_id')}
      ),
      of_key_actions_of_headline AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) AS first_key_action_at
        FROM units_asked_for AS unit
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.action_name = 'project_created'
          AND event.occurred_at >= unit.signed_up_at
        GROUP BY unit.user_id
      ),
      of_key_actions_after_headline AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) AS next_key_action_at
        FROM units_asked_for AS unit
        JOIN of_key_actions_of_headline
          ON of_key_actions_of_headline.unit_id = unit.user_id
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.action_name = 'project_created'
          AND event.occurred_at > of_key_actions_of_headline.first_key_action_at
        GROUP BY unit.user_id
      ),
      of_contacts AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) AS first_outreach_at
        FROM units_asked_for AS unit
        JOIN contacts AS event
          ON event.user_id = unit.user_id
        WHERE event.kind = 'outreach'
          AND event.occurred_at >= unit.signed_up_at
        GROUP BY unit.user_id
      ),
      of_activated_users AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.activation_milestone_completion_timestamp) FILTER (WHERE event.activation_milestone_completion_timestamp >= unit.signed_up_at) AS activated_at,
          COUNT(DISTINCT event.user_id) AS flows_entered
        FROM units_asked_for AS unit
        JOIN activated_users AS event
          ON event.user_id = unit.user_id
        GROUP BY unit.user_id
      ),
      of_session_history_of_headline AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          COUNT(DISTINCT event.session_id) AS sessions_to_activation
        FROM units_asked_for AS unit
        JOIN of_activated_users
          ON of_activated_users.unit_id = unit.user_id
        JOIN session_history AS event
          ON event.user_id = unit.user_id
        WHERE event.session_start_time <= of_activated_users.activated_at
        GROUP BY unit.user_id
      ),
      of_session_history AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          CASE
            WHEN COUNT(*) = COUNT(DISTINCT event.session_id)
              THEN (ARRAY_AGG(event.session_start_time ORDER BY event.session_start_time))[2]
            ELSE (
              SELECT MIN(at)
              FROM UNNEST(ARRAY_AGG(event.session_id), ARRAY_AGG(event.session_start_time)) AS repeated (id, at)
              GROUP BY id
              ORDER BY MIN(at)
              OFFSET 1
              LIMIT 1
            )
          END AS second_session_at,
          CASE
            WHEN COUNT(*) = COUNT(DISTINCT event.session_id)
              THEN (ARRAY_AGG(event.session_start_time ORDER BY event.session_start_time))[4]
            ELSE (
              SELECT MIN(at)
              FROM UNNEST(ARRAY_AGG(event.session_id), ARRAY_AGG(event.session_start_time)) AS repeated (id, at)
              GROUP BY id
              ORDER BY MIN(at)
              OFFSET 3
              LIMIT 1
            )
          END AS session_after_initial_at,
          MIN(event.session_start_time) AS first_session_at
        FROM units_asked_for AS unit
        JOIN session_history AS event
          ON event.user_id = unit.user_id
        GROUP BY unit.user_id
      ),
      of_key_actions AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed' AND event.occurred_at >= unit.signed_up_at) AS first_desired_action_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared', 'invite_sent') AND event.occurred_at >= unit.signed_up_at) AS first_core_use_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('report_viewed', 'file_uploaded', 'file_shared', 'invite_sent') AND event.occurred_at >= unit.signed_up_at) AS first_top_use_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= unit.signed_up_at) AS first_value_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed' AND event.occurred_at >= unit.signed_up_at) AS first_basic_value_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'file_shared' AND event.occurred_at >= unit.signed_up_at) AS first_significant_value_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent' AND event.occurred_at >= of_session_history.first_session_at) AS first_quick_win_at
        FROM units_asked_for AS unit
        LEFT JOIN of_session_history
          ON of_session_history.unit_id = unit.user_id
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.action_name IN ('report_viewed', 'file_uploaded', 'file_shared', 'invite_sent', 'settings_changed')
        GROUP BY unit.user_id
      ),
      of_all_key_actions AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          COUNT(DISTINCT event.id) FILTER (WHERE event.occurred_at >= of_session_history.first_session_at AND event.occurred_at < COALESCE(of_session_history.session_after_initial_at, 'infinity')) AS actions_in_first_sessions,
          MIN(event.occurred_at) FILTER (WHERE event.occurred_at >= unit.signed_up_at) AS first_action_at
        FROM units_asked_for AS unit
        LEFT JOIN of_session_history
          ON of_session_history.unit_id = unit.user_id
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        GROUP BY unit.user_id
      ),
      of_referrals AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.invited_at) AS first_invitation_at
        FROM units_asked_for AS unit
        JOIN referrals AS event
          ON event.referrer_user_id = unit.user_id
        WHERE event.invited_at >= unit.signed_up_at
        GROUP BY unit.user_id
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      of_key_actions_of_headline.first_key_action_at,
      of_key_actions_after_headline.next_key_action_at,
      of_contacts.first_outreach_at,
      of_activated_users.activated_at,
      of_session_history_of_headline.sessions_to_activation,
      of_activated_users.flows_entered,
      of_session_history.second_session_at,
      of_key_actions.first_desired_action_at,
      of_key_actions.first_core_use_at,
      of_session_history.session_after_initial_at,
      of_key_actions.first_top_use_at,
      of_session_history.first_session_at,
      of_all_key_actions.actions_in_first_sessions,
      of_key_actions.first_value_at,
      of_key_actions.first_basic_value_at,
      of_key_actions.first_significant_value_at,
      of_key_actions.first_quick_win_at,
      of_all_key_actions.first_action_at,
      of_referrals.first_invitation_at
    FROM users AS unit
    LEFT JOIN of_key_actions_of_headline
      ON of_key_actions_of_headline.unit_id = unit.user_id
    LEFT JOIN of_key_actions_after_headline
      ON of_key_actions_after_headline.unit_id = unit.user_id
    LEFT JOIN of_contacts
      ON of_contacts.unit_id = unit.user_id
    LEFT JOIN of_activated_users
      ON of_activated_users.unit_id = unit.user_id
    LEFT JOIN of_session_history_of_headline
      ON of_session_history_of_headline.unit_id = unit.user_id
    LEFT JOIN of_session_history
      ON of_session_history.unit_id = unit.user_id
    LEFT JOIN of_key_actions
      ON of_key_actions.unit_id = unit.user_id
    LEFT JOIN of_all_key_actions
      ON of_all_key_actions.unit_id = unit.user_id
    LEFT JOIN of_referrals
      ON of_referrals.unit_id = unit.user_id`,
  title: 'Users',
  description: 'New users (sign-ups), with their activation and their first key action.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['userId', 'hoursToKeyAction', 'hoursToActivation'] },
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
    firstKeyActionAt: {
      sql: `${CUBE}.first_key_action_at`,
      type: 'time',
      title: 'First key action at',
      description: 'When the user first did the key action (project_created) at or after the sign-up; empty for a user who did not.',
    },
    hoursToKeyAction: {
      sql: `EXTRACT(EPOCH FROM ${CUBE}.first_key_action_at - ${CUBE}.signed_up_at) / 3600`,
      type: 'number',
      title: 'Hours to the key action',
      description: 'Hours from the sign-up to the first key action that counts; empty for a user who did none.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    activatedAt: {
      sql: `${CUBE}.activated_at`,
      type: 'time',
      title: 'Activated at',
      description: 'When the user completed the activation flow, at or after the sign-up; empty for a user who did not.',
    },
    sessionsToActivation: {
      sql: `CASE WHEN ${CUBE}.activated_at IS NOT NULL THEN COALESCE(${CUBE}.sessions_to_activation, 0) END`,
      type: 'number',
      title: 'Sessions to activation',
      description: 'How many sessions the user had started by the moment of the activation; empty for a user who did not activate.',
    },
    hoursToActivation: {
      sql: `EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.signed_up_at) / 3600`,
      type: 'number',
      title: 'Hours to activation',
      description: 'Hours from the sign-up to the activation; empty for a user who did not activate.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
  },
  segments: {
    matured: {
      sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()`,
      title: 'Matured',
      description: 'New users who had their full 7 × 24 hours for the key action by now.',
    },
    activated: {
      sql: `${CUBE}.activated_at IS NOT NULL`,
      title: 'Activated',
      description: 'New users who completed the activation flow, at or after their sign-up.',
    },
    multiSession: {
      sql: `${CUBE}.sessions_to_activation >= 2`,
      title: 'Activated over several sessions',
      description: 'New users who completed the activation flow with at least 2 sessions started by then.',
    },
  },
  measures: {
    newUserCount: {
      type: 'count',
      title: 'New users',
      description: 'How many users signed up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    usersCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` }],
      title: 'Users completing the key action',
      description: 'How many of the new sign-ups did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.firstKeyActionAt, CUBE.hoursToKeyAction],
    },
    activationRate: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'usersCompletingKeyAction',
        below: 'newUserCount',
      },
      title: 'Activation rate (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) within 7 days of the sign-up. Young cohorts count in full: see the matured activation rate.',
    },
    activationRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersCompletingKeyAction} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersCompletingKeyAction} * (${CUBE.newUserCount} - ${CUBE.usersCompletingKeyAction}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activation rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    activationRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersCompletingKeyAction} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersCompletingKeyAction} * (${CUBE.newUserCount} - ${CUBE.usersCompletingKeyAction}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activation rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedSignUps: {
      type: 'count',
      filters: [{ sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured sign-ups',
      description: 'How many of the new sign-ups had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersCompletingKeyAction: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` },
      ],
      public: false,
    },
    maturedActivationRate: {
      sql: `100.0 * ${CUBE.maturedUsersCompletingKeyAction} / NULLIF(${CUBE.maturedSignUps}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
      },
      title: 'Matured activation rate (%)',
      description: "The activation rate over the sign-ups that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    usersCompletingKeyAction1d: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '24 hours'` }],
      public: false,
    },
    activationRate1d: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction1d} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 1,
      },
      title: 'Activation rate within 1 day (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 1 × 24 hours later.',
    },
    usersCompletingKeyAction3d: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '72 hours'` }],
      public: false,
    },
    activationRate3d: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction3d} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 3,
      },
      title: 'Activation rate within 3 days (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 3 × 24 hours later.',
    },
    usersCompletingKeyAction7d: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` }],
      public: false,
    },
    activationRate7d: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction7d} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
      },
      title: 'Activation rate within 7 days (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later.',
    },
    usersCompletingKeyAction14d: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '336 hours'` }],
      public: false,
    },
    activationRate14d: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction14d} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 14,
      },
      title: 'Activation rate within 14 days (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 14 × 24 hours later.',
    },
    usersCompletingKeyAction30d: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at < ${CUBE}.signed_up_at + INTERVAL '720 hours'` }],
      public: false,
    },
    activationRate30d: {
      sql: `100.0 * ${CUBE.usersCompletingKeyAction30d} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
      },
      title: 'Activation rate within 30 days (%)',
      description: 'Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 30 × 24 hours later.',
    },
    usersEverCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at IS NOT NULL` }],
      public: false,
    },
    activationRateAnytime: {
      sql: `100.0 * ${CUBE.usersEverCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
      title: 'Activation rate, any time (%)',
      description: 'Of the new sign-ups, the percentage who ever did the key action (project_created) at or after the sign-up.',
    },
    microsecondsToKeyAction: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_key_action_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToKeyAction: {
      type: 'number',
      sql: `${CUBE.microsecondsToKeyAction} / NULLIF(3600000000.0 * ${CUBE.usersEverCompletingKeyAction}, 0)`,
      title: 'Average hours to the key action',
      description: 'Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToKeyAction: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_key_action_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to the key action',
      description: 'Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    usersRepeatingKeyAction: {
      type: 'count',
      filters: [{ sql: `${CUBE}.next_key_action_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToRepeatKeyAction: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.next_key_action_at - ${CUBE}.first_key_action_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToRepeatKeyAction: {
      type: 'number',
      sql: `${CUBE.microsecondsToRepeatKeyAction} / NULLIF(3600000000.0 * ${CUBE.usersRepeatingKeyAction}, 0)`,
      title: 'Average hours to the repeated key action',
      description: 'Average hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToRepeatKeyAction: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.next_key_action_at - ${CUBE}.first_key_action_at) / 3600)`,
      title: 'Median hours to the repeated key action',
      description: 'Median hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilQuarterDidKeyAction: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.first_key_action_at, NOW()) - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.first_key_action_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.signed_up_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.75 + 1e-9
        )`,
      title: 'Hours until a quarter did the key action',
      description: "Hours from the sign-up by which a quarter of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilHalfDidKeyAction: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.first_key_action_at, NOW()) - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.first_key_action_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.signed_up_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.5 + 1e-9
        )`,
      title: 'Hours until half did the key action',
      description: "Hours from the sign-up by which half of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    countedHoursToFirstContact: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_outreach_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToFirstContact: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_outreach_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToFirstContact: {
      type: 'number',
      sql: `${CUBE.microsecondsToFirstContact} / NULLIF(3600000000.0 * ${CUBE.countedHoursToFirstContact}, 0)`,
      title: 'Average hours to the first contact',
      description: 'Average hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToFirstContact: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_outreach_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to the first contact',
      description: 'Median hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    activatedUserCount: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at IS NOT NULL` }],
      title: 'Activated users',
      description: 'How many of the new users completed the activation flow, at or after their sign-up.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivatedUserCount: {
      type: 'count',
      filters: [{ sql: `${CUBE}.sessions_to_activation >= 2` }],
      title: 'Users activated over several sessions',
      description: "How many of the new users completed the activation flow with at least 2 sessions started by then. Sessions after the activation don't count.",
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivationCompletionRate: {
      sql: `100.0 * ${CUBE.multiSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'multiSessionActivatedUserCount',
        below: 'newUserCount',
      },
      title: 'Multi-session activation completion rate (%)',
      description: 'Of the new users, the percentage who completed the activation flow across at least 2 sessions.',
    },
    multiSessionActivationCompletionRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.multiSessionActivatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.multiSessionActivatedUserCount} * (${CUBE.newUserCount} - ${CUBE.multiSessionActivatedUserCount}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Multi-session activation completion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    multiSessionActivationCompletionRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.multiSessionActivatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.multiSessionActivatedUserCount} * (${CUBE.newUserCount} - ${CUBE.multiSessionActivatedUserCount}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Multi-session activation completion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    singleSessionActivatedUserCount: {
      type: 'count',
      filters: [
        {
          sql: `CASE WHEN ${CUBE}.activated_at IS NOT NULL THEN COALESCE(${CUBE}.sessions_to_activation, 0) END < 2`,
        },
      ],
      title: 'Users activated in a single session',
      description: 'How many of the new users completed the activation flow with fewer than 2 sessions started by then.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    singleSessionActivationCompletionRate: {
      sql: `100.0 * ${CUBE.singleSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'singleSessionActivatedUserCount',
        below: 'newUserCount',
      },
      title: 'Single-session activation completion rate (%)',
      description: 'Of the new users, the percentage who completed the activation flow in fewer than 2 sessions.',
    },
    microsecondsToActivation: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToActivation: {
      type: 'number',
      sql: `${CUBE.microsecondsToActivation} / NULLIF(3600000000.0 * ${CUBE.activatedUserCount}, 0)`,
      title: 'Average hours to activation',
      description: 'Average hours from the sign-up to the activation, over the new users who activated.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToActivation: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to activation',
      description: 'Median hours from the sign-up to the activation, over the new users who activated.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    totalSessionsToActivation: {
      type: 'sum',
      sql: `CASE WHEN ${CUBE}.activated_at IS NOT NULL THEN COALESCE(${CUBE}.sessions_to_activation, 0) END`,
      filters: [{ sql: `${CUBE}.activated_at IS NOT NULL` }],
      public: false,
    },
    averageSessionsToActivation: {
      type: 'number',
      sql: `1.0 * ${CUBE.totalSessionsToActivation} / NULLIF(${CUBE.activatedUserCount}, 0)`,
      title: 'Average sessions to activation',
      description: 'How many sessions the activated new users had started by the moment of their activation, on average.',
      format: ',.2f',
      meta: { unit: 'sessions' },
    },
    onboardingCompletionRate: {
      sql: `100.0 * ${CUBE.activatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'activatedUserCount',
        below: 'newUserCount',
      },
      title: 'Onboarding completion rate (%)',
      description: 'Of the new users, the percentage who completed the activation flow, at or after their sign-up.',
    },
    onboardingCompletionRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedUserCount} * (${CUBE.newUserCount} - ${CUBE.activatedUserCount}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Onboarding completion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    onboardingCompletionRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedUserCount} * (${CUBE.newUserCount} - ${CUBE.activatedUserCount}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Onboarding completion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    onboardingStarted: {
      type: 'count',
      filters: [{ sql: `${CUBE}.flows_entered >= 1` }],
      title: 'Users who started the onboarding',
      description: 'How many of the new users entered the activation flow, whether they completed it or not.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    activationConversionRate: {
      sql: `100.0 * ${CUBE.activatedUserCount} / NULLIF(${CUBE.onboardingStarted}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'activatedUserCount',
        below: 'onboardingStarted',
      },
      title: 'Activation conversion rate (%)',
      description: 'Of the new users who entered the activation flow, whether they completed it or not, the percentage who completed it, at or after their sign-up.',
    },
    activationConversionRateLow: {
      sql: `CASE WHEN ${CUBE.onboardingStarted} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedUserCount} * (${CUBE.onboardingStarted} - ${CUBE.activatedUserCount}) / ${CUBE.onboardingStarted} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.onboardingStarted} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activation conversion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    activationConversionRateHigh: {
      sql: `CASE WHEN ${CUBE.onboardingStarted} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.activatedUserCount} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.activatedUserCount} * (${CUBE.onboardingStarted} - ${CUBE.activatedUserCount}) / ${CUBE.onboardingStarted} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.onboardingStarted} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activation conversion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersDroppingOff: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.flows_entered >= 1` },
        { sql: `${CUBE}.signed_up_at + INTERVAL '336 hours' <= NOW()` },
        { sql: `(${CUBE}.activated_at < ${CUBE}.signed_up_at + INTERVAL '336 hours') IS NOT TRUE` },
      ],
      title: 'Users dropping off',
      description: "How many of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now didn't activate in that time.",
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedOnboardingStarted: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.flows_entered >= 1` },
        { sql: `${CUBE}.signed_up_at + INTERVAL '336 hours' <= NOW()` },
      ],
      title: 'Matured users who started the onboarding',
      description: 'How many of the new users started the onboarding and had their full 14 × 24 hours after the sign-up by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    dropOffRate: {
      sql: `100.0 * ${CUBE.usersDroppingOff} / NULLIF(${CUBE.maturedOnboardingStarted}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'lower is better',
        above: 'usersDroppingOff',
        below: 'maturedOnboardingStarted',
      },
      title: 'Drop-off rate (%)',
      description: "Of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now, the percentage who didn't activate in that time. Lower is better.",
    },
    dropOffRateLow: {
      sql: `CASE WHEN ${CUBE.maturedOnboardingStarted} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersDroppingOff} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersDroppingOff} * (${CUBE.maturedOnboardingStarted} - ${CUBE.usersDroppingOff}) / ${CUBE.maturedOnboardingStarted} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedOnboardingStarted} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Drop-off rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    dropOffRateHigh: {
      sql: `CASE WHEN ${CUBE.maturedOnboardingStarted} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersDroppingOff} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersDroppingOff} * (${CUBE.maturedOnboardingStarted} - ${CUBE.usersDroppingOff}) / ${CUBE.maturedOnboardingStarted} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.maturedOnboardingStarted} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Drop-off rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersCompletingInFirstSession: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at < COALESCE(${CUBE}.second_session_at, 'infinity')` }],
      title: 'Users completing the onboarding in their first session',
      description: 'How many of the new users completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    firstSessionCompletionRate: {
      sql: `100.0 * ${CUBE.usersCompletingInFirstSession} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersCompletingInFirstSession',
        below: 'newUserCount',
      },
      title: 'First-session completion rate (%)',
      description: 'Of the new users, the percentage who completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then.',
    },
    firstSessionCompletionRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersCompletingInFirstSession} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersCompletingInFirstSession} * (${CUBE.newUserCount} - ${CUBE.usersCompletingInFirstSession}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First-session completion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    firstSessionCompletionRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersCompletingInFirstSession} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersCompletingInFirstSession} * (${CUBE.newUserCount} - ${CUBE.usersCompletingInFirstSession}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First-session completion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersConvertingInFirstSession: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_desired_action_at < COALESCE(${CUBE}.second_session_at, 'infinity')` }],
      title: 'Users converting in their first session',
      description: 'How many of the new users first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    firstSessionConversionRate: {
      sql: `100.0 * ${CUBE.usersConvertingInFirstSession} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersConvertingInFirstSession',
        below: 'newUserCount',
      },
      title: 'First-session conversion rate (%)',
      description: 'Of the new users, the percentage who first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then.',
    },
    firstSessionConversionRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersConvertingInFirstSession} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersConvertingInFirstSession} * (${CUBE.newUserCount} - ${CUBE.usersConvertingInFirstSession}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First-session conversion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    firstSessionConversionRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersConvertingInFirstSession} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersConvertingInFirstSession} * (${CUBE.newUserCount} - ${CUBE.usersConvertingInFirstSession}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First-session conversion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersUsingCoreFeatureInFirstSessions: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_core_use_at < COALESCE(${CUBE}.session_after_initial_at, 'infinity')` }],
      title: 'Users of a core feature in their first sessions',
      description: 'How many of the new users first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    firstFeatureUsageRate: {
      sql: `100.0 * ${CUBE.usersUsingCoreFeatureInFirstSessions} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersUsingCoreFeatureInFirstSessions',
        below: 'newUserCount',
      },
      title: 'First feature usage rate (%)',
      description: 'Of the new users, the percentage who first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then.',
    },
    firstFeatureUsageRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersUsingCoreFeatureInFirstSessions} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersUsingCoreFeatureInFirstSessions} * (${CUBE.newUserCount} - ${CUBE.usersUsingCoreFeatureInFirstSessions}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First feature usage rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    firstFeatureUsageRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersUsingCoreFeatureInFirstSessions} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersUsingCoreFeatureInFirstSessions} * (${CUBE.newUserCount} - ${CUBE.usersUsingCoreFeatureInFirstSessions}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'First feature usage rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    usersEngagingWithTopFeature: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_top_use_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` }],
      title: 'Users engaging with a top feature',
      description: 'How many of the new users used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    topFeatureEngagementRate: {
      sql: `100.0 * ${CUBE.usersEngagingWithTopFeature} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'usersEngagingWithTopFeature',
        below: 'newUserCount',
      },
      title: 'Top feature engagement rate (%)',
      description: 'Of the new users, the percentage who used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate.',
    },
    topFeatureEngagementRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersEngagingWithTopFeature} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersEngagingWithTopFeature} * (${CUBE.newUserCount} - ${CUBE.usersEngagingWithTopFeature}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Top feature engagement rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    topFeatureEngagementRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersEngagingWithTopFeature} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersEngagingWithTopFeature} * (${CUBE.newUserCount} - ${CUBE.usersEngagingWithTopFeature}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Top feature engagement rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedNewUsers: {
      type: 'count',
      filters: [{ sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured new users',
      description: 'How many of the new users had their full 7 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersEngagingWithTopFeature: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.signed_up_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.first_top_use_at < ${CUBE}.signed_up_at + INTERVAL '168 hours'` },
      ],
      title: 'Matured users engaging with a top feature',
      description: 'How many of those who had their full 7 × 24 hours by now used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedTopFeatureEngagementRate: {
      sql: `100.0 * ${CUBE.maturedUsersEngagingWithTopFeature} / NULLIF(${CUBE.maturedNewUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'maturedUsersEngagingWithTopFeature',
        below: 'maturedNewUsers',
      },
      title: 'Matured top feature engagement rate (%)',
      description: "The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    usersWithSession: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_session_at IS NOT NULL` }],
      public: false,
    },
    totalActionsInFirstSessions: {
      type: 'sum',
      sql: `COALESCE(${CUBE}.actions_in_first_sessions, 0)`,
      filters: [{ sql: `${CUBE}.first_session_at IS NOT NULL` }],
      public: false,
    },
    averageActionsInFirstSessions: {
      type: 'number',
      sql: `1.0 * ${CUBE.totalActionsInFirstSessions} / NULLIF(${CUBE.usersWithSession}, 0)`,
      title: 'Average actions in the first sessions',
      description: 'How many tracked actions a new user did from the start of the first session to before the start of session 4, or without an end where there is none; on average over the new users with a session. Also actions before the sign-up count.',
      format: ',.2f',
      meta: { unit: 'actions' },
    },
    countedHoursToFirstValue: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_value_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToFirstValue: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_value_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToFirstValue: {
      type: 'number',
      sql: `${CUBE.microsecondsToFirstValue} / NULLIF(3600000000.0 * ${CUBE.countedHoursToFirstValue}, 0)`,
      title: 'Average hours to the first value',
      description: 'Average hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToFirstValue: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_value_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to the first value',
      description: 'Median hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    countedHoursToBasicValue: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_basic_value_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToBasicValue: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_basic_value_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToBasicValue: {
      type: 'number',
      sql: `${CUBE.microsecondsToBasicValue} / NULLIF(3600000000.0 * ${CUBE.countedHoursToBasicValue}, 0)`,
      title: 'Average hours to basic value',
      description: 'Average hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToBasicValue: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_basic_value_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to basic value',
      description: 'Median hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    countedHoursToSignificantValue: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_significant_value_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToSignificantValue: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_significant_value_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToSignificantValue: {
      type: 'number',
      sql: `${CUBE.microsecondsToSignificantValue} / NULLIF(3600000000.0 * ${CUBE.countedHoursToSignificantValue}, 0)`,
      title: 'Average hours to significant value',
      description: 'Average hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToSignificantValue: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_significant_value_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to significant value',
      description: 'Median hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    countedMinutesToQuickWin: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_quick_win_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToQuickWin: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_quick_win_at - ${CUBE}.first_session_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageMinutesToQuickWin: {
      type: 'number',
      sql: `${CUBE.microsecondsToQuickWin} / NULLIF(60000000.0 * ${CUBE.countedMinutesToQuickWin}, 0)`,
      title: 'Average minutes to the quick win',
      description: 'Average minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'minutes', direction: 'lower is better' },
    },
    medianMinutesToQuickWin: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_quick_win_at - ${CUBE}.first_session_at) / 60)`,
      title: 'Median minutes to the quick win',
      description: 'Median minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'minutes', direction: 'lower is better' },
    },
    countedHoursFromFirstActionToActivation: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at >= ${CUBE}.first_action_at` }],
      public: false,
    },
    microsecondsFromFirstActionToActivation: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM CASE WHEN ${CUBE}.activated_at >= ${CUBE}.first_action_at THEN ${CUBE}.activated_at - ${CUBE}.first_action_at END) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursFromFirstActionToActivation: {
      type: 'number',
      sql: `${CUBE.microsecondsFromFirstActionToActivation} / NULLIF(3600000000.0 * ${CUBE.countedHoursFromFirstActionToActivation}, 0)`,
      title: 'Average hours from the first action to the activation',
      description: 'Average hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursFromFirstActionToActivation: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM CASE WHEN ${CUBE}.activated_at >= ${CUBE}.first_action_at THEN ${CUBE}.activated_at - ${CUBE}.first_action_at END) / 3600)`,
      title: 'Median hours from the first action to the activation',
      description: 'Median hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilQuarterActivated: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.activated_at, NOW()) - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.activated_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.signed_up_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.75 + 1e-9
        )`,
      title: 'Hours until a quarter activated',
      description: "Hours from the sign-up by which a quarter of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilHalfActivated: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.activated_at, NOW()) - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.activated_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.signed_up_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.5 + 1e-9
        )`,
      title: 'Hours until half activated',
      description: "Hours from the sign-up by which half of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    invitingUsers: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_invitation_at < ${CUBE}.signed_up_at + INTERVAL '720 hours'` }],
      title: 'Inviting users',
      description: 'How many of the new users sent an invitation at or after the sign-up and less than 30 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    referralInvitationRate: {
      sql: `100.0 * ${CUBE.invitingUsers} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'invitingUsers',
        below: 'newUserCount',
      },
      title: 'Referral invitation rate (%)',
      description: 'Of the new users, the percentage who sent an invitation at or after the sign-up and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate.',
    },
    referralInvitationRateLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.invitingUsers} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.invitingUsers} * (${CUBE.newUserCount} - ${CUBE.invitingUsers}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Referral invitation rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    referralInvitationRateHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.invitingUsers} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.invitingUsers} * (${CUBE.newUserCount} - ${CUBE.invitingUsers}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Referral invitation rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedNewUsersForInvitation: {
      type: 'count',
      filters: [{ sql: `${CUBE}.signed_up_at + INTERVAL '720 hours' <= NOW()` }],
      title: 'Matured new users for an invitation',
      description: 'How many of the new users had their full 30 × 24 hours by now.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedInvitingUsers: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.signed_up_at + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.first_invitation_at < ${CUBE}.signed_up_at + INTERVAL '720 hours'` },
      ],
      title: 'Matured inviting users',
      description: 'How many of those who had their full 30 × 24 hours by now sent an invitation at or after the sign-up and less than 30 × 24 hours later.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedReferralInvitationRate: {
      sql: `100.0 * ${CUBE.maturedInvitingUsers} / NULLIF(${CUBE.maturedNewUsersForInvitation}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'maturedInvitingUsers',
        below: 'maturedNewUsersForInvitation',
      },
      title: 'Matured referral invitation rate (%)',
      description: "The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    countedHoursToFirstReferral: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_invitation_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToFirstReferral: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.first_invitation_at - ${CUBE}.signed_up_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToFirstReferral: {
      type: 'number',
      sql: `${CUBE.microsecondsToFirstReferral} / NULLIF(3600000000.0 * ${CUBE.countedHoursToFirstReferral}, 0)`,
      title: 'Average hours to the first referral',
      description: 'Average hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToFirstReferral: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.first_invitation_at - ${CUBE}.signed_up_at) / 3600)`,
      title: 'Median hours to the first referral',
      description: 'Median hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out.',
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
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    monthlyByAccount: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.newUserCount,
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    dailyByOutcome: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.newUserCount,
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [CUBE.sessionsToActivation],
      segments: [CUBE.matured, CUBE.activated, CUBE.multiSession],
      timeDimension: CUBE.signedUpAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.newUserCount,
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.signedUpAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    dailyByAccount: {
      type: 'rollup',
      sqlAlias: 'r5',
      measures: [
        CUBE.newUserCount,
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.signedUpAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
    detailed: {
      type: 'rollup',
      sqlAlias: 'r6',
      measures: [
        CUBE.newUserCount,
        CUBE.usersCompletingKeyAction,
        CUBE.maturedSignUps,
        CUBE.maturedUsersCompletingKeyAction,
        CUBE.usersCompletingKeyAction1d,
        CUBE.usersCompletingKeyAction3d,
        CUBE.usersCompletingKeyAction7d,
        CUBE.usersCompletingKeyAction14d,
        CUBE.usersCompletingKeyAction30d,
        CUBE.usersEverCompletingKeyAction,
        CUBE.microsecondsToKeyAction,
        CUBE.usersRepeatingKeyAction,
        CUBE.microsecondsToRepeatKeyAction,
        CUBE.countedHoursToFirstContact,
        CUBE.microsecondsToFirstContact,
        CUBE.activatedUserCount,
        CUBE.multiSessionActivatedUserCount,
        CUBE.singleSessionActivatedUserCount,
        CUBE.microsecondsToActivation,
        CUBE.totalSessionsToActivation,
        CUBE.onboardingStarted,
        CUBE.usersDroppingOff,
        CUBE.maturedOnboardingStarted,
        CUBE.usersCompletingInFirstSession,
        CUBE.usersConvertingInFirstSession,
        CUBE.usersUsingCoreFeatureInFirstSessions,
        CUBE.usersEngagingWithTopFeature,
        CUBE.maturedNewUsers,
        CUBE.maturedUsersEngagingWithTopFeature,
        CUBE.usersWithSession,
        CUBE.totalActionsInFirstSessions,
        CUBE.countedHoursToFirstValue,
        CUBE.microsecondsToFirstValue,
        CUBE.countedHoursToBasicValue,
        CUBE.microsecondsToBasicValue,
        CUBE.countedHoursToSignificantValue,
        CUBE.microsecondsToSignificantValue,
        CUBE.countedMinutesToQuickWin,
        CUBE.microsecondsToQuickWin,
        CUBE.countedHoursFromFirstActionToActivation,
        CUBE.microsecondsFromFirstActionToActivation,
        CUBE.invitingUsers,
        CUBE.maturedNewUsersForInvitation,
        CUBE.maturedInvitingUsers,
        CUBE.countedHoursToFirstReferral,
        CUBE.microsecondsToFirstReferral,
      ],
      dimensions: [
        CUBE.persona,
        CUBE.planType,
        CUBE.signupSource,
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
        CUBE.sessionsToActivation,
      ],
      segments: [CUBE.matured, CUBE.activated, CUBE.multiSession],
      timeDimension: CUBE.signedUpAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.signed_up_at) FROM users AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.signed_up_at) FROM users AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days,
            COUNT(*) FILTER (WHERE cohort.signed_up_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM (
            SELECT unit.*, account
            FROM ${Users.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort
          WHERE ${FILTER_PARAMS.Users.signedUpAt.filter('cohort.signed_up_at')}`,
      },
    },
  },
});
