// Written by `activation types` from the model: write it again when the model or its configuration has changed.
import type {
  BinaryOperator,
  CubeApi,
  LoadMethodOptions,
  QueryOrder,
  ResultSet,
  TimeDimensionPredefinedGranularity,
  UnaryOperator,
} from '@cubejs-client/core';

/** How numbers come. */
export interface Numbers {
  count: string | number;
  number: string | number;
}

/** As REST sends them: counts and exact numbers as text, and what is computed in floating point as numbers. */
export interface AsServed extends Numbers {
  count: string;
  number: string | number;
}

/** With `castNumerics: true` among the options of Cube's client. */
export interface AsNumbers extends Numbers {
  count: number;
  number: number;
}

/** Each measure with its type in a row. Null is no number: there was nobody to count. */
export interface Measures<N extends Numbers = AsServed> {
  /** How many accounts were created. In accounts. */
  'AccountActivation.totalAccounts': N['count'];
  /** How many of the accounts reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. In accounts. */
  'AccountActivation.accountsCompletingTasks': N['count'];
  /** How many of the accounts had their full 14 × 24 hours by now. In accounts. */
  'AccountActivation.maturedAccounts': N['count'];
  /** How many of those that had their full 14 × 24 hours by now reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. In accounts. */
  'AccountActivation.maturedAccountsCompletingTasks': N['count'];
  /** How many of the accounts have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation. In accounts. */
  'AccountActivation.accountsWithActivatedTeam': N['count'];
  /** Of the accounts, the percentage that reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'AccountActivation.taskCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AccountActivation.taskCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AccountActivation.taskCompletionRateHigh': N['number'] | null;
  /** The rate over the accounts that had their full 14 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'AccountActivation.maturedTaskCompletionRate': N['number'] | null;
  /** Of the accounts, the percentage that have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation. In percent; higher is better. */
  'AccountActivation.activatedTeamRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AccountActivation.activatedTeamRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AccountActivation.activatedTeamRateHigh': N['number'] | null;
  /** The percentage of the 3 key milestones that an account reached at or after its creation and less than 30 × 24 hours later, on average over all new accounts. Young cohorts count in full. In percent; higher is better. */
  'AccountActivation.activationProgressionScore': N['number'] | null;
  /** How many of the 4 features an account's users used at or after its creation and less than 30 × 24 hours later, on average over all new accounts: one that used none counts as 0. Young cohorts count in full. In features. */
  'AccountActivation.averageFeaturesUsed': N['number'] | null;
  /** Average hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half. In hours; lower is better. */
  'AccountActivation.averageHoursToAllMilestones': N['number'] | null;
  /** Median hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half. In hours; lower is better. */
  'AccountActivation.medianHoursToAllMilestones': N['number'] | null;
  /** Hours from the creation by which a quarter of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'AccountActivation.hoursUntilQuarterReachedAll': N['number'] | null;
  /** Hours from the creation by which half of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'AccountActivation.hoursUntilHalfReachedAll': N['number'] | null;
  /** How many accounts were created, whichever milestones they reached. In accounts. */
  'AccountMilestones.totalAccounts': N['count'];
  /** How many of the new accounts reached the milestone; over several milestones, at least one of them. In accounts. */
  'AccountMilestones.accountsReached': N['count'];
  /** Of all new accounts, the percentage that reached the milestone. In percent; higher is better. */
  'AccountMilestones.percentReached': N['number'] | null;
  /** How many accounts were created. In accounts. */
  'Accounts.totalAccounts': N['count'];
  /** How many of the accounts reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. In accounts. */
  'Accounts.accountsCompletingTasks': N['count'];
  /** Of the accounts, the percentage that reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Accounts.taskCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Accounts.taskCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Accounts.taskCompletionRateHigh': N['number'] | null;
  /** How many of the accounts had their full 14 × 24 hours by now. In accounts. */
  'Accounts.maturedAccounts': N['count'];
  /** How many of those that had their full 14 × 24 hours by now reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. In accounts. */
  'Accounts.maturedAccountsCompletingTasks': N['count'];
  /** The rate over the accounts that had their full 14 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Accounts.maturedTaskCompletionRate': N['number'] | null;
  /** How many of the accounts have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation. In accounts. */
  'Accounts.accountsWithActivatedTeam': N['count'];
  /** Of the accounts, the percentage that have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation. In percent; higher is better. */
  'Accounts.activatedTeamRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Accounts.activatedTeamRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Accounts.activatedTeamRateHigh': N['number'] | null;
  /** The percentage of the 3 key milestones that an account reached at or after its creation and less than 30 × 24 hours later, on average over all new accounts. Young cohorts count in full. In percent; higher is better. */
  'Accounts.activationProgressionScore': N['number'] | null;
  /** How many of the 4 features an account's users used at or after its creation and less than 30 × 24 hours later, on average over all new accounts: one that used none counts as 0. Young cohorts count in full. In features. */
  'Accounts.averageFeaturesUsed': N['number'] | null;
  /** Average hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half. In hours; lower is better. */
  'Accounts.averageHoursToAllMilestones': N['number'] | null;
  /** Median hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half. In hours; lower is better. */
  'Accounts.medianHoursToAllMilestones': N['number'] | null;
  /** Hours from the creation by which a quarter of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'Accounts.hoursUntilQuarterReachedAll': N['number'] | null;
  /** Hours from the creation by which half of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'Accounts.hoursUntilHalfReachedAll': N['number'] | null;
  /** How many of the new accounts reached at least one key milestone. In accounts. */
  'Accounts.qualifiedAccounts': N['count'];
  /** Of the new accounts, the percentage that reached at least one key milestone. In percent; higher is better. */
  'Accounts.percentQualified': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Accounts.percentQualifiedLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Accounts.percentQualifiedHigh': N['number'] | null;
  /** How many of the new accounts reached all 3 key milestones. In accounts. */
  'Accounts.fullyQualifiedAccounts': N['count'];
  /** Of the new accounts, the percentage that reached all 3 key milestones. In percent; higher is better. */
  'Accounts.percentFullyQualified': N['number'] | null;
  /** How many of the accounts qualified: their users did `project_created`, at or after the account's creation. In accounts. */
  'Accounts.productQualifiedAccounts': N['count'];
  /** Of the accounts, the percentage that qualified: their users did `project_created`, at or after the account's creation. In percent; higher is better. */
  'Accounts.qualificationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Accounts.qualificationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Accounts.qualificationRateHigh': N['number'] | null;
  /** Average hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out. In hours; lower is better. */
  'Accounts.averageHoursToQualification': N['number'] | null;
  /** Median hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out. In hours; lower is better. */
  'Accounts.medianHoursToQualification': N['number'] | null;
  /** How many of the product-qualified accounts paid in USD, at or after the qualification; a refund is no payment. In accounts. */
  'Accounts.convertedAccounts': N['count'];
  /** What the converted accounts paid in USD from their qualification on, refunds taken off, on average over them. Money, not a percentage. It grows as time goes by. Payments in other currencies are left out. In USD. */
  'Accounts.lifetimeValueOfConverted': N['number'] | null;
  /** Of the accounts created at least 28 × 24 hours ago, the average of what their users did in the 28 × 24 hours before now: sessions, where 10 or more are the most, with weight 1; `project_created`, where 5 or more are the most, with weight 1. It is of today for every cohort, and changes as time goes by. In points; higher is better. */
  'Accounts.customerEngagementScore': N['number'] | null;
  /** How many users completed the activation flow, as logged. In users. */
  'ActivatedUsers.activatedUserCount': N['count'];
  /** How many of the new users have an age of day × 24 hours or more, and had not done the key action (project_created) by then. In users. */
  'ActivationCurve.usersAtRisk': N['number'] | null;
  /** How many of these did the key action (project_created) for the first time on that day of their age. In users. */
  'ActivationCurve.usersActivated': N['number'] | null;
  /** How many of these are of that very age now and have not done it: what comes of them is not known yet. In users. */
  'ActivationCurve.usersCensored': N['number'] | null;
  /** The percentage of the new users estimated to have done the key action (project_created) by the end of that day of their age, by the life table: over all days up to it, the share of those at risk who did it on the day. Empty where no user is that old and without it. In percent; higher is better. */
  'ActivationCurve.estimatedShareActivated': N['number'] | null;
  /** How many users signed up at least 28 × 24 hours ago, whatever they did. In users. */
  'ActivationDrivers.newUserCount': N['count'];
  /** How many of the settled new users did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In users. */
  'ActivationDrivers.usersDoing': N['count'];
  /** How many of the users doing it began a session from 14 × 24 to before 28 × 24 hours after signing up. In users. */
  'ActivationDrivers.doersComingBack': N['count'];
  /** Of the settled new users, the percentage who did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In percent; higher is better. */
  'ActivationDrivers.reach': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActivationDrivers.reachLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActivationDrivers.reachHigh': N['number'] | null;
  /** Of the users doing it, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up. It is an association, and says nothing of the cause. In percent; higher is better. */
  'ActivationDrivers.retentionOfDoers': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActivationDrivers.retentionOfDoersLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActivationDrivers.retentionOfDoersHigh': N['number'] | null;
  /** How many of the settled new users who didn't do the action so often began a session from 14 × 24 to before 28 × 24 hours after signing up. In users. */
  'ActivationDrivers.othersComingBack': N['number'] | null;
  /** How many of the settled new users didn't do the action so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In users. */
  'ActivationDrivers.usersNotDoing': N['number'] | null;
  /** Of the settled new users who didn't do the action so often, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up. In percent; higher is better. */
  'ActivationDrivers.retentionOfOthers': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActivationDrivers.retentionOfOthersLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActivationDrivers.retentionOfOthersHigh': N['number'] | null;
  /** The retention of doers less that of others. It is an association, and says nothing of the cause. Empty where either are nobody. In percentage points. */
  'ActivationDrivers.retentionDifference': N['number'] | null;
  /** The lower end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is above 0, doers came back more often. In percentage points. */
  'ActivationDrivers.retentionDifferenceLow': N['number'] | null;
  /** The upper end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is below 0, doers came back less often. In percentage points. */
  'ActivationDrivers.retentionDifferenceHigh': N['number'] | null;
  /** How many users signed up. In users. */
  'ActivationRate.newSignUps': N['count'];
  /** How many of the new sign-ups did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'ActivationRate.usersCompletingKeyAction': N['count'];
  /** How many of the new sign-ups had their full 7 × 24 hours by now. In users. */
  'ActivationRate.maturedSignUps': N['count'];
  /** Of the new sign-ups, the percentage who did the key action (project_created) within 7 days of the sign-up. Young cohorts count in full: see the matured activation rate. In percent; higher is better. */
  'ActivationRate.activationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActivationRate.activationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActivationRate.activationRateHigh': N['number'] | null;
  /** The activation rate over the sign-ups that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'ActivationRate.maturedActivationRate': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 1 × 24 hours later. In percent; higher is better. */
  'ActivationRate.activationRate1d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 3 × 24 hours later. In percent; higher is better. */
  'ActivationRate.activationRate3d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later. In percent; higher is better. */
  'ActivationRate.activationRate7d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 14 × 24 hours later. In percent; higher is better. */
  'ActivationRate.activationRate14d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 30 × 24 hours later. In percent; higher is better. */
  'ActivationRate.activationRate30d': N['number'] | null;
  /** Of the new sign-ups, the percentage who ever did the key action (project_created) at or after the sign-up. In percent; higher is better. */
  'ActivationRate.activationRateAnytime': N['number'] | null;
  /** Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came. In hours; lower is better. */
  'ActivationRate.averageHoursToKeyAction': N['number'] | null;
  /** Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came. In hours; lower is better. */
  'ActivationRate.medianHoursToKeyAction': N['number'] | null;
  /** Average hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came. In hours; lower is better. */
  'ActivationRate.averageHoursToRepeatKeyAction': N['number'] | null;
  /** Median hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came. In hours; lower is better. */
  'ActivationRate.medianHoursToRepeatKeyAction': N['number'] | null;
  /** Hours from the sign-up by which a quarter of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'ActivationRate.hoursUntilQuarterDidKeyAction': N['number'] | null;
  /** Hours from the sign-up by which half of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'ActivationRate.hoursUntilHalfDidKeyAction': N['number'] | null;
  /** How many known users began a session or did a tracked action, each counted once. In users. */
  'ActiveUsers.activeUserCount': N['count'];
  /** How many of the active users of the slice used reports in it: did `report_viewed`. In users. */
  'ActiveUsers.usersOfReports': N['count'];
  /** How many of the active users of the slice used files in it: did `file_uploaded` or `file_shared`. In users. */
  'ActiveUsers.usersOfFiles': N['count'];
  /** How many of the active users of the slice used invitations in it: did `invite_sent`. In users. */
  'ActiveUsers.usersOfInvitations': N['count'];
  /** How many of the active users of the slice used settings in it: did `settings_changed`. In users. */
  'ActiveUsers.usersOfSettings': N['count'];
  /** Of the active users of the slice, the percentage who used reports in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'ActiveUsers.usageRateOfReports': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActiveUsers.usageRateOfReportsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActiveUsers.usageRateOfReportsHigh': N['number'] | null;
  /** Of the active users of the slice, the percentage who used files in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'ActiveUsers.usageRateOfFiles': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActiveUsers.usageRateOfFilesLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActiveUsers.usageRateOfFilesHigh': N['number'] | null;
  /** Of the active users of the slice, the percentage who used invitations in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'ActiveUsers.usageRateOfInvitations': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActiveUsers.usageRateOfInvitationsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActiveUsers.usageRateOfInvitationsHigh': N['number'] | null;
  /** Of the active users of the slice, the percentage who used settings in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'ActiveUsers.usageRateOfSettings': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ActiveUsers.usageRateOfSettingsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ActiveUsers.usageRateOfSettingsHigh': N['number'] | null;
  /** How many new users completed the activation flow, at or after their sign-up. In users. */
  'AfterActivation.activatedUserCount': N['count'];
  /** How many of the activated users began a session after the activation and less than 7 × 24 hours later. In users. */
  'AfterActivation.usersFollowingUp': N['count'];
  /** How many of the activated users had their full 7 × 24 hours by now. In users. */
  'AfterActivation.maturedActivatedUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now began a session after the activation and less than 7 × 24 hours later. In users. */
  'AfterActivation.maturedUsersFollowingUp': N['count'];
  /** How many of the activated users who had their full 8 × 24 hours by now began a session from 7 × 24 hours after the activation to before 8 × 24 hours. In users. */
  'AfterActivation.usersReturningOnDay7': N['count'];
  /** How many of the activated users had their full 8 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForDay7': N['count'];
  /** How many of the activated users who had their full 14 × 24 hours by now began a session from 7 × 24 hours after the activation to before 14 × 24 hours. In users. */
  'AfterActivation.usersReturningInDays7To14': N['count'];
  /** How many of the activated users had their full 14 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForDays7To14': N['count'];
  /** How many of the activated users who had their full 7 × 24 hours by now began a session 7 × 24 hours after the activation or later. In users. */
  'AfterActivation.usersReturningOnOrAfterDay7': N['count'];
  /** How many of the activated users had their full 7 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForOnOrAfterDay7': N['count'];
  /** How many of the activated users who had their full 31 × 24 hours by now began a session from 30 × 24 hours after the activation to before 31 × 24 hours. In users. */
  'AfterActivation.usersReturningOnDay30': N['count'];
  /** How many of the activated users had their full 31 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForDay30': N['count'];
  /** How many of the activated users who had their full 37 × 24 hours by now began a session from 30 × 24 hours after the activation to before 37 × 24 hours. In users. */
  'AfterActivation.usersReturningInDays30To37': N['count'];
  /** How many of the activated users had their full 37 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForDays30To37': N['count'];
  /** How many of the activated users who had their full 30 × 24 hours by now began a session 30 × 24 hours after the activation or later. In users. */
  'AfterActivation.usersReturningOnOrAfterDay30': N['count'];
  /** How many of the activated users had their full 30 × 24 hours by now. In users. */
  'AfterActivation.maturedUsersForOnOrAfterDay30': N['count'];
  /** Of the activated users, the percentage who began a session after the activation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'AfterActivation.followUpEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.followUpEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.followUpEngagementRateHigh': N['number'] | null;
  /** The rate over the activated users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'AfterActivation.maturedFollowUpEngagementRate': N['number'] | null;
  /** Of the activated users who had their full 8 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 8 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'AfterActivation.day7RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.day7RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.day7RetentionRateHigh': N['number'] | null;
  /** Of the activated users who had their full 14 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 14 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'AfterActivation.days7To14RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.days7To14RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.days7To14RetentionRateHigh': N['number'] | null;
  /** Of the activated users who had their full 7 × 24 hours by now, the percentage who began a session 7 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet. In percent; higher is better. */
  'AfterActivation.onOrAfterDay7RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.onOrAfterDay7RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.onOrAfterDay7RetentionRateHigh': N['number'] | null;
  /** Of the activated users who had their full 31 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 31 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'AfterActivation.day30RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.day30RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.day30RetentionRateHigh': N['number'] | null;
  /** Of the activated users who had their full 37 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 37 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'AfterActivation.days30To37RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.days30To37RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.days30To37RetentionRateHigh': N['number'] | null;
  /** Of the activated users who had their full 30 × 24 hours by now, the percentage who began a session 30 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet. In percent; higher is better. */
  'AfterActivation.onOrAfterDay30RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'AfterActivation.onOrAfterDay30RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'AfterActivation.onOrAfterDay30RetentionRateHigh': N['number'] | null;
  /** Average hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out. In hours; lower is better. */
  'AfterActivation.averageHoursToOutreach': N['number'] | null;
  /** Median hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out. In hours; lower is better. */
  'AfterActivation.medianHoursToOutreach': N['number'] | null;
  /** How many referrals were clicked; two that name the same user are two. In referrals. */
  'ClickedReferrals.referredVisitors': N['count'];
  /** How many of the clicked referrals brought a known user, who signed up at or after the click. In referrals. */
  'ClickedReferrals.convertedReferrals': N['count'];
  /** Of the clicked referrals, the percentage that brought a known user, who signed up at or after the click. In percent; higher is better. */
  'ClickedReferrals.referralConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ClickedReferrals.referralConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ClickedReferrals.referralConversionRateHigh': N['number'] | null;
  /** Average hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out. In hours; lower is better. */
  'ClickedReferrals.averageHoursToConversion': N['number'] | null;
  /** Median hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out. In hours; lower is better. */
  'ClickedReferrals.medianHoursToConversion': N['number'] | null;
  /** How many accounts were eligible for an expansion offering, each counted once. In accounts. */
  'ExpansionActivation.totalEligibleAccounts': N['count'];
  /** How many of the eligible accounts activated an offering at or after they became eligible for it, each counted once. In accounts. */
  'ExpansionActivation.activatedExpansionOfferings': N['count'];
  /** Of the accounts eligible for an expansion offering, the percentage that activated it. In percent; higher is better. */
  'ExpansionActivation.expansionActivationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ExpansionActivation.expansionActivationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ExpansionActivation.expansionActivationRateHigh': N['number'] | null;
  /** How many of the eligible accounts activated an offering less than 30 × 24 hours after they became eligible for it. In accounts. */
  'ExpansionActivation.activatedWithinWindow': N['count'];
  /** Of the eligible accounts, the percentage that activated an offering within 30 days of becoming eligible. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'ExpansionActivation.expansionActivationRateWithinWindow': N['number'] | null;
  /** The windowed rate over the eligibilities that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'ExpansionActivation.maturedExpansionActivationRateWithinWindow': N['number'] | null;
  /** Average hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out. In hours; lower is better. */
  'ExpansionActivation.averageHoursToExpansion': N['number'] | null;
  /** Median hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out. In hours; lower is better. */
  'ExpansionActivation.medianHoursToExpansion': N['number'] | null;
  /** How many accounts were eligible for an expansion offering, each counted once. In accounts. */
  'ExpansionActivationRate.totalEligibleAccounts': N['count'];
  /** How many of the eligible accounts activated an offering at or after they became eligible for it, each counted once. In accounts. */
  'ExpansionActivationRate.activatedExpansionOfferings': N['count'];
  /** How many of the eligible accounts activated an offering less than 30 × 24 hours after they became eligible for it. In accounts. */
  'ExpansionActivationRate.activatedWithinWindow': N['count'];
  /** Of the accounts eligible for an expansion offering, the percentage that activated it. In percent; higher is better. */
  'ExpansionActivationRate.expansionActivationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ExpansionActivationRate.expansionActivationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ExpansionActivationRate.expansionActivationRateHigh': N['number'] | null;
  /** Of the eligible accounts, the percentage that activated an offering within 30 days of becoming eligible. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'ExpansionActivationRate.expansionActivationRateWithinWindow': N['number'] | null;
  /** The windowed rate over the eligibilities that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'ExpansionActivationRate.maturedExpansionActivationRateWithinWindow': N['number'] | null;
  /** Average hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out. In hours; lower is better. */
  'ExpansionActivationRate.averageHoursToExpansion': N['number'] | null;
  /** Median hours from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out. In hours; lower is better. */
  'ExpansionActivationRate.medianHoursToExpansion': N['number'] | null;
  /** How many users signed up, whichever features they used. In users. */
  'FeatureAdoption.newUserCount': N['count'];
  /** How many of the new users used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. In users. */
  'FeatureAdoption.usersAdoptingEarly': N['count'];
  /** How many of the new users had their full 7 × 24 hours by now. In users. */
  'FeatureAdoption.maturedNewUsersForEarlyAdoption': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. In users. */
  'FeatureAdoption.maturedUsersAdoptingEarly': N['count'];
  /** How many of the new users used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. In users. */
  'FeatureAdoption.usersExploring': N['count'];
  /** How many of the new users had their full 30 × 24 hours by now. In users. */
  'FeatureAdoption.maturedNewUsersForExploration': N['count'];
  /** How many of those who had their full 30 × 24 hours by now used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. In users. */
  'FeatureAdoption.maturedUsersExploring': N['count'];
  /** Of the new users, the percentage who used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'FeatureAdoption.earlyAdoptionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'FeatureAdoption.earlyAdoptionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'FeatureAdoption.earlyAdoptionRateHigh': N['number'] | null;
  /** The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'FeatureAdoption.maturedEarlyAdoptionRate': N['number'] | null;
  /** Of the new users, the percentage who used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'FeatureAdoption.explorationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'FeatureAdoption.explorationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'FeatureAdoption.explorationRateHigh': N['number'] | null;
  /** The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'FeatureAdoption.maturedExplorationRate': N['number'] | null;
  /** Average hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out. In hours; lower is better. */
  'FeatureAdoption.averageHoursFromActivationToFirstUse': N['number'] | null;
  /** Median hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out. In hours; lower is better. */
  'FeatureAdoption.medianHoursFromActivationToFirstUse': N['number'] | null;
  /** How many new users used the feature for the first time, at or after their sign-up; over several features each user once. In users. */
  'FeatureReuse.firstTimeUsers': N['count'];
  /** How many of the first-time users used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. In users. */
  'FeatureReuse.usersReusing': N['count'];
  /** How many of the first-time users had their full 7 × 24 hours by now. In users. */
  'FeatureReuse.maturedFirstTimeUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. In users. */
  'FeatureReuse.maturedUsersReusing': N['count'];
  /** Of the first-time users, the percentage who used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'FeatureReuse.reuseRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'FeatureReuse.reuseRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'FeatureReuse.reuseRateHigh': N['number'] | null;
  /** The rate over the first-time users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'FeatureReuse.maturedReuseRate': N['number'] | null;
  /** How many users signed up. In users. */
  'FirstContact.newUserCount': N['count'];
  /** Average hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out. In hours; lower is better. */
  'FirstContact.averageHoursToFirstContact': N['number'] | null;
  /** Median hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out. In hours; lower is better. */
  'FirstContact.medianHoursToFirstContact': N['number'] | null;
  /** How many accounts began with a free subscription or a trial. In accounts. */
  'FreeAccounts.freeAccounts': N['count'];
  /** How many of the free accounts began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. In accounts. */
  'FreeAccounts.selfServeConvertedAccounts': N['count'];
  /** Of the free accounts, the percentage that began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'FreeAccounts.selfServeConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'FreeAccounts.selfServeConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'FreeAccounts.selfServeConversionRateHigh': N['number'] | null;
  /** How many of the free accounts had their full 30 × 24 hours by now. In accounts. */
  'FreeAccounts.maturedFreeAccounts': N['count'];
  /** How many of those that had their full 30 × 24 hours by now began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. In accounts. */
  'FreeAccounts.maturedSelfServeConvertedAccounts': N['count'];
  /** The rate over the free accounts that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'FreeAccounts.maturedSelfServeConversionRate': N['number'] | null;
  /** How many accounts began with a free subscription or a trial. In accounts. */
  'FreeToPaid.freeAccounts': N['count'];
  /** How many of the free accounts began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. In accounts. */
  'FreeToPaid.selfServeConvertedAccounts': N['count'];
  /** How many of the free accounts had their full 30 × 24 hours by now. In accounts. */
  'FreeToPaid.maturedFreeAccounts': N['count'];
  /** How many of those that had their full 30 × 24 hours by now began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. In accounts. */
  'FreeToPaid.maturedSelfServeConvertedAccounts': N['count'];
  /** Of the free accounts, the percentage that began their first paid subscription by themselves, at or after the free start and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'FreeToPaid.selfServeConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'FreeToPaid.selfServeConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'FreeToPaid.selfServeConversionRateHigh': N['number'] | null;
  /** The rate over the free accounts that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'FreeToPaid.maturedSelfServeConversionRate': N['number'] | null;
  /** How many actions were logged; a user may do the same action many times. In actions. */
  'KeyActions.actionCount': N['count'];
  /** How many leads came in. In leads. */
  'Leads.leadCount': N['count'];
  /** How many of the leads became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. In leads. */
  'Leads.convertedLeads': N['count'];
  /** How many of the leads had their full 30 × 24 hours by now. In leads. */
  'Leads.maturedLeadsForConversion': N['count'];
  /** How many of those that had their full 30 × 24 hours by now became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. In leads. */
  'Leads.maturedConvertedLeads': N['count'];
  /** How many of the leads became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. In leads. */
  'Leads.engagedLeads': N['count'];
  /** How many of the leads had their full 7 × 24 hours by now. In leads. */
  'Leads.maturedLeadsForEngagement': N['count'];
  /** How many of those that had their full 7 × 24 hours by now became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. In leads. */
  'Leads.maturedEngagedLeads': N['count'];
  /** Of the leads, the percentage that became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Leads.leadConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Leads.leadConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Leads.leadConversionRateHigh': N['number'] | null;
  /** The rate over the leads that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Leads.maturedLeadConversionRate': N['number'] | null;
  /** Of the leads, the percentage that became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Leads.leadEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Leads.leadEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Leads.leadEngagementRateHigh': N['number'] | null;
  /** The rate over the leads that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Leads.maturedLeadEngagementRate': N['number'] | null;
  /** Average hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'Leads.averageHoursToResponse': N['number'] | null;
  /** Median hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'Leads.medianHoursToResponse': N['number'] | null;
  /** Average hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'Leads.averageHoursToFirstMeeting': N['number'] | null;
  /** Median hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'Leads.medianHoursToFirstMeeting': N['number'] | null;
  /** How many accounts were created. In accounts. */
  'MilestoneCompletion.totalAccounts': N['count'];
  /** How many of the new accounts reached at least one key milestone. In accounts. */
  'MilestoneCompletion.qualifiedAccounts': N['count'];
  /** How many of the new accounts reached all 3 key milestones. In accounts. */
  'MilestoneCompletion.fullyQualifiedAccounts': N['count'];
  /** Of the new accounts, the percentage that reached at least one key milestone. In percent; higher is better. */
  'MilestoneCompletion.percentQualified': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'MilestoneCompletion.percentQualifiedLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'MilestoneCompletion.percentQualifiedHigh': N['number'] | null;
  /** Of the new accounts, the percentage that reached all 3 key milestones. In percent; higher is better. */
  'MilestoneCompletion.percentFullyQualified': N['number'] | null;
  /** How many completions were logged, repeats included. In completions. */
  'MilestoneCompletionLogs.totalMilestonesCompleted': N['count'];
  /** How many accounts were created, whichever milestones they reached. In accounts. */
  'MilestoneFunnel.totalAccounts': N['count'];
  /** How many of the new accounts reached the milestone; over several milestones, at least one of them. In accounts. */
  'MilestoneFunnel.accountsReached': N['count'];
  /** Of all new accounts, the percentage that reached the milestone. In percent; higher is better. */
  'MilestoneFunnel.percentReached': N['number'] | null;
  /** How many users signed up. In users. */
  'MultiSessionActivationCompletionRate.newUserCount': N['count'];
  /** How many of the new users completed the activation flow, at or after their sign-up. In users. */
  'MultiSessionActivationCompletionRate.activatedUserCount': N['count'];
  /** How many of the new users completed the activation flow with at least 2 sessions started by then. Sessions after the activation don't count. In users. */
  'MultiSessionActivationCompletionRate.multiSessionActivatedUserCount': N['count'];
  /** How many of the new users completed the activation flow with fewer than 2 sessions started by then. In users. */
  'MultiSessionActivationCompletionRate.singleSessionActivatedUserCount': N['count'];
  /** Of the new users, the percentage who completed the activation flow across at least 2 sessions. In percent; higher is better. */
  'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRateHigh': N['number'] | null;
  /** Of the new users, the percentage who completed the activation flow in fewer than 2 sessions. In percent; higher is better. */
  'MultiSessionActivationCompletionRate.singleSessionActivationCompletionRate': N['number'] | null;
  /** Average hours from the sign-up to the activation, over the new users who activated. In hours; lower is better. */
  'MultiSessionActivationCompletionRate.averageHoursToActivation': N['number'] | null;
  /** Median hours from the sign-up to the activation, over the new users who activated. In hours; lower is better. */
  'MultiSessionActivationCompletionRate.medianHoursToActivation': N['number'] | null;
  /** How many sessions the activated new users had started by the moment of their activation, on average. In sessions. */
  'MultiSessionActivationCompletionRate.averageSessionsToActivation': N['number'] | null;
  /** How many leads came in. In leads. */
  'NewLeads.leadCount': N['count'];
  /** How many of the leads became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. In leads. */
  'NewLeads.convertedLeads': N['count'];
  /** Of the leads, the percentage that became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'NewLeads.leadConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'NewLeads.leadConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'NewLeads.leadConversionRateHigh': N['number'] | null;
  /** How many of the leads had their full 30 × 24 hours by now. In leads. */
  'NewLeads.maturedLeadsForConversion': N['count'];
  /** How many of those that had their full 30 × 24 hours by now became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. In leads. */
  'NewLeads.maturedConvertedLeads': N['count'];
  /** The rate over the leads that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'NewLeads.maturedLeadConversionRate': N['number'] | null;
  /** How many of the leads became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. In leads. */
  'NewLeads.engagedLeads': N['count'];
  /** Of the leads, the percentage that became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'NewLeads.leadEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'NewLeads.leadEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'NewLeads.leadEngagementRateHigh': N['number'] | null;
  /** How many of the leads had their full 7 × 24 hours by now. In leads. */
  'NewLeads.maturedLeadsForEngagement': N['count'];
  /** How many of those that had their full 7 × 24 hours by now became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. In leads. */
  'NewLeads.maturedEngagedLeads': N['count'];
  /** The rate over the leads that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'NewLeads.maturedLeadEngagementRate': N['number'] | null;
  /** Average hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'NewLeads.averageHoursToResponse': N['number'] | null;
  /** Median hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'NewLeads.medianHoursToResponse': N['number'] | null;
  /** Average hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'NewLeads.averageHoursToFirstMeeting': N['number'] | null;
  /** Median hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out. In hours; lower is better. */
  'NewLeads.medianHoursToFirstMeeting': N['number'] | null;
  /** How many users signed up. In users. */
  'Onboarding.newUserCount': N['count'];
  /** How many of the new users completed the activation flow, at or after their sign-up. In users. */
  'Onboarding.activatedUserCount': N['count'];
  /** How many of the new users entered the activation flow, whether they completed it or not. In users. */
  'Onboarding.onboardingStarted': N['count'];
  /** How many of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now didn't activate in that time. In users. */
  'Onboarding.usersDroppingOff': N['count'];
  /** How many of the new users started the onboarding and had their full 14 × 24 hours after the sign-up by now. In users. */
  'Onboarding.maturedOnboardingStarted': N['count'];
  /** How many of the new users completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then. In users. */
  'Onboarding.usersCompletingInFirstSession': N['count'];
  /** How many of the new users first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then. In users. */
  'Onboarding.usersConvertingInFirstSession': N['count'];
  /** How many of the new users first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then. In users. */
  'Onboarding.usersUsingCoreFeatureInFirstSessions': N['count'];
  /** How many of the new users used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'Onboarding.usersEngagingWithTopFeature': N['count'];
  /** How many of the new users had their full 7 × 24 hours by now. In users. */
  'Onboarding.maturedNewUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'Onboarding.maturedUsersEngagingWithTopFeature': N['count'];
  /** Of the new users, the percentage who completed the activation flow, at or after their sign-up. In percent; higher is better. */
  'Onboarding.onboardingCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.onboardingCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.onboardingCompletionRateHigh': N['number'] | null;
  /** Of the new users who entered the activation flow, whether they completed it or not, the percentage who completed it, at or after their sign-up. In percent; higher is better. */
  'Onboarding.activationConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.activationConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.activationConversionRateHigh': N['number'] | null;
  /** Of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now, the percentage who didn't activate in that time. Lower is better. In percent; lower is better. */
  'Onboarding.dropOffRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.dropOffRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.dropOffRateHigh': N['number'] | null;
  /** Of the new users, the percentage who completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then. In percent; higher is better. */
  'Onboarding.firstSessionCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.firstSessionCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.firstSessionCompletionRateHigh': N['number'] | null;
  /** Of the new users, the percentage who first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then. In percent; higher is better. */
  'Onboarding.firstSessionConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.firstSessionConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.firstSessionConversionRateHigh': N['number'] | null;
  /** Of the new users, the percentage who first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then. In percent; higher is better. */
  'Onboarding.firstFeatureUsageRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.firstFeatureUsageRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.firstFeatureUsageRateHigh': N['number'] | null;
  /** Of the new users, the percentage who used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Onboarding.topFeatureEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Onboarding.topFeatureEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Onboarding.topFeatureEngagementRateHigh': N['number'] | null;
  /** The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Onboarding.maturedTopFeatureEngagementRate': N['number'] | null;
  /** How many tracked actions a new user did from the start of the first session to before the start of session 4, or without an end where there is none; on average over the new users with a session. Also actions before the sign-up count. In actions. */
  'Onboarding.averageActionsInFirstSessions': N['number'] | null;
  /** Average hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.averageHoursToFirstValue': N['number'] | null;
  /** Median hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.medianHoursToFirstValue': N['number'] | null;
  /** Average hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.averageHoursToBasicValue': N['number'] | null;
  /** Median hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.medianHoursToBasicValue': N['number'] | null;
  /** Average hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.averageHoursToSignificantValue': N['number'] | null;
  /** Median hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.medianHoursToSignificantValue': N['number'] | null;
  /** Average minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out. In minutes; lower is better. */
  'Onboarding.averageMinutesToQuickWin': N['number'] | null;
  /** Median minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out. In minutes; lower is better. */
  'Onboarding.medianMinutesToQuickWin': N['number'] | null;
  /** Average hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.averageHoursFromFirstActionToActivation': N['number'] | null;
  /** Median hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out. In hours; lower is better. */
  'Onboarding.medianHoursFromFirstActionToActivation': N['number'] | null;
  /** Hours from the sign-up by which a quarter of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'Onboarding.hoursUntilQuarterActivated': N['number'] | null;
  /** Hours from the sign-up by which half of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'Onboarding.hoursUntilHalfActivated': N['number'] | null;
  /** How many users had proactive support, at or after their sign-up. In users. */
  'ProactiveSupport.contactedUsers': N['count'];
  /** How many of the contacted users responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. In users. */
  'ProactiveSupport.usersEngagingWithSupport': N['count'];
  /** How many of the contacted users had their full 14 × 24 hours by now. In users. */
  'ProactiveSupport.maturedContactedUsers': N['count'];
  /** How many of those who had their full 14 × 24 hours by now responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. In users. */
  'ProactiveSupport.maturedUsersEngagingWithSupport': N['count'];
  /** Of the contacted users, the percentage who responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'ProactiveSupport.supportEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ProactiveSupport.supportEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ProactiveSupport.supportEngagementRateHigh': N['number'] | null;
  /** The rate over the contacted users who had their full 14 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'ProactiveSupport.maturedSupportEngagementRate': N['number'] | null;
  /** How many accounts were created. In accounts. */
  'ProductQualifiedAccounts.totalAccounts': N['count'];
  /** How many of the accounts qualified: their users did `project_created`, at or after the account's creation. In accounts. */
  'ProductQualifiedAccounts.productQualifiedAccounts': N['count'];
  /** How many of the product-qualified accounts paid in USD, at or after the qualification; a refund is no payment. In accounts. */
  'ProductQualifiedAccounts.convertedAccounts': N['count'];
  /** Of the accounts, the percentage that qualified: their users did `project_created`, at or after the account's creation. In percent; higher is better. */
  'ProductQualifiedAccounts.qualificationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ProductQualifiedAccounts.qualificationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ProductQualifiedAccounts.qualificationRateHigh': N['number'] | null;
  /** Average hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out. In hours; lower is better. */
  'ProductQualifiedAccounts.averageHoursToQualification': N['number'] | null;
  /** Median hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out. In hours; lower is better. */
  'ProductQualifiedAccounts.medianHoursToQualification': N['number'] | null;
  /** What the converted accounts paid in USD from their qualification on, refunds taken off, on average over them. Money, not a percentage. It grows as time goes by. Payments in other currencies are left out. In USD. */
  'ProductQualifiedAccounts.lifetimeValueOfConverted': N['number'] | null;
  /** Of the accounts created at least 28 × 24 hours ago, the average of what their users did in the 28 × 24 hours before now: sessions, where 10 or more are the most, with weight 1; `project_created`, where 5 or more are the most, with weight 1. It is of today for every cohort, and changes as time goes by. In points; higher is better. */
  'ProductQualifiedAccounts.customerEngagementScore': N['number'] | null;
  /** How many users signed up. In users. */
  'ReferralInvitation.newUserCount': N['count'];
  /** How many of the new users sent an invitation at or after the sign-up and less than 30 × 24 hours later. In users. */
  'ReferralInvitation.invitingUsers': N['count'];
  /** How many of the new users had their full 30 × 24 hours by now. In users. */
  'ReferralInvitation.maturedNewUsersForInvitation': N['count'];
  /** How many of those who had their full 30 × 24 hours by now sent an invitation at or after the sign-up and less than 30 × 24 hours later. In users. */
  'ReferralInvitation.maturedInvitingUsers': N['count'];
  /** Of the new users, the percentage who sent an invitation at or after the sign-up and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'ReferralInvitation.referralInvitationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferralInvitation.referralInvitationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferralInvitation.referralInvitationRateHigh': N['number'] | null;
  /** The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'ReferralInvitation.maturedReferralInvitationRate': N['number'] | null;
  /** Average hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out. In hours; lower is better. */
  'ReferralInvitation.averageHoursToFirstReferral': N['number'] | null;
  /** Median hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out. In hours; lower is better. */
  'ReferralInvitation.medianHoursToFirstReferral': N['number'] | null;
  /** How many accounts that referrals brought became customers. In accounts. */
  'ReferredAccounts.referredCustomers': N['count'];
  /** How many of the referred customers that had their full 90 × 24 hours as customers by now have a paid subscription at exactly 90 × 24 hours after they became customers. In accounts. */
  'ReferredAccounts.retainedCustomers': N['count'];
  /** How many of the referred customers had their full 90 × 24 hours as customers by now. In accounts. */
  'ReferredAccounts.maturedReferredCustomers': N['count'];
  /** Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that have a paid subscription at exactly 90 × 24 hours after they became customers. In percent; higher is better. */
  'ReferredAccounts.retentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferredAccounts.retentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferredAccounts.retentionRateHigh': N['number'] | null;
  /** How many of the referred customers that had their full 90 × 24 hours as customers by now do not have a paid subscription at exactly 90 × 24 hours after they became customers. In accounts. */
  'ReferredAccounts.churnedCustomers': N['count'];
  /** Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that do not have a paid subscription at exactly 90 × 24 hours after they became customers. In percent; lower is better. */
  'ReferredAccounts.churnRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferredAccounts.churnRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferredAccounts.churnRateHigh': N['number'] | null;
  /** How many accounts that referrals brought became customers. In accounts. */
  'ReferredCustomers.referredCustomers': N['count'];
  /** How many of the referred customers that had their full 90 × 24 hours as customers by now have a paid subscription at exactly 90 × 24 hours after they became customers. In accounts. */
  'ReferredCustomers.retainedCustomers': N['count'];
  /** How many of the referred customers had their full 90 × 24 hours as customers by now. In accounts. */
  'ReferredCustomers.maturedReferredCustomers': N['count'];
  /** How many of the referred customers that had their full 90 × 24 hours as customers by now do not have a paid subscription at exactly 90 × 24 hours after they became customers. In accounts. */
  'ReferredCustomers.churnedCustomers': N['count'];
  /** Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that have a paid subscription at exactly 90 × 24 hours after they became customers. In percent; higher is better. */
  'ReferredCustomers.retentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferredCustomers.retentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferredCustomers.retentionRateHigh': N['number'] | null;
  /** Of the referred customers that had their full 90 × 24 hours as customers by now, the percentage that do not have a paid subscription at exactly 90 × 24 hours after they became customers. In percent; lower is better. */
  'ReferredCustomers.churnRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferredCustomers.churnRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferredCustomers.churnRateHigh': N['number'] | null;
  /** How many referrals were clicked; two that name the same user are two. In referrals. */
  'ReferredVisitors.referredVisitors': N['count'];
  /** How many of the clicked referrals brought a known user, who signed up at or after the click. In referrals. */
  'ReferredVisitors.convertedReferrals': N['count'];
  /** Of the clicked referrals, the percentage that brought a known user, who signed up at or after the click. In percent; higher is better. */
  'ReferredVisitors.referralConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'ReferredVisitors.referralConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'ReferredVisitors.referralConversionRateHigh': N['number'] | null;
  /** Average hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out. In hours; lower is better. */
  'ReferredVisitors.averageHoursToConversion': N['number'] | null;
  /** Median hours from the click to the sign-up of the referred user, over the referrals that brought one, whenever it came. The others are left out. In hours; lower is better. */
  'ReferredVisitors.medianHoursToConversion': N['number'] | null;
  /** How many sessions there are. In sessions. */
  'SessionHistory.sessionCount': N['count'];
  /** How many users in the slice have 2 or more sessions in their whole history, activated or not. It is no part of the multi-session activation rate, which looks at the sessions up to the activation. In users. */
  'SessionHistory.multiSessionUserCount': N['count'];
  /** How many users had proactive support, at or after their sign-up. In users. */
  'SupportedUsers.contactedUsers': N['count'];
  /** How many of the contacted users responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. In users. */
  'SupportedUsers.usersEngagingWithSupport': N['count'];
  /** Of the contacted users, the percentage who responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'SupportedUsers.supportEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'SupportedUsers.supportEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'SupportedUsers.supportEngagementRateHigh': N['number'] | null;
  /** How many of the contacted users had their full 14 × 24 hours by now. In users. */
  'SupportedUsers.maturedContactedUsers': N['count'];
  /** How many of those who had their full 14 × 24 hours by now responded to that contact at or after it and less than 14 × 24 hours later, without a ticket of theirs from the contact to before the response. In users. */
  'SupportedUsers.maturedUsersEngagingWithSupport': N['count'];
  /** The rate over the contacted users who had their full 14 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'SupportedUsers.maturedSupportEngagementRate': N['number'] | null;
  /** How many users answered, each counted once, also over several surveys. In users. */
  'SurveyAnswers.respondents': N['count'];
  /** How many of the respondents gave a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ. In users. */
  'SurveyAnswers.favourableRespondents': N['number'] | null;
  /** Of the respondents, the percentage with a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ. In percent; higher is better. */
  'SurveyAnswers.favourableShare': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'SurveyAnswers.favourableShareLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'SurveyAnswers.favourableShareHigh': N['number'] | null;
  /** The average of the scores that count, one a user. Of one survey: over several it is empty, as their scales differ. In points. */
  'SurveyAnswers.averageScore': N['number'] | null;
  /** How many users answered, each counted once, also over several surveys. In users. */
  'SurveyScores.respondents': N['count'];
  /** How many of the respondents gave a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ. In users. */
  'SurveyScores.favourableRespondents': N['number'] | null;
  /** Of the respondents, the percentage with a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ. In percent; higher is better. */
  'SurveyScores.favourableShare': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'SurveyScores.favourableShareLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'SurveyScores.favourableShareHigh': N['number'] | null;
  /** The average of the scores that count, one a user. Of one survey: over several it is empty, as their scales differ. In points. */
  'SurveyScores.averageScore': N['number'] | null;
  /** How many accounts began a trial at or after their creation. In accounts. */
  'TrialAccounts.trialAccounts': N['count'];
  /** How many of the trial users did at least 3 actions from the trial's start to before its end. In users. */
  'TrialAccounts.engagedTrialUsers': N['number'] | null;
  /** How many users of the accounts signed up before the trial's end; all of them, where it has no end. In users. */
  'TrialAccounts.trialUsers': N['number'] | null;
  /** Of the trial users, the percentage with at least 3 actions from the trial's start to before its end. In percent; higher is better. */
  'TrialAccounts.trialEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'TrialAccounts.trialEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'TrialAccounts.trialEngagementRateHigh': N['number'] | null;
  /** How many of the trial accounts did `project_created` from the trial's start to before its end, by whichever of their users. In accounts. */
  'TrialAccounts.accountsCompletingTrialActions': N['count'];
  /** Of the trial accounts, the percentage that did `project_created` from the trial's start to before its end, by whichever of their users. In percent; higher is better. */
  'TrialAccounts.trialActionsCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'TrialAccounts.trialActionsCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'TrialAccounts.trialActionsCompletionRateHigh': N['number'] | null;
  /** What the accounts paid in USD from the trial's start to before 90 × 24 hours after it, refunds taken off, for each of the trial users. Money, not a percentage; an account without trial users adds its payments all the same. Payments in other currencies are left out. In USD. */
  'TrialAccounts.revenuePerTrialUser': N['number'] | null;
  /** How many accounts began a trial at or after their creation. In accounts. */
  'Trials.trialAccounts': N['count'];
  /** How many of the trial accounts did `project_created` from the trial's start to before its end, by whichever of their users. In accounts. */
  'Trials.accountsCompletingTrialActions': N['count'];
  /** How many of the trial users did at least 3 actions from the trial's start to before its end. In users. */
  'Trials.engagedTrialUsers': N['number'] | null;
  /** How many users of the accounts signed up before the trial's end; all of them, where it has no end. In users. */
  'Trials.trialUsers': N['number'] | null;
  /** Of the trial users, the percentage with at least 3 actions from the trial's start to before its end. In percent; higher is better. */
  'Trials.trialEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Trials.trialEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Trials.trialEngagementRateHigh': N['number'] | null;
  /** Of the trial accounts, the percentage that did `project_created` from the trial's start to before its end, by whichever of their users. In percent; higher is better. */
  'Trials.trialActionsCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Trials.trialActionsCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Trials.trialActionsCompletionRateHigh': N['number'] | null;
  /** What the accounts paid in USD from the trial's start to before 90 × 24 hours after it, refunds taken off, for each of the trial users. Money, not a percentage; an account without trial users adds its payments all the same. Payments in other currencies are left out. In USD. */
  'Trials.revenuePerTrialUser': N['number'] | null;
  /** How many new users used the feature for the first time, at or after their sign-up; over several features each user once. In users. */
  'UsedFeatures.firstTimeUsers': N['count'];
  /** How many of the first-time users used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. In users. */
  'UsedFeatures.usersReusing': N['count'];
  /** Of the first-time users, the percentage who used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'UsedFeatures.reuseRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsedFeatures.reuseRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsedFeatures.reuseRateHigh': N['number'] | null;
  /** How many of the first-time users had their full 7 × 24 hours by now. In users. */
  'UsedFeatures.maturedFirstTimeUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used the feature again, after the first use and less than 7 × 24 hours later; over several features, one of them. In users. */
  'UsedFeatures.maturedUsersReusing': N['count'];
  /** The rate over the first-time users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'UsedFeatures.maturedReuseRate': N['number'] | null;
  /** How many known users began a session or did a tracked action, each counted once. In users. */
  'UserActivity.activeUserCount': N['count'];
  /** How many of the active users of the slice used reports in it: did `report_viewed`. In users. */
  'UserActivity.usersOfReports': N['count'];
  /** Of the active users of the slice, the percentage who used reports in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'UserActivity.usageRateOfReports': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserActivity.usageRateOfReportsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserActivity.usageRateOfReportsHigh': N['number'] | null;
  /** How many of the active users of the slice used files in it: did `file_uploaded` or `file_shared`. In users. */
  'UserActivity.usersOfFiles': N['count'];
  /** Of the active users of the slice, the percentage who used files in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'UserActivity.usageRateOfFiles': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserActivity.usageRateOfFilesLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserActivity.usageRateOfFilesHigh': N['number'] | null;
  /** How many of the active users of the slice used invitations in it: did `invite_sent`. In users. */
  'UserActivity.usersOfInvitations': N['count'];
  /** Of the active users of the slice, the percentage who used invitations in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'UserActivity.usageRateOfInvitations': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserActivity.usageRateOfInvitationsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserActivity.usageRateOfInvitationsHigh': N['number'] | null;
  /** How many of the active users of the slice used settings in it: did `settings_changed`. In users. */
  'UserActivity.usersOfSettings': N['count'];
  /** Of the active users of the slice, the percentage who used settings in it. Those who were active and didn't use it are below the line alone. In percent; higher is better. */
  'UserActivity.usageRateOfSettings': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserActivity.usageRateOfSettingsLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserActivity.usageRateOfSettingsHigh': N['number'] | null;
  /** How many users signed up at least 28 × 24 hours ago, whatever they did. In users. */
  'UserBehaviours.newUserCount': N['count'];
  /** How many of the settled new users did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In users. */
  'UserBehaviours.usersDoing': N['count'];
  /** Of the settled new users, the percentage who did the action at least so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In percent; higher is better. */
  'UserBehaviours.reach': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserBehaviours.reachLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserBehaviours.reachHigh': N['number'] | null;
  /** How many of the users doing it began a session from 14 × 24 to before 28 × 24 hours after signing up. In users. */
  'UserBehaviours.doersComingBack': N['count'];
  /** Of the users doing it, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up. It is an association, and says nothing of the cause. In percent; higher is better. */
  'UserBehaviours.retentionOfDoers': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserBehaviours.retentionOfDoersLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserBehaviours.retentionOfDoersHigh': N['number'] | null;
  /** How many of the settled new users who didn't do the action so often began a session from 14 × 24 to before 28 × 24 hours after signing up. In users. */
  'UserBehaviours.othersComingBack': N['number'] | null;
  /** How many of the settled new users didn't do the action so many times, at or after the sign-up and less than 7 × 24 hours after signing up. In users. */
  'UserBehaviours.usersNotDoing': N['number'] | null;
  /** Of the settled new users who didn't do the action so often, the percentage who began a session from 14 × 24 to before 28 × 24 hours after signing up. In percent; higher is better. */
  'UserBehaviours.retentionOfOthers': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserBehaviours.retentionOfOthersLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserBehaviours.retentionOfOthersHigh': N['number'] | null;
  /** The retention of doers less that of others. It is an association, and says nothing of the cause. Empty where either are nobody. In percentage points. */
  'UserBehaviours.retentionDifference': N['number'] | null;
  /** The lower end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is above 0, doers came back more often. In percentage points. */
  'UserBehaviours.retentionDifferenceLow': N['number'] | null;
  /** The upper end of Newcombe's 95 % interval of the difference, from the two Wilson score intervals: where it is below 0, doers came back less often. In percentage points. */
  'UserBehaviours.retentionDifferenceHigh': N['number'] | null;
  /** How many of the new users have an age of day × 24 hours or more, and had not done the key action (project_created) by then. In users. */
  'UserDays.usersAtRisk': N['number'] | null;
  /** How many of these did the key action (project_created) for the first time on that day of their age. In users. */
  'UserDays.usersActivated': N['number'] | null;
  /** How many of these are of that very age now and have not done it: what comes of them is not known yet. In users. */
  'UserDays.usersCensored': N['number'] | null;
  /** The percentage of the new users estimated to have done the key action (project_created) by the end of that day of their age, by the life table: over all days up to it, the share of those at risk who did it on the day. Empty where no user is that old and without it. In percent; higher is better. */
  'UserDays.estimatedShareActivated': N['number'] | null;
  /** How many users signed up, whichever features they used. In users. */
  'UserFeatures.newUserCount': N['count'];
  /** How many of the new users used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. In users. */
  'UserFeatures.usersAdoptingEarly': N['count'];
  /** Of the new users, the percentage who used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'UserFeatures.earlyAdoptionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserFeatures.earlyAdoptionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserFeatures.earlyAdoptionRateHigh': N['number'] | null;
  /** How many of the new users had their full 7 × 24 hours by now. In users. */
  'UserFeatures.maturedNewUsersForEarlyAdoption': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used the feature, over several features at least one of them, less than 7 × 24 hours after signing up. In users. */
  'UserFeatures.maturedUsersAdoptingEarly': N['count'];
  /** The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'UserFeatures.maturedEarlyAdoptionRate': N['number'] | null;
  /** How many of the new users used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. In users. */
  'UserFeatures.usersExploring': N['count'];
  /** Of the new users, the percentage who used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'UserFeatures.explorationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UserFeatures.explorationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UserFeatures.explorationRateHigh': N['number'] | null;
  /** How many of the new users had their full 30 × 24 hours by now. In users. */
  'UserFeatures.maturedNewUsersForExploration': N['count'];
  /** How many of those who had their full 30 × 24 hours by now used the feature, over several features at least one of them, less than 30 × 24 hours after signing up. In users. */
  'UserFeatures.maturedUsersExploring': N['count'];
  /** The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'UserFeatures.maturedExplorationRate': N['number'] | null;
  /** Average hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out. In hours; lower is better. */
  'UserFeatures.averageHoursFromActivationToFirstUse': N['number'] | null;
  /** Median hours from the activation to the first use of the feature at or after it, over the pairs of a user and a feature that have both: a user of two features counts for each. Those who never used it are left out. In hours; lower is better. */
  'UserFeatures.medianHoursFromActivationToFirstUse': N['number'] | null;
  /** How many users signed up. In users. */
  'Users.newUserCount': N['count'];
  /** How many of the new sign-ups did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'Users.usersCompletingKeyAction': N['count'];
  /** Of the new sign-ups, the percentage who did the key action (project_created) within 7 days of the sign-up. Young cohorts count in full: see the matured activation rate. In percent; higher is better. */
  'Users.activationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.activationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.activationRateHigh': N['number'] | null;
  /** How many of the new sign-ups had their full 7 × 24 hours by now. In users. */
  'Users.maturedSignUps': N['count'];
  /** The activation rate over the sign-ups that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Users.maturedActivationRate': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 1 × 24 hours later. In percent; higher is better. */
  'Users.activationRate1d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 3 × 24 hours later. In percent; higher is better. */
  'Users.activationRate3d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 7 × 24 hours later. In percent; higher is better. */
  'Users.activationRate7d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 14 × 24 hours later. In percent; higher is better. */
  'Users.activationRate14d': N['number'] | null;
  /** Of the new sign-ups, the percentage who did the key action (project_created) at or after the sign-up and less than 30 × 24 hours later. In percent; higher is better. */
  'Users.activationRate30d': N['number'] | null;
  /** Of the new sign-ups, the percentage who ever did the key action (project_created) at or after the sign-up. In percent; higher is better. */
  'Users.activationRateAnytime': N['number'] | null;
  /** Average hours from the sign-up to the first key action that counts, over the users who have one, whenever it came. In hours; lower is better. */
  'Users.averageHoursToKeyAction': N['number'] | null;
  /** Median hours from the sign-up to the first key action that counts, over the users who have one, whenever it came. In hours; lower is better. */
  'Users.medianHoursToKeyAction': N['number'] | null;
  /** Average hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came. In hours; lower is better. */
  'Users.averageHoursToRepeatKeyAction': N['number'] | null;
  /** Median hours from the first key action that counts to the next one, strictly later, over the users who have both, whenever they came. In hours; lower is better. */
  'Users.medianHoursToRepeatKeyAction': N['number'] | null;
  /** Hours from the sign-up by which a quarter of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'Users.hoursUntilQuarterDidKeyAction': N['number'] | null;
  /** Hours from the sign-up by which half of the new sign-ups did the key action (project_created), by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'Users.hoursUntilHalfDidKeyAction': N['number'] | null;
  /** Average hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursToFirstContact': N['number'] | null;
  /** Median hours from the sign-up to the first outreach to the user at or after it, over the new users with one, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursToFirstContact': N['number'] | null;
  /** How many of the new users completed the activation flow, at or after their sign-up. In users. */
  'Users.activatedUserCount': N['count'];
  /** How many of the new users completed the activation flow with at least 2 sessions started by then. Sessions after the activation don't count. In users. */
  'Users.multiSessionActivatedUserCount': N['count'];
  /** Of the new users, the percentage who completed the activation flow across at least 2 sessions. In percent; higher is better. */
  'Users.multiSessionActivationCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.multiSessionActivationCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.multiSessionActivationCompletionRateHigh': N['number'] | null;
  /** How many of the new users completed the activation flow with fewer than 2 sessions started by then. In users. */
  'Users.singleSessionActivatedUserCount': N['count'];
  /** Of the new users, the percentage who completed the activation flow in fewer than 2 sessions. In percent; higher is better. */
  'Users.singleSessionActivationCompletionRate': N['number'] | null;
  /** Average hours from the sign-up to the activation, over the new users who activated. In hours; lower is better. */
  'Users.averageHoursToActivation': N['number'] | null;
  /** Median hours from the sign-up to the activation, over the new users who activated. In hours; lower is better. */
  'Users.medianHoursToActivation': N['number'] | null;
  /** How many sessions the activated new users had started by the moment of their activation, on average. In sessions. */
  'Users.averageSessionsToActivation': N['number'] | null;
  /** Of the new users, the percentage who completed the activation flow, at or after their sign-up. In percent; higher is better. */
  'Users.onboardingCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.onboardingCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.onboardingCompletionRateHigh': N['number'] | null;
  /** How many of the new users entered the activation flow, whether they completed it or not. In users. */
  'Users.onboardingStarted': N['count'];
  /** Of the new users who entered the activation flow, whether they completed it or not, the percentage who completed it, at or after their sign-up. In percent; higher is better. */
  'Users.activationConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.activationConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.activationConversionRateHigh': N['number'] | null;
  /** How many of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now didn't activate in that time. In users. */
  'Users.usersDroppingOff': N['count'];
  /** How many of the new users started the onboarding and had their full 14 × 24 hours after the sign-up by now. In users. */
  'Users.maturedOnboardingStarted': N['count'];
  /** Of the new users who started the onboarding and had their full 14 × 24 hours after the sign-up by now, the percentage who didn't activate in that time. Lower is better. In percent; lower is better. */
  'Users.dropOffRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.dropOffRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.dropOffRateHigh': N['number'] | null;
  /** How many of the new users completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then. In users. */
  'Users.usersCompletingInFirstSession': N['count'];
  /** Of the new users, the percentage who completed the activation flow, at or after the sign-up, with fewer than 2 sessions started by then. In percent; higher is better. */
  'Users.firstSessionCompletionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.firstSessionCompletionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.firstSessionCompletionRateHigh': N['number'] | null;
  /** How many of the new users first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then. In users. */
  'Users.usersConvertingInFirstSession': N['count'];
  /** Of the new users, the percentage who first did the desired action (report_viewed), at or after the sign-up, with fewer than 2 sessions started by then. In percent; higher is better. */
  'Users.firstSessionConversionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.firstSessionConversionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.firstSessionConversionRateHigh': N['number'] | null;
  /** How many of the new users first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then. In users. */
  'Users.usersUsingCoreFeatureInFirstSessions': N['count'];
  /** Of the new users, the percentage who first used a core feature (`files` or `invitations`), at or after the sign-up, with at most 3 sessions started by then. In percent; higher is better. */
  'Users.firstFeatureUsageRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.firstFeatureUsageRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.firstFeatureUsageRateHigh': N['number'] | null;
  /** How many of the new users used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'Users.usersEngagingWithTopFeature': N['count'];
  /** Of the new users, the percentage who used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Users.topFeatureEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.topFeatureEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.topFeatureEngagementRateHigh': N['number'] | null;
  /** How many of the new users had their full 7 × 24 hours by now. In users. */
  'Users.maturedNewUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now used a top feature (`reports`, `files` or `invitations`) at or after the sign-up and less than 7 × 24 hours later. In users. */
  'Users.maturedUsersEngagingWithTopFeature': N['count'];
  /** The rate over the new users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Users.maturedTopFeatureEngagementRate': N['number'] | null;
  /** How many tracked actions a new user did from the start of the first session to before the start of session 4, or without an end where there is none; on average over the new users with a session. Also actions before the sign-up count. In actions. */
  'Users.averageActionsInFirstSessions': N['number'] | null;
  /** Average hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursToFirstValue': N['number'] | null;
  /** Median hours from the sign-up to the first `invite_sent` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursToFirstValue': N['number'] | null;
  /** Average hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursToBasicValue': N['number'] | null;
  /** Median hours from the sign-up to the first `settings_changed` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursToBasicValue': N['number'] | null;
  /** Average hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursToSignificantValue': N['number'] | null;
  /** Median hours from the sign-up to the first `file_shared` at or after it, over the new users who did it, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursToSignificantValue': N['number'] | null;
  /** Average minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out. In minutes; lower is better. */
  'Users.averageMinutesToQuickWin': N['number'] | null;
  /** Median minutes from the start of the first session to the first `invite_sent` at or after it, be it before the sign-up, over the new users who have both, whenever it came. The others are left out. In minutes; lower is better. */
  'Users.medianMinutesToQuickWin': N['number'] | null;
  /** Average hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursFromFirstActionToActivation': N['number'] | null;
  /** Median hours from the first tracked action at or after the sign-up to the activation, over the new users who activated then or later, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursFromFirstActionToActivation': N['number'] | null;
  /** Hours from the sign-up by which a quarter of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out. In hours; lower is better. */
  'Users.hoursUntilQuarterActivated': N['number'] | null;
  /** Hours from the sign-up by which half of the new users completed the activation flow, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out. In hours; lower is better. */
  'Users.hoursUntilHalfActivated': N['number'] | null;
  /** How many of the new users sent an invitation at or after the sign-up and less than 30 × 24 hours later. In users. */
  'Users.invitingUsers': N['count'];
  /** Of the new users, the percentage who sent an invitation at or after the sign-up and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'Users.referralInvitationRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'Users.referralInvitationRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'Users.referralInvitationRateHigh': N['number'] | null;
  /** How many of the new users had their full 30 × 24 hours by now. In users. */
  'Users.maturedNewUsersForInvitation': N['count'];
  /** How many of those who had their full 30 × 24 hours by now sent an invitation at or after the sign-up and less than 30 × 24 hours later. In users. */
  'Users.maturedInvitingUsers': N['count'];
  /** The rate over the new users who had their full 30 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'Users.maturedReferralInvitationRate': N['number'] | null;
  /** Average hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out. In hours; lower is better. */
  'Users.averageHoursToFirstReferral': N['number'] | null;
  /** Median hours from the sign-up to the first invitation at or after it, over the new users who sent one, whenever it came. The others are left out. In hours; lower is better. */
  'Users.medianHoursToFirstReferral': N['number'] | null;
  /** How many new users completed the activation flow, at or after their sign-up. In users. */
  'UsersAfterActivation.activatedUserCount': N['count'];
  /** How many of the activated users began a session after the activation and less than 7 × 24 hours later. In users. */
  'UsersAfterActivation.usersFollowingUp': N['count'];
  /** Of the activated users, the percentage who began a session after the activation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate. In percent; higher is better. */
  'UsersAfterActivation.followUpEngagementRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.followUpEngagementRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.followUpEngagementRateHigh': N['number'] | null;
  /** How many of the activated users had their full 7 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedActivatedUsers': N['count'];
  /** How many of those who had their full 7 × 24 hours by now began a session after the activation and less than 7 × 24 hours later. In users. */
  'UsersAfterActivation.maturedUsersFollowingUp': N['count'];
  /** The rate over the activated users who had their full 7 × 24 hours by now; it doesn't make a young cohort look bad. In percent; higher is better. */
  'UsersAfterActivation.maturedFollowUpEngagementRate': N['number'] | null;
  /** How many of the activated users who had their full 8 × 24 hours by now began a session from 7 × 24 hours after the activation to before 8 × 24 hours. In users. */
  'UsersAfterActivation.usersReturningOnDay7': N['count'];
  /** How many of the activated users had their full 8 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForDay7': N['count'];
  /** Of the activated users who had their full 8 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 8 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'UsersAfterActivation.day7RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.day7RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.day7RetentionRateHigh': N['number'] | null;
  /** How many of the activated users who had their full 14 × 24 hours by now began a session from 7 × 24 hours after the activation to before 14 × 24 hours. In users. */
  'UsersAfterActivation.usersReturningInDays7To14': N['count'];
  /** How many of the activated users had their full 14 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForDays7To14': N['count'];
  /** Of the activated users who had their full 14 × 24 hours by now, the percentage who began a session from 7 × 24 hours after the activation to before 14 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'UsersAfterActivation.days7To14RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.days7To14RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.days7To14RetentionRateHigh': N['number'] | null;
  /** How many of the activated users who had their full 7 × 24 hours by now began a session 7 × 24 hours after the activation or later. In users. */
  'UsersAfterActivation.usersReturningOnOrAfterDay7': N['count'];
  /** How many of the activated users had their full 7 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForOnOrAfterDay7': N['count'];
  /** Of the activated users who had their full 7 × 24 hours by now, the percentage who began a session 7 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet. In percent; higher is better. */
  'UsersAfterActivation.onOrAfterDay7RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.onOrAfterDay7RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.onOrAfterDay7RetentionRateHigh': N['number'] | null;
  /** How many of the activated users who had their full 31 × 24 hours by now began a session from 30 × 24 hours after the activation to before 31 × 24 hours. In users. */
  'UsersAfterActivation.usersReturningOnDay30': N['count'];
  /** How many of the activated users had their full 31 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForDay30': N['count'];
  /** Of the activated users who had their full 31 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 31 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'UsersAfterActivation.day30RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.day30RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.day30RetentionRateHigh': N['number'] | null;
  /** How many of the activated users who had their full 37 × 24 hours by now began a session from 30 × 24 hours after the activation to before 37 × 24 hours. In users. */
  'UsersAfterActivation.usersReturningInDays30To37': N['count'];
  /** How many of the activated users had their full 37 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForDays30To37': N['count'];
  /** Of the activated users who had their full 37 × 24 hours by now, the percentage who began a session from 30 × 24 hours after the activation to before 37 × 24 hours, counted from each user's own activation. In percent; higher is better. */
  'UsersAfterActivation.days30To37RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.days30To37RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.days30To37RetentionRateHigh': N['number'] | null;
  /** How many of the activated users who had their full 30 × 24 hours by now began a session 30 × 24 hours after the activation or later. In users. */
  'UsersAfterActivation.usersReturningOnOrAfterDay30': N['count'];
  /** How many of the activated users had their full 30 × 24 hours by now. In users. */
  'UsersAfterActivation.maturedUsersForOnOrAfterDay30': N['count'];
  /** Of the activated users who had their full 30 × 24 hours by now, the percentage who began a session 30 × 24 hours after the activation or later, counted from each user's own activation. It never settles: who comes back later raises it yet. In percent; higher is better. */
  'UsersAfterActivation.onOrAfterDay30RetentionRate': N['number'] | null;
  /** The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate. In percent. */
  'UsersAfterActivation.onOrAfterDay30RetentionRateLow': N['number'] | null;
  /** The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate. In percent. */
  'UsersAfterActivation.onOrAfterDay30RetentionRateHigh': N['number'] | null;
  /** Average hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out. In hours; lower is better. */
  'UsersAfterActivation.averageHoursToOutreach': N['number'] | null;
  /** Median hours from the activation to the first outreach to the user at or after it, over the activated users with one, whenever it came. The others are left out. In hours; lower is better. */
  'UsersAfterActivation.medianHoursToOutreach': N['number'] | null;
}

