import { featureInNames } from '../../src/config/feature-names.ts';
import { activity } from '../cohorts/users.ts';
import { named } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { share } from '../language/shapes.ts';
import { inWords } from '../milestones.ts';

const view = 'ActiveUsers';

export default kpis(view, activity, ({ features }) => {
  const [first = '', second = first] = Object.keys(features).map(featureInNames);
  return {
    name: 'Active feature usage rate',
    title: 'Feature usage',
    description:
      'How many known users were active, and what share of them used each feature. By the time of the activity.',
    sqlAlias: 'active',
    headline: { rate: `usageRateOf${first}` },
    shapes: Object.entries(features).map(([feature, actions]) =>
      share({
        above: {
          name: `usersOf${featureInNames(feature)}`,
          where: named('actionName', actions),
          words: {
            title: `Users of ${feature}`,
            description: `How many of the active users of the slice used ${feature} in it: did ${inWords(actions, 'or')}.`,
          },
        },
        rate: {
          name: `usageRateOf${featureInNames(feature)}`,
          title: `Usage rate of ${feature}`,
          description: `Of the active users of the slice, the percentage who used ${feature} in it. Those who were active and didn't use it are below the line alone.`,
        },
        hasInterval: true,
      }),
    ),
    guide: {
      question: 'How many users were active, and how many of them used each feature?',
      counted: [
        'A user once in a slice, whatever they did in it: in each month in which they were active, and once over several months.',
        'The start of a session, and any tracked action, those before the sign-up too.',
      ],
      notCounted: [
        'Activity of users who are not in `users`.',
        'A session that began before the slice and went on in it.',
      ],
      rises: 'More of those who come use the feature.',
      falls:
        'Either fewer use it, or more come for something else: look at the number of its users beside the rate.',
      answer: '35.32 % for `reports`, 350 of 991 users',
      examples: [
        {
          title: 'Active users by month, and how many used a feature',
          query: {
            measures: [`${view}.activeUserCount`, `${view}.usersOf${first}`, `${view}.usageRateOf${first}`],
            timeDimensions: [{ dimension: `${view}.activeAt`, granularity: 'month' }],
            order: { [`${view}.activeAt`]: 'asc' },
          },
        },
        {
          title: 'Use of two features by plan',
          query: {
            measures: [`${view}.usageRateOf${first}`, `${view}.usageRateOf${second}`],
            dimensions: [`${view}.planType`],
            order: { [`${view}.planType`]: 'asc' },
          },
        },
      ],
    },
  };
});
