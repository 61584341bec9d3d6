import { trialAccounts } from '../cohorts/subscriptions.ts';
import { actions, payments, signUps } from '../language/events.ts';
import {
  atOrAfter,
  before,
  beforeIfEver,
  first,
  has,
  membersWith,
  nthOf,
  ofRow,
  sumOf,
  tally,
} from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { ifThereAre, ratio, shareOf, shareOfTallies } from '../language/shapes.ts';
import { inWords } from '../milestones.ts';

const view = 'Trials';

export default kpis(view, trialAccounts, (settings) => {
  const { trialEngagementActions, trialActions, trialRevenueDays, reportingCurrency } = settings;
  const beforeItsEnd = beforeIfEver(ofRow('trialEndedAt', 'trialEndedAt'));
  const duringIt = { since: atOrAfter(), until: beforeItsEnd };
  const trialUsers = tally('trialUsers', signUps, { until: beforeItsEnd });
  const actionsDone = nthOf(
    'trialActionsDoneAt',
    trialActions.length,
    trialActions.map((name, index) => first(`trialAction${index + 1}At`, actions(name), duringIt)),
  );
  const several = trialEngagementActions === 1 ? '1 action' : `${trialEngagementActions} actions`;
  const each =
    trialActions.length > 1 ? `each of ${inWords(trialActions, 'and')}` : inWords(trialActions, 'and');
  return {
    name: 'Trial actions completion rate',
    title: 'Trials',
    description:
      "How much accounts do with their first trial, and what they pay. Cohorts by the trial's start.",
    sqlAlias: 'trials_kpi',
    headline: { rate: 'trialActionsCompletionRate' },
    shapes: [
      shareOfTallies({
        above: {
          tally: membersWith('engagedTrialUsers', trialEngagementActions, actions(), duringIt),
          words: {
            title: 'Engaged trial users',
            description: `How many of the trial users did at least ${several} from the trial's start to before its end.`,
          },
        },
        below: {
          tally: trialUsers,
          words: {
            title: 'Trial users',
            description:
              "How many users of the accounts signed up before the trial's end; all of them, where it has no end.",
          },
        },
        unit: 'users',
        rate: {
          name: 'trialEngagementRate',
          title: 'Trial engagement rate',
          description: `Of the trial users, the percentage with at least ${several} from the trial's start to before its end.`,
        },
      }),
      shareOf({
        units: 'trial accounts',
        did: `did ${each} from the trial's start to before its end, by whichever of their users`,
        where: has(actionsDone),
        count: { name: 'accountsCompletingTrialActions', title: 'Accounts completing the trial actions' },
        rate: { name: 'trialActionsCompletionRate', title: 'Trial actions completion rate' },
      }),
      ifThereAre(
        'payments',
        ratio({
          above: sumOf('trialRevenue', 'payments', 'amount', payments(reportingCurrency), {
            since: atOrAfter(),
            until: before('start', trialRevenueDays),
          }),
          below: trialUsers,
          unit: reportingCurrency,
          ratio: {
            name: 'revenuePerTrialUser',
            title: `Revenue per trial user (${reportingCurrency})`,
            description: `What the accounts paid in ${reportingCurrency} from the trial's start to before ${trialRevenueDays} × 24 hours after it, refunds taken off, for each of the trial users. Money, not a percentage; an account without trial users adds its payments all the same. Payments in other currencies are left out.`,
          },
        }),
      ),
    ],
    guide: {
      question: `Of the accounts that began a trial, how many did ${each} before it ended? And how many of their users took part?`,
      counted: [
        "An account's first trial that began at or after its creation; of two at the same moment the one with the lesser id.",
        `An action by any of the account's users, even before that user's own sign-up, at the trial's start or later.`,
        'A trial without an end goes on: everything since its start is in it.',
      ],
      notCounted: [
        'Later trials of the same account, and trials that began before its creation.',
        "What happens at the trial's end or later; users who sign up then.",
        'Actions of users and payments of accounts that are not known, and payments in other currencies.',
      ],
      rises: 'Trials begin with more of what makes customers.',
      falls:
        'Accounts start trials and do little with them. A trial that is still running may yet complete: there is no matured twin here.',
      answer: '40.00 %, 30 of 75 accounts',
      examples: [
        {
          title: 'By plan, with the users and the money',
          query: {
            measures: [
              `${view}.trialAccounts`,
              `${view}.trialActionsCompletionRate`,
              `${view}.trialEngagementRate`,
              `${view}.revenuePerTrialUser`,
            ],
            dimensions: [`${view}.plan`],
            order: { [`${view}.plan`]: 'asc' },
          },
        },
      ],
    },
  };
});
