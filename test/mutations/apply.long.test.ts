/** Each mutation of a declaration changes what Cube gets, so that it can be noticed; and the command comes to its end. */
import { expect, test } from 'vitest';
import { startNode } from '../harness/node-process.ts';
import { definitions, withoutChange } from './killing.ts';
import { mutationsOf } from './mutations.ts';

test('each of a declaration changes the model', { timeout: 900_000 }, async () => {
  const declared = (await mutationsOf(definitions)).filter(({ of }) => of === 'declaration');
  expect(await withoutChange(declared)).toEqual([]);
});

test('npm run test:mutations ends when it has tried all', { timeout: 180_000 }, async () => {
  const chosen = { MUTATIONS: 'no such rule', DATASETS: '1' };
  const running = startNode('test/mutations/run.ts', [], { ...process.env, ...chosen });
  expect(await running.ended, running.output()).toBe(0);
  expect(running.output()).toContain('0 of 0 mutations killed.');
});
