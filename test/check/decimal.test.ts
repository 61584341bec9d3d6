import { describe, expect, test } from 'vitest';
import { difference, isWithinPercent, isWithinPoints, normalised } from '../../src/check/decimal.ts';

test.each([
  ['47.0000000000000000', '47'],
  ['47.00', '47'],
  ['47', '47'],
  ['-0.50', '-0.5'],
  ['-0.00', '0'],
  ['0', '0'],
  ['1000', '1000'],
  ['0012.5', '12.5'],
  ['.5', '0.5'],
  ['1e3', '1000'],
  ['1.25e-7', '0.000000125'],
  ['139.02151162306201550026', '139.02151162306201550026'],
  ['NaN', 'NaN'],
  ['project_created', 'project_created'],
  ['', ''],
  ['1.2.3', '1.2.3'],
])('%j is normalised to %j', (text, normal) => {
  expect(normalised(text)).toBe(normal);
});

test.each([
  ['41.5', '40', '-1.5'],
  ['0.1', '0.3', '0.2'],
  ['99.9999999999999999', '100', '0.0000000000000001'],
  ['5', '5.00', '0'],
  ['-1', '1', '2'],
  ['5', 'many', null],
])('from %j to %j the difference is %j', (was, is, expected) => {
  expect(difference(was, is)).toBe(expected);
});

describe('tolerance', () => {
  // In floating point, 0.3 - 0.1 is more than 0.2 and 1.1 - 1 is more than 0.1.
  test.each([
    ['47', '48', 1, true],
    ['47', '46', 1, true],
    ['47', '48.0000000000000001', 1, false],
    ['47', '45.9999999999999999', 1, false],
    ['0.1', '0.3', 0.2, true],
    ['1', '1.1', 0.1, true],
    ['47', '47.01', 0, false],
    ['47', 'none', 1, false],
  ])('%s and %s are within %d points: %s', (was, is, points, expected) => {
    expect(isWithinPoints(was, is, points)).toBe(expected);
  });

  test.each([
    ['200', '210', 5, true],
    ['200', '190', 5, true],
    ['200', '211', 5, false],
    ['200', '189', 5, false],
    ['-200', '-210', 5, true],
    ['81.54', '85.617', 5, true],
    ['81.54', '85.6171', 5, false],
    ['0', '0', 5, true],
    ['0', '1', 5, false],
  ])('%s and %s are within %d percent: %s', (was, is, percent, expected) => {
    expect(isWithinPercent(was, is, percent)).toBe(expected);
  });
});
