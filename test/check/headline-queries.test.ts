import { expect, test } from 'vitest';
import { headlineQueries } from '../../src/check/headline-queries.ts';

const view = (name: string, measures: string[], dimensions: string[]) => ({
  name,
  measures: measures.map((member) => `${name}.${member}`),
  dimensions: dimensions.map((member) => `${name}.${member}`),
});

const activationMeasures = ['newSignUps', 'usersCompletingKeyAction', 'activationRate', 'activationRate7d'];
const milestoneMeasures = ['totalAccounts', 'qualifiedAccounts', 'percentQualified'];

test('each headline KPI over everything, by month of its cohorts and by one segment', () => {
  const views = [view('ActivationRate', activationMeasures, ['signedUpAt', 'persona', 'signupSource'])];
  const measures = [
    'ActivationRate.usersCompletingKeyAction',
    'ActivationRate.newSignUps',
    'ActivationRate.activationRate',
  ];
  const closed = [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['1970-01-01', '2026-02-28'] }];
  expect(headlineQueries(views, '2026-03-01')).toEqual([
    { name: 'ActivationRate', query: { measures, timeDimensions: closed } },
    {
      name: 'ActivationRate by month',
      query: {
        measures,
        timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
      },
    },
    {
      name: 'ActivationRate by signupSource',
      query: { measures, timeDimensions: closed, dimensions: ['ActivationRate.signupSource'] },
    },
  ]);
});

const names = (...views: Parameters<typeof headlineQueries>[0]) =>
  headlineQueries(views, '2026-03-01').map(({ name }) => name);

test.each([
  [['signedUpAt', 'planTier', 'planType', 'persona'], 'ActivationRate by persona'],
  [['signedUpAt', 'userType', 'productPlan'], 'ActivationRate by productPlan'],
])('an attribute that is not there gives way to the next: %j', (dimensions, name) => {
  expect(names(view('ActivationRate', activationMeasures, dimensions)).at(-1)).toBe(name);
});

test('without any attribute there is no breakdown by one', () => {
  expect(names(view('MilestoneCompletion', milestoneMeasures, ['createdAt']))).toEqual([
    'MilestoneCompletion',
    'MilestoneCompletion by month',
  ]);
});

test('product areas’ views are included, other views are not', () => {
  expect(
    names(
      view('ActivationRateMessaging', activationMeasures, ['signedUpAt']),
      view('ActivationRateNotes', ['something'], ['signedUpAt']),
      view('ActivationRate', activationMeasures, ['signedUpAt']),
      view('MilestoneFunnel', ['totalAccounts'], ['createdAt', 'productPlan']),
      view('MilestoneCompletionBilling', milestoneMeasures, ['createdAt', 'planTier']),
    ),
  ).toEqual([
    'MilestoneCompletionBilling',
    'MilestoneCompletionBilling by month',
    'MilestoneCompletionBilling by planTier',
    'ActivationRate',
    'ActivationRate by month',
    'ActivationRateMessaging',
    'ActivationRateMessaging by month',
  ]);
});
