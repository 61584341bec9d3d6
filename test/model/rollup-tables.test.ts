/**
 * Each table of a rollup is looked at in each refresh: with all views, there are at most 500 for 25 months of data, and
 * 250 where outcomes are kept.
 */
import { expect, test } from 'vitest';
import { type Outcomes, outcomesOfModel, transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';

/** How many tables 25 months make of a rollup, at most, by what it is partitioned by. */
const tablesOf: Record<string, number> = { month: 25, quarter: 10, year: 4 };

async function tablesOfModel(kept?: Outcomes): Promise<number> {
  const files = await transpileModel(definitions, {}, kept);
  const rollups = files.flatMap(({ content }) => content.split("type: 'rollup'").slice(1));
  const tables = rollups.map((rollup) => {
    const [, partition] = /partitionGranularity: '(\w+)'/.exec(rollup) ?? [];
    return partition === undefined ? 1 : (tablesOf[partition] ?? Number.NaN);
  });
  expect(rollups.length).toBeGreaterThan(30);
  return tables.reduce((sum, count) => sum + count, 0);
}

test('25 months make at most 500 tables', async () => {
  expect(await tablesOfModel()).toBeLessThanOrEqual(500);
});

test('with kept outcomes they make at most 250', async () => {
  expect(await tablesOfModel(await outcomesOfModel(definitions, 'rollups'))).toBeLessThanOrEqual(250);
});
