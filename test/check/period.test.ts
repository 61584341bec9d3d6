import { describe, expect, test } from 'vitest';
import { bucketEnd, dayBefore, firstOpenMonth, periodState, rangeEnd } from '../../src/check/period.ts';

test.each([
  ['2026-01-31T23:59:58.000', 'second', '2026-01-31T23:59:59.000Z'],
  ['2026-01-31T23:59:00.000', 'minute', '2026-02-01'],
  ['2026-01-31T22:00:00.000', 'hour', '2026-01-31T23:00:00.000Z'],
  ['2026-02-28T00:00:00.000', 'day', '2026-03-01'],
  ['2026-12-28T00:00:00.000', 'week', '2027-01-04'],
  ['2026-01-01T00:00:00.000', 'month', '2026-02-01'],
  ['2026-10-01T00:00:00.000', 'quarter', '2027-01-01'],
  ['2026-01-01T00:00:00.000', 'year', '2027-01-01'],
  ['2026-01-01T00:00:00.000', 'fiscal_year', null],
  ['9999-12-01T00:00:00.000', 'month', null],
  ['infinity', 'month', null],
])('the bucket from %s by %s ends %s', (start, granularity, end) => {
  expect(bucketEnd(start, granularity)).toBe(end);
});

test('a range of dates includes its last day', () => {
  expect(rangeEnd('2026-01-31')).toBe('2026-02-01');
  expect(dayBefore('2026-03-01')).toBe('2026-02-28');
});

describe('a period that ended with January', () => {
  const state = (at: string, before?: string) =>
    periodState('2026-02-01', { at: new Date(at), afterDays: 30, before });

  test.each([
    ['2026-01-31T23:59:59Z', 'running'],
    ['2026-02-01T00:00:00Z', 'open'],
    // 30 days after 1 February is 3 March.
    ['2026-03-02T23:59:59Z', 'open'],
    ['2026-03-03T00:00:00Z', 'closed'],
  ])('at %s is %s', (at, expected) => {
    expect(state(at)).toBe(expected);
  });

  test('is closed by a date of its query alone, where there is one', () => {
    expect(state('2026-02-02', '2026-02-01')).toBe('closed');
    expect(state('2027-01-01', '2026-01-31')).toBe('open');
    expect(state('2026-01-15', '2027-01-01')).toBe('running');
  });
});

test('a period without an end is open', () => {
  expect(periodState(null, { at: new Date('2030-01-01'), afterDays: 30 })).toBe('open');
});

test.each([
  ['2026-03-02T23:59:59Z', 30, '2026-01-01'],
  ['2026-03-03T00:00:00Z', 30, '2026-02-01'],
  ['2026-01-15T00:00:00Z', 0, '2026-01-01'],
  ['2026-01-15T00:00:00Z', 30, '2025-12-01'],
])('at %s and %d days, the first month not closed is %s', (at, days, month) => {
  expect(firstOpenMonth(new Date(at), days)).toBe(month);
});