/** Each dimension that is no time, with its type in a row. Null is the group of those whose attribute isn't known. */
export interface Dimensions<N extends Numbers = AsServed> {
  /** The account's product plan; empty where it isn't known. */
  'AccountActivation.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'AccountActivation.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'AccountActivation.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'AccountActivation.userType': string | null;
  /** The account's identifier. */
  'AccountMilestones.accountId': string | null;
  /** The key milestone. */
  'AccountMilestones.milestoneName': string | null;
  /** The key milestone's place in the funnel, from 1. */
  'AccountMilestones.milestonePosition': N['number'] | null;
  /** The account's product plan; empty where it isn't known. */
  'AccountMilestones.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'AccountMilestones.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'AccountMilestones.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'AccountMilestones.userType': string | null;
  /** Whether the account reached the milestone, at or after its creation. */
  'AccountMilestones.isReached': boolean | null;
  /** The account's identifier. */
  'Accounts.id': string | null;
  /** The account's product plan; empty where it isn't known. */
  'Accounts.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'Accounts.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'Accounts.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'Accounts.userType': string | null;
  /** How many of the 3 key milestones the account reached, at or after its creation. */
  'Accounts.keyMilestonesReached': N['number'] | null;
  /** The user's identifier. */
  'ActivatedUsers.userId': string | null;
  /** The day after the sign-up, from 0 to 90: day 7 is from 7 × 24 to before 8 × 24 hours after it. The measures are each of one day, so a query needs it. */
  'ActivationCurve.day': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'ActivationCurve.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ActivationCurve.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ActivationCurve.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ActivationCurve.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ActivationCurve.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ActivationCurve.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ActivationCurve.userType': string | null;
  /** The action: each that a known user has done, whenever. Every user is in its row, so that the measures are each of one action and a query needs it, as a dimension or as a filter by one value. */
  'ActivationDrivers.actionName': string | null;
  /** How often at least: 1, 2, 3 or 5 times. The measures are each of one of these, so that a query needs it, as a dimension or as a filter by one value. */
  'ActivationDrivers.times': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'ActivationDrivers.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ActivationDrivers.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ActivationDrivers.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ActivationDrivers.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ActivationDrivers.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ActivationDrivers.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ActivationDrivers.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'ActivationRate.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ActivationRate.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ActivationRate.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ActivationRate.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ActivationRate.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ActivationRate.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ActivationRate.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'ActiveUsers.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ActiveUsers.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ActiveUsers.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ActiveUsers.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ActiveUsers.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ActiveUsers.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ActiveUsers.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'AfterActivation.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'AfterActivation.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'AfterActivation.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'AfterActivation.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'AfterActivation.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'AfterActivation.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'AfterActivation.userType': string | null;
  /** The referral's identifier. */
  'ClickedReferrals.referralId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'ClickedReferrals.accountId': string | null;
  /** The identifier of the user who sent it. */
  'ClickedReferrals.userId': string | null;
  /** The user's persona; empty where it isn't known. */
  'ClickedReferrals.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ClickedReferrals.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ClickedReferrals.signupSource': string | null;
  /** The eligibility's identifier. */
  'ExpansionActivation.id': string | null;
  /** The identifier of the eligible account. */
  'ExpansionActivation.accountId': string | null;
  /** The expansion offering. */
  'ExpansionActivation.expansionFeature': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ExpansionActivation.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ExpansionActivation.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ExpansionActivation.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ExpansionActivation.userType': string | null;
  /** The expansion offering. */
  'ExpansionActivationRate.expansionFeature': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ExpansionActivationRate.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ExpansionActivationRate.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ExpansionActivationRate.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ExpansionActivationRate.userType': string | null;
  /** The feature's place in the configuration, from 1. */
  'FeatureAdoption.featurePosition': N['number'] | null;
  /** The feature, as the configuration names it. */
  'FeatureAdoption.featureName': string | null;
  /** The user's persona; empty where it isn't known. */
  'FeatureAdoption.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'FeatureAdoption.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'FeatureAdoption.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'FeatureAdoption.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'FeatureAdoption.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'FeatureAdoption.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'FeatureAdoption.userType': string | null;
  /** The feature's place in the configuration, from 1. */
  'FeatureReuse.featurePosition': N['number'] | null;
  /** The feature, as the configuration names it. */
  'FeatureReuse.featureName': string | null;
  /** The user's persona; empty where it isn't known. */
  'FeatureReuse.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'FeatureReuse.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'FeatureReuse.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'FeatureReuse.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'FeatureReuse.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'FeatureReuse.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'FeatureReuse.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'FirstContact.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'FirstContact.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'FirstContact.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'FirstContact.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'FirstContact.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'FirstContact.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'FirstContact.userType': string | null;
  /** The account's identifier. */
  'FreeAccounts.id': string | null;
  /** Whether that subscription was bought without the team; empty where it is not known. */
  'FreeAccounts.isSelfServe': boolean | null;
  /** The account's product plan; empty where it isn't known. */
  'FreeAccounts.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'FreeAccounts.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'FreeAccounts.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'FreeAccounts.userType': string | null;
  /** The account's product plan; empty where it isn't known. */
  'FreeToPaid.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'FreeToPaid.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'FreeToPaid.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'FreeToPaid.userType': string | null;
  /** The logged action's identifier. */
  'KeyActions.id': string | null;
  /** The identifier of the user who did it. */
  'KeyActions.userId': string | null;
  /** What the user did. */
  'KeyActions.actionName': string | null;
  /** Where the lead came from; empty where it isn't known. */
  'Leads.leadSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'MilestoneCompletion.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'MilestoneCompletion.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'MilestoneCompletion.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'MilestoneCompletion.userType': string | null;
  /** The logged completion's identifier. */
  'MilestoneCompletionLogs.id': string | null;
  /** The identifier of the account that completed the milestone. */
  'MilestoneCompletionLogs.accountId': string | null;
  /** The milestone completed, key or not. */
  'MilestoneCompletionLogs.milestoneName': string | null;
  /** The key milestone's place in the funnel, from 1. */
  'MilestoneFunnel.milestonePosition': N['number'] | null;
  /** The key milestone. */
  'MilestoneFunnel.milestoneName': string | null;
  /** The account's product plan; empty where it isn't known. */
  'MilestoneFunnel.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'MilestoneFunnel.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'MilestoneFunnel.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'MilestoneFunnel.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.signupSource': string | null;
  /** How many sessions the user had started by the moment of the activation; empty for a user who did not activate. */
  'MultiSessionActivationCompletionRate.sessionsToActivation': N['number'] | null;
  /** The account's product plan; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'MultiSessionActivationCompletionRate.userType': string | null;
  /** The lead's identifier. */
  'NewLeads.leadId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'NewLeads.accountId': string | null;
  /** Where the lead came from; empty where it isn't known. */
  'NewLeads.leadSource': string | null;
  /** The identifier of the known user that the lead became; empty without one. */
  'NewLeads.userId': string | null;
  /** The user's persona; empty where it isn't known. */
  'Onboarding.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'Onboarding.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'Onboarding.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'Onboarding.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'Onboarding.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'Onboarding.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'Onboarding.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'ProactiveSupport.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ProactiveSupport.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ProactiveSupport.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ProactiveSupport.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ProactiveSupport.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ProactiveSupport.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ProactiveSupport.userType': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ProductQualifiedAccounts.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ProductQualifiedAccounts.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ProductQualifiedAccounts.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ProductQualifiedAccounts.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'ReferralInvitation.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ReferralInvitation.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ReferralInvitation.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ReferralInvitation.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ReferralInvitation.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ReferralInvitation.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ReferralInvitation.userType': string | null;
  /** The account's identifier. */
  'ReferredAccounts.id': string | null;
  /** Whether the account has a paid subscription at the end of its window. */
  'ReferredAccounts.isRetained': boolean | null;
  /** The account's product plan; empty where it isn't known. */
  'ReferredAccounts.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ReferredAccounts.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ReferredAccounts.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ReferredAccounts.userType': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ReferredCustomers.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ReferredCustomers.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ReferredCustomers.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ReferredCustomers.userType': string | null;
  /** The user's persona; empty where it isn't known. */
  'ReferredVisitors.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'ReferredVisitors.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'ReferredVisitors.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'ReferredVisitors.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'ReferredVisitors.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'ReferredVisitors.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'ReferredVisitors.userType': string | null;
  /** The session's identifier. */
  'SessionHistory.sessionId': string | null;
  /** The identifier of the user whose session it is. */
  'SessionHistory.userId': string | null;
  /** The user's identifier. */
  'SupportedUsers.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'SupportedUsers.accountId': string | null;
  /** The user's persona; empty where it isn't known. */
  'SupportedUsers.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'SupportedUsers.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'SupportedUsers.signupSource': string | null;
  /** The answer's identifier. */
  'SurveyAnswers.answerId': string | null;
  /** The user's identifier. */
  'SurveyAnswers.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'SurveyAnswers.accountId': string | null;
  /** The survey. Scores of several surveys have different scales: ask for each by itself. */
  'SurveyAnswers.survey': string | null;
  /** Whether the score is at or above the survey's favourable one. */
  'SurveyAnswers.isFavourable': boolean | null;
  /** The user's persona; empty where it isn't known. */
  'SurveyAnswers.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'SurveyAnswers.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'SurveyAnswers.signupSource': string | null;
  /** The survey. Scores of several surveys have different scales: ask for each by itself. */
  'SurveyScores.survey': string | null;
  /** The user's persona; empty where it isn't known. */
  'SurveyScores.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'SurveyScores.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'SurveyScores.signupSource': string | null;
  /** The account's product plan; empty where it isn't known. */
  'SurveyScores.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'SurveyScores.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'SurveyScores.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'SurveyScores.userType': string | null;
  /** The account's identifier. */
  'TrialAccounts.id': string | null;
  /** The plan that was tried. */
  'TrialAccounts.plan': string | null;
  /** The account's product plan; empty where it isn't known. */
  'TrialAccounts.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'TrialAccounts.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'TrialAccounts.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'TrialAccounts.userType': string | null;
  /** The plan that was tried. */
  'Trials.plan': string | null;
  /** The account's product plan; empty where it isn't known. */
  'Trials.productPlan': string | null;
  /** The tier of the account's plan; empty where it isn't known. */
  'Trials.planTier': string | null;
  /** What the account uses the product for; empty where it isn't known. */
  'Trials.useCase': string | null;
  /** The type of the account's users; empty where it isn't known. */
  'Trials.userType': string | null;
  /** The user's identifier. */
  'UsedFeatures.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UsedFeatures.accountId': string | null;
  /** The feature, as the configuration names it. */
  'UsedFeatures.featureName': string | null;
  /** The feature's place in the configuration, from 1. */
  'UsedFeatures.featurePosition': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'UsedFeatures.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UsedFeatures.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UsedFeatures.signupSource': string | null;
  /** The session's or the action's identifier, after the word that says which it is. */
  'UserActivity.activityId': string | null;
  /** The user's identifier. */
  'UserActivity.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UserActivity.accountId': string | null;
  /** What the user did; empty for a session. */
  'UserActivity.actionName': string | null;
  /** The user's persona; empty where it isn't known. */
  'UserActivity.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UserActivity.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UserActivity.signupSource': string | null;
  /** The user's identifier. */
  'UserBehaviours.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UserBehaviours.accountId': string | null;
  /** The action: each that a known user has done, whenever. Every user is in its row, so that the measures are each of one action and a query needs it, as a dimension or as a filter by one value. */
  'UserBehaviours.actionName': string | null;
  /** How often at least: 1, 2, 3 or 5 times. The measures are each of one of these, so that a query needs it, as a dimension or as a filter by one value. */
  'UserBehaviours.times': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'UserBehaviours.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UserBehaviours.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UserBehaviours.signupSource': string | null;
  /** The user's identifier. */
  'UserDays.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UserDays.accountId': string | null;
  /** The day after the sign-up, from 0 to 90: day 7 is from 7 × 24 to before 8 × 24 hours after it. The measures are each of one day, so a query needs it. */
  'UserDays.day': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'UserDays.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UserDays.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UserDays.signupSource': string | null;
  /** The user's identifier. */
  'UserFeatures.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UserFeatures.accountId': string | null;
  /** The feature, as the configuration names it. */
  'UserFeatures.featureName': string | null;
  /** The feature's place in the configuration, from 1. */
  'UserFeatures.featurePosition': N['number'] | null;
  /** The user's persona; empty where it isn't known. */
  'UserFeatures.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UserFeatures.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UserFeatures.signupSource': string | null;
  /** The user's identifier. */
  'Users.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'Users.accountId': string | null;
  /** The user's persona; empty where it isn't known. */
  'Users.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'Users.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'Users.signupSource': string | null;
  /** Hours from the sign-up to the first key action that counts; empty for a user who did none. In hours; lower is better. */
  'Users.hoursToKeyAction': N['number'] | null;
  /** How many sessions the user had started by the moment of the activation; empty for a user who did not activate. */
  'Users.sessionsToActivation': N['number'] | null;
  /** Hours from the sign-up to the activation; empty for a user who did not activate. In hours; lower is better. */
  'Users.hoursToActivation': N['number'] | null;
  /** The user's identifier. */
  'UsersAfterActivation.userId': string | null;
  /** The identifier of the user's account; empty for a user without one. */
  'UsersAfterActivation.accountId': string | null;
  /** The user's persona; empty where it isn't known. */
  'UsersAfterActivation.persona': string | null;
  /** The user's plan; empty where it isn't known. */
  'UsersAfterActivation.planType': string | null;
  /** The acquisition source of the sign-up; empty where it isn't known. */
  'UsersAfterActivation.signupSource': string | null;
}

