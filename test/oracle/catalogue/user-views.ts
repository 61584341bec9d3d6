import { userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds } from '../source-rows.ts';
import { isMature, isWithin, windowOf } from '../units.ts';
import { average, count } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import {
  firstAfter,
  firstFrom,
  sessionsBy,
  someWithin,
  timesOf,
  timesOfContacts,
  type UserHistory,
  userHistories,
} from './histories.ts';
import {
  durationMeasures,
  type Measures,
  type RateConditions,
  rateMeasures,
  waitMeasures,
} from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings, hasSources } from './settings.ts';
import { type CurveDay, curveDay, type Wait, waitOf } from './survival.ts';

const unit = ({ user_id }: UserHistory): string => user_id;
const isActivated = ({ activatedAt }: UserHistory): boolean => activatedAt !== null;

/** Actions of a core feature, or of a top one. */
export const actionsOf = (
  features: Record<string, readonly string[]>,
  chosen: readonly string[],
): readonly string[] => chosen.flatMap((feature) => features[feature] ?? []);

export function onboarding(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const settings = catalogueSettings(definitions);
  const { initialSessions, dropOffDays, earlyDays, features } = settings;

  const firstAction = (user: UserHistory, names?: readonly string[]): Microseconds | null =>
    firstFrom(user.signed_up_at, timesOf(user, names));
  /** The moment came, with at most so many sessions started by then. */
  const cameWithin = (sessions: number, user: UserHistory, moment: Microseconds | null): boolean =>
    moment !== null && sessionsBy(user, moment) <= sessions;
  /** Tracked actions from the start of the first session to before the start of the one after the initial ones. */
  const actionsInFirstSessions = (user: UserHistory): number[] => {
    const [from] = user.sessionStarts;
    if (from === undefined) return [];
    const to = user.sessionStarts[initialSessions] ?? Number.POSITIVE_INFINITY;
    return [timesOf(user).filter((at) => from <= at && at < to).length];
  };

  const rates: Record<string, RateConditions<UserHistory>> = {
    onboardingCompletionRate: { above: isActivated },
    activationConversionRate: {
      below: ({ hasStartedOnboarding }) => hasStartedOnboarding,
      above: isActivated,
    },
    dropOffRate: {
      below: (user) => user.hasStartedOnboarding && isMature(dropOffDays, user.signed_up_at, now),
      above: (user) => !isWithin(dropOffDays, user.signed_up_at, user.activatedAt),
    },
    // "Fewer than 2" is literal, whatever makes an activation a multi-session one (reading 8).
    firstSessionCompletionRate: { above: (user) => cameWithin(1, user, user.activatedAt) },
    firstSessionConversionRate: {
      above: (user) => cameWithin(1, user, firstAction(user, [settings.desiredAction])),
    },
    firstFeatureUsageRate: {
      above: (user) =>
        cameWithin(initialSessions, user, firstAction(user, actionsOf(features, settings.coreFeatures))),
    },
    topFeatureEngagementRate: {
      above: (user) =>
        someWithin(earlyDays, user.signed_up_at, timesOf(user, actionsOf(features, settings.topFeatures))),
      isSettled: (user) => isMature(earlyDays, user.signed_up_at, now),
    },
  };
  const fromSignUpTo = (name: string) => (user: UserHistory) => ({
    from: user.signed_up_at,
    to: firstAction(user, [name]),
  });

  return userView({
    definitions,
    measures: {
      ...rateMeasures(members, unit, rates),
      averageActionsInFirstSessions: (rows) => average(rows.flatMap(actionsInFirstSessions), 1),
      ...durationMeasures('HoursToFirstValue', fromSignUpTo(settings.valueAction)),
      ...durationMeasures('HoursToBasicValue', fromSignUpTo(settings.basicValueAction)),
      ...durationMeasures('HoursToSignificantValue', fromSignUpTo(settings.significantValueAction)),
      // A quick win may precede the sign-up: the first session bounds it (reading 8).
      ...durationMeasures('MinutesToQuickWin', (user: UserHistory) => {
        const from = user.sessionStarts[0] ?? null;
        return { from, to: firstFrom(from, timesOf(user, [settings.quickWinAction])) };
      }),
      ...durationMeasures('HoursFromFirstActionToActivation', (user: UserHistory) => {
        const from = firstAction(user);
        return { from, to: firstFrom(from, user.activatedAt === null ? [] : [user.activatedAt]) };
      }),
      ...waitMeasures('Activated', (user: UserHistory) => waitOf(user.signed_up_at, user.activatedAt, now)),
    },
  });
}

