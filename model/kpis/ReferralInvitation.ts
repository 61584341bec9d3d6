import { users } from '../cohorts/users.ts';
import { invitations } from '../language/events.ts';
import { first, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { shareOf, timeToOf } from '../language/shapes.ts';

const view = 'ReferralInvitation';

export default kpis(view, users, ({ invitationDays: days }) => {
  const firstInvitation = first('firstInvitationAt', invitations);
  return {
    name: 'Referral invitation rate',
    title: 'Referral invitations',
    description:
      'Of the new users, the share who soon invited somebody, and how long that took. Cohorts by sign-up.',
    sqlAlias: 'invitation',
    headline: { rate: 'referralInvitationRate' },
    shapes: [
      shareOf({
        units: 'new users',
        did: `sent an invitation at or after the sign-up and less than ${days} × 24 hours later`,
        where: within(firstInvitation, days),
        count: { name: 'invitingUsers', title: 'Inviting users' },
        rate: { name: 'referralInvitationRate', title: 'Referral invitation rate' },
        settled: { name: 'maturedNewUsersForInvitation', title: 'Matured new users for an invitation' },
      }),
      timeToOf({
        moment: firstInvitation,
        name: 'ToFirstReferral',
        title: 'to the first referral',
        span: 'from the sign-up to the first invitation at or after it',
        over: 'new users who sent one',
      }),
    ],
    guide: {
      question: `Of the new users, how many invited somebody within ${days} days?`,
      counted: [
        'Every new user, below the line.',
        'The first invitation at or after the sign-up, clicked or not.',
      ],
      notCounted: [
        `An invitation before the sign-up, or at exactly ${days} × 24 hours after it or later.`,
        'The second and every later invitation of a user, and those of users who are not in `users`.',
      ],
      rises: 'More of the new users think others should see it.',
      falls:
        'Fewer do, or not yet: compare the matured rate first, which leaves out users who are still inside their window.',
      answer: '16.00 %, 160 of 1,000 users',
      examples: [
        {
          title: 'By sign-up source, with how long it takes',
          query: {
            measures: [`${view}.referralInvitationRate`, `${view}.medianHoursToFirstReferral`],
            dimensions: [`${view}.signupSource`],
            order: { [`${view}.signupSource`]: 'asc' },
          },
        },
      ],
    },
  };
});
