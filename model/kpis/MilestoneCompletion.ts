import { accounts } from '../cohorts/accounts.ts';
import { atLeast, howMany } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { share } from '../language/shapes.ts';
import { firstCompletions, inWords } from '../milestones.ts';

const view = 'MilestoneCompletion';

export default kpis(
  view,
  accounts,
  ({ keyMilestones }) => {
    const all = keyMilestones.length;
    const reached = howMany('keyMilestonesReached', firstCompletions(keyMilestones), {
      title: 'Key milestones reached',
      description: `How many of the ${all} key milestones the account reached, at or after its creation.`,
    });
    const list = ['keyMilestonesReached'];
    return {
      name: 'Accounts completing key activation milestones',
      title: 'Milestone completion',
      description:
        'Of the new accounts, the share that reached at least one key milestone, or all of them. Cohorts by account creation.',
      sqlAlias: 'milestone_completion',
      headline: { rate: 'percentQualified' },
      shapes: [
        share({
          above: {
            name: 'qualifiedAccounts',
            where: atLeast(1, reached),
            list,
            words: {
              title: 'Qualified accounts',
              description: 'How many of the new accounts reached at least one key milestone.',
            },
          },
          rate: {
            name: 'percentQualified',
            title: 'Accounts completing a key milestone',
            description: 'Of the new accounts, the percentage that reached at least one key milestone.',
          },
          hasInterval: true,
        }),
        share({
          above: {
            name: 'fullyQualifiedAccounts',
            where: atLeast(all, reached),
            list,
            words: {
              title: 'Fully qualified accounts',
              description: `How many of the new accounts reached all ${all} key milestones.`,
            },
          },
          rate: {
            name: 'percentFullyQualified',
            title: 'Accounts completing all key milestones',
            description: `Of the new accounts, the percentage that reached all ${all} key milestones.`,
          },
        }),
      ],
      guide: {
        question: `Of the new accounts, how many reached a key milestone (${inWords(keyMilestones, 'or')}), and how many reached all ${all}?`,
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
        answer: '75.00 %, 150 of 200 accounts',
        examples: [
          {
            title: "At least one milestone and all of them, by month of the account's creation",
            query: {
              measures: [`${view}.percentQualified`, `${view}.percentFullyQualified`],
              timeDimensions: [{ dimension: `${view}.createdAt`, granularity: 'month' }],
              order: { [`${view}.createdAt`]: 'asc' },
            },
          },
        ],
      },
    };
  },
  'keyMilestones',
);
