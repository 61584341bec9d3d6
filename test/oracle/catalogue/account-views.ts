import { accountAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import { type Fraction, total as totalOf } from '../fraction.ts';
import type { Microseconds } from '../source-rows.ts';
import { type Eligibility, isMature, isWithin, windowOf } from '../units.ts';
import { average, count, ratio, type Value } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import {
  type AccountHistory,
  accountHistories,
  amountsPaid,
  firstFrom,
  someWithin,
  timesOf,
} from './histories.ts';
import { durationMeasures, type Measures, rateMeasures, waitMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings, hasSources } from './settings.ts';
import { waitOf } from './survival.ts';

const unit = ({ id }: AccountHistory): string => id;

export function accountActivation(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { features, breadthDays, progressDays, taskDays, tasksRequired, teamSize } =
    catalogueSettings(definitions);
  const featuresUsed = (account: AccountHistory): number =>
    Object.values(features).filter((actions) =>
      account.users.some((user) => someWithin(breadthDays, account.created_at, timesOf(user, actions))),
    ).length;
  const reachedWithin = (days: number, account: AccountHistory): number =>
    account.milestonesReachedAt.filter((at) => isWithin(days, account.created_at, at)).length;
  const reachedAllAt = ({ milestonesReachedAt }: AccountHistory): Microseconds | null => {
    const reached = milestonesReachedAt.filter((at) => at !== null);
    return reached.length < milestonesReachedAt.length ? null : Math.max(...reached);
  };
  return accountView(definitions, {
    ...rateMeasures(members, unit, {
      taskCompletionRate: {
        above: (account) => reachedWithin(taskDays, account) >= tasksRequired,
        isSettled: (account) => isMature(taskDays, account.created_at, now),
      },
      activatedTeamRate: {
        above: (account) =>
          account.users.filter(({ activatedAt }) => activatedAt !== null && activatedAt >= account.created_at)
            .length >= teamSize,
      },
    }),
    ...(Object.keys(features).length > 0 && {
      averageFeaturesUsed: (rows: readonly AccountHistory[]) => average(rows.map(featuresUsed), 1),
    }),
    // A percentage of each account's milestones, on average over the accounts.
    activationProgressionScore: (rows) =>
      average(
        rows.map((account) => 100 * reachedWithin(progressDays, account)),
        definitions.keyMilestones.length,
      ),
    ...durationMeasures('HoursToAllMilestones', (account: AccountHistory) => ({
      from: account.created_at,
      to: reachedAllAt(account),
    })),
    ...waitMeasures('ReachedAll', (account: AccountHistory) =>
      waitOf(account.created_at, reachedAllAt(account), now),
    ),
  });
}

/** What `ExpansionActivationRate` gains: over eligibilities, not accounts. */
export const hoursToExpansion: Measures<Eligibility> = durationMeasures(
  'HoursToExpansion',
  (row: Eligibility) => ({
    from: row.eligible_date,
    to: firstFrom(row.eligible_date, row.activation_date === null ? [] : [row.activation_date]),
  }),
);

/** The engagement score is of the 28 days before now. */
export const engagementDays = 28;

export function productQualifiedAccounts(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { qualification, engagement } = catalogueSettings(definitions);
  /** The moment by which the account's users have done enough different actions (reading 9: from its creation on). */
  const qualifiedAt = (account: AccountHistory): Microseconds | null => {
    const firsts = [...new Set(qualification.actions)]
      .map((action) =>
        firstFrom(
          account.created_at,
          account.users.flatMap((user) => timesOf(user, [action])),
        ),
      )
      .filter((at) => at !== null)
      .sort((one, other) => one - other);
    return firsts[qualification.atLeast - 1] ?? null;
  };
  const isRecent = (at: Microseconds): boolean => now - windowOf(engagementDays) <= at && at < now;
  const engagementScore = (account: AccountHistory): number => {
    const parts = engagement.map(({ action, weight, cap }) => {
      const events = account.users.flatMap((user) =>
        action === 'session' ? user.sessionStarts : timesOf(user, [action]),
      );
      return weight * Math.min(events.filter(isRecent).length / cap, 1);
    });
    return (100 * total(parts)) / total(engagement.map(({ weight }) => weight));
  };
  return accountView(definitions, {
    ...rateMeasures(members, unit, {
      qualificationRate: { above: (account) => qualifiedAt(account) !== null },
    }),
    ...durationMeasures('HoursToQualification', (account: AccountHistory) => ({
      from: account.created_at,
      to: qualifiedAt(account),
    })),
    customerEngagementScore: (rows): Value => {
      const scores = rows
        .filter((account) => isMature(engagementDays, account.created_at, now))
        .map(engagementScore);
      return scores.length === 0 ? null : { kind: 'approximate', number: total(scores) / scores.length };
    },
    ...(hasSources(definitions, 'payments') && moneyOfQualified(definitions, qualifiedAt)),
  });
}

/** What the converted accounts are worth: those that paid something once they were qualified. */
function moneyOfQualified(
  definitions: CatalogueDefinitions,
  qualifiedAt: (account: AccountHistory) => Microseconds | null,
): Measures<AccountHistory> {
  /** The payments from the qualification on; none of an account that isn't qualified. */
  const payments = (account: AccountHistory): Fraction[] => {
    const from = qualifiedAt(account);
    return from === null ? [] : amountsPaid(account.payments, definitions, (paidAt) => paidAt >= from);
  };
  // A refund alone converts nobody, but the refunds of a converted account are among its payments.
  const isConverted = (account: AccountHistory): boolean =>
    payments(account).some(({ numerator }) => numerator > 0n);
  return {
    convertedAccounts: (rows) => count(rows.filter(isConverted).length),
    lifetimeValueOfConverted: (rows) => {
      const converted = rows.filter(isConverted);
      return ratio(totalOf(converted.flatMap(payments)), converted.length);
    },
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** A view of new accounts, by their creation. */
const accountView = (definitions: CatalogueDefinitions, measures: Measures<AccountHistory>): AnyCube =>
  anyCube<AccountHistory>({
    rows: (source) => accountHistories(source, definitions),
    times: { createdAt: (account) => account.created_at },
    dimensions: accountAttributes((account: AccountHistory) => account),
    segments: {},
    measures,
  });
