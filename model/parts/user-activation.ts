import { definitions } from './definitions';
import { joinSummary, type LogSummary } from './log-summary';
import type { CubePart } from './part';
import { hours, rate, users } from './scales';
import { sources } from './sources';
import { sqlAverageHours, sqlHours, sqlMicroseconds } from './sql';
import { wilsonBounds } from './wilson';

const { multiSessionMinimumSessions } = definitions;

const timeToActivation = (CUBE: CubeReference): string => `${CUBE}.activated_at - ${CUBE}.signed_up_at`;

const sessionCount = 'COUNT(*) AS to_activation';

/** The sessions up to the activation that is joined already. A session after it isn't part of it. */
const sessionsOfOne = (sessionHistory: string): LogSummary => ({
  name: 'sessions',
  columns: ['activation.activation_milestone_completion_timestamp AS activated_at', sessionCount],
  from: `${sessionHistory} AS s`,
  where: 's.session_start_time <= activation.activation_milestone_completion_timestamp',
  unit: 's.user_id',
  isUnit: 'activation.user_id',
});

/** The same of all users, with the activation inside, so that a question about sessions needs no other join. */
const sessionsOfAll = (activatedUsers: string, sessionHistory: string): LogSummary => ({
  name: 'sessions',
  columns: ['MIN(entered.activation_milestone_completion_timestamp) AS activated_at', sessionCount],
  from: `${activatedUsers} AS entered
      JOIN ${sessionHistory} AS s
        ON s.user_id = entered.user_id
        AND s.session_start_time <= entered.activation_milestone_completion_timestamp`,
  unit: 'entered.user_id',
  isUnit: 'u.user_id',
  isMadeOnce: true,
});

/** When a user was activated, and in how many sessions: what the multi-session rate measures. */
const activation = (activatedUsers: string, sessionHistory: string): CubePart => ({
  // Rule 3: an activation before the sign-up isn't one.
  columns: `
      activation.activation_milestone_completion_timestamp AS activated_at,
      CASE WHEN sessions.activated_at >= u.signed_up_at THEN sessions.to_activation END AS sessions_to_activation`,
  joins: (ofFewUnits) => `
    LEFT JOIN ${activatedUsers} AS activation
      ON activation.user_id = u.user_id
      AND activation.activation_milestone_completion_timestamp >= u.signed_up_at${joinSummary(
        ofFewUnits ? sessionsOfOne(sessionHistory) : sessionsOfAll(activatedUsers, sessionHistory),
        ofFewUnits,
      )}`,
  dimensions: {
    activatedAt: {
      sql: (CUBE) => `${CUBE}.activated_at`,
      type: 'time',
      title: 'Activated at',
      description:
        'When the user completed the activation flow, at or after the sign-up; empty for a user who did not.',
    },
    sessionsToActivation: {
      sql: (CUBE) =>
        `CASE WHEN ${CUBE}.activated_at IS NOT NULL THEN COALESCE(${CUBE}.sessions_to_activation, 0) END`,
      type: 'number',
      title: 'Sessions to activation',
      description:
        'How many sessions the user had started by the moment of the activation; empty for a user who did not activate.',
    },
    hoursToActivation: {
      sql: (CUBE) => sqlHours(timeToActivation(CUBE)),
      type: 'number',
      title: 'Hours to activation',
      description: 'Hours from the sign-up to the activation; empty for a user who did not activate.',
      ...hours,
    },
  },
  segments: {
    activated: {
      sql: (CUBE) => `${CUBE}.activated_at IS NOT NULL`,
      title: 'Activated',
      description: 'New users who completed the activation flow, at or after their sign-up.',
    },
    multiSession: {
      sql: (CUBE) => `${CUBE}.sessions_to_activation >= ${multiSessionMinimumSessions}`,
      title: 'Activated over several sessions',
      description: `New users who completed the activation flow with at least ${multiSessionMinimumSessions} sessions started by then.`,
    },
  },
  measures: {
    activatedUserCount: {
      type: 'count',
      filters: [{ sql: (CUBE) => `${CUBE}.activated_at IS NOT NULL` }],
      title: 'Activated users',
      description: 'How many of the new users completed the activation flow, at or after their sign-up.',
      meta: users,
      drillMembers: (CUBE) => [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivatedUserCount: {
      type: 'count',
      filters: [{ sql: (CUBE) => `${CUBE}.sessions_to_activation >= ${multiSessionMinimumSessions}` }],
      title: 'Users activated over several sessions',
      description: `How many of the new users completed the activation flow with at least ${multiSessionMinimumSessions} sessions started by then. Sessions after the activation don't count.`,
      meta: users,
      drillMembers: (CUBE) => [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    singleSessionActivatedUserCount: {
      type: 'count',
      filters: [{ sql: (CUBE) => `${CUBE.sessionsToActivation} < ${multiSessionMinimumSessions}` }],
      title: 'Users activated in a single session',
      description: `How many of the new users completed the activation flow with fewer than ${multiSessionMinimumSessions} sessions started by then.`,
      meta: users,
      drillMembers: (CUBE) => [CUBE.userId, CUBE.signedUpAt, CUBE.activatedAt, CUBE.sessionsToActivation],
    },
    multiSessionActivationCompletionRate: {
      ...rate,
      sql: (CUBE) => `100.0 * ${CUBE.multiSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Multi-session activation completion rate (%)',
      description: `Of the new users, the percentage who completed the activation flow across at least ${multiSessionMinimumSessions} sessions.`,
    },
    singleSessionActivationCompletionRate: {
      ...rate,
      sql: (CUBE) => `100.0 * ${CUBE.singleSessionActivatedUserCount} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Single-session activation completion rate (%)',
      description: `Of the new users, the percentage who completed the activation flow in fewer than ${multiSessionMinimumSessions} sessions.`,
    },
    ...wilsonBounds(
      'multiSessionActivationCompletionRate',
      'Multi-session activation completion rate',
      'multiSessionActivatedUserCount',
      'newUserCount',
    ),
    microsecondsToActivation: {
      type: 'sum',
      sql: (CUBE) => sqlMicroseconds(timeToActivation(CUBE)),
      public: false,
    },
    averageHoursToActivation: {
      type: 'number',
      sql: (CUBE) => sqlAverageHours(CUBE.microsecondsToActivation, CUBE.activatedUserCount),
      title: 'Average hours to activation',
      description: 'Average hours from the sign-up to the activation, over the new users who activated.',
      ...hours,
    },
    medianHoursToActivation: {
      type: 'number',
      // The columns and not the dimension, which an analyst doesn't see.
      sql: (CUBE) => `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${sqlHours(timeToActivation(CUBE))})`,
      title: 'Median hours to activation',
      description: 'Median hours from the sign-up to the activation, over the new users who activated.',
      ...hours,
    },
    totalSessionsToActivation: {
      type: 'sum',
      sql: (CUBE) => `${CUBE.sessionsToActivation}`,
      public: false,
    },
    averageSessionsToActivation: {
      type: 'number',
      sql: (CUBE) => `1.0 * ${CUBE.totalSessionsToActivation} / NULLIF(${CUBE.activatedUserCount}, 0)`,
      title: 'Average sessions to activation',
      description:
        'How many sessions the activated new users had started by the moment of their activation, on average.',
      format: ',.2f',
      meta: { unit: 'sessions' },
    },
  },
});

/** The part that {@link activation} adds to users, where the data tell of activations and sessions. */
export const activationPart =
  sources.activatedUsers && sources.sessionHistory
    ? activation(sources.activatedUsers.relation, sources.sessionHistory.relation)
    : null;
