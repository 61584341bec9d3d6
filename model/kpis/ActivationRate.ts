import { users } from '../cohorts/users.ts';
import { actions } from '../language/events.ts';
import { after, first, has, settled, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { type Count, segment, share, timeTo, waitsFor } from '../language/shapes.ts';

const view = 'ActivationRate';

export default kpis(
  view,
  users,
  ({ keyAction, activationWindowDays: days, activationWindowsOfferedDays: offered }) => {
    const did = `did the key action (${keyAction})`;
    const firstKeyAction = first('firstKeyActionAt', actions(keyAction), {
      words: {
        title: 'First key action at',
        description: `When the user first ${did} at or after the sign-up; empty for a user who did not.`,
      },
    });
    const nextKeyAction = first('nextKeyActionAt', actions(keyAction), { since: after(firstKeyAction) });
    const ever: Count = { name: 'usersEverCompletingKeyAction', where: has(firstKeyAction) };
    const hadTheWindow = `had their full ${days} × 24 hours`;
    return {
      name: 'Activation rate (first key action)',
      title: 'First key action',
      description: `Of the new sign-ups, the share who ${did} soon after signing up. Cohorts by sign-up.`,
      sqlAlias: 'activation_rate',
      cohortCount: { name: 'newSignUps', title: 'New sign-ups' },
      headline: { rate: 'activationRate' },
      shapes: [
        share({
          above: {
            name: 'usersCompletingKeyAction',
            where: within(firstKeyAction, days),
            list: ['firstKeyActionAt', 'hoursToKeyAction'],
            words: {
              title: 'Users completing the key action',
              description: `How many of the new sign-ups ${did} at or after the sign-up and less than ${days} × 24 hours later.`,
            },
          },
          rate: {
            name: 'activationRate',
            title: 'Activation rate',
            description: `Of the new sign-ups, the percentage who ${did} within ${days} days of the sign-up. Young cohorts count in full: see the matured activation rate.`,
          },
          hasInterval: true,
          matured: {
            below: {
              name: 'maturedSignUps',
              words: {
                title: 'Matured sign-ups',
                description: `How many of the new sign-ups ${hadTheWindow} by now.`,
              },
            },
            rate: {
              name: 'maturedActivationRate',
              title: 'Matured activation rate',
              description: `The activation rate over the sign-ups that ${hadTheWindow} by now; it doesn't make a young cohort look bad.`,
            },
          },
        }),
        ...offered.map((window) =>
          share({
            above: { name: `usersCompletingKeyAction${window}d`, where: within(firstKeyAction, window) },
            rate: {
              name: `activationRate${window}d`,
              title: `Activation rate within ${window} ${window === 1 ? 'day' : 'days'}`,
              description: `Of the new sign-ups, the percentage who ${did} at or after the sign-up and less than ${window} × 24 hours later.`,
            },
          }),
        ),
        share({
          above: ever,
          rate: {
            name: 'activationRateAnytime',
            title: 'Activation rate, any time',
            description: `Of the new sign-ups, the percentage who ever ${did} at or after the sign-up.`,
          },
        }),
        timeTo({
          moment: firstKeyAction,
          count: ever,
          each: {
            name: 'hoursToKeyAction',
            title: 'Hours to the key action',
            description:
              'Hours from the sign-up to the first key action that counts; empty for a user who did none.',
          },
          average: {
            name: 'averageHoursToKeyAction',
            title: 'Average hours to the key action',
            description:
              'Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
          },
          median: {
            name: 'medianHoursToKeyAction',
            title: 'Median hours to the key action',
            description:
              'Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came.',
          },
        }),
        timeTo({
          moment: nextKeyAction,
          count: { name: 'usersRepeatingKeyAction', where: has(nextKeyAction) },
          average: {
            name: 'averageHoursToRepeatKeyAction',
            title: 'Average hours to the repeated key action',
            description:
              'Average hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came.',
          },
          median: {
            name: 'medianHoursToRepeatKeyAction',
            title: 'Median hours to the repeated key action',
            description:
              'Median hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came.',
          },
        }),
        waitsFor({
          moment: firstKeyAction,
          name: 'DidKeyAction',
          title: 'did the key action',
          units: 'new sign-ups',
          from: 'the sign-up',
          did,
        }),
        segment({
          name: 'matured',
          where: settled(days),
          words: {
            title: 'Matured',
            description: `New users who ${hadTheWindow} for the key action by now.`,
          },
        }),
      ],
      guide: {
        question: `Of the new sign-ups, how many did the key action (\`${keyAction}\`) within ${days} days?`,
        counted: [
          'Every sign-up, below the line: also those of yesterday, who have had little time.',
          'The first key action at or after the sign-up. One at the very moment of the sign-up counts.',
          `The user's own ${days} × 24 hours. Calendar days and time zones play no part.`,
        ],
        notCounted: [
          `A key action at exactly ${days} × 24 hours after the sign-up, or later. It counts in the wider windows and in \`activationRateAnytime\`.`,
          'A key action dated before the sign-up, other actions, and the second key action of a user.',
          'Actions of users who are not in `users`.',
        ],
        rises:
          'New users get to the key action sooner, or more of them do. The wider windows tell which: where `activationRateAnytime` holds, the same people are only faster.',
        falls:
          'Fewer of them get there in time. Before you act, compare `maturedActivationRate`: where it holds, the fall comes from cohorts that are still inside their window. Then look at `signupSource`: a new source of weaker sign-ups lowers the rate of all.',
        answer: '42.00 %, 420 of 1,000 users',
        examples: [
          {
            title: 'By month of sign-up',
            query: {
              measures: [`${view}.activationRate`],
              timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
              order: { [`${view}.signedUpAt`]: 'asc' },
            },
          },
          {
            title: 'By source of the sign-up, the best first, with how long it takes',
            query: {
              measures: [`${view}.maturedActivationRate`, `${view}.medianHoursToKeyAction`],
              dimensions: [`${view}.signupSource`],
              order: { [`${view}.maturedActivationRate`]: 'desc' },
            },
          },
        ],
      },
    };
  },
  'keyAction',
);