/** Each time with its type in a row: the query's local time without an offset, such as `2026-01-01T00:00:00.000`. */
export interface Times {
  /** When the account was created: the time dimension of the account cohorts. */
  'AccountActivation.createdAt': string;
  /** When the account was created: the time dimension of the account cohorts. */
  'AccountMilestones.createdAt': string | null;
  /** When the account was created: the time dimension of the account cohorts. */
  'Accounts.createdAt': string | null;
  /** When the user completed the activation flow; empty until they do. */
  'ActivatedUsers.activationMilestoneCompletionTimestamp': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ActivationCurve.signedUpAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ActivationDrivers.signedUpAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ActivationRate.signedUpAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ActiveUsers.signedUpAt': string | null;
  /** When the session began, or the action was done: the time dimension of the activity. */
  'ActiveUsers.activeAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'AfterActivation.signedUpAt': string | null;
  /** When the user completed the activation flow: the time dimension of the activation cohorts. */
  'AfterActivation.activatedAt': string;
  /** When the invitation was clicked: the time dimension of the referral cohorts. */
  'ClickedReferrals.clickedAt': string | null;
  /** When the account activated the offering, as logged; empty until it does. */
  'ExpansionActivation.activationDate': string | null;
  /** When the account became eligible: the time dimension of the expansion cohorts. */
  'ExpansionActivation.eligibleDate': string | null;
  /** When the eligible account was created. */
  'ExpansionActivation.accountCreatedAt': string | null;
  /** When the account became eligible: the time dimension of the expansion cohorts. */
  'ExpansionActivationRate.eligibleDate': string;
  /** When the eligible account was created. */
  'ExpansionActivationRate.accountCreatedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'FeatureAdoption.signedUpAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'FeatureReuse.signedUpAt': string | null;
  /** When the user first used the feature, at or after the sign-up: the time dimension of the cohorts of first use. */
  'FeatureReuse.firstUsedAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'FirstContact.signedUpAt': string;
  /** When the account's first paid subscription began, at or after its free start; empty without one. */
  'FreeAccounts.becamePaidAt': string | null;
  /** When the account was created. */
  'FreeAccounts.createdAt': string | null;
  /** When the account's first subscription began, free or a trial: the time dimension of these cohorts. */
  'FreeAccounts.startedFreeAt': string | null;
  /** When the account was created. */
  'FreeToPaid.createdAt': string | null;
  /** When the account's first subscription began, free or a trial: the time dimension of these cohorts. */
  'FreeToPaid.startedFreeAt': string;
  /** When the user did it. */
  'KeyActions.occurredAt': string | null;
  /** When the lead came in: the time dimension of the lead cohorts. */
  'Leads.createdAt': string;
  /** When the account was created: the time dimension of the account cohorts. */
  'MilestoneCompletion.createdAt': string;
  /** When the completion was logged. */
  'MilestoneCompletionLogs.completionDate': string | null;
  /** When the account was created: the time dimension of the account cohorts. */
  'MilestoneFunnel.createdAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'MultiSessionActivationCompletionRate.signedUpAt': string;
  /** When the lead came in: the time dimension of the lead cohorts. */
  'NewLeads.createdAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'Onboarding.signedUpAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ProactiveSupport.signedUpAt': string | null;
  /** When the user's first proactive support began: the time dimension of these cohorts. */
  'ProactiveSupport.contactedAt': string;
  /** When the account was created: the time dimension of the account cohorts. */
  'ProductQualifiedAccounts.createdAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'ReferralInvitation.signedUpAt': string;
  /** When the account was created. */
  'ReferredAccounts.createdAt': string | null;
  /** When the account's first paid subscription began, at or after the earliest sign-up of its referred users: the time dimension of these cohorts. */
  'ReferredAccounts.becameCustomerAt': string | null;
  /** When the account was created. */
  'ReferredCustomers.createdAt': string | null;
  /** When the account's first paid subscription began, at or after the earliest sign-up of its referred users: the time dimension of these cohorts. */
  'ReferredCustomers.becameCustomerAt': string;
  /** When the invitation was clicked: the time dimension of the referral cohorts. */
  'ReferredVisitors.clickedAt': string;
  /** When the session began. */
  'SessionHistory.sessionStartTime': string | null;
  /** When the user responded to that contact; empty until they do. */
  'SupportedUsers.respondedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'SupportedUsers.signedUpAt': string | null;
  /** When the user's first proactive support began: the time dimension of these cohorts. */
  'SupportedUsers.contactedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'SurveyAnswers.signedUpAt': string | null;
  /** When the user gave the answer that counts: the time dimension of the answers. */
  'SurveyAnswers.answeredAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'SurveyScores.signedUpAt': string | null;
  /** When the user gave the answer that counts: the time dimension of the answers. */
  'SurveyScores.answeredAt': string;
  /** When the trial ended; empty while it has no end. */
  'TrialAccounts.trialEndedAt': string | null;
  /** When the account was created. */
  'TrialAccounts.createdAt': string | null;
  /** When the account's first trial began: the time dimension of the trial cohorts. */
  'TrialAccounts.trialStartedAt': string | null;
  /** When the account was created. */
  'Trials.createdAt': string | null;
  /** When the account's first trial began: the time dimension of the trial cohorts. */
  'Trials.trialStartedAt': string;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UsedFeatures.signedUpAt': string | null;
  /** When the user first used the feature, at or after the sign-up: the time dimension of the cohorts of first use. */
  'UsedFeatures.firstUsedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UserActivity.signedUpAt': string | null;
  /** When the session began, or the action was done: the time dimension of the activity. */
  'UserActivity.activeAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UserBehaviours.signedUpAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UserDays.signedUpAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UserFeatures.signedUpAt': string | null;
  /** When the user completed the activation flow, at or after the sign-up; empty for a user who did not. */
  'UserFeatures.activatedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'Users.signedUpAt': string | null;
  /** When the user first did the key action (project_created) at or after the sign-up; empty for a user who did not. */
  'Users.firstKeyActionAt': string | null;
  /** When the user completed the activation flow, at or after the sign-up; empty for a user who did not. */
  'Users.activatedAt': string | null;
  /** When the user signed up: the time dimension of the user cohorts. */
  'UsersAfterActivation.signedUpAt': string | null;
  /** When the user completed the activation flow: the time dimension of the activation cohorts. */
  'UsersAfterActivation.activatedAt': string | null;
}

