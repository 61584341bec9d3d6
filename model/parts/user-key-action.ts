import { completedWithin, windowedActivationMeasures } from './activation-windows';
import { userAttributeNames } from './attributes';
import { definitions } from './definitions';
import { joinSummary } from './log-summary';
import type { CubePart } from './part';
import { hours, rate, users } from './scales';
import { sources } from './sources';
import { sqlAverageHours, sqlDays, sqlHours, sqlMicroseconds, sqlString } from './sql';
import { wilsonBounds } from './wilson';

const { activationWindowDays } = definitions;

const timeToKeyAction = (CUBE: CubeReference): string => `${CUBE}.first_key_action_at - ${CUBE}.signed_up_at`;

/** When a user first did the key action: what the activation rate measures. */
const firstKeyAction = (keyActions: string, keyAction: string): CubePart => ({
  // Rule 3: a key action before the sign-up isn't one. Who did one before it is looked at again: few have.
  columns: `
      CASE
        WHEN key_action.first_at >= u.signed_up_at THEN key_action.first_at
        WHEN key_action.first_at IS NOT NULL THEN (
          SELECT MIN(k.occurred_at)
          FROM ${keyActions} AS k
          WHERE k.user_id = u.user_id
            AND k.action_name = ${sqlString(keyAction)}
            AND k.occurred_at >= u.signed_up_at
        )
      END AS first_key_action_at`,
  joins: (ofFewUnits) =>
    joinSummary(
      {
        name: 'key_action',
        columns: ['MIN(k.occurred_at) AS first_at'],
        from: `${keyActions} AS k`,
        where: `k.action_name = ${sqlString(keyAction)}`,
        unit: 'k.user_id',
        isUnit: 'u.user_id',
      },
      ofFewUnits,
    ),
  dimensions: {
    firstKeyActionAt: {
      sql: (CUBE) => `${CUBE}.first_key_action_at`,
      type: 'time',
      title: 'First key action at',
      description: `When the user first did the key action (${keyAction}) at or after the sign-up; empty for a user who did not.`,
    },
    hoursToKeyAction: {
      sql: (CUBE) => sqlHours(timeToKeyAction(CUBE)),
      type: 'number',
      title: 'Hours to the key action',
      description:
        'Hours from the sign-up to the first key action that counts; empty for a user who did none.',
      ...hours,
    },
  },
  segments: {
    matured: {
      sql: (CUBE) => `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()`,
      title: 'Matured',
      description: `New users who had their full ${activationWindowDays} × 24 hours for the key action by now.`,
    },
  },
  measures: {
    usersCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: (CUBE) => completedWithin(CUBE, activationWindowDays) }],
      title: 'Users completing the key action',
      description: `How many of the new sign-ups did the key action (${keyAction}) at or after the sign-up and less than ${activationWindowDays} × 24 hours later.`,
      meta: users,
      drillMembers: (CUBE) => [CUBE.userId, CUBE.signedUpAt, CUBE.firstKeyActionAt, CUBE.hoursToKeyAction],
    },
    activationRate: {
      ...rate,
      sql: (CUBE) => `100.0 * ${CUBE.usersCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Activation rate (%)',
      description: `Of the new sign-ups, the percentage who did the key action (${keyAction}) within ${activationWindowDays} days of the sign-up. Young cohorts count in full: see the matured activation rate.`,
    },
    ...wilsonBounds('activationRate', 'Activation rate', 'usersCompletingKeyAction', 'newUserCount'),
    ...windowedActivationMeasures(keyAction),
    usersEverCompletingKeyAction: {
      type: 'count',
      filters: [{ sql: (CUBE) => `${CUBE}.first_key_action_at IS NOT NULL` }],
      public: false,
    },
    activationRateAnytime: {
      ...rate,
      sql: (CUBE) => `100.0 * ${CUBE.usersEverCompletingKeyAction} / NULLIF(${CUBE.newUserCount}, 0)`,
      title: 'Activation rate, any time (%)',
      description: `Of the new sign-ups, the percentage who ever did the key action (${keyAction}) at or after the sign-up.`,
    },
    maturedSignUps: {
      type: 'count',
      filters: [{ sql: (CUBE) => `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()` }],
      title: 'Matured sign-ups',
      description: `How many of the new sign-ups had their full ${activationWindowDays} × 24 hours by now.`,
      meta: users,
      drillMembers: (CUBE) => [CUBE.userId, CUBE.signedUpAt, ...userAttributeNames.map((name) => CUBE[name])],
    },
    maturedUsersCompletingKeyAction: {
      type: 'count',
      filters: [
        { sql: (CUBE) => `${CUBE}.signed_up_at + ${sqlDays(activationWindowDays)} <= NOW()` },
        { sql: (CUBE) => completedWithin(CUBE, activationWindowDays) },
      ],
      public: false,
    },
    maturedActivationRate: {
      ...rate,
      sql: (CUBE) => `100.0 * ${CUBE.maturedUsersCompletingKeyAction} / NULLIF(${CUBE.maturedSignUps}, 0)`,
      title: 'Matured activation rate (%)',
      description: `The activation rate over the sign-ups that had their full ${activationWindowDays} × 24 hours by now; it doesn't make a young cohort look bad.`,
    },
    microsecondsToKeyAction: {
      type: 'sum',
      sql: (CUBE) => sqlMicroseconds(timeToKeyAction(CUBE)),
      public: false,
    },
    averageHoursToKeyAction: {
      type: 'number',
      sql: (CUBE) => sqlAverageHours(CUBE.microsecondsToKeyAction, CUBE.usersEverCompletingKeyAction),
      title: 'Average hours to the key action',
      description:
        'Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      ...hours,
    },
    medianHoursToKeyAction: {
      type: 'number',
      // The columns and not the dimension, which an analyst doesn't see.
      sql: (CUBE) => `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${sqlHours(timeToKeyAction(CUBE))})`,
      title: 'Median hours to the key action',
      description:
        'Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
      ...hours,
    },
  },
});

/** The part that {@link firstKeyAction} adds to users, where the data tell of key actions. */
export const firstKeyActionPart = (keyAction: string): CubePart | null =>
  sources.keyActions && firstKeyAction(sources.keyActions.relation, keyAction);
