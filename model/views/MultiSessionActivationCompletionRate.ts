import { accountAttributeNames } from './account-attributes';
import { userCohort } from './user-cohort';

view('MultiSessionActivationCompletionRate', {
  // Postgres cuts names off at 63 characters, those of the longest measure with the view's name in front included.
  sqlAlias: 'multi_session',
  title: 'Multi-session activation completion rate',
  description:
    'Of the new users, the share who completed the activation flow across more than one session. Cohorts by sign-up.',
  cubes: [
    {
      joinPath: Users,
      includes: [
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
        ...userCohort,
        'sessionsToActivation',
        'activated',
        'multiSession',
      ],
    },
    { joinPath: Users.UserAccounts, includes: accountAttributeNames },
  ],
});
