/**
 * There are mutations of each declaration and of each cube, each another one, and one of each kind changes what Cube
 * gets. That all of them do is in `apply.long.test.ts`.
 */
import { expect, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import { definitions, withoutChange } from './killing.ts';
import { declarations, mutationsOf } from './mutations.ts';

const mutations = await mutationsOf(definitions);
const files = await transpileModel(definitions);
const texts = await declarations();

test('each cube and each declaration of a KPI has some', () => {
  const mutable = [
    ...files
      .map(({ fileName }) => fileName)
      .filter((name) => name.startsWith('cubes/') && !name.endsWith('KeyActions.js')),
    ...[...texts.keys()].filter((name) => name.startsWith('kpis/')),
  ];
  const missing = mutable.filter((name) => !mutations.some(({ file }) => file === name));
  expect(missing).toEqual(['cubes/MilestoneCompletionLogs.js']);
  expect(mutations.length).toBeGreaterThan(150);
});

test('each is another one', () => {
  const all = mutations.map(({ file, at, find, replace }) => JSON.stringify([file, at, find, replace]));
  expect(new Set(all).size).toBe(all.length);
});

test('one of each kind in a declaration changes the model', async () => {
  const declared = mutations.filter(({ of }) => of === 'declaration');
  const ofKinds = new Map(
    declared.map((mutation) => [`${mutation.rule} ${mutation.replace.replace(/\(.*/s, '')}`, mutation]),
  );
  expect(ofKinds.size).toBeGreaterThan(10);
  expect(await withoutChange([...ofKinds.values()])).toEqual([]);
});
