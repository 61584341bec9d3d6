/** Each mutation of a declaration changes what Cube gets, and the mistake has a test then. */
import { expect, test } from 'vitest';
import { definitions, withoutChange } from './killing.ts';
import { mutationsOf } from './mutations.ts';

test('each of a declaration changes the model', { timeout: 900_000 }, async () => {
  const declared = (await mutationsOf(definitions)).filter(({ of }) => of === 'declaration');
  expect(await withoutChange(declared)).toEqual([]);
});
