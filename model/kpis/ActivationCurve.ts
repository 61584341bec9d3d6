import { userDays } from '../cohorts/users.ts';
import type { CubeMember } from '../compiler/cube-file.ts';
import { leaves, lifeTable, ofTheDay } from '../compiler/life-table.ts';
import { actions } from '../language/events.ts';
import { first, type Words } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { byHand } from '../language/shapes.ts';

const view = 'ActivationCurve';
const last = userDays.age?.last ?? 0;

export default kpis(view, userDays, ({ keyAction }) => {
  const firstKeyAction = first('firstKeyActionAt', actions(keyAction));
  const count = (place: number, words: Words): CubeMember => ({
    type: 'number',
    sql: `CAST(${ofTheDay(place)} AS BIGINT)`,
    ...words,
    meta: { unit: 'users' },
  });
  return {
    name: 'Activation curve',
    title: 'Activation by day of age',
    description: `By how many days after the sign-up what share of the new users has done the key action (${keyAction}), as the life table estimates it, which those who signed up lately don't pull down. Cohorts by sign-up.`,
    sqlAlias: 'curve',
    shapes: [
      byHand({
        needs: [firstKeyAction],
        columns: { leaves: (sqlOf) => leaves('unit.signed_up_at', sqlOf(firstKeyAction), last) },
        measures: {
          ...lifeTable('leaves', last),
          usersAtRisk: count(1, {
            title: 'Users not activated yet',
            description: `How many of the new users have an age of day × 24 hours or more, and had not done the key action (${keyAction}) by then.`,
          }),
          usersActivated: count(2, {
            title: 'Users activated on the day',
            description: `How many of these did the key action (${keyAction}) for the first time on that day of their age.`,
          }),
          usersCensored: count(3, {
            title: 'Users observed no longer',
            description:
              'How many of these are of that very age now and have not done it: what comes of them is not known yet.',
          }),
          estimatedShareActivated: {
            type: 'number',
            sql: ofTheDay(4),
            format: '.2f',
            title: 'Estimated share activated (%)',
            description: `The percentage of the new users estimated to have done the key action (${keyAction}) by the end of that day of their age, by the life table: over all days up to it, the share of those at risk who did it on the day. Empty where no user is that old and without it.`,
            meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
          },
        },
      }),
    ],
    guide: {
      question: 'How soon do new users do the key action, counting in those who still may?',
      counted: [
        'Every new user from the sign-up until the first key action, or else until now.',
        'A user on each day of their age until then: those who signed up lately are in the first days, and leave when they are no older.',
        'All days up to the one asked for, whatever days a filter leaves.',
      ],
      notCounted: [
        'Users who sign up in the future.',
        'Key actions before the sign-up, and those after now.',
      ],
      rises:
        'The curve of a cohort lies above that of another: its users activate sooner, or more of them do. Where it goes level, later days bring nobody more.',
      falls:
        'Days at which few are at risk jump: look at `usersAtRisk` before you read much into the end of a curve. A day with nobody at risk has no estimate.',
      answer: '42.00 % by the end of day 6, of 1,000 users',
      examples: [
        {
          title: 'The whole curve',
          query: {
            measures: [
              `${view}.usersAtRisk`,
              `${view}.usersActivated`,
              `${view}.usersCensored`,
              `${view}.estimatedShareActivated`,
            ],
            dimensions: [`${view}.day`],
            order: { [`${view}.day`]: 'asc' },
          },
        },
        {
          title: 'The curve of each sign-up source',
          query: {
            measures: [`${view}.estimatedShareActivated`],
            dimensions: [`${view}.signupSource`, `${view}.day`],
            order: { [`${view}.signupSource`]: 'asc', [`${view}.day`]: 'asc' },
          },
        },
      ],
    },
  };
});