/** Each segment. */
export type Segment =
  | 'AccountMilestones.stuckBeforeNextMilestone'
  | 'ActivationRate.matured'
  | 'ExpansionActivation.activated'
  | 'ExpansionActivation.matured'
  | 'ExpansionActivationRate.activated'
  | 'ExpansionActivationRate.matured'
  | 'FeatureAdoption.topFeatures'
  | 'MilestoneFunnel.stuckBeforeNextMilestone'
  | 'MultiSessionActivationCompletionRate.activated'
  | 'MultiSessionActivationCompletionRate.multiSession'
  | 'UserFeatures.topFeatures'
  | 'Users.matured'
  | 'Users.activated'
  | 'Users.multiSession';

export type Measure = keyof Measures;
export type Dimension = keyof Dimensions;
export type Time = keyof Times;

/** Each member with its type in a row. */
export type Members<N extends Numbers = AsServed> = Measures<N> & Dimensions<N> & Times;

export interface TimeAsked {
  readonly dimension: Time;
  readonly granularity?: TimeDimensionPredefinedGranularity;
  readonly dateRange?: string | readonly [from: string, to: string];
}

export type Filter =
  | {
      readonly member: Measure | Dimension | Time;
      readonly operator: BinaryOperator;
      readonly values: readonly string[];
    }
  | { readonly member: Measure | Dimension | Time; readonly operator: UnaryOperator }
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] };

