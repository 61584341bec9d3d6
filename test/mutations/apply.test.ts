/** Every mutation of `npm run test:mutations` still finds its place in the model, once, and changes it. */
import { expect, test } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import { definitions } from './killing.ts';
import { mutated } from './mutation.ts';
import { mutations } from './table.ts';

const files = await transpileModel(definitions);

test.each(mutations.map((mutation) => [mutation] as const))('$rule, $file $member: $find', (mutation) => {
  expect(mutated(files, mutation)).not.toEqual(files);
});

test('each is another one', () => {
  const texts = mutations.map((mutation) =>
    JSON.stringify([mutation.file, mutation.member, mutation.find, mutation.replace]),
  );
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThan(100);
});
