import type { Cube } from '@cubejs-client/core';
import { describe, expect, inject, test } from 'vitest';
import definitions from './activation.config.ts';
import { cubeApi, rows } from './harness/query.ts';
import { contract as oracle } from './oracle/contract.ts';

const user = ['persona', 'planType', 'signupSource'];
const account = ['productPlan', 'planTier', 'useCase', 'userType'];

/**
 * The public members of the metric contract, written by hand, with the distributions and the bounds. Those of the KPI
 * catalogue's views are the oracle's.
 */
const contract: Record<string, { measures: string[]; dimensions: string[] }> = {
  Users: { measures: ['newUserCount'], dimensions: ['userId', 'accountId', 'signedUpAt', ...user] },
  ActivatedUsers: {
    measures: ['activatedUserCount'],
    dimensions: ['userId', 'activationMilestoneCompletionTimestamp'],
  },
  SessionHistory: {
    measures: ['sessionCount', 'multiSessionUserCount'],
    dimensions: ['sessionId', 'userId', 'sessionStartTime'],
  },
  Accounts: {
    measures: [
      'totalAccounts',
      'qualifiedAccounts',
      'fullyQualifiedAccounts',
      'percentQualified',
      'percentFullyQualified',
    ],
    dimensions: ['id', 'createdAt', ...account],
  },
  MilestoneCompletionLogs: {
    measures: ['totalMilestonesCompleted'],
    dimensions: ['id', 'accountId', 'milestoneName', 'completionDate'],
  },
  AccountMilestones: {
    measures: ['totalAccounts', 'accountsReached', 'percentReached'],
    dimensions: ['milestoneName', 'milestonePosition', 'createdAt', ...account],
  },
  ExpansionActivation: {
    measures: [
      'totalEligibleAccounts',
      'activatedExpansionOfferings',
      'expansionActivationRate',
      'activatedWithinWindow',
      'expansionActivationRateWithinWindow',
      'maturedExpansionActivationRateWithinWindow',
    ],
    dimensions: ['id', 'accountId', 'expansionFeature', 'eligibleDate', 'activationDate', ...account],
  },
  KeyActions: { measures: ['actionCount'], dimensions: ['id', 'userId', 'actionName', 'occurredAt'] },

  MultiSessionActivationCompletionRate: {
    measures: [
      'newUserCount',
      'activatedUserCount',
      'multiSessionActivatedUserCount',
      'singleSessionActivatedUserCount',
      'multiSessionActivationCompletionRate',
      'singleSessionActivationCompletionRate',
      'multiSessionActivationCompletionRateLow',
      'multiSessionActivationCompletionRateHigh',
      'averageHoursToActivation',
      'medianHoursToActivation',
      'averageSessionsToActivation',
    ],
    dimensions: ['signedUpAt', 'sessionsToActivation', ...user, ...account],
  },
  MilestoneCompletion: {
    measures: [
      'totalAccounts',
      'qualifiedAccounts',
      'fullyQualifiedAccounts',
      'percentQualified',
      'percentFullyQualified',
      'percentQualifiedLow',
      'percentQualifiedHigh',
    ],
    dimensions: ['createdAt', ...account],
  },
  MilestoneFunnel: {
    measures: ['totalAccounts', 'accountsReached', 'percentReached'],
    dimensions: ['milestoneName', 'milestonePosition', 'createdAt', ...account],
  },
  ExpansionActivationRate: {
    measures: [
      'totalEligibleAccounts',
      'activatedExpansionOfferings',
      'expansionActivationRate',
      'expansionActivationRateLow',
      'expansionActivationRateHigh',
      'activatedWithinWindow',
      'expansionActivationRateWithinWindow',
      'maturedExpansionActivationRateWithinWindow',
      'averageHoursToExpansion',
      'medianHoursToExpansion',
    ],
    dimensions: ['expansionFeature', 'eligibleDate', 'accountCreatedAt', ...account],
  },
  ActivationRate: {
    measures: [
      'newSignUps',
      'usersCompletingKeyAction',
      'activationRate',
      'activationRateLow',
      'activationRateHigh',
      'activationRate1d',
      'activationRate3d',
      'activationRate7d',
      'activationRate14d',
      'activationRate30d',
      'activationRateAnytime',
      'maturedSignUps',
      'maturedActivationRate',
      'averageHoursToKeyAction',
      'medianHoursToKeyAction',
      'averageHoursToRepeatKeyAction',
      'medianHoursToRepeatKeyAction',
      'hoursUntilQuarterDidKeyAction',
      'hoursUntilHalfDidKeyAction',
    ],
    dimensions: ['signedUpAt', ...user, ...account],
  },
};
const views = Object.keys(contract).slice(
  Object.keys(contract).indexOf('MultiSessionActivationCompletionRate'),
);

