import type { Query } from '@cubejs-client/core';
import type { Definitions } from '../config/definitions.ts';

/** What a reader of a view must know and the model doesn't say. */
export interface ViewGuide {
  /** The KPI's name. */
  title: string;
  /** The question that the view answers, in a reader's words. */
  question: string;
  formulas: Formula[];
  /** What adds to the numbers. */
  counted: string[];
  /** What looks as if it did. */
  notCounted: string[];
  rises: string;
  falls: string;
  /** The first one gives the headline number. */
  examples: Example[];
}

/** A rate as the quotient of two counts. */
export interface Formula {
  /** The measure's name in the view. */
  rate: string;
  above: { measure: string; words: string };
  below: { measure: string; words: string };
}

/** A query with what it is good for. */
export interface Example {
  title: string;
  query: Query;
  /** What it answers on the worked example. */
  answer?: string;
}

/** The guide of each view, by its name and in the order of the document. */
export function viewGuides(definitions: Definitions): Record<string, ViewGuide> {
  const { keyAction, activationWindowDays: days, expansionWindowDays, keyMilestones } = definitions;
  const sessions = definitions.multiSessionMinimumSessions;
  return {
    MultiSessionActivationCompletionRate: {
      title: 'Multi-session activation completion rate',
      question:
        'Of the new users, how many completed the activation flow across more than one session? In other words: how many came back to finish?',
      formulas: [
        {
          rate: 'multiSessionActivationCompletionRate',
          above: {
            measure: 'multiSessionActivatedUserCount',
            words: `new users who completed the activation flow, with at least ${sessions} sessions started by that moment`,
          },
          below: { measure: 'newUserCount', words: 'all new users' },
        },
        {
          rate: 'singleSessionActivationCompletionRate',
          above: {
            measure: 'singleSessionActivatedUserCount',
            words: `new users who completed it with fewer than ${sessions} sessions started by then`,
          },
          below: { measure: 'newUserCount', words: 'all new users' },
        },
      ],
      counted: [
        'Every user who signed up, below the line: also those who never began the activation flow.',
        'Sessions that began at or before the moment of the activation. The one in which the user signed up counts, although it began before the sign-up.',
        'An activated user without a session on record, as single-session. So activated users are the multi-session ones and the single-session ones, and no others.',
      ],
      notCounted: [
        'Sessions that began after the activation. Somebody who activated in one sitting and came back the week after is single-session.',
        'An activation dated before the sign-up. The user stays below the line.',
        'Activations and sessions of users who are not in `users`.',
      ],
      rises:
        'More people come back and finish what they began. Look at the single-session rate beside it: where that falls by as much, the flow has become too long for one sitting, and that is no success. Where it holds, reminders and saved progress are working.',
      falls:
        'Either people finish at once (the single-session rate rises: good), or those who leave in the middle no longer return (it does not: look at what brings them back). The newest cohorts are always low: their users have had little time to return.',
      examples: [
        {
          title: 'The headline number',
          query: {
            measures: [
              'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate',
              'MultiSessionActivationCompletionRate.multiSessionActivatedUserCount',
              'MultiSessionActivationCompletionRate.newUserCount',
            ],
          },
          answer: '47.00 %, 470 of 1,000 users',
        },
        {
          title: 'Both ways to activate, by month of sign-up',
          query: {
            measures: [
              'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate',
              'MultiSessionActivationCompletionRate.singleSessionActivationCompletionRate',
            ],
            timeDimensions: [
              { dimension: 'MultiSessionActivationCompletionRate.signedUpAt', granularity: 'month' },
            ],
            order: { 'MultiSessionActivationCompletionRate.signedUpAt': 'asc' },
          },
        },
        {
          title: 'How many sessions an activation takes',
          query: {
            measures: ['MultiSessionActivationCompletionRate.newUserCount'],
            dimensions: ['MultiSessionActivationCompletionRate.sessionsToActivation'],
            segments: ['MultiSessionActivationCompletionRate.activated'],
            order: { 'MultiSessionActivationCompletionRate.sessionsToActivation': 'asc' },
          },
        },
      ],
    },

    MilestoneCompletion: {
      title: 'Accounts completing key activation milestones',
      question: `Of the new accounts, how many reached a key milestone (${list(keyMilestones, 'or')}), and how many reached all ${keyMilestones.length}?`,
      formulas: [
        {
          rate: 'percentQualified',
          above: {
            measure: 'qualifiedAccounts',
            words: 'new accounts that reached at least one key milestone',
          },
          below: { measure: 'totalAccounts', words: 'all new accounts' },
        },
        {
          rate: 'percentFullyQualified',
          above: {
            measure: 'fullyQualifiedAccounts',
            words: `new accounts that reached all ${keyMilestones.length} key milestones`,
          },
          below: { measure: 'totalAccounts', words: 'all new accounts' },
        },
      ],
      counted: [
        'Every account in `accounts`, below the line.',
        'A key milestone that the account logged at or after its creation, however late.',
      ],
      notCounted: [
        'The second and every later log of the same milestone.',
        'Milestones that are not key ones.',
        'Logs dated before the account was created, and logs of accounts that are not in `accounts`.',
      ],
      rises:
        'More new accounts get to value. Where only `percentQualified` rises, they take the first step and stop: look at the funnel.',
      falls:
        'New accounts stall early. Compare plans and use cases before you change the product: a campaign that brings in other accounts moves the number as well. There is no window here, so the newest cohorts are low until they have had their time.',
      examples: [
        {
          title: 'The headline number',
          query: {
            measures: [
              'MilestoneCompletion.percentQualified',
              'MilestoneCompletion.qualifiedAccounts',
              'MilestoneCompletion.totalAccounts',
            ],
          },
          answer: '75.00 %, 150 of 200 accounts',
        },
        {
          title: "At least one milestone and all of them, by month of the account's creation",
          query: {
            measures: ['MilestoneCompletion.percentQualified', 'MilestoneCompletion.percentFullyQualified'],
            timeDimensions: [{ dimension: 'MilestoneCompletion.createdAt', granularity: 'month' }],
            order: { 'MilestoneCompletion.createdAt': 'asc' },
          },
        },
      ],
    },

    MilestoneFunnel: {
      title: 'Milestone funnel',
      question:
        'Of all new accounts, how many reached each key milestone, and before which one do they stop?',
      formulas: [
        {
          rate: 'percentReached',
          above: { measure: 'accountsReached', words: 'new accounts that reached the milestone' },
          below: { measure: 'totalAccounts', words: 'all new accounts, whichever milestones they reached' },
        },
      ],
      counted: [
        "Every new account in every milestone's row, below the line. So the rows compare with one another.",
        'A milestone in its own right: an account that reached the third without the second is in the third row.',
      ],
      notCounted: [
        "What `MilestoneCompletion` doesn't count either: repeated logs, other milestones, logs before the account's creation.",
      ],
      rises:
        'More accounts reach that milestone. A rise in one row and not in the next moves the point where accounts stop.',
      falls:
        'Fewer accounts reach it. The widest drop from one row to the next is where to look; the segment `stuckBeforeNextMilestone` holds the accounts that stand there.',
      examples: [
        {
          title: 'The funnel',
          query: {
            measures: ['MilestoneFunnel.percentReached', 'MilestoneFunnel.accountsReached'],
            dimensions: ['MilestoneFunnel.milestonePosition', 'MilestoneFunnel.milestoneName'],
            order: { 'MilestoneFunnel.milestonePosition': 'asc' },
          },
          answer: '70.00 %, 55.00 % and 48.00 %, of 200 accounts each',
        },
        {
          title: 'How many accounts are stuck before each milestone',
          query: {
            measures: ['MilestoneFunnel.totalAccounts'],
            dimensions: ['MilestoneFunnel.milestonePosition', 'MilestoneFunnel.milestoneName'],
            segments: ['MilestoneFunnel.stuckBeforeNextMilestone'],
            order: { 'MilestoneFunnel.milestonePosition': 'asc' },
          },
        },
      ],
    },

    ExpansionActivationRate: {
      title: 'Expansion activation rate',
      question: 'Of the accounts that were eligible for an expansion offering, how many activated it?',
      formulas: [
        {
          rate: 'expansionActivationRate',
          above: {
            measure: 'activatedExpansionOfferings',
            words: 'eligible accounts that activated the offering',
          },
          below: { measure: 'totalEligibleAccounts', words: 'accounts eligible for it' },
        },
        {
          rate: 'expansionActivationRateWithinWindow',
          above: {
            measure: 'activatedWithinWindow',
            words: `eligible accounts that activated it less than ${expansionWindowDays} × 24 hours after they became eligible`,
          },
          below: { measure: 'totalEligibleAccounts', words: 'accounts eligible for it' },
        },
      ],
      counted: [
        'An account once, although it may be eligible several times or for several features. Over all features it is activated if it activated one of them.',
        'An activation at or after the eligibility that it belongs to.',
      ],
      notCounted: [
        'An activation dated before the eligibility. The account stays below the line.',
        'Accounts that were never eligible, and eligibilities of accounts that are not in `accounts`.',
      ],
      rises:
        "More of the accounts you could sell to take up the offering. Look at it by feature: the rates of the features don't add up to the rate over all, because an account counts once.",
      falls:
        'Fewer take it up, or many became eligible a short while ago. The matured twin tells which: it looks only at eligibilities whose window is over.',
      examples: [
        {
          title: 'The headline number',
          query: {
            measures: [
              'ExpansionActivationRate.expansionActivationRate',
              'ExpansionActivationRate.activatedExpansionOfferings',
              'ExpansionActivationRate.totalEligibleAccounts',
            ],
          },
          answer: '25.00 %, 40 of 160 accounts',
        },
        {
          title: 'By expansion feature, with the ends of the 95 % interval',
          query: {
            measures: [
              'ExpansionActivationRate.expansionActivationRate',
              'ExpansionActivationRate.expansionActivationRateLow',
              'ExpansionActivationRate.expansionActivationRateHigh',
            ],
            dimensions: ['ExpansionActivationRate.expansionFeature'],
            order: { 'ExpansionActivationRate.expansionFeature': 'asc' },
          },
        },
      ],
    },

    ActivationRate: {
      title: 'Activation rate (first key action)',
      question: `Of the new sign-ups, how many did the key action (\`${keyAction}\`) within ${days} days?`,
      formulas: [
        {
          rate: 'activationRate',
          above: {
            measure: 'usersCompletingKeyAction',
            words: `new sign-ups who did the key action less than ${days} × 24 hours after they signed up`,
          },
          below: { measure: 'newSignUps', words: 'all new sign-ups' },
        },
      ],
      counted: [
        'Every sign-up, below the line: also those of yesterday, who have had little time.',
        'The first key action at or after the sign-up. One at the very moment of the sign-up counts.',
        `The user's own ${days} × 24 hours. Calendar days and time zones play no part.`,
      ],
      notCounted: [
        `A key action at exactly ${days} × 24 hours after the sign-up, or later. It counts in the wider windows and in \`activationRateAnytime\`.`,
        'A key action dated before the sign-up, other actions, and the second key action of a user.',
        'Actions of users who are not in `users`.',
      ],
      rises:
        'New users get to the key action sooner, or more of them do. The wider windows tell which: where `activationRateAnytime` holds, the same people are only faster.',
      falls:
        'Fewer of them get there in time. Before you act, compare `maturedActivationRate`: where it holds, the fall comes from cohorts that are still inside their window. Then look at `signupSource`: a new source of weaker sign-ups lowers the rate of all.',
      examples: [
        {
          title: 'The headline number',
          query: {
            measures: [
              'ActivationRate.activationRate',
              'ActivationRate.usersCompletingKeyAction',
              'ActivationRate.newSignUps',
            ],
          },
          answer: '42.00 %, 420 of 1,000 users',
        },
        {
          title: 'By month of sign-up',
          query: {
            measures: ['ActivationRate.activationRate'],
            timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
            order: { 'ActivationRate.signedUpAt': 'asc' },
          },
        },
        {
          title: 'By source of the sign-up, the best first, with how long it takes',
          query: {
            measures: ['ActivationRate.maturedActivationRate', 'ActivationRate.medianHoursToKeyAction'],
            dimensions: ['ActivationRate.signupSource'],
            order: { 'ActivationRate.maturedActivationRate': 'desc' },
          },
        },
      ],
    },
  };
}

function list(names: string[], conjunction: string): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}
