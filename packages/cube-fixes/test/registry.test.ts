import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { expect, test } from 'vitest';
import { ExactPostgresQuery } from '../src/exact-postgres-query.ts';
import { digestOf } from '../src/fix.ts';
import { orderByGranularity } from '../src/fixes/order-by-granularity.ts';
import { wholePartitions } from '../src/fixes/whole-partitions.ts';
import { rangeLoader } from '../src/orchestrator.ts';
import { applyFixes, brokenOf, fixes, installedVersion, testedVersion } from '../src/registry.ts';
import { UntestedCubeError } from '../src/untested-cube-error.ts';

const untested = { accepted: undefined, setting: 'UNTESTED_CUBE' };

/** Has Cube's be another function while something is done. */
function whileOther<Result>(object: object, method: string, run: () => Result): Result {
  const stock: unknown = Reflect.get(object, method);
  Reflect.set(object, method, () => 'another version of it');
  try {
    return run();
  } finally {
    Reflect.set(object, method, stock);
  }
}

/** Whether the dialect has another method of this name than Cube's. */
const isOverridden = (method: string): boolean =>
  Reflect.get(ExactPostgresQuery.prototype, method) !== Reflect.get(PostgresQuery.prototype, method);

test('the version that is installed is the tested one', () => {
  expect(installedVersion()).toBe(testedVersion);
});

test('each fix is named once and replaces something', () => {
  expect(new Set(fixes.map(({ name }) => name)).size).toBe(fixes.length);
  for (const { name, places } of fixes) expect([name, places.length > 0]).toEqual([name, true]);
});

test('another version is refused, and how to go on is said', () => {
  const refused = () => applyFixes(untested, '1.8.0', []);
  expect(refused).toThrow(UntestedCubeError);
  expect(refused).toThrow(/Cube 1\.8\.0 is installed.*Install 1\.7\.43.*set UNTESTED_CUBE=1\.8\.0\./s);
  // Who accepted another one didn't accept this.
  expect(() => applyFixes({ ...untested, accepted: '1.7.44' }, '1.8.0', [])).toThrow(UntestedCubeError);
});

test('a fix whose place is another function, or is gone, is named with it', () => {
  expect(digestOf(undefined)).toBe('gone');
  whileOther(rangeLoader(), 'partitionPreAggregationDescription', () => {
    const broken = brokenOf(fixes);
    expect(broken.map(({ reach }) => reach.name)).toEqual(['whole-partitions', 'rollup-from-rollup']);
    // Also where the version says that it is the tested one.
    expect(() => applyFixes(untested, testedVersion, broken)).toThrow(
      `- whole-partitions (PreAggregationPartitionRangeLoader.partitionPreAggregationDescription): ${wholePartitions.defect}`,
    );
  });
});

test('who accepts the version goes on without the fixes that do not hold, and with the others', () => {
  const { partitionPreAggregationDescription, loadPreAggregations } = rangeLoader();
  const broken = [wholePartitions, orderByGranularity].map((fix) => ({
    reach: fix,
    places: [...fix.places],
  }));
  expect(isOverridden('getFieldIndex')).toBe(true);

  expect(applyFixes({ ...untested, accepted: '1.8.0' }, '1.8.0', broken)).toEqual({
    leftOut: ['order-by-granularity', 'whole-partitions'],
    untested: [],
  });
  expect(isOverridden('getFieldIndex')).toBe(false);
  expect(isOverridden('inDbTimeZone')).toBe(true);
  expect(rangeLoader().loadPreAggregations).not.toBe(loadPreAggregations);
  // Another fix replaces the same function.
  expect(rangeLoader().partitionPreAggregationDescription).not.toBe(partitionPreAggregationDescription);
});