/** What `ActivationRate` gains. */
export const repeatedKeyAction = (
  { keyAction }: CatalogueDefinitions,
  now: Microseconds,
): Measures<UserHistory> => ({
  ...durationMeasures('HoursToRepeatKeyAction', (user: UserHistory) => ({
    from: user.firstKeyActionAt,
    to: firstAfter(user.firstKeyActionAt, timesOf(user, [keyAction])),
  })),
  ...waitMeasures('DidKeyAction', (user: UserHistory) => waitToKeyAction(user, now)),
});

const waitToKeyAction = (user: UserHistory, now: Microseconds): Wait | null =>
  waitOf(user.signed_up_at, user.firstKeyActionAt, now);

/** A user on a day of age. */
interface DayOfAge {
  user: UserHistory;
  day: number;
}

const lastDayOfAge = 90;

export function activationCurve(definitions: CatalogueDefinitions, now: Microseconds): AnyCube {
  /** All rows of a group are of one day, as each question has `day`: so they are its users. */
  const known = new WeakMap<readonly DayOfAge[], CurveDay>();
  const onDay = (rows: readonly DayOfAge[]): CurveDay => {
    const [first] = rows;
    const waits = rows.map(({ user }) => waitToKeyAction(user, now)).filter((wait) => wait !== null);
    const counted = known.get(rows) ?? curveDay(first?.day ?? 0, waits);
    known.set(rows, counted);
    return counted;
  };
  return anyCube<DayOfAge>({
    rows: (source) =>
      userHistories(source, definitions).flatMap((user) =>
        Array.from({ length: lastDayOfAge + 1 }, (_, day) => ({ user, day })),
      ),
    times: { signedUpAt: ({ user }) => user.signed_up_at },
    dimensions: { ...userAttributes(({ user }: DayOfAge) => user), day: ({ day }) => day },
    segments: {},
    needs: ['day'],
    measures: {
      usersAtRisk: (rows) => count(onDay(rows).atRisk),
      usersActivated: (rows) => count(onDay(rows).activated),
      usersCensored: (rows) => count(onDay(rows).censored),
      estimatedShareActivated: (rows) => {
        const { shareActivated: share } = onDay(rows);
        if (share === null) return null;
        return { kind: 'approximate', number: 100 * (Number(share.numerator) / Number(share.denominator)) };
      },
    },
  });
}

/** An activated user, whose cohort is that of the activation (rule 10). */
type Activated = UserHistory & { activatedAt: Microseconds };

export function afterActivation(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { followUpDays, retentionDays } = catalogueSettings(definitions);
  const isSettled = (days: number) => (user: Activated) => isMature(days, user.activatedAt, now);
  /** Rule 11: a session from one age after the activation to before another. */
  const returned = (fromDay: number, toDay: number) => (user: Activated) =>
    user.sessionStarts.some(
      (start) => start >= user.activatedAt + windowOf(fromDay) && start < user.activatedAt + windowOf(toDay),
    );
  const retention = retentionDays.flatMap((days): [string, RateConditions<Activated>][] => [
    [`day${days}RetentionRate`, { below: isSettled(days + 1), above: returned(days, days + 1) }],
    [
      `days${days}To${days + 7}RetentionRate`,
      { below: isSettled(days + 7), above: returned(days, days + 7) },
    ],
    [
      `onOrAfterDay${days}RetentionRate`,
      { below: isSettled(days), above: returned(days, Number.POSITIVE_INFINITY) },
    ],
  ]);
  return anyCube<Activated>({
    rows: (source) =>
      userHistories(source, definitions).flatMap((user) =>
        user.activatedAt === null ? [] : [{ ...user, activatedAt: user.activatedAt }],
      ),
    times: { activatedAt: (user) => user.activatedAt, signedUpAt: (user) => user.signed_up_at },
    dimensions: userAttributes((user: Activated) => user),
    segments: {},
    measures: {
      ...rateMeasures(members, unit, {
        followUpEngagementRate: {
          // Rule 11: strictly later than the activation.
          above: ({ activatedAt, sessionStarts }) =>
            isWithin(followUpDays, activatedAt, firstAfter(activatedAt, sessionStarts)),
          isSettled: isSettled(followUpDays),
        },
        ...Object.fromEntries(retention),
      }),
      ...(hasSources(definitions, 'contacts') &&
        durationMeasures('HoursToOutreach', ({ activatedAt, contacts }: Activated) => ({
          from: activatedAt,
          to: firstFrom(activatedAt, timesOfContacts(contacts, 'outreach')),
        }))),
    },
  });
}

/** A view of new users, by their sign-up. */
export const userView = ({
  definitions,
  measures,
}: {
  definitions: CatalogueDefinitions;
  measures: Measures<UserHistory>;
}): AnyCube =>
  anyCube<UserHistory>({
    rows: (source) => userHistories(source, definitions),
    times: { signedUpAt: (user) => user.signed_up_at },
    dimensions: userAttributes((user: UserHistory) => user),
    segments: {},
    measures,
  });
