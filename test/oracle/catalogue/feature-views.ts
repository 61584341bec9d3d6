import { userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds, OracleRows } from '../source-rows.ts';
import { isMature, isWithin } from '../units.ts';
import { count } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { firstAfter, firstFrom, someWithin, timesOf, type UserHistory, userHistories } from './histories.ts';
import { durationMeasures, rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings } from './settings.ts';

/** A user and a feature, with the user's uses of it. */
interface UserFeature {
  user: UserHistory;
  featureName: string;
  /** From 1, in the configured order. */
  featurePosition: number;
  uses: Microseconds[];
}

function userFeatures(source: OracleRows, definitions: CatalogueDefinitions): UserFeature[] {
  const features = Object.entries(catalogueSettings(definitions).features);
  return userHistories(source, definitions).flatMap((user) =>
    features.map(([featureName, actions], index) => ({
      user,
      featureName,
      featurePosition: index + 1,
      uses: timesOf(user, actions),
    })),
  );
}

const unit = ({ user }: { user: UserHistory }): string => user.user_id;

const dimensions = {
  ...userAttributes(({ user }: UserFeature) => user),
  featureName: (row: UserFeature) => row.featureName,
  featurePosition: (row: UserFeature) => row.featurePosition,
};

export function featureAdoption(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { earlyDays, explorationDays, topFeatures } = catalogueSettings(definitions);
  const usedWithin = (days: number) => ({
    above: ({ user, uses }: UserFeature) => someWithin(days, user.signed_up_at, uses),
    isSettled: ({ user }: UserFeature) => isMature(days, user.signed_up_at, now),
  });
  return anyCube<UserFeature>({
    rows: (source) => userFeatures(source, definitions),
    times: { signedUpAt: ({ user }) => user.signed_up_at },
    dimensions,
    segments: { topFeatures: ({ featureName }) => topFeatures.includes(featureName) },
    measures: {
      ...rateMeasures(members, unit, {
        earlyAdoptionRate: usedWithin(earlyDays),
        explorationRate: usedWithin(explorationDays),
      }),
      ...durationMeasures('HoursFromActivationToFirstUse', ({ user, uses }: UserFeature) => ({
        from: user.activatedAt,
        to: firstFrom(user.activatedAt, uses),
      })),
    },
  });
}

/** A user and a feature that they used: the cohort is that of the first use (rule 10). */
type UsedFeature = UserFeature & { firstUsedAt: Microseconds };

export function featureReuse(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { reuseDays } = catalogueSettings(definitions);
  return anyCube<UsedFeature>({
    rows: (source) =>
      userFeatures(source, definitions).flatMap((row) => {
        const firstUsedAt = firstFrom(row.user.signed_up_at, row.uses);
        return firstUsedAt === null ? [] : [{ ...row, firstUsedAt }];
      }),
    times: { firstUsedAt: (row) => row.firstUsedAt, signedUpAt: ({ user }) => user.signed_up_at },
    dimensions,
    segments: {},
    measures: rateMeasures(members, unit, {
      reuseRate: {
        // Rule 11: a use at the moment of the first is no second one.
        above: ({ firstUsedAt, uses }: UsedFeature) =>
          isWithin(reuseDays, firstUsedAt, firstAfter(firstUsedAt, uses)),
        // Of each pair of user and feature for itself (reading 13).
        isSettled: ({ firstUsedAt }: UsedFeature) => isMature(reuseDays, firstUsedAt, now),
      },
    }),
  });
}

/** Something that makes a known user active: a session's start, or a tracked action. */
interface Activity {
  user: UserHistory;
  activeAt: Microseconds;
  /** Null of a session. */
  action: string | null;
}

export function activeUsers(definitions: CatalogueDefinitions, members: CatalogueView): AnyCube {
  const { features } = catalogueSettings(definitions);
  const rates = Object.keys(members.rates);
  return anyCube<Activity>({
    rows: (source) =>
      userHistories(source, definitions).flatMap((user) => [
        ...user.sessionStarts.map((activeAt) => ({ user, activeAt, action: null })),
        // Also those before the sign-up (reading 9).
        ...user.actions.map(({ action_name, occurred_at }) => ({
          user,
          activeAt: occurred_at,
          action: action_name,
        })),
      ]),
    times: { activeAt: ({ activeAt }) => activeAt, signedUpAt: ({ user }) => user.signed_up_at },
    dimensions: userAttributes(({ user }: Activity) => user),
    segments: {},
    measures: {
      activeUserCount: (rows) => count(new Set(rows.map(unit)).size),
      ...rateMeasures(
        members,
        unit,
        // The rates are named in the order of the features.
        Object.fromEntries(
          Object.values(features).map((actions, index) => [
            rates[index],
            { above: ({ action }: Activity) => action !== null && actions.includes(action) },
          ]),
        ),
      ),
    },
  });
}
