import { clickedReferrals } from '../cohorts/referrals.ts';
import { has, ofRow } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { shareOf, timeToOf } from '../language/shapes.ts';

const view = 'ReferredVisitors';

export default kpis(view, clickedReferrals, () => {
  const signUp = ofRow('referredSignedUpAt', 'convertedAt');
  return {
    name: 'Referral conversion rate',
    title: 'Visitors by referral',
    description:
      'Of the referrals that were clicked, the share that became users, and how long that took. Cohorts by the click; attributes are those of who sent them.',
    sqlAlias: 'visitors',
    headline: { rate: 'referralConversionRate' },
    shapes: [
      shareOf({
        units: 'clicked referrals',
        did: 'brought a known user, who signed up at or after the click',
        where: has(signUp),
        count: { name: 'convertedReferrals', title: 'Converted referrals' },
        rate: { name: 'referralConversionRate', title: 'Referral conversion rate' },
      }),
      timeToOf({
        moment: signUp,
        name: 'ToConversion',
        title: 'to the conversion',
        span: 'from the click to the sign-up of the referred user',
        over: 'referrals that brought one',
      }),
    ],
    guide: {
      question: 'Of the referrals that were clicked, how many brought a user?',
      counted: [
        'Every referral of a known user with a click at or after its invitation, below the line; two that name the same user are two.',
        'A sign-up of the named user at or after the click, the very moment included.',
      ],
      notCounted: [
        'Referrals without a click, or with a click before the invitation, and those of users who are not in `users`.',
        'A named user who is not in `users`, or who signed up before the click.',
      ],
      rises: 'Referrals reach the right people, and what these find keeps the promise.',
      falls:
        'People look and leave, or have not signed up yet: there is no window here, so the newest clicks are low until they have had their time.',
      answer: '25.00 %, 50 of 200 referrals',
      examples: [
        {
          title: 'By month of the click, with how long it takes',
          query: {
            measures: [`${view}.referralConversionRate`, `${view}.medianHoursToConversion`],
            timeDimensions: [{ dimension: `${view}.clickedAt`, granularity: 'month' }],
            order: { [`${view}.clickedAt`]: 'asc' },
          },
        },
      ],
    },
  };
});
