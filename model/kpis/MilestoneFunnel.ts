import { accountMilestones } from '../cohorts/accounts.ts';
import { has, type Moment } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { byHand, share } from '../language/shapes.ts';
import { firstCompletions } from '../milestones.ts';

const view = 'MilestoneFunnel';

export default kpis(
  view,
  accountMilestones,
  ({ keyMilestones }) => {
    const completions = firstCompletions(keyMilestones);
    const reached: Moment = { kind: 'item', name: 'reachedAt', of: completions };
    return {
      name: 'Milestone funnel',
      title: 'Milestone funnel',
      description:
        'Of all new accounts, the share that reached each key milestone. Cohorts by account creation.',
      sqlAlias: 'milestone_funnel',
      headline: { rate: 'percentReached', by: 'milestoneName' },
      shapes: [
        share({
          above: {
            name: 'accountsReached',
            where: has(reached),
            list: ['milestoneName'],
            words: {
              title: 'Accounts reaching the milestone',
              description:
                'How many of the new accounts reached the milestone; over several milestones, at least one of them.',
            },
          },
          rate: {
            name: 'percentReached',
            title: 'Accounts reaching the milestone',
            description: 'Of all new accounts, the percentage that reached the milestone.',
          },
        }),
        byHand({
          needs: [reached],
          columns: {
            is_first_missing: (sqlOf) =>
              `(ARRAY_POSITION(ARRAY[${completions.map((each) => `${sqlOf(each)} IS NOT NULL`).join(', ')}], FALSE) = milestone.milestone_position) IS TRUE`,
          },
          dimensions: {
            isReached: {
              sql: '${CUBE}.reached_at IS NOT NULL',
              type: 'boolean',
              title: 'Reached',
              description: 'Whether the account reached the milestone, at or after its creation.',
            },
          },
          segments: {
            stuckBeforeNextMilestone: {
              sql: '${CUBE}.is_first_missing',
              title: 'Stuck before the next milestone',
              description:
                "Accounts with the first key milestone they haven't reached: every milestone before it is reached, so that an account is stuck before one milestone at most.",
            },
          },
        }),
      ],
      guide: {
        question:
          'Of all new accounts, how many reached each key milestone, and before which one do they stop?',
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
        answer: '70.00 %, 55.00 % and 48.00 %, of 200 accounts each',
        examples: [
          {
            title: 'How many accounts are stuck before each milestone',
            query: {
              measures: [`${view}.totalAccounts`],
              dimensions: [`${view}.milestonePosition`, `${view}.milestoneName`],
              segments: [`${view}.stuckBeforeNextMilestone`],
              order: { [`${view}.milestonePosition`]: 'asc' },
            },
          },
        ],
      },
    };
  },
  'keyMilestones',
);
