import { accountAttributeNames } from './account-attributes';
import { definitions } from './definitions';
import { userCohort } from './user-cohort';

view('ActivationRate', {
  title: 'Activation rate (first key action)',
  description: `Of the new sign-ups, the share who did the key action (${definitions.keyAction}) soon after signing up. Cohorts by sign-up.`,
  cubes: [
    {
      joinPath: Users,
      includes: [
        { name: 'newUserCount', alias: 'newSignUps', title: 'New sign-ups' },
        'usersCompletingKeyAction',
        'activationRate',
        'activationRateLow',
        'activationRateHigh',
        ...definitions.activationWindowsOfferedDays.map((days) => `activationRate${days}d`),
        'activationRateAnytime',
        'maturedSignUps',
        'maturedActivationRate',
        'averageHoursToKeyAction',
        'medianHoursToKeyAction',
        ...userCohort,
        'matured',
      ],
    },
    { joinPath: Users.UserAccounts, includes: accountAttributeNames },
  ],
});
