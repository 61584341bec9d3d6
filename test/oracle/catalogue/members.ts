import { type CatalogueView, createdAt, signedUpAt, view } from './catalogue-view.ts';
import { viewsOfOptionalSources } from './members-of-optional-sources.ts';
import {
  type CatalogueDefinitions,
  type CatalogueSettings,
  catalogueSettings,
  hasSources,
} from './settings.ts';

const ofFeatures = { featureName: 'Feature', featurePosition: 'Position' };

/**
 * The catalogue's views, and what two older views gain: written by hand, from the catalogue where it names their
 * members, and in the style of the views that exist where it doesn't (its reading 3). Some need features or optional
 * sources, which a configuration may not have.
 */
export function catalogueViews(definitions: CatalogueDefinitions): Record<string, CatalogueView> {
  const settings = catalogueSettings(definitions);
  const features = Object.keys(settings.features);
  return {
    Onboarding: onboarding(features.length > 0),
    ActivationRate: view('user', signedUpAt, {
      durations: { HoursToRepeatKeyAction: { title: 'hours to the repeated key action', kpi: 19 } },
      waits: { DidKeyAction: { title: 'did the key action', kpi: 36 } },
    }),
    ActivationCurve: view('user', signedUpAt, {
      counts: {
        usersAtRisk: 'Users not activated yet',
        usersActivated: 'Users activated on the day',
        usersCensored: 'Users observed no longer',
      },
      scores: { estimatedShareActivated: { title: 'Estimated share activated (%)', kpi: 36 } },
      dimensions: { day: 'Day of age' },
    }),
    ActivationDrivers: activationDrivers,
    AfterActivation: afterActivation(settings, hasSources(definitions, 'contacts')),
    ...(features.length > 0 && { FeatureAdoption: featureAdoption, FeatureReuse: featureReuse }),
    ActiveUsers: activeUsers(features),
    AccountActivation: accountActivation(features.length > 0),
    ExpansionActivationRate: view(
      'account',
      { eligibleDate: 'Eligible from', accountCreatedAt: 'Account created at' },
      { durations: { HoursToExpansion: { title: 'hours to the expansion', kpi: 26 } } },
    ),
    ProductQualifiedAccounts: productQualifiedAccounts(hasSources(definitions, 'payments')),
    ...viewsOfOptionalSources(definitions),
  };
}

const onboarding = (withFeatures: boolean): CatalogueView =>
  view('user', signedUpAt, {
    counts: {
      newUserCount: 'New users',
      activatedUserCount: 'Activated users',
      onboardingStarted: 'Users who started the onboarding',
      maturedOnboardingStarted: 'Matured users who started the onboarding',
      usersDroppingOff: 'Users dropping off',
      usersCompletingInFirstSession: 'Users completing the onboarding in their first session',
      usersConvertingInFirstSession: 'Users converting in their first session',
      ...(withFeatures && {
        usersUsingCoreFeatureInFirstSessions: 'Users of a core feature in their first sessions',
        usersEngagingWithTopFeature: 'Users engaging with a top feature',
        maturedNewUsers: 'Matured new users',
        maturedUsersEngagingWithTopFeature: 'Matured users engaging with a top feature',
      }),
    },
    rates: {
      onboardingCompletionRate: {
        title: 'Onboarding completion rate',
        above: 'activatedUserCount',
        below: 'newUserCount',
        kpi: 28,
      },
      activationConversionRate: {
        title: 'Activation conversion rate',
        above: 'activatedUserCount',
        below: 'onboardingStarted',
        kpi: 40,
      },
      dropOffRate: {
        title: 'Drop-off rate',
        above: 'usersDroppingOff',
        below: 'maturedOnboardingStarted',
        betterLower: true,
        kpi: 46,
      },
      firstSessionCompletionRate: {
        title: 'First-session completion rate',
        above: 'usersCompletingInFirstSession',
        below: 'newUserCount',
        kpi: 8,
      },
      firstSessionConversionRate: {
        title: 'First-session conversion rate',
        above: 'usersConvertingInFirstSession',
        below: 'newUserCount',
        kpi: 27,
      },
      ...(withFeatures && {
        firstFeatureUsageRate: {
          title: 'First feature usage rate',
          above: 'usersUsingCoreFeatureInFirstSessions',
          below: 'newUserCount',
          kpi: 6,
        },
        topFeatureEngagementRate: {
          title: 'Top feature engagement rate',
          above: 'usersEngagingWithTopFeature',
          below: 'newUserCount',
          matured: { above: 'maturedUsersEngagingWithTopFeature', below: 'maturedNewUsers' },
          kpi: 52,
        },
      }),
    },
    scores: {
      averageActionsInFirstSessions: { title: 'Average actions in the first sessions', kpi: 23 },
    },
    durations: {
      HoursToFirstValue: { title: 'hours to the first value', kpi: 20 },
      HoursToBasicValue: { title: 'hours to basic value', kpi: 25 },
      HoursToSignificantValue: { title: 'hours to significant value', kpi: 53 },
      MinutesToQuickWin: { title: 'minutes to the quick win', kpi: 49 },
      HoursFromFirstActionToActivation: {
        title: 'hours from the first action to the activation',
        kpi: 38,
      },
    },
    waits: { Activated: { title: 'activated', kpi: 28 } },
  });

