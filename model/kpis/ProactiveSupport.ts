import { supportedUsers } from '../cohorts/support.ts';
import { contacts } from '../language/events.ts';
import { atOrAfter, before, fewerThan, ofRow, tally, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { shareOf } from '../language/shapes.ts';

const view = 'ProactiveSupport';

export default kpis(view, supportedUsers, ({ supportEngagementDays: days }) => {
  const response = ofRow('supportAnsweredAt', 'respondedAt');
  const tickets = tally('ticketsBefore', contacts('ticket'), { since: atOrAfter(), until: before(response) });
  return {
    name: 'Proactive support engagement rate',
    title: 'Proactive support',
    description:
      'Of the users whom the team supported before they asked, the share who soon responded. Cohorts by the first such contact.',
    sqlAlias: 'support_kpi',
    headline: { rate: 'supportEngagementRate' },
    shapes: [
      shareOf({
        units: 'contacted users',
        did: `responded to that contact at or after it and less than ${days} × 24 hours later, without a ticket of theirs from the contact to before the response`,
        where: [within(response, days), fewerThan(1, tickets)],
        count: { name: 'usersEngagingWithSupport', title: 'Users engaging with support' },
        rate: { name: 'supportEngagementRate', title: 'Support engagement rate' },
        settled: 'maturedContactedUsers',
      }),
    ],
    guide: {
      question: `Of the users whom the team supported before they asked, how many responded within ${days} days?`,
      counted: [
        "A user's first proactive support at or after the sign-up; of two at the same moment the one with the lesser id.",
        'The response to that very contact.',
      ],
      notCounted: [
        `A response at exactly ${days} × 24 hours or later, or dated before the contact, and responses to later contacts.`,
        'Who opened a ticket at the moment of the contact or later, before the response: they asked by themselves.',
      ],
      rises: 'The team writes to the right people at the right time.',
      falls:
        'Users leave it unanswered, or come with tickets. Compare the matured rate first, which leaves out contacts that are still inside their window.',
      answer: '30.00 %, 75 of 250 users',
      examples: [
        {
          title: 'By persona, with the ends of the 95 % interval',
          query: {
            measures: [
              `${view}.supportEngagementRate`,
              `${view}.supportEngagementRateLow`,
              `${view}.supportEngagementRateHigh`,
            ],
            dimensions: [`${view}.persona`],
            order: { [`${view}.persona`]: 'asc' },
          },
        },
      ],
    },
  };
});
