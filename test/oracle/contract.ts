import { accountAttributes, userAttributes } from './attributes.ts';
import { hoursToExpansion } from './catalogue/account-views.ts';
import { accountDimensions, userDimensions } from './catalogue/catalogue-view.ts';
import { type UserHistory, userHistories } from './catalogue/histories.ts';
import type { CatalogueDefinitions, ContractDefinitions } from './catalogue/settings.ts';
import { repeatedKeyAction } from './catalogue/user-views.ts';
import { catalogue } from './catalogue/views.ts';
import { type AnyCube, anyCube, type OracleCube, view } from './cube.ts';
import type { Microseconds, OracleRow } from './source-rows.ts';
import {
  type Account,
  type AccountMilestone,
  accountMilestones,
  accounts,
  type Eligibility,
  eligibilities,
  grouped,
  isMature,
  isWithin,
  type User,
  users,
} from './units.ts';
import { average, count, median, percentage, type Value, wilson } from './value.ts';

/** Hours from microseconds: exact as microseconds over this. */
const microsecondsPerHour = 3_600_000_000;

const accountAttributeNames = Object.keys(accountDimensions);
const userAttributeNames = Object.keys(userDimensions);

/** `<name>` with its Wilson bounds `<name>Low` and `<name>High`. */
function rateWithBounds<Row>(
  name: string,
  above: (rows: readonly Row[]) => number,
  below: (rows: readonly Row[]) => number,
): Record<string, (rows: readonly Row[]) => Value> {
  return {
    [name]: (rows) => percentage(above(rows), below(rows)),
    [`${name}Low`]: (rows) => wilson(above(rows), below(rows)).low,
    [`${name}High`]: (rows) => wilson(above(rows), below(rows)).high,
  };
}

/** How many rows meet a condition. For rows that are units, this is rule 1. */
const number =
  <Row>(condition: (row: Row) => boolean) =>
  (rows: readonly Row[]): number =>
    rows.filter(condition).length;

/** Rule 1: how many accounts have a row that meets a condition. */
const accountsWith =
  (condition: (row: Eligibility) => boolean) =>
  (rows: readonly Eligibility[]): number =>
    new Set(rows.filter(condition).map((row) => row.account_id)).size;

const everybody = (): boolean => true;

/**
 * The metric contract: every cube and view with its public members, as calculations on plain rows.
 *
 * @param now the moment that maturity is measured at (rule 8)
 */