const activationDrivers: CatalogueView = view('user', signedUpAt, {
  counts: {
    newUserCount: 'Settled new users',
    usersDoing: 'Users doing it',
    doersComingBack: 'Doers coming back',
    usersNotDoing: 'Users not doing it',
    othersComingBack: 'Others coming back',
  },
  rates: {
    reach: { title: 'Reach', above: 'usersDoing', below: 'newUserCount' },
    retentionOfDoers: { title: 'Retention of doers', above: 'doersComingBack', below: 'usersDoing' },
    retentionOfOthers: { title: 'Retention of others', above: 'othersComingBack', below: 'usersNotDoing' },
  },
  scores: {
    retentionDifference: { title: 'Difference in retention (percentage points)' },
    retentionDifferenceLow: { title: 'Difference in retention, low (percentage points)' },
    retentionDifferenceHigh: { title: 'Difference in retention, high (percentage points)' },
  },
  dimensions: { actionName: 'Action name', times: 'Times' },
});

function afterActivation({ retentionDays }: CatalogueSettings, withContacts: boolean): CatalogueView {
  // What a kind of retention is called: as a rate, in its numerator, in its denominator, and for a person.
  const kinds = retentionDays.flatMap((days) => [
    { rate: `day${days}`, of: `OnDay${days}`, matured: `Day${days}`, title: `Day ${days}` },
    {
      rate: `days${days}To${days + 7}`,
      of: `InDays${days}To${days + 7}`,
      matured: `Days${days}To${days + 7}`,
      title: `Days ${days} to ${days + 7}`,
    },
    {
      rate: `onOrAfterDay${days}`,
      of: `OnOrAfterDay${days}`,
      matured: `OnOrAfterDay${days}`,
      title: `On or after day ${days}`,
    },
  ]);
  return view(
    'user',
    { activatedAt: 'Activated at', ...signedUpAt },
    {
      counts: {
        activatedUserCount: 'Activated users',
        usersFollowingUp: 'Users following up',
        maturedActivatedUsers: 'Matured activated users',
        maturedUsersFollowingUp: 'Matured users following up',
        ...Object.fromEntries(
          kinds.flatMap(({ of, matured, title }) => [
            [`usersReturning${of}`, `Users returning, ${title.toLowerCase()}`],
            [`maturedUsersFor${matured}`, `Matured activated users, ${title.toLowerCase()}`],
          ]),
        ),
      },
      durations: withContacts ? { HoursToOutreach: { title: 'hours to the outreach', kpi: 11 } } : {},
      rates: {
        followUpEngagementRate: {
          title: 'Follow-up engagement rate',
          above: 'usersFollowingUp',
          below: 'activatedUserCount',
          matured: { above: 'maturedUsersFollowingUp', below: 'maturedActivatedUsers' },
          kpi: 30,
        },
        ...Object.fromEntries(
          kinds.map(({ rate, of, matured, title }) => [
            `${rate}RetentionRate`,
            {
              title: `${title} retention rate`,
              above: `usersReturning${of}`,
              below: `maturedUsersFor${matured}`,
              kpi: 39,
            },
          ]),
        ),
      },
    },
  );
}