const shortNames = (members: { name: string }[]): string[] =>
  members.map(({ name }) => name.split('.')[1] ?? name).sort();
const { cubes } = await cubeApi(inject('cubeUrl')).meta();
const ofCatalogue = cubes.flatMap(({ name, type }) =>
  type === 'view' && !views.includes(name) ? [name] : [],
);
const served = (name: string): Cube => {
  const found = cubes.find((cube) => cube.name === name);
  if (!found) throw new Error(`The server has no cube or view ${name}`);
  return found;
};

describe('the public members of the contract', () => {
  test.each(Object.entries(contract))('%s has them', (name, { measures, dimensions }) => {
    const cube = served(name);
    expect(shortNames(cube.measures)).toEqual(expect.arrayContaining(measures));
    expect(shortNames(cube.dimensions)).toEqual(expect.arrayContaining(dimensions));
  });

  test.each(ofCatalogue)('the view %s has no members but the catalogue’s', (name) => {
    const { measures = {}, dimensions = {}, times = {} } = oracle(definitions, 0)[name] ?? {};
    expect(Object.keys(measures)).toEqual(expect.arrayContaining(shortNames(served(name).measures)));
    expect(Object.keys({ ...dimensions, ...times }).sort()).toEqual(shortNames(served(name).dimensions));
  });

  test.each(views)('the view %s has no others', (name) => {
    expect(shortNames(served(name).measures)).toEqual([...(contract[name]?.measures ?? [])].sort());
    expect(shortNames(served(name).dimensions)).toEqual([...(contract[name]?.dimensions ?? [])].sort());
  });
});

test.each(
  cubes.filter(({ type }) => type === 'view').map((view) => [view.name, view] as const),
)('the folders of %s have each of its members once', (_, view) => {
  const members = [...view.measures, ...view.dimensions].map(({ name }) => name);
  expect(view.folders.flatMap((folder) => folder.members).sort()).toEqual(members.sort());
});

test.each([
  ['ActivationRate.activationRate', 7],
  ['ActivationRate.activationRate30d', 30],
  ['ActivationRate.maturedActivationRate', 7],
  ['AfterActivation.followUpEngagementRate', 7],
  ['FeatureAdoption.explorationRate', 30],
  ['FeatureReuse.maturedReuseRate', 7],
  ['AccountActivation.taskCompletionRate', 14],
  ['ExpansionActivationRate.expansionActivationRateWithinWindow', 30],
  ['Onboarding.onboardingCompletionRate', undefined],
])('%s tells its window', (name, windowDays) => {
  const { measures } = served(name.split('.')[0] ?? '');
  expect(measures.find((measure) => measure.name === name)?.meta.windowDays).toBe(windowDays);
});

