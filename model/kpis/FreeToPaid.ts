import { freeAccounts } from '../cohorts/subscriptions.ts';
import { holds, ofRow, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { shareOf } from '../language/shapes.ts';

const view = 'FreeToPaid';

export default kpis(view, freeAccounts, ({ freeToPaidDays: days }) => ({
  name: 'Self-serve conversion rate',
  title: 'Free to paid',
  description:
    'Of the accounts that began free or with a trial, the share that soon paid without the team. Cohorts by the free start.',
  sqlAlias: 'free_to_paid',
  headline: { rate: 'selfServeConversionRate' },
  shapes: [
    shareOf({
      units: 'free accounts',
      did: `began their first paid subscription by themselves, at or after the free start and less than ${days} × 24 hours later`,
      where: [within(ofRow('firstPaidAt', 'becamePaidAt'), days), holds('isSelfServe')],
      count: { name: 'selfServeConvertedAccounts', title: 'Self-serve converted accounts' },
      rate: { name: 'selfServeConversionRate', title: 'Self-serve conversion rate' },
      settled: 'maturedFreeAccounts',
    }),
  ],
  guide: {
    question: `Of the accounts that began with a free subscription or a trial, how many bought a paid one by themselves within ${days} days?`,
    counted: [
      'Every account whose first subscription at or after its creation is free or a trial; of two at the same moment the one with the lesser id is the first.',
      'The first paid subscription at or after that start, the very moment included, where it is self-serve.',
    ],
    notCounted: [
      'Accounts whose first subscription is paid, or of a kind that is none of the three.',
      'A first paid subscription that the team sold, or of which it is not known who did, whatever comes after it.',
      `One that begins at exactly ${days} × 24 hours or later.`,
    ],
    rises: 'More accounts convince themselves.',
    falls:
      'Fewer pay, or more pay by way of sales. Compare the matured rate first, which leaves out accounts that are still inside their window.',
    answer: '30.00 %, 30 of 100 accounts',
    examples: [
      {
        title: 'By use case, with the ends of the 95 % interval',
        query: {
          measures: [
            `${view}.selfServeConversionRate`,
            `${view}.selfServeConversionRateLow`,
            `${view}.selfServeConversionRateHigh`,
          ],
          dimensions: [`${view}.useCase`],
          order: { [`${view}.useCase`]: 'asc' },
        },
      },
    ],
  },
}));