const featureAdoption: CatalogueView = view('user', signedUpAt, {
  counts: {
    newUserCount: 'New users',
    usersAdoptingEarly: 'Users adopting early',
    maturedNewUsersForEarlyAdoption: 'Matured new users, early adoption',
    maturedUsersAdoptingEarly: 'Matured users adopting early',
    usersExploring: 'Users exploring',
    maturedNewUsersForExploration: 'Matured new users, exploration',
    maturedUsersExploring: 'Matured users exploring',
  },
  rates: {
    earlyAdoptionRate: {
      title: 'Early adoption rate',
      above: 'usersAdoptingEarly',
      below: 'newUserCount',
      matured: { above: 'maturedUsersAdoptingEarly', below: 'maturedNewUsersForEarlyAdoption' },
      kpi: 3,
    },
    explorationRate: {
      title: 'Exploration rate',
      above: 'usersExploring',
      below: 'newUserCount',
      matured: { above: 'maturedUsersExploring', below: 'maturedNewUsersForExploration' },
      kpi: 9,
    },
  },
  durations: {
    HoursFromActivationToFirstUse: { title: 'hours from the activation to the first use', kpi: 47 },
  },
  dimensions: ofFeatures,
  segments: { topFeatures: 'Top features' },
});

const featureReuse: CatalogueView = view(
  'user',
  { firstUsedAt: 'First used at', ...signedUpAt },
  {
    counts: {
      firstTimeUsers: 'First-time users',
      usersReusing: 'Users with a second use',
      maturedFirstTimeUsers: 'Matured first-time users',
      maturedUsersReusing: 'Matured users with a second use',
    },
    rates: {
      reuseRate: {
        title: 'Reuse rate',
        above: 'usersReusing',
        below: 'firstTimeUsers',
        matured: { above: 'maturedUsersReusing', below: 'maturedFirstTimeUsers' },
        kpi: 5,
      },
    },
    dimensions: ofFeatures,
  },
);

/** `usersOfCodeReview` of the feature `code review` (the catalogue's reading 16). */
export const featureInNames = (feature: string): string =>
  (feature.match(/[A-Za-z0-9]+/g) ?? []).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

const activeUsers = (features: readonly string[]): CatalogueView =>
  view(
    'user',
    { activeAt: 'Active at', ...signedUpAt },
    {
      counts: {
        activeUserCount: 'Active users',
        ...Object.fromEntries(
          features.map((feature) => [`usersOf${featureInNames(feature)}`, `Users of ${feature}`]),
        ),
      },
      rates: Object.fromEntries(
        features.map((feature) => [
          `usageRateOf${featureInNames(feature)}`,
          {
            title: `Usage rate of ${feature}`,
            above: `usersOf${featureInNames(feature)}`,
            below: 'activeUserCount',
            kpi: 1,
          },
        ]),
      ),
    },
  );

const accountActivation = (withFeatures: boolean): CatalogueView =>
  view('account', createdAt, {
    counts: {
      totalAccounts: 'Accounts',
      accountsCompletingTasks: 'Accounts completing the tasks',
      maturedAccounts: 'Matured accounts',
      maturedAccountsCompletingTasks: 'Matured accounts completing the tasks',
      accountsWithActivatedTeam: 'Accounts with an activated team',
    },
    rates: {
      taskCompletionRate: {
        title: 'Task completion rate',
        above: 'accountsCompletingTasks',
        below: 'totalAccounts',
        matured: { above: 'maturedAccountsCompletingTasks', below: 'maturedAccounts' },
        kpi: 32,
      },
      activatedTeamRate: {
        title: 'Activated team rate',
        above: 'accountsWithActivatedTeam',
        below: 'totalAccounts',
        kpi: 51,
      },
    },
    scores: {
      ...(withFeatures && { averageFeaturesUsed: { title: 'Average features used', kpi: 2 } }),
      activationProgressionScore: { title: 'Activation progression score (%)', kpi: 31 },
    },
    durations: { HoursToAllMilestones: { title: 'hours to all key milestones', kpi: 21 } },
    waits: { ReachedAll: { title: 'reached all key milestones', kpi: 21 } },
  });

const productQualifiedAccounts = (withPayments: boolean): CatalogueView =>
  view('account', createdAt, {
    counts: {
      totalAccounts: 'Accounts',
      productQualifiedAccounts: 'Product-qualified accounts',
      ...(withPayments && { convertedAccounts: 'Converted accounts' }),
    },
    rates: {
      qualificationRate: {
        title: 'Qualification rate',
        above: 'productQualifiedAccounts',
        below: 'totalAccounts',
        kpi: 54,
      },
    },
    scores: {
      customerEngagementScore: { title: 'Customer engagement score (0 to 100)', kpi: 44 },
      ...(withPayments && {
        lifetimeValueOfConverted: { title: 'Lifetime value of converted accounts', kpi: 42 },
      }),
    },
    durations: { HoursToQualification: { title: 'hours to the qualification', kpi: 54 } },
  });
