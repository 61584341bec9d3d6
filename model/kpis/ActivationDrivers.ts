import { returnDays } from '../../src/config/return-days.ts';
import { userBehaviours } from '../cohorts/behaviours.ts';
import type { CubeMember } from '../compiler/cube-file.ts';
import { newcombeEnds } from '../compiler/wilson.ts';
import { actions, sessions } from '../language/events.ts';
import type { Words } from '../language/facts.ts';
import { atOrAfter, before, daysAfter, first, has, holds, tallyOfName } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { byHand, type Count, share } from '../language/shapes.ts';

const view = 'ActivationDrivers';
const member = (name: string): string => `${view}.${name}`;

export default kpis(view, userBehaviours, ({ earlyDays }) => {
  const { from, before: to } = returnDays;
  const timesDone = tallyOfName('timesDone', actions(), {
    since: atOrAfter(),
    until: before('start', earlyDays),
  });
  const comingBack = first('cameBackAt', sessions, { since: daysAfter(from), until: before('start', to) });
  const did = holds('hasDone');
  const early = `less than ${earlyDays} × 24 hours after signing up`;
  const cameBack = `began a session from ${from} × 24 to before ${to} × 24 hours after signing up`;
  const association = 'It is an association, and says nothing of the cause.';
  const doers: Count = {
    name: 'usersDoing',
    where: did,
    words: {
      title: 'Users doing it',
      description: `How many of the settled new users did the action at least so many times, at or after the sign-up and ${early}.`,
    },
  };
  const difference = (words: Words): CubeMember => ({
    type: 'number',
    format: '.2f',
    ...words,
    meta: { unit: 'percentage points', scale: '-100 to 100' },
  });
  const ends = newcombeEnds(
    (of) => `\${CUBE.retentionOfDoers${of}}`,
    (of) => `\${CUBE.retentionOfOthers${of}}`,
  );
  return {
    name: 'Activation drivers',
    title: 'Activation drivers',
    description: `Which early action goes with coming back: of the settled new users, those who did an action so often ${early} beside those who didn't, and the share of each who ${cameBack}. ${association} Cohorts by sign-up.`,
    sqlAlias: 'drivers',
    shapes: [
      byHand({
        needs: [timesDone],
        columns: { has_done: (sqlOf) => `${sqlOf(timesDone)} >= times.times` },
      }),
      share({
        above: doers,
        rate: {
          name: 'reach',
          title: 'Reach',
          description: `Of the settled new users, the percentage who did the action at least so many times, at or after the sign-up and ${early}.`,
        },
        hasInterval: true,
      }),
      share({
        above: {
          name: 'doersComingBack',
          where: [did, has(comingBack)],
          words: {
            title: 'Doers coming back',
            description: `How many of the users doing it ${cameBack}.`,
          },
        },
        below: doers,
        rate: {
          name: 'retentionOfDoers',
          title: 'Retention of doers',
          description: `Of the users doing it, the percentage who ${cameBack}. ${association}`,
        },
        hasInterval: true,
      }),
      share({
        above: {
          name: 'othersComingBack',
          where: has(comingBack),
          butNot: 'doersComingBack',
          words: {
            title: 'Others coming back',
            description: `How many of the settled new users who didn't do the action so often ${cameBack}.`,
          },
        },
        below: {
          name: 'usersNotDoing',
          where: [],
          butNot: doers.name,
          words: {
            title: 'Users not doing it',
            description: `How many of the settled new users didn't do the action so many times, at or after the sign-up and ${early}.`,
          },
        },
        rate: {
          name: 'retentionOfOthers',
          title: 'Retention of others',
          description: `Of the settled new users who didn't do the action so often, the percentage who ${cameBack}.`,
        },
        hasInterval: true,
      }),
      byHand({
        needs: [],
        measures: {
          retentionDifference: {
            ...difference({
              title: 'Difference in retention (percentage points)',
              description: `The retention of doers less that of others. ${association} Empty where either are nobody.`,
            }),
            // One fraction, so that it is exact (rule 6).
            sql: '100.0 * (${CUBE.doersComingBack} * ${CUBE.usersNotDoing} - ${CUBE.othersComingBack} * ${CUBE.usersDoing}) / NULLIF(${CUBE.usersDoing} * ${CUBE.usersNotDoing}, 0)',
          },
          retentionDifferenceLow: {
            ...difference({
              title: 'Difference in retention, low (percentage points)',
              description:
                "The lower end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is above 0, doers came back more often.",
            }),
            sql: ends.Low,
          },
          retentionDifferenceHigh: {
            ...difference({
              title: 'Difference in retention, high (percentage points)',
              description:
                "The upper end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is below 0, doers came back less often.",
            }),
            sql: ends.High,
          },
        },
      }),
    ],
    guide: {
      question: 'Which early action goes with coming back in the third and fourth week?',
      counted: [
        `Every new user who signed up at least ${to} × 24 hours ago, below the line of every action and every number of times. So the rows compare with one another.`,
        `Actions at or after the sign-up and ${early}; at least so many of the name.`,
        `Coming back: a session from ${from} × 24 hours after the sign-up to before ${to} × 24 hours.`,
      ],
      notCounted: [
        'Users who signed up later, as their coming back is not known yet: no group has them.',
        `Actions before the sign-up, and at exactly ${earlyDays} × 24 hours after it or later.`,
        'Actions and sessions of users whom the users table does not know. An action that only they have has no row.',
      ],
      rises:
        'Those who do it early come back more often than the rest. That is an association: people who would have come back anyway may do it more. An experiment tells whether more of the action brings more of them back.',
      falls:
        'Doing it tells little about coming back, or few do it: look at `reach` and at the interval. Of many actions, some differ by chance.',
      answer: '18.00 % of the 250 users with a `report_viewed` came back, 20.80 % of the 750 others',
      examples: [
        {
          title: 'Every action done at least once, the most telling first',
          query: {
            measures: [
              'reach',
              'retentionOfDoers',
              'retentionOfOthers',
              'retentionDifference',
              'retentionDifferenceLow',
              'retentionDifferenceHigh',
            ].map(member),
            dimensions: [member('actionName'), member('times')],
            filters: [{ member: member('times'), operator: 'equals', values: ['1'] }],
            order: { [member('retentionDifference')]: 'desc', [member('actionName')]: 'asc' },
          },
        },
        {
          title: 'One action by how often it was done, for each sign-up source',
          query: {
            measures: ['usersDoing', 'retentionOfDoers', 'retentionOfOthers'].map(member),
            dimensions: [member('signupSource'), member('times')],
            filters: [{ member: member('actionName'), operator: 'equals', values: ['report_viewed'] }],
            order: { [member('signupSource')]: 'asc', [member('times')]: 'asc' },
          },
        },
      ],
    },
  };
});
