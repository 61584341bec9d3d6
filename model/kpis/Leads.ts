import { leads } from '../cohorts/leads.ts';
import { actions, contactsWithLead } from '../language/events.ts';
import { after, first, ofRow, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { ifThereAre, shareOf, timeToOf } from '../language/shapes.ts';

const view = 'Leads';

export default kpis(view, leads, ({ leadConversionDays, leadEngagementDays }) => ({
  name: 'Lead conversion rate',
  title: 'Leads and responses',
  description:
    'Of the leads, the share that became users and that used the product soon, and how long the team took to answer. Cohorts by creation.',
  sqlAlias: 'leads_kpi',
  headline: { rate: 'leadConversionRate' },
  shapes: [
    shareOf({
      units: 'leads',
      did: `became known users, who signed up at or after the lead's creation and less than ${leadConversionDays} × 24 hours later`,
      where: within(ofRow('leadSignedUpAt', 'signedUpAt'), leadConversionDays),
      count: { name: 'convertedLeads', title: 'Converted leads' },
      rate: { name: 'leadConversionRate', title: 'Lead conversion rate' },
      settled: { name: 'maturedLeadsForConversion', title: 'Matured leads for the conversion' },
    }),
    shareOf({
      units: 'leads',
      did: `became known users, who did a tracked action after the lead's creation and less than ${leadEngagementDays} × 24 hours later`,
      where: within(first('leadActionAt', actions(), { since: after() }), leadEngagementDays),
      count: { name: 'engagedLeads', title: 'Engaged leads' },
      rate: { name: 'leadEngagementRate', title: 'Lead engagement rate' },
      settled: { name: 'maturedLeadsForEngagement', title: 'Matured leads for the engagement' },
    }),
    ifThereAre(
      'contacts',
      timeToOf({
        moment: first('leadAnsweredAt', contactsWithLead('outreach')),
        name: 'ToResponse',
        title: 'to the response',
        span: "from the lead's creation to the first outreach to it at or after that",
        over: 'leads with one',
      }),
    ),
    ifThereAre(
      'contacts',
      timeToOf({
        moment: first('leadMetAt', contactsWithLead('meeting')),
        name: 'ToFirstMeeting',
        title: 'to the first meeting',
        span: "from the lead's creation to the first meeting with it at or after that",
        over: 'leads with one',
      }),
    ),
  ],
  guide: {
    question: `Of the leads, how many signed up within ${leadConversionDays} days?`,
    counted: [
      'Every lead, below the line, also one that never became a user.',
      'The sign-up of the known user that the lead names, at or after its creation.',
      "In the engagement rate any tracked action of that user, later than the lead's creation.",
      'In the times to the response and to the meeting contacts that name the lead.',
    ],
    notCounted: [
      `A sign-up before the lead's creation, or at exactly ${leadConversionDays} × 24 hours after it or later.`,
      'Users who are not in `users`. Contacts that name the user and not the lead.',
    ],
    rises: 'More of those who ask come in.',
    falls:
      'Fewer come in. Look at the hours to the response beside it, and at the matured rate, which leaves out leads that are still inside their window.',
    answer: '48.00 %, 120 of 250 leads',
    examples: [
      {
        title: 'By source, with how long the team takes to answer',
        query: {
          measures: [
            `${view}.leadCount`,
            `${view}.leadConversionRate`,
            `${view}.leadEngagementRate`,
            `${view}.medianHoursToResponse`,
          ],
          dimensions: [`${view}.leadSource`],
          order: { [`${view}.leadSource`]: 'asc' },
        },
      },
    ],
  },
}));
