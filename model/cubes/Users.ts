import { completedWithin, windowedActivationMeasures } from './activation-windows';
import { definitions } from './definitions';
import { hours, rate, users } from './scales';
import { sqlDays, sqlString } from './sql';
import { wilsonBounds } from './wilson';

const { keyAction, activationWindowDays, multiSessionMinimumSessions } = definitions;

/**
 * One row a new user, with what the user KPIs measure: when the activation was completed, in how many sessions,
 * and when the key action was first done. Postgres leaves out each LEFT JOIN that a query doesn't read from,
 * and reads the joined rows only for the users that pass the query's filters.
 */
cube('Users', {
  // The join conditions carry rule 3: an activation or a key action before the sign-up isn't one.
  sql: `
    SELECT
      u.user_id,
      u.account_id,
      u.signed_up_at,
      u.persona,
      u.plan_type,
      u.signup_source,
      activation.activation_milestone_completion_timestamp AS activated_at,
      sessions.sessions_to_activation,
      key_action.first_key_action_at
    FROM users AS u
    LEFT JOIN activated_users AS activation
      ON activation.user_id = u.user_id
      AND activation.activation_milestone_completion_timestamp >= u.signed_up_at
    LEFT JOIN LATERAL (
      SELECT COUNT(*) AS sessions_to_activation
      FROM session_history AS s
      WHERE s.user_id = activation.user_id
        AND s.session_start_time <= activation.activation_milestone_completion_timestamp
    ) AS sessions ON TRUE
    LEFT JOIN LATERAL (
      SELECT MIN(k.occurred_at) AS first_key_action_at
      FROM key_actions AS k
      WHERE k.user_id = u.user_id
        AND k.action_name = ${sqlString(keyAction)}
        AND k.occurred_at >= u.signed_up_at
    ) AS key_action ON TRUE`,
  title: 'Users',
  description: 'New users (sign-ups), with their activation and their first key action.',

  joins: {
    UserAccounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${UserAccounts.id}` },
  },

  dimensions: {
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      primaryKey: true,
      public: true,
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
    persona: {
      sql: `${CUBE}.persona`,
      type: 'string',
      title: 'Persona',
      description: "The user's persona; empty where it isn't known.",
    },
    planType: {
      sql: `${CUBE}.plan_type`,
      type: 'string',
      title: 'Plan type',
      description: "The user's plan; empty where it isn't known.",
    },
    signupSource: {
      sql: `${CUBE}.signup_source`,
      type: 'string',
      title: 'Sign-up source',
      description: "The acquisition source of the sign-up; empty where it isn't known.",
    },
    activatedAt: {
      sql: `${CUBE}.activated_at`,
      type: 'time',
      title: 'Activated at',
      description:
        'When the user completed the activation flow, at or after the sign-up; empty for a user who did not.',
    },
    sessionsToActivation: {
      sql: `CASE WHEN ${CUBE}.activated_at IS NOT NULL THEN ${CUBE}.sessions_to_activation END`,
      type: 'number',
      title: 'Sessions to activation',
      description:
        'How many sessions the user had started by the moment of the activation; empty for a user who did not activate.',
    },
    hoursToActivation: {
      sql: `EXTRACT(EPOCH FROM ${CUBE}.activated_at - ${CUBE}.signed_up_at) / 3600`,
      type: 'number',
      title: 'Hours to activation',
      description: 'Hours from the sign-up to the activation; empty for a user who did not activate.',
      ...hours,
    },
    firstKeyActionAt: {
      sql: `${CUBE}.first_key_action_at`,
      type: 'time',
      title: 'First key action at',
      description: `When the user first did the key action (${keyAction}) at or after the sign-up; empty for a user who did not.`,
    },
    hoursToKeyAction: {
      sql: `EXTRACT(EPOCH FROM ${CUBE}.first_key_action_at - ${CUBE}.signed_up_at) / 3600`,
      type: 'number',
      title: 'Hours to the key action',
      description:
        'Hours from the sign-up to the first key action that counts; empty for a user who did none.',
      ...hours,
    },
  },

  segments: {
    activated: {
      sql: `${CUBE}.activated_at IS NOT NULL`,
      title: 'Activated',
      description: 'New users who completed the activation flow, at or after their sign-up.',
    },
    multiSession: {
      sql: `${CUBE}.sessions_to_activation >= ${multiSessionMinimumSessions}`,
      title: 'Activated over several sessions',
      description: `New users who completed the activation flow with at least ${multiSessionMinimumSessions} sessions started by then.`,
    },
    matured: {
      sql: `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()`,
      title: 'Matured',
      description: `New users who had their full ${activationWindowDays} × 24 hours for the key action by now.`,
    },
  },

  measures: {
    newUserCount: {
      type: 'count',
      title: 'New users',
      description: 'How many users signed up.',
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },

    activatedUserCount: {
      type: 'count',
      filters: [{ sql: `${CUBE}.activated_at IS NOT NULL` }],
      title: 'Activated users',
      description: 'How many of the new users completed the activation flow, at or after their sign-up.',
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivatedUserCount: {
      type: 'count',
      filters: [{ sql: `${CUBE}.sessions_to_activation >= ${multiSessionMinimumSessions}` }],
      title: 'Users activated over several sessions',
      description: `How many of the new users completed the activation flow with at least ${multiSessionMinimumSessions} sessions started by then. Sessions after the activation don't count.`,
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    singleSessionActivatedUserCount: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.activated_at IS NOT NULL` },
        { sql: `${CUBE}.sessions_to_activation < ${multiSessionMinimumSessions}` },
      ],
      title: 'Users activated in a single session',
      description: `How many of the new users completed the activation flow with fewer than ${multiSessionMinimumSessions} sessions started by then.`,
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivationCompletionRate: {
      ...rate,
      sql: `100.0 * ${CUBE.multiSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Multi-session activation completion rate (%)',
      description: `Of the new users, the percentage who completed the activation flow across at least ${multiSessionMinimumSessions} sessions.`,
    },
    singleSessionActivationCompletionRate: {
      ...rate,
      sql: `100.0 * ${CUBE.singleSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Single-session activation completion rate (%)',
      description: `Of the new users, the percentage who completed the activation flow in fewer than ${multiSessionMinimumSessions} sessions.`,
    },
    ...wilsonBounds(
      'multiSessionActivationCompletionRate',
      'Multi-session activation completion rate',
      'multiSessionActivatedUserCount',
      'newUserCount',
    ),
    averageHoursToActivation: {
      type: 'avg',
      sql: `${CUBE.hoursToActivation}`,
      title: 'Average hours to activation',
      description: 'Average hours from the sign-up to the activation, over the new users who activated.',
      ...hours,
    },
    medianHoursToActivation: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${CUBE.hoursToActivation})`,
      title: 'Median hours to activation',
      description: 'Median hours from the sign-up to the activation, over the new users who activated.',
      ...hours,
    },
    averageSessionsToActivation: {
      type: 'avg',
      sql: `${CUBE.sessionsToActivation}`,
      title: 'Average sessions to activation',
      description:
        'How many sessions the activated new users had started by the moment of their activation, on average.',
      format: ',.2f',
      meta: { unit: 'sessions' },
    },

    usersCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: completedWithin(CUBE, activationWindowDays) }],
      title: 'Users completing the key action',
      description: `How many of the new sign-ups did the key action (${keyAction}) at or after the sign-up and less than ${activationWindowDays} × 24 hours later.`,
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.firstKeyActionAt, CUBE.hoursToKeyAction],
    },
    activationRate: {
      ...rate,
      sql: `100.0 * ${CUBE.usersCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Activation rate (%)',
      description: `Of the new sign-ups, the percentage who did the key action (${keyAction}) within ${activationWindowDays} days of the sign-up. Young cohorts count in full: see the matured activation rate.`,
    },
    ...wilsonBounds('activationRate', 'Activation rate', 'usersCompletingKeyAction', 'newUserCount'),
    ...windowedActivationMeasures,
    usersEverCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: `${CUBE}.first_key_action_at IS NOT NULL` }],
      public: false,
    },
    activationRateAnytime: {
      ...rate,
      sql: `100.0 * ${CUBE.usersEverCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Activation rate, any time (%)',
      description: `Of the new sign-ups, the percentage who ever did the key action (${keyAction}) at or after the sign-up.`,
    },
    maturedSignUps: {
      type: 'count',
      filters: [{ sql: `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()` }],
      title: 'Matured sign-ups',
      description: `How many of the new sign-ups had their full ${activationWindowDays} × 24 hours by now.`,
      meta: users,
      drillMembers: [CUBE.userId, CUBE.signedUpAt, CUBE.persona, CUBE.planType, CUBE.signupSource],
    },
    maturedUsersCompletingKeyAction: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()` },
        { sql: completedWithin(CUBE, activationWindowDays) },
      ],
      public: false,
    },
    maturedActivationRate: {
      ...rate,
      sql: `100.0 * ${CUBE.maturedUsersCompletingKeyAction} / NULLIF(${CUBE.maturedSignUps}, 0)`,
      title: 'Matured activation rate (%)',
      description: `The activation rate over the sign-ups that had their full ${activationWindowDays} × 24 hours by now; it doesn't make a young cohort look bad.`,
    },
    averageHoursToKeyAction: {
      type: 'avg',
      sql: `${CUBE.hoursToKeyAction}`,
      title: 'Average hours to the key action',
      description:
        'Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      ...hours,
    },
    medianHoursToKeyAction: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${CUBE.hoursToKeyAction})`,
      title: 'Median hours to the key action',
      description:
        'Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      ...hours,
    },
  },
});
