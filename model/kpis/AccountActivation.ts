import { accounts } from '../cohorts/accounts.ts';
import { actions, activations } from '../language/events.ts';
import { atLeast, atOrAfter, first, howManyWithin, nthOf, tally, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { mean, shareOf, timeTo, waitsFor } from '../language/shapes.ts';
import { firstCompletions, inWords } from '../milestones.ts';

const view = 'AccountActivation';

export default kpis(view, accounts, (settings) => {
  const { keyMilestones, taskDays, tasksRequired, progressDays, teamSize, features, breadthDays } = settings;
  const completions = firstCompletions(keyMilestones);
  const all = keyMilestones.length;
  const milestonesOf = (count: number): string => `${count} key ${count === 1 ? 'milestone' : 'milestones'}`;
  const firstUses = Object.values(features).map((names, index) =>
    first(`feature${index + 1}UsedAt`, actions(...names)),
  );
  const allReached = nthOf('allMilestonesReachedAt', all, completions);
  const overThose = `from the creation to the latest of the first completions of all ${milestonesOf(all)}, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half.`;
  return {
    name: 'Account activation',
    title: 'Account activation',
    description:
      'How far new accounts get: tasks completed, progress through the key milestones, activated teams and breadth of use. Cohorts by account creation.',
    sqlAlias: 'account_activation',
    headline: { rate: 'taskCompletionRate' },
    shapes: [
      shareOf({
        units: 'accounts',
        did: `reached at least ${milestonesOf(tasksRequired)} at or after the creation and less than ${taskDays} × 24 hours later`,
        where: within(nthOf('tasksCompletedAt', tasksRequired, completions), taskDays),
        count: { name: 'accountsCompletingTasks', title: 'Accounts completing the tasks' },
        rate: { name: 'taskCompletionRate', title: 'Task completion rate' },
        settled: 'maturedAccounts',
      }),
      shareOf({
        units: 'accounts',
        did: `have at least ${teamSize} ${teamSize === 1 ? 'user' : 'users'} who completed the activation flow, each at or after their own sign-up and the account's creation`,
        where: atLeast(
          teamSize,
          tally('usersActivated', activations, { since: atOrAfter(), distinct: 'userId' }),
        ),
        count: { name: 'accountsWithActivatedTeam', title: 'Accounts with an activated team' },
        rate: { name: 'activatedTeamRate', title: 'Activated team rate' },
      }),
      mean({
        tally: howManyWithin(progressDays, 'keyMilestonesInTime', completions),
        unit: { percentOf: all },
        mean: {
          name: 'activationProgressionScore',
          title: 'Activation progression score (%)',
          description: `The percentage of the ${milestonesOf(all)} that an account reached at or after its creation and less than ${progressDays} × 24 hours later, on average over all new accounts. Young cohorts count in full.`,
        },
      }),
      ...(firstUses.length > 0
        ? [
            mean({
              tally: howManyWithin(breadthDays, 'featuresUsedInTime', firstUses),
              unit: 'features',
              mean: {
                name: 'averageFeaturesUsed',
                title: 'Average features used',
                description: `How many of the ${firstUses.length} features an account's users used at or after its creation and less than ${breadthDays} × 24 hours later, on average over all new accounts: one that used none counts as 0. Young cohorts count in full.`,
              },
            }),
          ]
        : []),
      timeTo({
        moment: allReached,
        average: {
          name: 'averageHoursToAllMilestones',
          title: 'Average hours to all key milestones',
          description: `Average hours ${overThose}`,
        },
        median: {
          name: 'medianHoursToAllMilestones',
          title: 'Median hours to all key milestones',
          description: `Median hours ${overThose}`,
        },
      }),
      waitsFor({
        moment: allReached,
        name: 'ReachedAll',
        title: 'reached all key milestones',
        units: 'accounts',
        from: 'the creation',
        did: `reached all ${milestonesOf(all)}`,
      }),
    ],
    guide: {
      question: `Of the new accounts, how many completed their first tasks, ${milestonesOf(tasksRequired)} within ${taskDays} days? And how far do they get beyond them?`,
      counted: [
        `The first completion of each key milestone (${inWords(keyMilestones, 'and')}), at or after the creation.`,
        `An account's users are those in \`users\` with its account id. What they do counts for the account from its creation on, even before their own sign-up; only an activation doesn't.`,
        `In the activated team rate every user once, whenever they activated.`,
      ],
      notCounted: [
        `A milestone at exactly ${taskDays} × 24 hours after the creation, or later, in the task completion rate; at ${progressDays} × 24 hours in the progression score.`,
        "An activation before the user's own sign-up or before the account's creation.",
        'Logs and users of accounts that are not in `accounts`, actions of users who are not in `users`.',
      ],
      rises:
        'New accounts get started sooner and with more of their people. Where the rate rises and the progression score does not, they take the first step and stop.',
      falls:
        'Fewer get started in time. Compare the matured rate first, which leaves out accounts that are still inside their window.',
      answer: '73.00 %, 146 of 200 accounts',
      examples: [
        {
          title:
            'How far accounts of each plan tier get, and how long it takes until a quarter got all the way',
          query: {
            measures: [
              `${view}.taskCompletionRate`,
              `${view}.activationProgressionScore`,
              `${view}.activatedTeamRate`,
              `${view}.hoursUntilQuarterReachedAll`,
            ],
            dimensions: [`${view}.planTier`],
            order: { [`${view}.planTier`]: 'asc' },
          },
        },
      ],
    },
  };
});
