/** A rollup of years is made from one of quarters, where these are of the same rows. */
import { expect, test } from 'vitest';
import { addUp, periodsIn } from '../src/fixes/rollup-from-rollup.ts';
import type { RollupDescription } from '../src/rollup-matching.ts';

const key = (rows: unknown, contents: unknown): unknown[] => [[{ cohort_rows: rows, contents }]];

test('the refresh keys of parts add up to those of the whole, or another row is among them', () => {
  expect(
    addUp(key('7', '30000000000000000000001'), [
      key('3', '10000000000000000000000'),
      key(4, '20000000000000000000001'),
    ]),
  ).toBe(true);
  // Of as many rows, one is another one.
  expect(
    addUp(key('7', '30000000000000000000001'), [
      key('3', '10000000000000000000000'),
      key('4', '20000000000000000000002'),
    ]),
  ).toBe(false);
  expect(addUp(key('8', '10'), [key('3', '4'), key('4', '6')])).toBe(false);
  // Nothing is a sum of nothing alone.
  expect(addUp(key('0', null), [key('0', null)])).toBe(true);
  expect(addUp(key('1', '5'), [])).toBe(false);
  // A window that one key tells of and the other doesn't.
  expect(addUp(key('1', '5'), [[[{ cohort_rows: '1', contents: '5', settled_after_7_days: '1' }]]])).toBe(
    false,
  );
});

test('the parts of a year are its quarters, as far as there are rows', () => {
  const quarters = { partitionGranularity: 'quarter', timestampPrecision: 3 } as RollupDescription;
  const year: [string, string] = ['2026-01-01T00:00:00.000', '2026-12-31T23:59:59.999'];
  const rows: [string, string] = ['2024-11-05T07:30:00.000', '2026-05-02T10:00:00.000'];
  expect(periodsIn(quarters, year, rows)).toEqual([
    ['2026-01-01T00:00:00.000', '2026-03-31T23:59:59.999'],
    ['2026-04-01T00:00:00.000', '2026-06-30T23:59:59.999'],
  ]);
  const [first] = periodsIn(quarters, ['2024-01-01T00:00:00.000', '2024-12-31T23:59:59.999'], rows);
  expect(first).toEqual(['2024-10-01T00:00:00.000', '2024-12-31T23:59:59.999']);
  expect(periodsIn(quarters, ['2023-01-01T00:00:00.000', '2023-12-31T23:59:59.999'], rows)).toEqual([]);
});
