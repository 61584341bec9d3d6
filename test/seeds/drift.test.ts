import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toCsvFiles } from '../../seeds/csv.ts';
import { workedExample } from '../../seeds/worked-example.ts';

const folder = new URL('../../seeds/worked-example/', import.meta.url);
const files = toCsvFiles(workedExample());

test.each([
  ...files.keys(),
])('seeds/worked-example/%s.csv is what the generator makes (npm run seeds)', (table) => {
  // Not toBe: the difference of two files of thousands of lines is no message.
  const committed = readFileSync(new URL(`${table}.csv`, folder), 'utf8').split('\n');
  const generated = (files.get(table) ?? '').split('\n');
  const line = generated.findIndex((text, index) => text !== committed[index]);
  expect({ line, committed: committed[line], lines: committed.length }).toEqual({
    line: -1,
    committed: undefined,
    lines: generated.length,
  });
});

test('and there is no other file', () => {
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].map((table) => `${table}.csv`).sort());
});