export function contract(definitions: CatalogueDefinitions, now: Microseconds): Record<string, AnyCube> {
  const Users = userCube(definitions, now);
  const Accounts = accountCube(definitions);
  const AccountMilestones = accountMilestoneCube(definitions);
  const ExpansionActivation = expansionCube(definitions, now);
  const repeated = repeatedKeyAction(definitions, now);
  const ActivationRate: OracleCube<UserHistory> = {
    ...Users,
    rows: (source) => userHistories(source, definitions),
    measures: { ...Users.measures, ...repeated },
  };
  const Expansion: OracleCube<Eligibility> = {
    ...ExpansionActivation,
    measures: { ...ExpansionActivation.measures, ...hoursToExpansion },
  };

  return {
    Users: view(Users, {
      // The attributes of a user's account are members of the views alone.
      measures: Object.keys(Users.measures),
      dimensions: ['userId', 'accountId', 'persona', 'planType', 'signupSource', 'sessionsToActivation'],
      times: ['signedUpAt'],
      segments: Object.keys(Users.segments),
    }),
    ActivatedUsers: anyCube(activatedUserCube),
    SessionHistory: anyCube(sessionCube),
    KeyActions: anyCube(keyActionCube),
    Accounts: anyCube(Accounts),
    MilestoneCompletionLogs: anyCube(milestoneLogCube),
    AccountMilestones: anyCube(AccountMilestones),
    ExpansionActivation: anyCube(ExpansionActivation),

    MultiSessionActivationCompletionRate: view(Users, {
      measures: [
        'newUserCount',
        'activatedUserCount',
        'multiSessionActivatedUserCount',
        'singleSessionActivatedUserCount',
        'multiSessionActivationCompletionRate',
        'multiSessionActivationCompletionRateLow',
        'multiSessionActivationCompletionRateHigh',
        'singleSessionActivationCompletionRate',
        'averageHoursToActivation',
        'medianHoursToActivation',
        'averageSessionsToActivation',
      ],
      dimensions: [...userAttributeNames, 'sessionsToActivation'],
      times: ['signedUpAt'],
      segments: ['activated', 'multiSession'],
    }),
    ActivationRate: view(ActivationRate, {
      measures: [
        ['newSignUps', 'newUserCount'],
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
        ...Object.keys(repeated),
      ],
      dimensions: userAttributeNames,
      times: ['signedUpAt'],
      segments: ['matured'],
    }),
    MilestoneCompletion: view(Accounts, {
      measures: Object.keys(Accounts.measures),
      dimensions: accountAttributeNames,
      times: ['createdAt'],
    }),
    MilestoneFunnel: view(AccountMilestones, {
      measures: Object.keys(AccountMilestones.measures),
      dimensions: ['milestoneName', 'milestonePosition', ...accountAttributeNames],
      times: ['createdAt'],
      segments: ['stuckBeforeNextMilestone'],
    }),
    ExpansionActivationRate: view(Expansion, {
      measures: Object.keys(Expansion.measures),
      dimensions: ['expansionFeature', ...accountAttributeNames],
      times: ['eligibleDate', 'accountCreatedAt'],
      segments: ['activated', 'matured'],
    }),
    ...catalogue(definitions, now),
  };
}

/** Section 4: the multi-session activation completion rate, and the activation rate. */
function userCube(definitions: ContractDefinitions, now: Microseconds): OracleCube<User> {
  const isActivated = (user: User): boolean => user.activatedAt !== null;
  const isMultiSession = (user: User): boolean =>
    user.sessionsToActivation !== null &&
    user.sessionsToActivation >= definitions.multiSessionMinimumSessions;
  const isSingleSession = (user: User): boolean => isActivated(user) && !isMultiSession(user);

  const didKeyActionWithin = (days: number) => (user: User) =>
    isWithin(days, user.signed_up_at, user.firstKeyActionAt);
  const didKeyAction = didKeyActionWithin(definitions.activationWindowDays);
  const hadTheWindow = (user: User): boolean =>
    isMature(definitions.activationWindowDays, user.signed_up_at, now);

  const microsecondsTo = (rows: readonly User[], event: (user: User) => Microseconds | null): number[] =>
    rows.flatMap((user) => {
      const at = event(user);
      return at === null ? [] : [at - user.signed_up_at];
    });
  const toActivation = (rows: readonly User[]) => microsecondsTo(rows, (user) => user.activatedAt);
  const toKeyAction = (rows: readonly User[]) => microsecondsTo(rows, (user) => user.firstKeyActionAt);

  return {
    rows: (source) => users(source, definitions),
    // Rule 2: the cohort is that of the sign-up.
    times: { signedUpAt: (user) => user.signed_up_at },
    dimensions: {
      userId: (user) => user.user_id,
      accountId: (user) => user.account_id,
      ...userAttributes((user: User) => user),
      sessionsToActivation: (user) => user.sessionsToActivation,
    },
    segments: { activated: isActivated, multiSession: isMultiSession, matured: hadTheWindow },
    measures: {
      newUserCount: (rows) => count(rows.length),
      activatedUserCount: (rows) => count(number(isActivated)(rows)),
      multiSessionActivatedUserCount: (rows) => count(number(isMultiSession)(rows)),
      singleSessionActivatedUserCount: (rows) => count(number(isSingleSession)(rows)),
      ...rateWithBounds('multiSessionActivationCompletionRate', number(isMultiSession), number(everybody)),
      singleSessionActivationCompletionRate: (rows) => percentage(number(isSingleSession)(rows), rows.length),
      averageHoursToActivation: (rows) => average(toActivation(rows), microsecondsPerHour),
      medianHoursToActivation: (rows) => median(toActivation(rows), microsecondsPerHour),
      averageSessionsToActivation: (rows) =>
        average(
          rows.flatMap((user) => user.sessionsToActivation ?? []),
          1,
        ),

      usersCompletingKeyAction: (rows) => count(number(didKeyAction)(rows)),
      ...rateWithBounds('activationRate', number(didKeyAction), number(everybody)),
      ...Object.fromEntries(
        definitions.activationWindowsOfferedDays.map((days) => [
          `activationRate${days}d`,
          (rows: readonly User[]) => percentage(number(didKeyActionWithin(days))(rows), rows.length),
        ]),
      ),
      activationRateAnytime: (rows) =>
        percentage(number<User>((user) => user.firstKeyActionAt !== null)(rows), rows.length),
      maturedSignUps: (rows) => count(number(hadTheWindow)(rows)),
      // Rule 8: mature members only, above and below the line.
      maturedActivationRate: (rows) => {
        const mature = rows.filter(hadTheWindow);
        return percentage(number(didKeyAction)(mature), mature.length);
      },
      averageHoursToKeyAction: (rows) => average(toKeyAction(rows), microsecondsPerHour),
      medianHoursToKeyAction: (rows) => median(toKeyAction(rows), microsecondsPerHour),
    },
  };
}

