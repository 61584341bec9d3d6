import { expect, test } from 'vitest';
import definitions from '../activation.config.ts';
import { breakdowns } from '../differential/breakdowns.ts';
import { servedMembers } from '../harness/query.ts';
import { connectToAsk, ordered } from './asked-in-sql.ts';

const members = await servedMembers();
const wrong = connectToAsk();

test('every view, by each dimension and by month', { timeout: 300_000 }, async () => {
  const found = [];
  for (const question of breakdowns(definitions, members, ['month']))
    found.push(await wrong(ordered(question), 'plain'));
  expect(found.filter((one) => one.length > 0)).toEqual([]);
});
