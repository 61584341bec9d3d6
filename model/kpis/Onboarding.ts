import { activated, activation, users } from '../cohorts/users.ts';
import { hasFeatures } from '../features.ts';
import { actions, activations, sessions } from '../language/events.ts';
import {
  atLeast,
  atOrAfter,
  beforeIfEver,
  first,
  has,
  not,
  nth,
  settled,
  soonerThan,
  tally,
  within,
} from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { mean, type Shape, share, shareOf, timeToOf, waitsFor } from '../language/shapes.ts';
import { inWords } from '../milestones.ts';

const view = 'Onboarding';

// Sessions and the rows of the flow are bounded by nothing: a sign-up happens inside a session that began before it.
const flowsEntered = tally('flowsEntered', activations);
const firstSession = first('firstSessionAt', sessions, { since: 'anyTime' });
const secondSession = nth('secondSessionAt', 2, sessions);
const firstAction = first('firstActionAt', actions());

export default kpis(view, users, (settings) => {
  const { desiredAction, valueAction, basicValueAction, significantValueAction, quickWinAction } = settings;
  const { features, coreFeatures, topFeatures, initialSessions, dropOffDays, earlyDays } = settings;
  const desired = first('firstDesiredActionAt', actions(desiredAction));
  const quickWin = first('firstQuickWinAt', actions(quickWinAction), { since: atOrAfter(firstSession) });
  const sessionAfterInitial = nth('sessionAfterInitialAt', initialSessions + 1, sessions);
  const actionsInFirstSessions = tally('actionsInFirstSessions', actions(), {
    since: atOrAfter(firstSession),
    until: beforeIfEver(sessionAfterInitial),
  });
  const started = 'entered the activation flow, whether they completed it or not';
  const hadTheDays = `had their full ${dropOffDays} × 24 hours after the sign-up by now`;
  const fewSessions = initialSessions === 1 ? 'one session' : `at most ${initialSessions} sessions`;
  const usesOf = (chosen: readonly string[]) => actions(...chosen.flatMap((name) => features[name] ?? []));

  const ofFeatures = (): Shape[] => [
    shareOf({
      units: 'new users',
      did: `first used a core feature (${inWords(coreFeatures, 'or')}), at or after the sign-up, with ${fewSessions} started by then`,
      where: soonerThan(sessionAfterInitial, first('firstCoreUseAt', usesOf(coreFeatures))),
      count: {
        name: 'usersUsingCoreFeatureInFirstSessions',
        title: 'Users of a core feature in their first sessions',
      },
      rate: { name: 'firstFeatureUsageRate', title: 'First feature usage rate' },
    }),
    shareOf({
      units: 'new users',
      did: `used a top feature (${inWords(topFeatures, 'or')}) at or after the sign-up and less than ${earlyDays} × 24 hours later`,
      where: within(first('firstTopUseAt', usesOf(topFeatures)), earlyDays),
      count: { name: 'usersEngagingWithTopFeature', title: 'Users engaging with a top feature' },
      rate: { name: 'topFeatureEngagementRate', title: 'Top feature engagement rate' },
      settled: 'maturedNewUsers',
    }),
  ];
  const toAction = (name: string, moment: string, title: string, action: string): Shape =>
    timeToOf({
      moment: first(moment, actions(action)),
      name,
      title,
      span: `from the sign-up to the first \`${action}\` at or after it`,
      over: 'new users who did it',
    });

  return {
    name: 'Onboarding completion rate',
    title: 'From sign-up to value',
    description:
      'Of the new users, the share who completed the activation flow, in how many sessions and how fast, and who dropped off on the way. Cohorts by sign-up.',
    sqlAlias: 'onboarding',
    headline: { rate: 'onboardingCompletionRate' },
    shapes: [
      share({
        above: activated,
        rate: {
          name: 'onboardingCompletionRate',
          title: 'Onboarding completion rate',
          description:
            'Of the new users, the percentage who completed the activation flow, at or after their sign-up.',
        },
        hasInterval: true,
      }),
      share({
        above: activated,
        below: {
          name: 'onboardingStarted',
          where: atLeast(1, flowsEntered),
          words: {
            title: 'Users who started the onboarding',
            description: `How many of the new users ${started}.`,
          },
        },
        rate: {
          name: 'activationConversionRate',
          title: 'Activation conversion rate',
          description: `Of the new users who ${started}, the percentage who completed it, at or after their sign-up.`,
        },
        hasInterval: true,
      }),
      share({
        above: {
          name: 'usersDroppingOff',
          where: [atLeast(1, flowsEntered), settled(dropOffDays), not(within(activation, dropOffDays))],
          words: {
            title: 'Users dropping off',
            description: `How many of the new users who started the onboarding and ${hadTheDays} didn't activate in that time.`,
          },
        },
        below: {
          name: 'maturedOnboardingStarted',
          where: [atLeast(1, flowsEntered), settled(dropOffDays)],
          words: {
            title: 'Matured users who started the onboarding',
            description: `How many of the new users started the onboarding and ${hadTheDays}.`,
          },
        },
        rate: {
          name: 'dropOffRate',
          title: 'Drop-off rate',
          description: `Of the new users who started the onboarding and ${hadTheDays}, the percentage who didn't activate in that time. Lower is better.`,
        },
        hasInterval: true,
        better: 'lower',
      }),
      shareOf({
        units: 'new users',
        did: 'completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then',
        where: soonerThan(secondSession, activation),
        count: {
          name: 'usersCompletingInFirstSession',
          title: 'Users completing the onboarding in their first session',
        },
        rate: { name: 'firstSessionCompletionRate', title: 'First-session completion rate' },
      }),
      shareOf({
        units: 'new users',
        did: `first did the desired action (${desiredAction}), at or after the sign-up, with fewer than 2 sessions started by then`,
        where: soonerThan(secondSession, desired),
        count: { name: 'usersConvertingInFirstSession', title: 'Users converting in their first session' },
        rate: { name: 'firstSessionConversionRate', title: 'First-session conversion rate' },
      }),
      ...(hasFeatures(settings) ? ofFeatures() : []),
      mean({
        tally: actionsInFirstSessions,
        count: { name: 'usersWithSession', where: has(firstSession) },
        mean: {
          name: 'averageActionsInFirstSessions',
          title: 'Average actions in the first sessions',
          description: `How many tracked actions a new user did from the start of the first session to before the start of session ${initialSessions + 1}, or without an end where there is none; on average over the new users with a session. Also actions before the sign-up count.`,
        },
        unit: 'actions',
      }),
      toAction('ToFirstValue', 'firstValueAt', 'to the first value', valueAction),
      toAction('ToBasicValue', 'firstBasicValueAt', 'to basic value', basicValueAction),
      toAction(
        'ToSignificantValue',
        'firstSignificantValueAt',
        'to significant value',
        significantValueAction,
      ),
      timeToOf({
        moment: quickWin,
        unit: 'minutes',
        name: 'ToQuickWin',
        title: 'to the quick win',
        span: `from the start of the first session to the first \`${quickWinAction}\` at or after it, be it before the sign-up`,
        over: 'new users who have both',
      }),
      timeToOf({
        moment: activation,
        from: firstAction,
        name: 'FromFirstActionToActivation',
        title: 'from the first action to the activation',
        span: 'from the first tracked action at or after the sign-up to the activation',
        over: 'new users who activated then or later',
      }),
      waitsFor({
        moment: activation,
        name: 'Activated',
        title: 'activated',
        units: 'new users',
        from: 'the sign-up',
        did: 'completed the activation flow',
      }),
    ],
    guide: {
      question: 'Of the new users, how many completed the onboarding, how fast, and who was lost on the way?',
      counted: [
        'Every new user, below the line of the completion rate: also those who never began.',
        'For the drop-off rate, those who began and whose days have passed.',
        'Sessions from before the sign-up as first ones: a sign-up happens inside a session.',
      ],
      notCounted: [
        'An activation or an action dated before the sign-up, but for the quick win and the actions in the first sessions.',
        'Rows of users who are not in `users`.',
        'In the averages and medians of durations, those who never came. `hoursUntilQuarterActivated` and `hoursUntilHalfActivated` count them as waiting.',
      ],
      rises:
        'More of those who sign up get through. Where `activationConversionRate` holds, more of them began.',
      falls:
        'Look at `dropOffRate`: where it holds, fewer begin, or the newest cohorts are still on their way.',
      answer: '65.00 %, 650 of 1,000 users',
      examples: [
        {
          title: 'Where they are lost, by month of sign-up',
          query: {
            measures: [
              `${view}.newUserCount`,
              `${view}.onboardingStarted`,
              `${view}.activatedUserCount`,
              `${view}.dropOffRate`,
            ],
            timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
            order: { [`${view}.signedUpAt`]: 'asc' },
          },
        },
        {
          title: 'How long until a quarter and a half are activated, by source of the sign-up',
          query: {
            measures: [`${view}.hoursUntilQuarterActivated`, `${view}.hoursUntilHalfActivated`],
            dimensions: [`${view}.signupSource`],
            order: { [`${view}.signupSource`]: 'asc' },
          },
        },
      ],
    },
  };
});
