// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('UserBehaviours', {
  sqlAlias: 'behaviours',
  sql: `
    WITH
      of_all_names AS MATERIALIZED (
        SELECT DISTINCT event.action_name
        FROM users AS unit
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE ${FILTER_PARAMS.UserBehaviours.accountId.filter('unit.account_id')}
      ),
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.user_id, unit.signed_up_at
        FROM users AS unit
        WHERE ${FILTER_PARAMS.UserBehaviours.signedUpAt.filter('unit.signed_up_at')}
          AND ${FILTER_PARAMS.UserBehaviours.userId.filter('unit.user_id')}
          AND ${FILTER_PARAMS.UserBehaviours.accountId.filter('unit.account_id')}
      ),
      of_all_key_actions_by_name AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          event.action_name,
          COUNT(DISTINCT event.id) AS times_done
        FROM units_asked_for AS unit
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.occurred_at >= unit.signed_up_at
          AND event.occurred_at < unit.signed_up_at + INTERVAL '168 hours'
        GROUP BY unit.user_id, event.action_name
      ),
      of_session_history AS NOT MATERIALIZED (
        SELECT
          unit.user_id AS unit_id,
          MIN(event.session_start_time) AS came_back_at
        FROM units_asked_for AS unit
        JOIN session_history AS event
          ON event.user_id = unit.user_id
        WHERE event.session_start_time >= unit.signed_up_at + INTERVAL '336 hours'
          AND event.session_start_time < unit.signed_up_at + INTERVAL '672 hours'
        GROUP BY unit.user_id
      )
    SELECT
      unit.user_id,
      unit.signed_up_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      of_all_names.action_name,
      times.times,
      ARRAY(SELECT action_name FROM of_all_names) AS all_names,
      ARRAY[1, 2, 3, 5] AS all_times,
      of_all_names.action_name = (SELECT MIN(action_name) FROM of_all_names) AND times.times = 1 AS is_first,
      of_all_key_actions_by_name.times_done,
      of_session_history.came_back_at,
      of_all_key_actions_by_name.times_done >= times.times AS has_done
    FROM users AS unit
    CROSS JOIN of_all_names
    CROSS JOIN (VALUES (1), (2), (3), (5)) AS times (times)
    LEFT JOIN of_all_key_actions_by_name
      ON of_all_key_actions_by_name.unit_id = unit.user_id
      AND of_all_key_actions_by_name.action_name = of_all_names.action_name
    LEFT JOIN of_session_history
      ON of_session_history.unit_id = unit.user_id
    WHERE unit.signed_up_at + INTERVAL '672 hours' <= NOW()`,
  title: 'User behaviours',
  description: 'Each new user who signed up at least 28 × 24 hours ago, with each tracked action of known users and with 1, 2, 3 and 5 times, done so often or not.',
  meta: {
    countedBy: 'userId',
    attributesOfUnit: ['signedUpAt', 'persona', 'planType', 'signupSource'],
    rowsOfUnit: ['actionName', 'times'],
    sparse: {
      dimensions: { actionName: 'allNames', times: 'allTimes' },
      ofUnits: ['newUserCount', 'othersComingBackAndDoersComingBack', 'usersNotDoingAndUsersDoing'],
      ofItem: ['usersDoing', 'doersComingBack'],
      isOwn: 'hasDone',
      isFirst: 'isFirst',
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
    actionName: {
      sql: `${CUBE}.action_name`,
      type: 'string',
      title: 'Action name',
      description: 'The action: each that a known user has done, whenever. Every user is in its row, so that the measures are each of one action and a query needs it, as a dimension or as a filter by one value.',
      primaryKey: true,
      public: true,
    },
    times: {
      sql: `${CUBE}.times`,
      type: 'number',
      title: 'Times',
      description: 'How often at least: 1, 2, 3 or 5 times. The measures are each of one of these, so that a query needs it, as a dimension or as a filter by one value.',
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
    hasDone: { sql: `${CUBE}.has_done`, type: 'boolean', public: false },
    isFirst: { sql: `${CUBE}.is_first`, type: 'boolean', public: false },
  },
  measures: {
    newUserCount: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      title: 'Settled new users',
      description: 'How many users signed up at least 28 × 24 hours ago, whatever they did.',
      meta: { unit: 'users', by: ['actionName', 'times'] },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.actionName, CUBE.times],
    },
    usersDoing: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.has_done` }],
      title: 'Users doing it',
      description: 'How many of the settled new users did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up.',
      meta: { unit: 'users', by: ['actionName', 'times'] },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.actionName, CUBE.times],
    },
    reach: {
      sql: `100.0 * ${CUBE.usersDoing} / NULLIF(${CUBE.newUserCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'usersDoing',
        below: 'newUserCount',
        by: ['actionName', 'times'],
      },
      title: 'Reach (%)',
      description: 'Of the settled new users, the percentage who did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up.',
    },
    reachLow: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.usersDoing} * (${CUBE.newUserCount} - ${CUBE.usersDoing}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Reach, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    reachHigh: {
      sql: `CASE WHEN ${CUBE.newUserCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.usersDoing} * (${CUBE.newUserCount} - ${CUBE.usersDoing}) / ${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.newUserCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Reach, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    doersComingBack: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.has_done` }, { sql: `${CUBE}.came_back_at IS NOT NULL` }],
      title: 'Doers coming back',
      description: 'How many of the users doing it began a session from 14 × 24 to before 28 × 24 hours after signing up.',
      meta: { unit: 'users', by: ['actionName', 'times'] },
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.actionName, CUBE.times],
    },
    retentionOfDoers: {
      sql: `100.0 * ${CUBE.doersComingBack} / NULLIF(${CUBE.usersDoing}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'doersComingBack',
        below: 'usersDoing',
        by: ['actionName', 'times'],
      },
      title: 'Retention of doers (%)',
      description: 'Of the users doing it, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up. It is an association, and says nothing of the cause.',
    },
    retentionOfDoersLow: {
      sql: `CASE WHEN ${CUBE.usersDoing} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.doersComingBack} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.doersComingBack} * (${CUBE.usersDoing} - ${CUBE.doersComingBack}) / ${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Retention of doers, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    retentionOfDoersHigh: {
      sql: `CASE WHEN ${CUBE.usersDoing} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.doersComingBack} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.doersComingBack} * (${CUBE.usersDoing} - ${CUBE.doersComingBack}) / ${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.usersDoing} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Retention of doers, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    othersComingBackAndDoersComingBack: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.came_back_at IS NOT NULL` }],
      public: false,
    },
    othersComingBack: {
      type: 'number',
      sql: `(${CUBE.othersComingBackAndDoersComingBack} - ${CUBE.doersComingBack})`,
      title: 'Others coming back',
      description: "How many of the settled new users who didn't do the action so often began a session from 14 × 24 to before 28 × 24 hours after signing up.",
      meta: { unit: 'users', by: ['actionName', 'times'] },
    },
    usersNotDoingAndUsersDoing: { type: 'countDistinct', sql: `${CUBE}.user_id`, public: false },
    usersNotDoing: {
      type: 'number',
      sql: `(${CUBE.usersNotDoingAndUsersDoing} - ${CUBE.usersDoing})`,
      title: 'Users not doing it',
      description: "How many of the settled new users didn't do the action so many times, at or after the sign-up and less than 7 × 24 hours after signing up.",
      meta: { unit: 'users', by: ['actionName', 'times'] },
    },
    retentionOfOthers: {
      sql: `100.0 * ${CUBE.othersComingBack} / NULLIF(${CUBE.usersNotDoing}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'othersComingBack',
        below: 'usersNotDoing',
        by: ['actionName', 'times'],
      },
      title: 'Retention of others (%)',
      description: "Of the settled new users who didn't do the action so often, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up.",
    },
    retentionOfOthersLow: {
      sql: `CASE WHEN ${CUBE.usersNotDoing} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.othersComingBack} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.othersComingBack} * (${CUBE.usersNotDoing} - ${CUBE.othersComingBack}) / ${CUBE.usersNotDoing} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.usersNotDoing} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Retention of others, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    retentionOfOthersHigh: {
      sql: `CASE WHEN ${CUBE.usersNotDoing} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.othersComingBack} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.othersComingBack} * (${CUBE.usersNotDoing} - ${CUBE.othersComingBack}) / ${CUBE.usersNotDoing} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.usersNotDoing} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', by: ['actionName', 'times'] },
      title: 'Retention of others, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    retentionDifference: {
      type: 'number',
      format: '.2f',
      title: 'Difference in retention (percentage points)',
      description: 'The retention of doers less that of others. It is an association, and says nothing of the cause. Empty where either are nobody.',
      meta: { unit: 'percentage points', scale: '-100 to 100', by: ['actionName', 'times'] },
      sql: `100.0 * (${CUBE.doersComingBack} * ${CUBE.usersNotDoing} - ${CUBE.othersComingBack} * ${CUBE.usersDoing}) / NULLIF(${CUBE.usersDoing} * ${CUBE.usersNotDoing}, 0)`,
    },
    retentionDifferenceLow: {
      type: 'number',
      format: '.2f',
      title: 'Difference in retention, low (percentage points)',
      description: "The lower end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is above 0, doers came back more often.",
      meta: { unit: 'percentage points', scale: '-100 to 100', by: ['actionName', 'times'] },
      sql: `${CUBE.retentionOfDoers} - ${CUBE.retentionOfOthers} - SQRT(POWER(${CUBE.retentionOfDoers} - ${CUBE.retentionOfDoersLow}, 2) + POWER(${CUBE.retentionOfOthersHigh} - ${CUBE.retentionOfOthers}, 2))`,
    },
    retentionDifferenceHigh: {
      type: 'number',
      format: '.2f',
      title: 'Difference in retention, high (percentage points)',
      description: "The upper end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is below 0, doers came back less often.",
      meta: { unit: 'percentage points', scale: '-100 to 100', by: ['actionName', 'times'] },
      sql: `${CUBE.retentionOfDoers} - ${CUBE.retentionOfOthers} + SQRT(POWER(${CUBE.retentionOfDoersHigh} - ${CUBE.retentionOfDoers}, 2) + POWER(${CUBE.retentionOfOthers} - ${CUBE.retentionOfOthersLow}, 2))`,
    },
    allNames: { type: 'number', sql: `MAX(${CUBE}.all_names)`, public: false },
    allTimes: { type: 'number', sql: `MAX(${CUBE}.all_times)`, public: false },
  },
  preAggregations: {},
});
