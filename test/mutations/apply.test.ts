/** There are mutations of each declaration and of each cube, each another one, and each changes what Cube gets. */
import { expect, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import { definitions } from './killing.ts';
import { inWords, mutated } from './mutation.ts';
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

test('each of a declaration changes the model', { timeout: 300_000 }, async () => {
  const same: string[] = [];
  for (const mutation of mutations.filter(({ of }) => of === 'declaration')) {
    // What the compiler refuses is another model, too.
    const changed = await mutated(definitions, mutation, texts).catch(() => undefined);
    if (JSON.stringify(changed) === JSON.stringify(files)) same.push(inWords(mutation));
  }
  expect(same).toEqual([]);
});
