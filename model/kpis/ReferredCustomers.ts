import { referredAccounts } from '../cohorts/subscriptions.ts';
import { holds, not, settled } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { type Count, share } from '../language/shapes.ts';

const view = 'ReferredCustomers';

export default kpis(view, referredAccounts, ({ referredCustomerDays: days }) => {
  const hadThem = `had their full ${days} × 24 hours as customers by now`;
  const atTheEnd = `a paid subscription at exactly ${days} × 24 hours after they became customers`;
  const matured: Count = {
    name: 'maturedReferredCustomers',
    where: settled(days),
    words: {
      title: 'Matured referred customers',
      description: `How many of the referred customers ${hadThem}.`,
    },
  };
  const of = (
    counted: { name: string; title: string; has: string; isRetained: boolean },
    rate: { name: string; title: string },
  ) =>
    share({
      above: {
        name: counted.name,
        where: [settled(days), counted.isRetained ? holds('isRetained') : not(holds('isRetained'))],
        words: {
          title: counted.title,
          description: `How many of the referred customers that ${hadThem} ${counted.has} ${atTheEnd}.`,
        },
      },
      below: matured,
      rate: {
        ...rate,
        description: `Of the referred customers that ${hadThem}, the percentage that ${counted.has} ${atTheEnd}.`,
      },
      hasInterval: true,
      better: counted.isRetained ? 'higher' : 'lower',
    });
  return {
    name: 'Referral retention rate',
    title: 'Customers by referral',
    description:
      'Of the customers that referrals brought, the share that still pays after a while, and the share that is gone. Cohorts by the start as a customer.',
    sqlAlias: 'customers',
    headline: { rate: 'retentionRate' },
    shapes: [
      of(
        { name: 'retainedCustomers', title: 'Retained customers', has: 'have', isRetained: true },
        { name: 'retentionRate', title: 'Retention rate' },
      ),
      of(
        { name: 'churnedCustomers', title: 'Churned customers', has: 'do not have', isRetained: false },
        { name: 'churnRate', title: 'Churn rate' },
      ),
    ],
    guide: {
      question: `Of the customers that referrals brought, how many still have a paid subscription ${days} days later?`,
      counted: [
        'An account with a known user whom a referral of a known user names, from its first paid subscription at or after the earliest sign-up of these users.',
        `A paid subscription, any of the account's, that began by that very moment and ends after it or not at all.`,
      ],
      notCounted: [
        `Customers of less than ${days} × 24 hours: they are in no rate yet.`,
        'A subscription that ends at the very moment, and one that begins later.',
        'Paid subscriptions before the earliest sign-up of the referred users.',
      ],
      rises: 'Who comes by referral stays.',
      falls: 'Referred customers leave sooner: see the churn rate, which is what is missing to 100 %.',
      answer: '62.50 %, 50 of 80 accounts',
      examples: [
        {
          title: 'By plan tier',
          query: {
            measures: [`${view}.maturedReferredCustomers`, `${view}.retentionRate`, `${view}.churnRate`],
            dimensions: [`${view}.planTier`],
            order: { [`${view}.planTier`]: 'asc' },
          },
        },
      ],
    },
  };
});