describe('a rate is of the counts that it names', () => {
  /** The view's member that is the count of the rate's cube. */
  const countOf = (view: Cube, rate: Cube['measures'][number], end: 'above' | 'below'): string => {
    const [cube] = rate.aliasMember?.split('.') ?? [];
    return (
      view.measures.find(({ aliasMember }) => aliasMember === `${cube}.${rate.meta[end]}`)?.name ?? 'none'
    );
  };
  const rated = cubes.flatMap((view) => {
    const rates = view.measures.filter(({ meta }) => meta?.above !== undefined);
    const { name: attribute = '' } = view.dimensions.find(({ type }) => type === 'string') ?? {};
    return view.type === 'view' && rates.length > 0 ? [[view.name, view, rates, attribute] as const] : [];
  });

  test('as the headline does', () => {
    expect(rated.length).toBeGreaterThan(15);
    for (const [name, view, rates] of rated) {
      const headline = view.meta.headline ?? {};
      const rate = rates.find((each) => each.name === `${name}.${headline.rate}`);
      if (rate) {
        expect(countOf(view, rate, 'above')).toBe(`${name}.${headline.above}`);
        expect(countOf(view, rate, 'below')).toBe(`${name}.${headline.below}`);
      }
    }
  });

  test.each(rated)('in %s', async (_, view, rates, attribute) => {
    const made = rates.map((rate) => [rate.name, countOf(view, rate, 'above'), countOf(view, rate, 'below')]);
    const needed = ((view.meta.by ?? []) as string[]).map((name) => `${view.name}.${name}`);
    const groups = await rows({
      measures: [...new Set(made.flat())],
      dimensions: [...new Set([attribute, ...needed])],
    });
    for (const row of groups) {
      for (const [rate = '', above = '', below = ''] of made) {
        const all = Number(row[below]);
        if (all === 0) expect([rate, row[rate]]).toEqual([rate, null]);
        else expect(Number(row[rate]), rate).toBeCloseTo((100 * Number(row[above])) / all, 9);
      }
    }
  });
});

describe('every public member', () => {
  const shown = cubes.filter((cube) => cube.name in contract || ofCatalogue.includes(cube.name));

  const published = (members: { name: string; public?: boolean }[]): string[] =>
    members.filter(({ public: isPublic }) => isPublic).map(({ name }) => name);

  // The views' members one by one are asked in differential/breakdowns.long.test.ts.
  test.each(shown.map((cube) => [cube.name, cube] as const))('of %s answers', async (_, cube) => {
    const measures = published(cube.measures);
    const needed = (oracle(definitions, 0)[cube.name]?.needs ?? []).map((name) => `${cube.name}.${name}`);
    const [row] = await rows({
      measures,
      dimensions: needed,
      order: Object.fromEntries(needed.toReversed().map((name) => [name, 'asc' as const])),
    });
    // In the example the first action's 9 doers tell little, nothing is of the last 28 days, 84 of 200 accounts reached all milestones: no half, and each user is
    // older than the days of the curve.
    const withoutNumber =
      /\.(customerEngagementScore|favourable\w+|averageScore|hoursUntilHalfReachedAll|usersCensored|retentionDifferenceLow)$/;
    for (const measure of measures.filter((name) => !withoutNumber.test(name)))
      expect(Number(row?.[measure]), measure).toBeGreaterThan(0);
    const dimensions = published(cube.dimensions);
    const groups = await rows({ dimensions, limit: 5000 });
    for (const dimension of dimensions)
      expect(
        groups.some((group) => group[dimension] !== null),
        dimension,
      ).toBe(true);
  });

  test('has a title and a description of its own, and a rate its unit', () => {
    for (const cube of shown) {
      for (const member of [...cube.measures, ...cube.dimensions].filter(
        ({ public: isPublic }) => isPublic,
      )) {
        expect(member.description, member.name).toMatch(/^[A-Z].{10,}\.$/s);
        expect(member.shortTitle, member.name).not.toBe('');
        if (/rate|percent/i.test(member.name.split('.')[1] ?? '')) {
          expect(member.shortTitle, member.name).toContain('(%)');
          expect(member.meta, member.name).toMatchObject({ unit: 'percent', scale: '0 to 100' });
          expect(String(member.meta.direction), member.name).toMatch(
            /(Low|High)$/.test(member.name) ? /^undefined$/ : /^(higher|lower) is better$/,
          );
        }
      }
    }
  });
});
