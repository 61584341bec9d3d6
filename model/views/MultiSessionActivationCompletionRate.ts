import { accountAttributeNames } from './account-attributes';
import { userCohort } from './user-cohort';

view('MultiSessionActivationCompletionRate', {
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
        ...userCohort,
      ],
    },
    { joinPath: Users.Accounts, includes: accountAttributeNames },
  ],
});
