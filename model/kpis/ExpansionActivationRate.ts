import { eligibilities } from '../cohorts/accounts.ts';
import { has, own, settled, within } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { type Count, segment, share, timeTo } from '../language/shapes.ts';

const view = 'ExpansionActivationRate';

export default kpis(view, eligibilities, ({ expansionWindowDays: days }) => {
  const activation = own('expansionActivation', 'activatedAt', 'activationDate');
  const activated: Count = {
    name: 'activatedExpansionOfferings',
    where: has(activation),
    words: {
      title: 'Accounts activating an expansion offering',
      description:
        'How many of the eligible accounts activated an offering at or after they became eligible for it, each counted once.',
    },
  };
  const overEligibilities =
    'from an eligibility to its activation, over the eligibilities that were taken up, whenever that was: an account counts once for each of its own. The others are left out.';
  const hadTheWindow = `had their full ${days} × 24 hours by now`;
  return {
    name: 'Expansion activation rate',
    title: 'Expansion offerings',
    description:
      'Of the existing accounts eligible for an expansion offering, the share that activated it. Cohorts by eligibility.',
    sqlAlias: 'expansion_kpi',
    headline: { rate: 'expansionActivationRate' },
    shapes: [
      share({
        above: activated,
        rate: {
          name: 'expansionActivationRate',
          title: 'Expansion activation rate',
          description:
            'Of the accounts eligible for an expansion offering, the percentage that activated it.',
        },
        hasInterval: true,
      }),
      share({
        above: {
          name: 'activatedWithinWindow',
          where: within(activation, days),
          words: {
            title: `Accounts activating within ${days} days`,
            description: `How many of the eligible accounts activated an offering less than ${days} × 24 hours after they became eligible for it.`,
          },
        },
        rate: {
          name: 'expansionActivationRateWithinWindow',
          title: `Expansion activation rate within ${days} days`,
          description: `Of the eligible accounts, the percentage that activated an offering within ${days} days of becoming eligible. Young cohorts count in full: see the matured rate.`,
        },
        matured: {
          below: { name: 'maturedEligibleAccounts' },
          rate: {
            name: 'maturedExpansionActivationRateWithinWindow',
            title: `Matured expansion activation rate within ${days} days`,
            description: `The windowed rate over the eligibilities that ${hadTheWindow}; it doesn't make a young cohort look bad.`,
          },
        },
      }),
      timeTo({
        moment: activation,
        count: activated,
        average: {
          name: 'averageHoursToExpansion',
          title: 'Average hours to the expansion',
          description: `Average hours ${overEligibilities}`,
        },
        median: {
          name: 'medianHoursToExpansion',
          title: 'Median hours to the expansion',
          description: `Median hours ${overEligibilities}`,
        },
      }),
      segment({
        name: 'activated',
        where: has(activation),
        words: {
          title: 'Activated',
          description: 'Eligibilities whose offering the account activated at or after it became eligible.',
        },
      }),
      segment({
        name: 'matured',
        where: settled(days),
        words: { title: 'Matured', description: `Eligibilities that ${hadTheWindow}.` },
      }),
    ],
    guide: {
      question: 'Of the accounts that were eligible for an expansion offering, how many activated it?',
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
      answer: '25.00 %, 40 of 160 accounts',
      examples: [
        {
          title: 'By expansion feature, with the ends of the 95 % interval',
          query: {
            measures: [
              `${view}.expansionActivationRate`,
              `${view}.expansionActivationRateLow`,
              `${view}.expansionActivationRateHigh`,
            ],
            dimensions: [`${view}.expansionFeature`],
            order: { [`${view}.expansionFeature`]: 'asc' },
          },
        },
      ],
    },
  };
});
