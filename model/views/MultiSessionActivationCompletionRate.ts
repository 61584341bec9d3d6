import { viewAccess } from './access';
import { accountAttributeNames, userAttributeNames, usersHaveAccounts } from './attributes';
import { definitions } from './definitions';
import { kpiMeta } from './headline';
import { publicMeasures } from './part';
import { activationPart } from './parts/user-activation';
import { sources } from './sources';

if (sources.users && activationPart) {
  view('MultiSessionActivationCompletionRate', {
    // Postgres cuts names off at 63 characters, those of the longest measure with the view's name in front included.
    sqlAlias: 'multi_session',
    accessPolicy: viewAccess(),
    meta: kpiMeta(
      {
        rate: 'multiSessionActivationCompletionRate',
        above: 'multiSessionActivatedUserCount',
        below: 'newUserCount',
        cohort: 'signedUpAt',
      },
      { multiSessionMinimumSessions: definitions.multiSessionMinimumSessions },
      ['users', 'sessionHistory', 'activatedUsers'],
    ),
    title: 'Activation by sessions',
    description:
      'Of the new users, the share who completed the activation flow across more than one session. Cohorts by sign-up.',
    cubes: [
      {
        joinPath: Users,
        includes: [
          'newUserCount',
          ...publicMeasures(activationPart),
          'signedUpAt',
          ...userAttributeNames,
          'sessionsToActivation',
          ...Object.keys(activationPart.segments),
        ],
      },
      ...(usersHaveAccounts
        ? [{ joinPath: () => 'Users.UserAccounts', includes: accountAttributeNames }]
        : []),
    ],
  });
}