/** A query of members that there are. Write it `as const satisfies ActivationQuery` where it stands by itself. */
export interface ActivationQuery {
  readonly measures?: readonly Measure[];
  readonly dimensions?: readonly (Dimension | Time)[];
  readonly timeDimensions?: readonly TimeAsked[];
  readonly segments?: readonly Segment[];
  readonly filters?: readonly Filter[];
  readonly order?:
    | { readonly [Member in Measure | Dimension | Time]?: QueryOrder }
    | readonly (readonly [Measure | Dimension | Time, QueryOrder])[];
  readonly limit?: number | null;
  readonly offset?: number;
  readonly timezone?: string;
  readonly ungrouped?: boolean;
  readonly total?: boolean;
}

/** A row of a query's answer. A list whose members the compiler doesn't know one by one makes each of them optional. */
export type Row<Q extends ActivationQuery, N extends Numbers = AsServed> = {
  [Member in Known<Q['measures']> | Known<Q['dimensions']>]: Members<N>[Member];
} & {
  [Member in Unknown<Q['measures']> | Unknown<Q['dimensions']>]?: Members<N>[Member];
} & Periods<Q['timeDimensions']>;

type Known<List> = List extends readonly (infer Name extends keyof Members)[]
  ? number extends List['length']
    ? never
    : Name
  : never;
