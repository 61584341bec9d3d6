import { expect, test } from 'vitest';
import { slicesOf } from '../../src/check/slice.ts';

test('a row is named by its period and its attributes, and its values are exact text', () => {
  const query = {
    measures: ['ActivationRate.activationRate', 'ActivationRate.newSignUps'],
    timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
    dimensions: ['ActivationRate.persona'],
  };
  const row = (month: string, persona: string | null, rate: string | null, count: string | number) => ({
    'ActivationRate.signedUpAt.month': `${month}-01T00:00:00.000`,
    'ActivationRate.signedUpAt': `${month}-01T00:00:00.000`,
    'ActivationRate.persona': persona,
    'ActivationRate.activationRate': rate,
    'ActivationRate.newSignUps': count,
  });
  const named = (slice: string, until: string, rate: string | null, count: string) => ({
    slice,
    until,
    values: { 'ActivationRate.activationRate': rate, 'ActivationRate.newSignUps': count },
  });
  expect(
    slicesOf(query, [
      row('2026-02', 'founder', '47.0000000000000000', '100'),
      row('2026-01', null, null, 0),
      row('2026-01', 'null', '12.50', 1e3),
    ]),
  ).toEqual([
    named('signedUpAt 2026-01, persona = "null"', '2026-02-01', '12.5', '1000'),
    named('signedUpAt 2026-01, persona = null', '2026-02-01', null, '0'),
    named('signedUpAt 2026-02, persona = "founder"', '2026-03-01', '47', '100'),
  ]);
});

test('a query without periods or attributes has one slice, which ends with its range', () => {
  const measures = ['Users.newUserCount'];
  const rows = [{ 'Users.newUserCount': '5' }];
  const values = { 'Users.newUserCount': '5' };
  expect(slicesOf({ measures }, rows)).toEqual([{ slice: 'all', until: null, values }]);
  const between = (dateRange: string | [string, string]) => [{ dimension: 'Users.signedUpAt', dateRange }];
  expect(slicesOf({ measures, timeDimensions: between(['2026-01-01', '2026-03-31']) }, rows)).toEqual([
    { slice: 'all', until: '2026-04-01', values },
  ]);
  expect(slicesOf({ measures, timeDimensions: between('2026-01-01') }, rows)[0]?.until).toBe('2026-01-02');
});

test('of several periods the last one decides, and an unknown one is never over', () => {
  const time = (dimension: string, granularity: string) => ({ dimension: `Users.${dimension}`, granularity });
  const query = {
    measures: [],
    timeDimensions: [time('signedUpAt', 'month'), time('firstActionAt', 'week')],
  };
  const row = { 'Users.signedUpAt.month': '2026-01-01T00:00:00.000' };
  expect(slicesOf(query, [{ ...row, 'Users.firstActionAt.week': '2026-01-26T00:00:00.000' }])).toEqual([
    { slice: 'signedUpAt 2026-01, firstActionAt week 2026-01-26', until: '2026-02-02', values: {} },
  ]);
  expect(slicesOf(query, [{ ...row, 'Users.firstActionAt.week': null }])).toEqual([
    { slice: 'signedUpAt 2026-01, firstActionAt = null', until: null, values: {} },
  ]);
});

test('members of the same name keep the name of their cube', () => {
  const [slice] = slicesOf({ dimensions: ['Users.id', 'Accounts.id', 'Users.persona'] }, [
    { 'Users.id': 'u1', 'Accounts.id': 'a1', 'Users.persona': 'x' },
  ]);
  expect(slice?.slice).toBe('Users.id = "u1", Accounts.id = "a1", persona = "x"');
});