/** Section 4: the percent of accounts completing key activation milestones. */
function accountCube(definitions: ContractDefinitions): OracleCube<Account> {
  const isQualified = (account: Account): boolean => account.reached.size > 0;
  const isFullyQualified = (account: Account): boolean =>
    account.reached.size === definitions.keyMilestones.length;
  return {
    rows: (source) => accounts(source, definitions),
    times: { createdAt: (account) => account.created_at },
    dimensions: { id: (account) => account.id, ...accountAttributes((account: Account) => account) },
    segments: {},
    measures: {
      totalAccounts: (rows) => count(rows.length),
      qualifiedAccounts: (rows) => count(number(isQualified)(rows)),
      fullyQualifiedAccounts: (rows) => count(number(isFullyQualified)(rows)),
      ...rateWithBounds('percentQualified', number(isQualified), number(everybody)),
      percentFullyQualified: (rows) => percentage(number(isFullyQualified)(rows), rows.length),
    },
  };
}

/** Section 4, per milestone: the share of all accounts that reached that one. */
function accountMilestoneCube(definitions: ContractDefinitions): OracleCube<AccountMilestone> {
  const distinctAccounts = (rows: readonly AccountMilestone[]): number =>
    new Set(rows.map((row) => row.id)).size;
  const reached = (rows: readonly AccountMilestone[]): number =>
    distinctAccounts(rows.filter((row) => row.isReached));
  return {
    rows: (source) => accountMilestones(source, definitions),
    times: { createdAt: (row) => row.created_at },
    dimensions: {
      accountId: (row) => row.id,
      milestoneName: (row) => row.milestoneName,
      milestonePosition: (row) => row.milestonePosition,
      isReached: (row) => row.isReached,
      ...accountAttributes((row: AccountMilestone) => row),
    },
    segments: { stuckBeforeNextMilestone: (row) => row.isNext },
    measures: {
      totalAccounts: (rows) => count(distinctAccounts(rows)),
      accountsReached: (rows) => count(reached(rows)),
      percentReached: (rows) => percentage(reached(rows), distinctAccounts(rows)),
    },
  };
}

