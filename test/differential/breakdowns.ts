import { askable, type ModelMembers } from '../oracle/askable.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import { type Granularity, granularities } from '../oracle/local-time.ts';
import type { Question } from '../oracle/question.ts';
import { views } from './views.ts';

/** What no rollup holds: medians of parts say nothing of the whole, and a score of the days before now doesn't last. */
const isInNoRollup = (measure: string): boolean =>
  /\.((median|hoursUntil)\w*|customerEngagementScore)$/.test(measure);

/** A question as rollups answer it. One of nothing else stays. */
export const asRollupsAnswer = <Asked extends Question>(question: Asked): Asked & { measures: string[] } => {
  const { measures = [] } = question;
  const others = measures.filter((measure) => !isInNoRollup(measure));
  return { ...question, measures: others.length > 0 ? others : measures };
};

/**
 * Whether it is the curve, of 91 days each, or drivers, of each action and number of times, by an attribute and by time,
 * which may be more rows than an answer has.
 */
export const isLong = ({ measures = [], dimensions = [], timeDimensions = [] }: Question): boolean =>
  timeDimensions.length > 0 &&
  ((measures[0]?.startsWith('ActivationCurve.') === true && dimensions.length > 1) ||
    (measures[0]?.startsWith('ActivationDrivers.') === true && dimensions.length > 2));

/** Whether some rollup holds a breakdown: docs/rollups.md says which have none, so that the tables are few. */
export function isHeldByRollup({ measures = [], dimensions = [], timeDimensions }: Question): boolean {
  const by = JSON.stringify([dimensions, timeDimensions]);
  const isByFeature = /\.feature(Name|Position)"/.test(by);
  const ofAccount = /\.(productPlan|planTier|useCase|userType)$/;
  const isByAccount = dimensions.some((dimension) => ofAccount.test(dimension));
  const isBySignUp = by.includes('.signedUpAt"');
  // A user counts once over several features or surveys in a month: that of a quarter isn't the sum.
  const isOfMonths = by.includes('"granularity":"month"');
  switch (measures[0]?.split('.')[0]) {
    case 'ActivationCurve':
    case 'ActivationDrivers':
      return false;
    case 'AfterActivation':
      return !isBySignUp;
    case 'FeatureAdoption':
      return isByFeature || !(isByAccount || /"(day|week)"/.test(by));
    case 'FeatureReuse':
      return !isBySignUp && (isByFeature || (isOfMonths && !isByAccount));
    case 'ActiveUsers':
      return !(isByAccount || isBySignUp);
    case 'ReferredVisitors':
      return !(isByAccount && by.includes('.signupSource"'));
    case 'ProactiveSupport':
      return !isBySignUp;
    case 'SurveyScores':
      return !isBySignUp && (by.includes('.survey"') || (isOfMonths && !isByAccount));
    case 'Trials':
    case 'FreeToPaid':
    case 'ReferredCustomers':
      return !by.includes('.createdAt"');
    case 'ActivationRate':
    case 'FirstContact':
    case 'MultiSessionActivationCompletionRate':
    case 'Onboarding':
    case 'ReferralInvitation':
      // Where outcomes are kept, no rollup holds an account's attributes beside a user's.
      return !isByAccount || dimensions.every((dimension) => ofAccount.test(dimension));
    default:
      return true;
  }
}

/**
 * Every view that a model has, with all its measures: in total, by each of its dimensions, by each granularity of each of its time
 * dimensions, and by both.
 */
export function breakdowns(
  definitions: CatalogueDefinitions,
  model: ModelMembers,
  chosen: readonly Granularity[] = granularities,
): Question[] {
  const cubes = askable(contract(definitions, 0), model);
  return views.flatMap((view) => {
    const cube = cubes[view];
    if (!cube) return [];
    const paths = (members: object): string[] => Object.keys(members).map((name) => `${view}.${name}`);
    const measures = paths(cube.measures);
    const needed = (cube.needs ?? []).map((dimension) => `${view}.${dimension}`);
    const dimensions = [
      needed,
      ...paths(cube.dimensions)
        .filter((dimension) => !needed.includes(dimension))
        .map((dimension) => [dimension, ...needed]),
    ];
    const times = [
      [],
      ...paths(cube.times).flatMap((dimension) => chosen.map((granularity) => [{ dimension, granularity }])),
    ];
    return dimensions.flatMap((by) =>
      times.map((timeDimensions) => ({ measures, dimensions: by, timeDimensions })),
    );
  });
}
