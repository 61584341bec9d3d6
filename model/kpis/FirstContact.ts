import { users } from '../cohorts/users.ts';
import { contacts } from '../language/events.ts';
import { first } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { timeToOf } from '../language/shapes.ts';

const view = 'FirstContact';

export default kpis(view, users, () => {
  const outreach = first('firstOutreachAt', contacts('outreach'));
  return {
    name: 'Time to first contact',
    title: 'Outreach to new users',
    description: 'How long new users wait until the team first gets in touch. Cohorts by sign-up.',
    sqlAlias: 'first_contact',
    shapes: [
      timeToOf({
        moment: outreach,
        name: 'ToFirstContact',
        title: 'to the first contact',
        span: 'from the sign-up to the first outreach to the user at or after it',
        over: 'new users with one',
      }),
    ],
    guide: {
      question: 'How long do new users wait until the team first gets in touch?',
      counted: ['The first outreach that names the user, at or after the sign-up.'],
      notCounted: [
        'Meetings, support and tickets; contacts that name the lead and not the user.',
        'Outreach before the sign-up, and users without any: the times are over those with one.',
      ],
      rises: 'The team takes longer, or it reaches users at last whom it had left waiting.',
      falls: 'The team is quicker, or has not reached the slow ones yet.',
      answer: '20.00 hours on average',
      examples: [
        {
          title: 'By plan type',
          query: {
            measures: [`${view}.averageHoursToFirstContact`, `${view}.medianHoursToFirstContact`],
            dimensions: [`${view}.planType`],
            order: { [`${view}.planType`]: 'asc' },
          },
        },
      ],
    },
  };
});