/** Section 4: the expansion activation rate. */
function expansionCube(
  { expansionWindowDays }: ContractDefinitions,
  now: Microseconds,
): OracleCube<Eligibility> {
  // Rule 3: an activation before the eligibility doesn't count.
  const isActivated = (row: Eligibility): boolean =>
    row.activation_date !== null && row.activation_date >= row.eligible_date;
  const isActivatedInTime = (row: Eligibility): boolean =>
    isWithin(expansionWindowDays, row.eligible_date, row.activation_date);
  const hadTheWindow = (row: Eligibility): boolean => isMature(expansionWindowDays, row.eligible_date, now);
  return {
    rows: eligibilities,
    times: {
      eligibleDate: (row) => row.eligible_date,
      activationDate: (row) => row.activation_date,
      accountCreatedAt: (row) => row.account.created_at,
    },
    dimensions: {
      id: (row) => row.id,
      accountId: (row) => row.account_id,
      expansionFeature: (row) => row.expansion_feature,
      ...accountAttributes((row: Eligibility) => row.account),
    },
    segments: { activated: isActivated, matured: hadTheWindow },
    measures: {
      totalEligibleAccounts: (rows) => count(accountsWith(everybody)(rows)),
      activatedExpansionOfferings: (rows) => count(accountsWith(isActivated)(rows)),
      ...rateWithBounds('expansionActivationRate', accountsWith(isActivated), accountsWith(everybody)),
      activatedWithinWindow: (rows) => count(accountsWith(isActivatedInTime)(rows)),
      expansionActivationRateWithinWindow: (rows) =>
        percentage(accountsWith(isActivatedInTime)(rows), accountsWith(everybody)(rows)),
      // The matured twin looks only at mature rows, above and below the line.
      maturedExpansionActivationRateWithinWindow: (rows) => {
        const mature = rows.filter(hadTheWindow);
        return percentage(accountsWith(isActivatedInTime)(mature), accountsWith(everybody)(mature));
      },
    },
  };
}

// Rule 5: the cubes below describe their table as it is, orphans included.

const activatedUserCube: OracleCube<OracleRow<'activated_users'>> = {
  rows: (source) => source.activated_users,
  times: { activationMilestoneCompletionTimestamp: (row) => row.activation_milestone_completion_timestamp },
  dimensions: { userId: (row) => row.user_id },
  segments: {},
  measures: {
    activatedUserCount: (rows) =>
      count(
        number<OracleRow<'activated_users'>>((row) => row.activation_milestone_completion_timestamp !== null)(
          rows,
        ),
      ),
  },
};

/** A session, with how many sessions its user has in their whole history, whatever slice is looked at. */
type Session = OracleRow<'session_history'> & { sessionsOfUser: number };

const sessionCube: OracleCube<Session> = {
  rows: (source) => {
    const byUser = grouped(source.session_history, (row) => row.user_id);
    return source.session_history.map((row) => ({
      ...row,
      sessionsOfUser: new Set(byUser.get(row.user_id)?.map(({ session_id }) => session_id)).size,
    }));
  },
  times: { sessionStartTime: (row) => row.session_start_time },
  dimensions: { sessionId: (row) => row.session_id, userId: (row) => row.user_id },
  segments: {},
  measures: {
    sessionCount: (rows) => count(rows.length),
    multiSessionUserCount: (rows) =>
      count(new Set(rows.filter((row) => row.sessionsOfUser >= 2).map((row) => row.user_id)).size),
  },
};

const keyActionCube: OracleCube<OracleRow<'key_actions'>> = {
  rows: (source) => source.key_actions,
  times: { occurredAt: (row) => row.occurred_at },
  dimensions: {
    id: (row) => row.id,
    userId: (row) => row.user_id,
    actionName: (row) => row.action_name,
  },
  segments: {},
  measures: { actionCount: (rows) => count(rows.length) },
};

const milestoneLogCube: OracleCube<OracleRow<'milestone_completion_logs'>> = {
  rows: (source) => source.milestone_completion_logs,
  times: { completionDate: (row) => row.completion_date },
  dimensions: {
    id: (row) => row.id,
    accountId: (row) => row.account_id,
    milestoneName: (row) => row.milestone_name,
  },
  segments: {},
  measures: { totalMilestonesCompleted: (rows) => count(rows.length) },
};
