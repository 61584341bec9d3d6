import { activation, userFeatures } from '../cohorts/users.ts';
import { firstUses, ofEachFeature } from '../features.ts';
import { atOrAfter, first, named, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { segment, shareOf, timeTo } from '../language/shapes.ts';
import { inWords } from '../milestones.ts';

const view = 'FeatureAdoption';

export default kpis(view, userFeatures, (settings) => {
  const { earlyDays, explorationDays, topFeatures } = settings;
  const firstUse = firstUses(settings);
  const useAfterActivation = ofEachFeature(settings, 'usedAfterActivationAt', (name, uses) =>
    first(name, uses, { since: atOrAfter(activation) }),
  );
  const used = (days: number): string =>
    `used the feature, over several features at least one of them, less than ${days} × 24 hours after signing up`;
  const overPairs =
    'from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out.';
  return {
    name: 'Feature adoption',
    title: 'Feature adoption',
    description:
      'Of all new users, the share that used each feature soon after signing up, and how long after the activation. Cohorts by sign-up.',
    sqlAlias: 'adoption',
    headline: { rate: 'earlyAdoptionRate', by: 'featureName' },
    shapes: [
      shareOf({
        units: 'new users',
        did: used(earlyDays),
        where: within(firstUse, earlyDays),
        count: { name: 'usersAdoptingEarly', title: 'Users adopting early' },
        rate: { name: 'earlyAdoptionRate', title: 'Early adoption rate' },
        settled: { name: 'maturedNewUsersForEarlyAdoption', title: 'Matured new users, early adoption' },
      }),
      shareOf({
        units: 'new users',
        did: used(explorationDays),
        where: within(firstUse, explorationDays),
        count: { name: 'usersExploring', title: 'Users exploring' },
        rate: { name: 'explorationRate', title: 'Exploration rate' },
        settled: { name: 'maturedNewUsersForExploration', title: 'Matured new users, exploration' },
      }),
      timeTo({
        moment: useAfterActivation,
        average: {
          name: 'averageHoursFromActivationToFirstUse',
          title: 'Average hours from the activation to the first use',
          description: `Average hours ${overPairs}`,
        },
        median: {
          name: 'medianHoursFromActivationToFirstUse',
          title: 'Median hours from the activation to the first use',
          description: `Median hours ${overPairs}`,
        },
      }),
      segment({
        name: 'topFeatures',
        where: named('featureName', topFeatures),
        words: {
          title: 'Top features',
          description: `The top features alone: ${inWords(topFeatures, 'and')}.`,
        },
      }),
    ],
    guide: {
      question: 'Of all new users, how many used each feature soon after signing up?',
      counted: [
        "Every new user in every feature's row, below the line. So the rows compare with one another.",
        'A use of a feature at or after the sign-up, by whichever of its actions.',
        'A user once over several features, however many of them they used.',
      ],
      notCounted: [
        'A use before the sign-up.',
        `A use at exactly ${earlyDays} × 24 hours after the sign-up, or later; for the exploration rate ${explorationDays} × 24 hours.`,
        'Of the hours from the activation: uses before it, and users who never activated.',
      ],
      rises: 'New users find the feature, and soon. Look whether they come back to it in `FeatureReuse`.',
      falls:
        'They overlook it, or something else comes first. Compare the matured rate: the newest cohorts had little time.',
      answer: '25.00 % for `reports`, 250 of 1,000 users',
      examples: [
        {
          title: 'Adoption of the top features, each user once, by month of sign-up',
          query: {
            measures: [`${view}.earlyAdoptionRate`, `${view}.explorationRate`],
            timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
            segments: [`${view}.topFeatures`],
            order: { [`${view}.signedUpAt`]: 'asc' },
          },
        },
        {
          title: 'How soon after the activation each feature is used',
          query: {
            measures: [
              `${view}.averageHoursFromActivationToFirstUse`,
              `${view}.medianHoursFromActivationToFirstUse`,
            ],
            dimensions: [`${view}.featurePosition`, `${view}.featureName`],
            order: { [`${view}.featurePosition`]: 'asc' },
          },
        },
      ],
    },
  };
});
