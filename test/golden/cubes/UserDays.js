// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserDays', {
  sqlAlias: 'user_days',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at
        FROM users AS unit
        WHERE ${FILTER_PARAMS.UserDays.signedUpAt.filter('unit.signed_up_at')}
          AND ${FILTER_PARAMS.UserDays.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.UserDays.accountId.filter('unit.account_id')}
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
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      age.day,
      of_key_actions_of_headline.first_key_action_at,
      CASE WHEN unit.signed_up_at <= NOW() THEN
        CAST(LEAST(EXTRACT(DAY FROM LEAST(of_key_actions_of_headline.first_key_action_at, NOW()) - unit.signed_up_at), 91) * 2 AS SMALLINT)
          + CASE WHEN of_key_actions_of_headline.first_key_action_at <= NOW() THEN 1::SMALLINT ELSE 0::SMALLINT END
      END AS leaves
    FROM users AS unit
    CROSS JOIN GENERATE_SERIES(0, 90) AS age (day)
    LEFT JOIN of_key_actions_of_headline
      ON of_key_actions_of_headline.unit_id = unit.user_id`,
  title: 'User days',
  description: 'Each new user with each day of age, from 0 to 90.',
  meta: {
    late: {
      dimension: 'day',
      last: 90,
      ofGroup: 'lifeTable',
      ofItem: 'thisDay',
    },
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
    day: {
      sql: `${CUBE}.day`,
      type: 'number',
      title: 'Day of age',
      description: 'The day after the sign-up, from 0 to 90: day 7 is from 7 × 24 to before 8 × 24 hours after it. The measures are each of one day, so a query needs it.',
      primaryKey: true,
      public: true,
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
  },
  measures: {
    lifeTable: {
      type: 'number',
      sql: `
        CASE WHEN COUNT(*) > 0 THEN ARRAY(
          SELECT CAST(ARRAY[at_risk, events, leaving - events, 100 * CASE WHEN at_risk > events THEN 1 - EXP(SUM(LN(CAST(NULLIF(at_risk - events, 0) AS DOUBLE PRECISION) / at_risk)) OVER (ORDER BY day)) WHEN at_risk > 0 THEN 1 END] AS DOUBLE PRECISION[])
          FROM (
            SELECT
              day,
              SUM(COALESCE(leaving, 0)) OVER (ORDER BY day DESC) AS at_risk,
              COALESCE(leaving, 0) AS leaving,
              COALESCE(events, 0) AS events
            FROM GENERATE_SERIES(0, 91) AS day
            LEFT JOIN (
              SELECT leaves / 2 AS day, COUNT(*) AS leaving, COUNT(*) FILTER (WHERE leaves % 2 = 1) AS events
              FROM UNNEST(ARRAY_AGG(${CUBE}.leaves)) AS leaves
              GROUP BY 1
            ) AS left_on USING (day)
          ) AS days
          WHERE day <= 90
          ORDER BY day
        ) END`,
      public: false,
    },
    thisDay: {
      type: 'number',
      sql: `CASE WHEN MIN(${CUBE}.day) = MAX(${CUBE}.day) THEN MIN(${CUBE}.day) END`,
      public: false,
    },
    usersAtRisk: {
      type: 'number',
      sql: `CAST((${CUBE.lifeTable})[${CUBE.thisDay} + 1][1] AS BIGINT)`,
      title: 'Users not activated yet',
      description: 'How many of the new users have an age of day × 24 hours or more, and had not done the key action (project_created) by then.',
      meta: { unit: 'users', by: ['day'] },
    },
    usersActivated: {
      type: 'number',
      sql: `CAST((${CUBE.lifeTable})[${CUBE.thisDay} + 1][2] AS BIGINT)`,
      title: 'Users activated on the day',
      description: 'How many of these did the key action (project_created) for the first time on that day of their age.',
      meta: { unit: 'users', by: ['day'] },
    },
    usersCensored: {
      type: 'number',
      sql: `CAST((${CUBE.lifeTable})[${CUBE.thisDay} + 1][3] AS BIGINT)`,
      title: 'Users observed no longer',
      description: 'How many of these are of that very age now and have not done it: what comes of them is not known yet.',
      meta: { unit: 'users', by: ['day'] },
    },
    estimatedShareActivated: {
      type: 'number',
      sql: `(${CUBE.lifeTable})[${CUBE.thisDay} + 1][4]`,
      format: '.2f',
      title: 'Estimated share activated (%)',
      description: 'The percentage of the new users estimated to have done the key action (project_created) by the end of that day of their age, by the life table: over all days up to it, the share of those at risk who did it on the day. Empty where no user is that old and without it.',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        by: ['day'],
      },
    },
  },
  preAggregations: {},
});
