import { activatedUsers } from '../cohorts/users.ts';
import { contacts, sessions } from '../language/events.ts';
import { after, before, daysAfter, first, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { ifThereAre, retained, type Share, shareOf, timeToOf } from '../language/shapes.ts';

const view = 'AfterActivation';

/** The three kinds of coming back at an age of some days. The last has no end, and so it never settles. */
const retention = (days: number): Share[] => {
  const end = days + 7;
  return [
    retentionRate({
      name: `day${days}`,
      kind: `OnDay${days}`,
      title: `Day ${days}`,
      when: `from ${days} × 24 hours after the activation to before ${days + 1} × 24 hours`,
      days,
      end: days + 1,
    }),
    retentionRate({
      name: `days${days}To${end}`,
      kind: `InDays${days}To${end}`,
      title: `Days ${days} to ${end}`,
      when: `from ${days} × 24 hours after the activation to before ${end} × 24 hours`,
      days,
      end,
    }),
    retentionRate({
      name: `onOrAfterDay${days}`,
      kind: `OnOrAfterDay${days}`,
      title: `On or after day ${days}`,
      when: `${days} × 24 hours after the activation or later`,
      days,
    }),
  ];
};

function retentionRate(of: {
  name: string;
  kind: string;
  title: string;
  when: string;
  days: number;
  end?: number;
}): Share {
  const { name, kind, title, when, days, end } = of;
  const hadThem = `had their full ${end ?? days} × 24 hours by now`;
  const neverSettles = end === undefined ? ' It never settles: who comes back later raises it yet.' : '';
  const until = end === undefined ? {} : { until: before('start', end) };
  return retained({
    return: first(`returned${kind}At`, sessions, { since: daysAfter(days), ...until }),
    settledAfterDays: end ?? days,
    above: {
      name: `usersReturning${kind}`,
      words: {
        title: `Users returning, ${title.toLowerCase()}`,
        description: `How many of the activated users who ${hadThem} began a session ${when}.`,
      },
    },
    below: {
      name: `maturedUsersFor${kind.replace(/^(On|In)(?=Day)/, '')}`,
      words: {
        title: `Matured activated users, ${title.toLowerCase()}`,
        description: `How many of the activated users ${hadThem}.`,
      },
    },
    rate: {
      name: `${name}RetentionRate`,
      title: `${title} retention rate`,
      description: `Of the activated users who ${hadThem}, the percentage who began a session ${when}, counted from each user's own activation.${neverSettles}`,
    },
  });
}

export default kpis(view, activatedUsers, ({ followUpDays: days, retentionDays }) => {
  const [firstDay = days] = retentionDays;
  return {
    name: 'Follow-up engagement and retention after the activation',
    title: 'After the activation',
    description:
      'Of the activated users, the share who came back soon after, and of those whose days have passed, the share who came back at an age of some days. Cohorts by activation.',
    sqlAlias: 'after_activation',
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
      ...retentionDays.flatMap(retention),
      ifThereAre(
        'contacts',
        timeToOf({
          moment: first('outreachAt', contacts('outreach')),
          name: 'ToOutreach',
          title: 'to the outreach',
          span: 'from the activation to the first outreach to the user at or after it',
          over: 'activated users with one',
        }),
      ),
    ],
    guide: {
      question: `Of the users who activated, how many came back within ${days} days, and how many are still there later?`,
      counted: [
        "Every new user whose activation counts, below the line of the follow-up engagement rate. Below that of a retention rate, those whose days have passed: who can't have come back yet is left out.",
        "A session that began after the activation, by however little. For retention, one that began on the days in question, counted from each user's own activation.",
      ],
      notCounted: [
        'The session in which the user activated, and one that began at that very moment.',
        `A session at exactly ${days} × 24 hours after the activation, or later. In a retention rate, one at the very end of its days.`,
      ],
      rises: 'Those who activate have a reason to return: it stands for more than a finished checklist.',
      falls:
        'People finish the flow and leave. Compare the matured rate first: the youngest had little time.',
      answer: '10.77 %, 70 of 650 users',
      examples: [
        {
          title: `Who is still there after ${firstDay} days, by month of activation`,
          query: {
            measures: [
              `${view}.maturedUsersForDay${firstDay}`,
              `${view}.day${firstDay}RetentionRate`,
              `${view}.onOrAfterDay${firstDay}RetentionRate`,
            ],
            timeDimensions: [{ dimension: `${view}.activatedAt`, granularity: 'month' }],
            order: { [`${view}.activatedAt`]: 'asc' },
          },
        },
      ],
    },
  };
});