type Unknown<List> = List extends readonly (infer Name extends keyof Members)[]
  ? number extends List['length']
    ? Name
    : never
  : never;

/** Times that have a granularity are in the row twice, by their name and with the granularity after it. */
type Periods<List> = List extends readonly (infer Asked extends TimeAsked)[]
  ? {
      [Name in Asked['dimension'] as GranularityOf<Asked, Name> extends never ? never : Name]: Times[Name];
    } & { [Name in Asked['dimension'] as `${Name}.${GranularityOf<Asked, Name>}`]: Times[Name] }
  : unknown;
type GranularityOf<Asked, Name> = Asked extends {
  readonly dimension: Name;
  readonly granularity: infer Granularity extends string;
}
  ? Granularity
  : never;

/** Has a query's misspelt property not compile. */
type Exactly<Q> = Q & { readonly [Other in Exclude<keyof Q, keyof ActivationQuery>]: never };

/**
 * Cube's client for this model, without a wrapper:
 *
 *     const api: ActivationApi = cube(token, { apiUrl });
 */
export interface ActivationApi<N extends Numbers = AsServed> extends Omit<CubeApi, 'load'> {
  load<const Q extends ActivationQuery>(
    query: Exactly<Q>,
    options?: LoadMethodOptions,
  ): Promise<ResultSet<Row<Q, N>>>;
}
