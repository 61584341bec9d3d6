/** Cube compiles the model without any one of the sources, and has all cubes and views that were made. */
import { parse } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalSources } from '../src/config/sources.ts';
import { transpileModel } from '../src/model-files.ts';
import definitions from './activation.config.ts';
import { compileModel } from './harness/model.ts';

test.each(Object.keys(canonicalSources))('without %s', async (source) => {
  const config = { ...definitions, sources: { [source]: null } };
  const made = (await transpileModel(config)).map(({ fileName }) => parse(fileName).name);
  const { members } = await compileModel(config);
  expect(members.map(({ name }) => name).sort()).toEqual(made.sort());
});
