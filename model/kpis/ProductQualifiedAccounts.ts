import { accounts } from '../cohorts/accounts.ts';
import { actions, payments, sessions } from '../language/events.ts';
import { atOrAfter, before, daysBefore, first, has, nthOf, sumOf, tally } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { byHand, ifThereAre, mean, shareOf, timeTo } from '../language/shapes.ts';
import { inWords } from '../milestones.ts';

const view = 'ProductQualifiedAccounts';

/** The customer engagement score looks back so far from now. */
const engagementDays = 28;

export default kpis(view, accounts, ({ qualification, engagement, reportingCurrency }) => {
  const ofCurrency = payments(reportingCurrency);
  const { atLeast, actions: names } = qualification;
  const enough = names.length > 1 ? `at least ${atLeast} of ${inWords(names, 'and')}` : inWords(names, 'and');
  const firstActions = names.map((name, index) => first(`qualification${index + 1}At`, actions(name)));
  const qualified = nthOf('qualifiedAt', atLeast, firstActions);
  const overThose = `from the creation to the moment by which the account's users had done ${enough}, over the qualified accounts, whenever that was. The others are left out.`;
  const parts = engagement.map(({ action, ...part }, index) => ({
    ...part,
    what: action === 'session' ? 'sessions' : `\`${action}\``,
    events: tally(`engagement${index + 1}`, action === 'session' ? sessions : actions(action), {
      since: daysBefore(engagementDays, 'now'),
      until: before('now'),
    }),
  }));
  const weights = parts.map(({ weight }) => weight).join(' + ');
  const score = parts.map(
    ({ weight, cap, events }) => `${weight} * LEAST(1.0 * COALESCE(\${CUBE}.${events.name}, 0) / ${cap}, 1)`,
  );
  return {
    name: 'Product-qualified accounts',
    title: 'Product qualification',
    description:
      'Of the new accounts, the share whose users did what qualifies them, how long that took, and how engaged accounts are of late. Cohorts by account creation.',
    sqlAlias: 'product_qualified',
    headline: { rate: 'qualificationRate' },
    shapes: [
      shareOf({
        units: 'accounts',
        did: `qualified: their users did ${enough}, at or after the account's creation`,
        where: has(qualified),
        count: { name: 'productQualifiedAccounts', title: 'Product-qualified accounts' },
        rate: { name: 'qualificationRate', title: 'Qualification rate' },
      }),
      timeTo({
        moment: qualified,
        average: {
          name: 'averageHoursToQualification',
          title: 'Average hours to the qualification',
          description: `Average hours ${overThose}`,
        },
        median: {
          name: 'medianHoursToQualification',
          title: 'Median hours to the qualification',
          description: `Median hours ${overThose}`,
        },
      }),
      ifThereAre(
        'payments',
        mean({
          tally: sumOf('paidOnceQualified', 'payments', 'amount', ofCurrency, {
            since: atOrAfter(qualified),
          }),
          count: {
            name: 'convertedAccounts',
            where: has(
              first('convertedAt', { ...ofCurrency, positive: 'amount' }, { since: atOrAfter(qualified) }),
            ),
            words: {
              title: 'Converted accounts',
              description: `How many of the product-qualified accounts paid in ${reportingCurrency}, at or after the qualification; a refund is no payment.`,
            },
          },
          unit: reportingCurrency,
          mean: {
            name: 'lifetimeValueOfConverted',
            title: `Lifetime value of converted accounts (${reportingCurrency})`,
            description: `What the converted accounts paid in ${reportingCurrency} from their qualification on, refunds taken off, on average over them. Money, not a percentage. It grows as time goes by. Payments in other currencies are left out.`,
          },
        }),
      ),
      byHand({
        needs: parts.map(({ events }) => events),
        measures: {
          customerEngagementScore: {
            type: 'number',
            sql: `AVG(100 * (${score.join(' + ')}) / (${weights})) FILTER (WHERE \${CUBE}.created_at + INTERVAL '${engagementDays * 24} hours' <= NOW())`,
            title: 'Customer engagement score (0 to 100)',
            description: `Of the accounts created at least ${engagementDays} × 24 hours ago, the average of what their users did in the ${engagementDays} × 24 hours before now: ${parts.map(({ what, weight, cap }) => `${what}, where ${cap} or more are the most, with weight ${weight}`).join('; ')}. It is of today for every cohort, and changes as time goes by.`,
            format: '.2f',
            meta: { unit: 'points', scale: '0 to 100', direction: 'higher is better' },
          },
        },
      }),
    ],
    guide: {
      question: `Of the new accounts, how many qualified by use: their users did ${enough}?`,
      counted: [
        'Every account in `accounts`, below the line.',
        `A qualifying action once, by any of the account's users (those in \`users\` with its account id), at or after the account's creation, even before that user's own sign-up.`,
        `In the customer engagement score an account without any session or action as 0.`,
      ],
      notCounted: [
        "Actions before the account's creation, however many, and the second and every later one of a name.",
        'Actions of users who are not in `users`, and of users without an account.',
        `In the customer engagement score: accounts younger than ${engagementDays} × 24 hours, and what is more than ${engagementDays} × 24 hours ago or dated after now.`,
      ],
      rises: 'More accounts use the product enough for sales to speak with them.',
      falls:
        'Fewer accounts get there, or not yet: there is no window here, so the newest cohorts are low until they have had their time.',
      answer: '92.00 %, 184 of 200 accounts',
      examples: [
        {
          title: 'By product plan, with how long it takes',
          query: {
            measures: [`${view}.qualificationRate`, `${view}.medianHoursToQualification`],
            dimensions: [`${view}.productPlan`],
            order: { [`${view}.productPlan`]: 'asc' },
          },
        },
      ],
    },
  };
});
