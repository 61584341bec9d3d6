import { definitions } from './definitions';
import { rate } from './scales';
import { sqlDays } from './sql';

/** SQL: whether the user's first key action came inside the half-open window after the sign-up (rule 4). */
export const completedWithin = (reference: CubeReference, days: number): string =>
  `${reference}.first_key_action_at < ${reference}.signed_up_at + ${sqlDays(days)}`;

/** For each window offered: the users inside it (hidden) and the rate `activationRate<days>d`. */
export const windowedActivationMeasures = (keyAction: string): Record<string, CubeMeasure> =>
  Object.fromEntries(
    definitions.activationWindowsOfferedDays.flatMap((days): [string, CubeMeasure][] => [
      [
        `usersCompletingKeyAction${days}d`,
        {
          type: 'count',
          filters: [{ sql: (CUBE) => completedWithin(CUBE, days) }],
          public: false,
        },
      ],
      [
        `activationRate${days}d`,
        {
          ...rate,
          sql: (CUBE) =>
            `100.0 * ${CUBE[`usersCompletingKeyAction${days}d`]} / NULLIF(${CUBE.newUserCount}, 0)`,
          title: `Activation rate within ${days} ${days === 1 ? 'day' : 'days'} (%)`,
          description: `Of the new sign-ups, the percentage who did the key action (${keyAction}) at or after the sign-up and less than ${days} × 24 hours later.`,
        },
      ],
    ]),
  );
