import { activatedUsers } from '../cohorts.ts';
import { after, first, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { sessions } from '../language/logs.ts';
import { shareOf } from '../language/shapes.ts';

export default kpis('AfterActivation', activatedUsers, ({ followUpDays: days }) => ({
  name: 'Follow-up engagement rate',
  title: 'After the activation',
  description: 'Of the activated users, the share who came back soon after. Cohorts by activation.',
  sqlAlias: 'after_activation',
  settings: ['followUpDays'],
  headline: { rate: 'followUpEngagementRate' },
  shapes: [
    shareOf({
      units: 'activated users',
      did: `began a session after the activation and less than ${days} × 24 hours later`,
      where: within(first('nextSessionAt', sessions, { since: after() }), days),
      count: { name: 'usersFollowingUp', title: 'Users following up' },
      rate: { name: 'followUpEngagementRate', title: 'Follow-up engagement rate' },
      settled: 'maturedActivatedUsers',
    }),
  ],
  guide: {
    question: `Of the users who activated, how many came back within ${days} days?`,
    counted: [
      'Every new user whose activation counts, below the line.',
      'A session that began after the activation, by however little.',
    ],
    notCounted: [
      'The session in which the user activated, and one that began at that very moment.',
      `A session at exactly ${days} × 24 hours after the activation, or later.`,
    ],
    rises: 'Those who activate have a reason to return: it stands for more than a finished checklist.',
    falls: 'People finish the flow and leave. Compare the matured rate first: the youngest had little time.',
    answer: '10.77 %, 70 of 650 users',
  },
}));
