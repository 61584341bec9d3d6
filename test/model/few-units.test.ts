/** A question about few units narrows the units whose logs are read to these, and any other question does not. */
import { beforeAll, describe, expect, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import type { Question, QuestionFilter } from '../oracle/question.ts';

let model: CompiledModel;
beforeAll(async () => {
  model = await CompiledModel.compile(await transpileModel(definitions));
});

const users = { measures: ['MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate'] };
const signedUpAt = 'MultiSessionActivationCompletionRate.signedUpAt';
const ofPersona: QuestionFilter = {
  member: 'MultiSessionActivationCompletionRate.persona',
  operator: 'equals',
  values: ['admin'],
};
const firstQuarter: QuestionFilter = {
  member: signedUpAt,
  operator: 'inDateRange',
  values: ['2026-01-01', '2026-03-31'],
};

const january: [string, string] = ['2026-01-01', '2026-01-31'];
const curve = { measures: ['ActivationCurve.usersAtRisk'], dimensions: ['ActivationCurve.day'] };

const drivers = {
  measures: ['ActivationDrivers.reach'],
  dimensions: ['ActivationDrivers.actionName', 'ActivationDrivers.times'],
};

const whole: [string, Question][] = [
  ['a single number', users],
  ['by month', { ...users, timeDimensions: [{ dimension: signedUpAt, granularity: 'month' }] }],
  ['of an attribute', { ...users, filters: [ofPersona] }],
  // A user of that persona who signed up at another time counts, too.
  ['of an attribute or a date range', { ...users, filters: [{ or: [firstQuarter, ofPersona] }] }],
  ['of accounts', { measures: ['MilestoneCompletion.percentQualified'] }],
  ['by day of age', curve],
  ['by early action', drivers],
  [
    'by milestone',
    { measures: ['MilestoneFunnel.percentReached'], dimensions: ['MilestoneFunnel.milestoneName'] },
  ],
];
const few: [string, Question][] = [
  [
    'of some months',
    { ...users, timeDimensions: [{ dimension: signedUpAt, dateRange: ['2026-01-01', '2026-03-31'] }] },
  ],
  ['of a filter by date', { ...users, filters: [firstQuarter] }],
  ['of a date range and an attribute', { ...users, filters: [firstQuarter, ofPersona] }],
  [
    'of one user',
    {
      dimensions: ['Users.sessionsToActivation'],
      filters: [{ member: 'Users.userId', operator: 'equals', values: ['user-0001'] }],
    },
  ],
  [
    'of the users of an account',
    {
      measures: ['Users.activationRate'],
      filters: [{ member: 'Users.accountId', operator: 'equals', values: ['account-0001'] }],
    },
  ],
  [
    'of one account',
    {
      dimensions: ['Accounts.keyMilestonesReached'],
      filters: [{ member: 'Accounts.id', operator: 'equals', values: ['account-0001'] }],
    },
  ],
  [
    'of the milestones of a month',
    {
      measures: ['MilestoneFunnel.percentReached'],
      timeDimensions: [{ dimension: 'MilestoneFunnel.createdAt', dateRange: january }],
    },
  ],
  [
    'of a month, by day of age',
    { ...curve, timeDimensions: [{ dimension: 'ActivationCurve.signedUpAt', dateRange: january }] },
  ],
  [
    'of a month, by early action',
    { ...drivers, timeDimensions: [{ dimension: 'ActivationDrivers.signedUpAt', dateRange: january }] },
  ],
  [
    'of those who activated in a month',
    {
      measures: ['AfterActivation.followUpEngagementRate'],
      timeDimensions: [{ dimension: 'AfterActivation.activatedAt', dateRange: january }],
    },
  ],
  [
    'of the features of a month',
    {
      measures: ['FeatureAdoption.earlyAdoptionRate'],
      dimensions: ['FeatureAdoption.featureName'],
      timeDimensions: [{ dimension: 'FeatureAdoption.signedUpAt', dateRange: january }],
    },
  ],
];

/** The conditions on the units whose logs are read. */
const narrowing = (question: Question): string => {
  const [, conditions = ''] =
    /units_asked_for AS NOT MATERIALIZED \(.*?WHERE (.*?)\s*\),\s*of_/s.exec(model.sql(question).text) ?? [];
  expect(conditions).not.toBe('');
  return conditions.replaceAll(/\s+/g, ' ');
};

describe('the whole log is read', () => {
  test.each(whole)('%s', (_, question) => {
    expect(narrowing(question)).toMatch(/^\(+1 = 1\)+( AND \(1 = 1\))*$/);
  });
});

describe("each unit's rows are looked up", () => {
  test.each(few)('%s', (_, question) => {
    expect(narrowing(question)).toMatch(/(unit|beginning)\.\w+ (>=|=|IN)/);
  });
});
