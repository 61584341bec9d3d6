import { activated, activation, activationList as list, users } from '../cohorts/users.ts';
import { sessions } from '../language/events.ts';
import { atLeast, fewerThan, has, tally, upTo } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { count, mean, segment, share, timeTo } from '../language/shapes.ts';

const view = 'MultiSessionActivationCompletionRate';

export default kpis(view, users, ({ multiSessionMinimumSessions: several }) => {
  // Sessions have no lower bound: a sign-up happens inside a session that began before it.
  const sessionsToActivation = tally('sessionsToActivation', sessions, {
    until: upTo(activation),
    words: {
      title: 'Sessions to activation',
      description:
        'How many sessions the user had started by the moment of the activation; empty for a user who did not activate.',
    },
  });
  return {
    name: 'Multi-session activation completion rate',
    title: 'Activation by sessions',
    description:
      'Of the new users, the share who completed the activation flow across more than one session. Cohorts by sign-up.',
    sqlAlias: 'multi_session',
    headline: { rate: 'multiSessionActivationCompletionRate' },
    breakdowns: [sessionsToActivation],
    shapes: [
      count(activated),
      share({
        above: {
          name: 'multiSessionActivatedUserCount',
          where: atLeast(several, sessionsToActivation),
          list,
          words: {
            title: 'Users activated over several sessions',
            description: `How many of the new users completed the activation flow with at least ${several} sessions started by then. Sessions after the activation don't count.`,
          },
        },
        rate: {
          name: 'multiSessionActivationCompletionRate',
          title: 'Multi-session activation completion rate',
          description: `Of the new users, the percentage who completed the activation flow across at least ${several} sessions.`,
        },
        hasInterval: true,
      }),
      share({
        above: {
          name: 'singleSessionActivatedUserCount',
          where: fewerThan(several, sessionsToActivation),
          list,
          words: {
            title: 'Users activated in a single session',
            description: `How many of the new users completed the activation flow with fewer than ${several} sessions started by then.`,
          },
        },
        rate: {
          name: 'singleSessionActivationCompletionRate',
          title: 'Single-session activation completion rate',
          description: `Of the new users, the percentage who completed the activation flow in fewer than ${several} sessions.`,
        },
      }),
      timeTo({
        moment: activation,
        count: activated,
        each: {
          name: 'hoursToActivation',
          title: 'Hours to activation',
          description: 'Hours from the sign-up to the activation; empty for a user who did not activate.',
        },
        average: {
          name: 'averageHoursToActivation',
          title: 'Average hours to activation',
          description: 'Average hours from the sign-up to the activation, over the new users who activated.',
        },
        median: {
          name: 'medianHoursToActivation',
          title: 'Median hours to activation',
          description: 'Median hours from the sign-up to the activation, over the new users who activated.',
        },
      }),
      mean({
        tally: sessionsToActivation,
        count: activated,
        mean: {
          name: 'averageSessionsToActivation',
          title: 'Average sessions to activation',
          description:
            'How many sessions the activated new users had started by the moment of their activation, on average.',
        },
        unit: 'sessions',
      }),
      segment({
        name: 'activated',
        where: has(activation),
        words: {
          title: 'Activated',
          description: 'New users who completed the activation flow, at or after their sign-up.',
        },
      }),
      segment({
        name: 'multiSession',
        where: atLeast(several, sessionsToActivation),
        words: {
          title: 'Activated over several sessions',
          description: `New users who completed the activation flow with at least ${several} sessions started by then.`,
        },
      }),
    ],
    guide: {
      question:
        'Of the new users, how many completed the activation flow across more than one session? In other words: how many came back to finish?',
      counted: [
        'Every user who signed up, below the line: also those who never began the activation flow.',
        'Sessions that began at or before the moment of the activation. The one in which the user signed up counts, although it began before the sign-up.',
        'An activated user without a session on record, as single-session. So activated users are the multi-session ones and the single-session ones, and no others.',
      ],
      notCounted: [
        'Sessions that began after the activation. Somebody who activated in one sitting and came back the week after is single-session.',
        'An activation dated before the sign-up. The user stays below the line.',
        'Activations and sessions of users who are not in `users`.',
      ],
      rises:
        'More people come back and finish what they began. Look at the single-session rate beside it: where that falls by as much, the flow has become too long for one sitting, and that is no success. Where it holds, reminders and saved progress are working.',
      falls:
        'Either people finish at once (the single-session rate rises: good), or those who leave in the middle no longer return (it does not: look at what brings them back). The newest cohorts are always low: their users have had little time to return.',
      answer: '47.00 %, 470 of 1,000 users',
      examples: [
        {
          title: 'Both ways to activate, by month of sign-up',
          query: {
            measures: [
              `${view}.multiSessionActivationCompletionRate`,
              `${view}.singleSessionActivationCompletionRate`,
            ],
            timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
            order: { [`${view}.signedUpAt`]: 'asc' },
          },
        },
        {
          title: 'How many sessions an activation takes',
          query: {
            measures: [`${view}.newUserCount`],
            dimensions: [`${view}.sessionsToActivation`],
            segments: [`${view}.activated`],
            order: { [`${view}.sessionsToActivation`]: 'asc' },
          },
        },
      ],
    },
  };
});
