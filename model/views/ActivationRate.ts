import { viewAccess } from './access';
import { accountAttributeNames, userAttributeNames, usersHaveAccounts } from './attributes';
import { definitions } from './definitions';
import { kpiMeta } from './headline';
import { publicMeasures } from './part';
import { firstKeyActionPart } from './parts/user-key-action';
import { inArea, keyActionSets, sqlAliasOf } from './product-areas';
import { sources } from './sources';

for (const { suffix, keyAction } of sources.users ? keyActionSets : []) {
  const part = firstKeyActionPart(keyAction);
  if (part) {
    view(`ActivationRate${suffix}`, {
      sqlAlias: sqlAliasOf('activation_rate', suffix),
      accessPolicy: viewAccess(),
      meta: kpiMeta(
        {
          rate: 'activationRate',
          above: 'usersCompletingKeyAction',
          below: 'newSignUps',
          cohort: 'signedUpAt',
        },
        { keyAction, activationWindowDays: definitions.activationWindowDays },
        ['users', 'keyActions'],
      ),
      title: `First key action${inArea(suffix)}`,
      description: `Of the new sign-ups, the share who did the key action (${keyAction}) soon after signing up. Cohorts by sign-up.`,
      cubes: [
        {
          joinPath: () => `Users${suffix}`,
          includes: [
            { name: 'newUserCount', alias: 'newSignUps', title: 'New sign-ups' },
            ...publicMeasures(part),
            'signedUpAt',
            ...userAttributeNames,
            ...Object.keys(part.segments),
          ],
        },
        ...(usersHaveAccounts
          ? [{ joinPath: () => `Users${suffix}.UserAccounts`, includes: accountAttributeNames }]
          : []),
      ],
    });
  }
}
