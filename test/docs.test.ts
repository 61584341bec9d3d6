import { readFile } from 'node:fs/promises';
import type { Query } from '@cubejs-client/core';
import { describe, expect, test } from 'vitest';
import definitions from '../activation.config.ts';
import { metricsDocument } from '../src/docs/document.ts';
import { compileMetadata } from '../src/docs/metadata.ts';
import { cubeApi, rows } from './harness/query.ts';

const text = await readFile(new URL('../docs/metrics.md', import.meta.url), 'utf8');
const model = await compileMetadata(definitions);

/** The fenced blocks of a language, as a reader would copy them. */
const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms'))].map(
    ([, block = '']) => block,
  );

test('docs/metrics.md is what npm run docs writes', () => {
  expect(text, 'docs/metrics.md is out of date. Run: npm run docs').toBe(metricsDocument(model, definitions));
});

test('a view without a guide is told by its name', () => {
  const [view] = model.filter(({ type }) => type === 'view');
  if (!view) throw new Error('The model has no view.');
  expect(() => metricsDocument([...model, { ...view, name: 'NewRate' }], definitions)).toThrow(
    'The view NewRate has no guide',
  );
  expect(() => metricsDocument([], definitions)).toThrow('has a guide of');
});

describe('the REST examples', () => {
  const queries = blocks('sh').map((command) => {
    const [, query = ''] =
      /^curl -G http:\/\/localhost:4000\/cubejs-api\/v1\/load --data-urlencode 'query=([^']*)'$/.exec(
        command,
      ) ?? [];
    return query;
  });

  test('are one or more of each view', () => {
    for (const { name } of model.filter(({ type }) => type === 'view')) {
      expect(
        queries.some((query) => query.includes(`"${name}.`)),
        name,
      ).toBe(true);
    }
  });

  test.each(queries)('%s', async (query) => {
    expect((await rows(JSON.parse(query) as Query)).length).toBeGreaterThan(0);
  });

  test.each([
    ['MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate', ['47.00']],
    ['MilestoneCompletion.percentQualified', ['75.00']],
    ['MilestoneFunnel.percentReached', ['70.00', '55.00', '48.00']],
    ['ExpansionActivationRate.expansionActivationRate', ['25.00']],
    ['ActivationRate.activationRate', ['42.00']],
  ])('answer the %s that the text says', async (rate, expected) => {
    const headline = queries.find((query) => query.includes(`"${rate}"`)) ?? '';
    const said = text.slice(0, text.indexOf(headline)).split('on the worked example').at(-1) ?? '';
    const found = (await rows(JSON.parse(headline) as Query)).map((row) => Number(row[rate]).toFixed(2));
    expect(found).toEqual(expected);
    for (const number of expected) expect(said).toContain(`${number} %`);
  });
});

// The SQL API needs Cube's native add-on, which the tests run without: that the members exist is what can be checked.
describe('the SQL examples name members that the view has:', async () => {
  const { cubes } = await cubeApi().meta();

  test.each(blocks('sql'))('%s', (statement) => {
    const [, columns = '', name] = /^SELECT (.*)\nFROM (\w+)/.exec(statement) ?? [];
    const view = cubes.find((cube) => cube.name === name);
    const measures = [...columns.matchAll(/MEASURE\((\w+)\)/g)].map(([, measure]) => `${name}.${measure}`);
    const dimensions = columns
      .split(', ')
      .filter((column) => !/MEASURE\(|^DATE_TRUNC\('\w+'$/.test(column))
      .map((column) => `${name}.${column.replace(')', '')}`);
    expect(measures.length).toBeGreaterThan(0);
    expect(view?.measures.map((member) => member.name)).toEqual(expect.arrayContaining(measures));
    expect(view?.dimensions.map((member) => member.name)).toEqual(expect.arrayContaining(dimensions));
  });
});

describe('every public member that the server has is described:', async () => {
  const { cubes } = await cubeApi().meta();

  test.each(
    cubes.filter((cube) => cube.public).map((cube) => [cube.name, cube] as const),
  )('%s', (name, cube) => {
    const heading = cube.type === 'view' ? `\n## ${cube.title}\n` : `\n### \`${name}\`\n`;
    const [, section = ''] = text.split(heading);
    const [described = ''] = section.split(cube.type === 'view' ? /^## /m : /^###? /m);
    for (const member of [...cube.measures, ...cube.dimensions, ...cube.segments]) {
      if (member.public) expect(described).toContain(`\`${member.name.split('.')[1]}\``);
    }
  });
});
