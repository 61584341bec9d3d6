/**
 * Distinct users and accounts are counted without Postgres' sort of all rows for each `COUNT(DISTINCT …)`, in queries and
 * in what makes rollups; that the numbers are right is held against the oracle in test/differential.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import type { Question } from '../oracle/question.ts';

let model: CompiledModel;
let withRollups: CompiledModel;
beforeAll(async () => {
  const files = await transpileModel(definitions);
  model = await CompiledModel.compile(files);
  withRollups = await CompiledModel.compile(files, true);
});

const feature = Object.keys(definitions.features ?? {})[0] ?? '';
const activeUsers = ['ActiveUsers.activeUserCount'];
const reuse = ['FeatureReuse.firstTimeUsers', 'FeatureReuse.reuseRate'];
const groupedByUnits = /GROUP BY [^()]*\) AS units/;

/** A question, and whether it groups the rows of each unit before it counts units. */
const questions: [string, Question, boolean][] = [
  ['active users', { measures: activeUsers }, true],
  [
    'active users by month and plan, by a filter of the rate',
    {
      measures: activeUsers,
      dimensions: ['ActiveUsers.planType'],
      timeDimensions: [{ dimension: 'ActiveUsers.activeAt', granularity: 'month' }],
      filters: [{ member: 'ActiveUsers.activeUserCount', operator: 'gt', values: ['1'] }],
    },
    true,
  ],
  [
    'reuse over all features by month',
    { measures: reuse, timeDimensions: [{ dimension: 'FeatureReuse.firstUsedAt', granularity: 'month' }] },
    true,
  ],
  ['reuse by feature', { measures: reuse, dimensions: ['FeatureReuse.featureName'] }, false],
  [
    'reuse of one feature',
    {
      measures: reuse,
      filters: [{ member: 'FeatureReuse.featureName', operator: 'equals', values: [feature] }],
    },
    false,
  ],
  ['eligible accounts', { measures: ['ExpansionActivationRate.totalEligibleAccounts'] }, true],
];

describe.each(questions)('%s', (_, question, isByUnits) => {
  test('of the source tables', () => {
    const { text } = model.sql(question);
    expect(text).not.toMatch(/count\(distinct/i);
    expect(groupedByUnits.test(text)).toBe(isByUnits);
  });

  test('in what makes the rollup', () => {
    const { rollups } = withRollups.sql(question);
    expect(rollups).not.toEqual([]);
    for (const { text } of rollups) expect(text).not.toMatch(/count\(distinct/i);
  });
});

test('that several features have a user in common is looked at where one of several is asked for', () => {
  const { text } = model.sql({
    measures: reuse,
    filters: [{ member: 'FeatureReuse.featureName', operator: 'equals', values: [feature, 'another'] }],
  });
  expect(text).toMatch(groupedByUnits);
});

test('by early action and how often, which no rollup holds, each has a row a user', () => {
  const { text } = model.sql({
    measures: ['ActivationDrivers.newUserCount', 'ActivationDrivers.retentionDifference'],
    dimensions: ['ActivationDrivers.actionName', 'ActivationDrivers.times'],
  });
  // An action that a log has twice is one.
  expect(text.replaceAll('COUNT(DISTINCT event.id)', '')).not.toMatch(/count\(distinct/i);
  expect(text).not.toMatch(groupedByUnits);
});

test('the unit comes first in what its rows are grouped by, as in the index of a log', () => {
  const { text } = model.sql({ measures: activeUsers, dimensions: ['ActiveUsers.productPlan'] });
  expect(text).toMatch(/FROM \(SELECT\s+"activity"\.user_id "activity__user_id", /);
});

test('of early actions, those counts are made that a question asks for', () => {
  const counts = (measure: string): number => {
    const dimensions = ['ActivationDrivers.actionName', 'ActivationDrivers.times'];
    const { text } = model.sql({ measures: [measure], dimensions });
    return new Set(text.match(/\bcount_\d+\b/g)).size;
  };
  expect(counts('ActivationDrivers.retentionOfDoers')).toBe(2);
  expect(counts('ActivationDrivers.retentionDifference')).toBeGreaterThan(2);
});

test('a life table is made once', () => {
  const { text } = model.sql({
    measures: ['ActivationCurve.estimatedShareActivated'],
    dimensions: ['ActivationCurve.day'],
  });
  expect(text).toMatch(/OFFSET 0\) AS late_groups/);
});
