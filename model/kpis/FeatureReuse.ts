import { usedFeatures } from '../cohorts/users.ts';
import { firstUses, ofEachFeature } from '../features.ts';
import { after, first, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { shareOf } from '../language/shapes.ts';

const view = 'FeatureReuse';

export default kpis(view, usedFeatures, (settings) => {
  const { reuseDays: days } = settings;
  const firstUse = firstUses(settings);
  const nextUse = ofEachFeature(settings, 'usedAgainAt', (name, uses, index) =>
    first(name, uses, { since: after(firstUse.of[index]) }),
  );
  return {
    name: 'Feature reuse rate',
    title: 'Feature reuse',
    description:
      'Of the users who used a feature for the first time, the share who used it again soon. Cohorts by first use.',
    sqlAlias: 'reuse',
    headline: { rate: 'reuseRate', by: 'featureName' },
    shapes: [
      shareOf({
        units: 'first-time users',
        did: `used the feature again, after the first use and less than ${days} × 24 hours later; over several features, one of them`,
        where: within(nextUse, days),
        count: { name: 'usersReusing', title: 'Users with a second use' },
        rate: { name: 'reuseRate', title: 'Reuse rate' },
        settled: 'maturedFirstTimeUsers',
      }),
    ],
    guide: {
      question: `Of the users who used a feature for the first time, how many used it again within ${days} days?`,
      counted: [
        'Every new user with a use of the feature at or after the sign-up, below the line, in the cohort of the first such use.',
        'A use of the same feature, by whichever of its actions, later than the first, by however little.',
        'A user once over several features: below the line with a first use in the slice, above it with a second use of one of these.',
      ],
      notCounted: [
        'A second use at the very moment of the first.',
        `A use at exactly ${days} × 24 hours after the first, or later.`,
        'Uses before the sign-up, which are no first ones, and uses of another feature.',
      ],
      rises: 'The first use was worth a second: the feature keeps what it promised.',
      falls:
        'People try it and leave it. Compare the matured rate first: the youngest first uses had little time for a second.',
      answer: '20.00 % for `reports`, 60 of 300 users',
      examples: [
        {
          title: 'Reuse of each feature, by month of the first use',
          query: {
            measures: [`${view}.firstTimeUsers`, `${view}.reuseRate`, `${view}.maturedReuseRate`],
            dimensions: [`${view}.featureName`],
            timeDimensions: [{ dimension: `${view}.firstUsedAt`, granularity: 'month' }],
            order: { [`${view}.firstUsedAt`]: 'asc', [`${view}.featureName`]: 'asc' },
          },
        },
      ],
    },
  };
});
