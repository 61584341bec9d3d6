/** The worked example through Cube's REST API, against the oracle, by each dimension. */
import { expect, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { servedMembers } from '../harness/query.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { breakdowns } from './breakdowns.ts';
import { allServedDifferences } from './served-answers.ts';

const members = await servedMembers();

// By the other granularities too, with all but the medians, in ../rollups/breakdowns.long.test.ts.
test('every view, by each dimension and by month', { timeout: 300_000 }, async () => {
  const served = { rows: inMicroseconds(workedExample()), definitions };
  expect(await allServedDifferences(served, breakdowns(definitions, members, ['month']))).toEqual([]);
});
