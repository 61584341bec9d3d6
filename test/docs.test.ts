import { readdir, readFile } from 'node:fs/promises';
import type { Query } from '@cubejs-client/core';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileMetadata } from '../src/cube/model-metadata.ts';
import { documentedViews } from '../tools/docs/documented-views.ts';
import { metricsDocument } from '../tools/docs/metrics-document.ts';
import definitions from './activation.config.ts';
import { cubeApi, rows } from './harness/query.ts';
import { asText, connect } from './sql-api/client.ts';

const document = (name: string): Promise<string> => readFile(new URL(`../${name}`, import.meta.url), 'utf8');
const text = await document('docs/metrics.md');
const readme = await document('README.md');

/** The documents by their names. */
async function documents(): Promise<[name: string, text: string][]> {
  const pages = (await readdir(new URL('../docs', import.meta.url))).filter((name) => name.endsWith('.md'));
  const names = ['README.md', ...pages.map((name) => `docs/${name}`)];
  return Promise.all(names.map(async (name): Promise<[string, string]> => [name, await document(name)]));
}

const model = await compileMetadata(definitions);
const declared = await documentedViews(definitions);

/** The queries of REST examples that an SQL example follows, with it; these are asked by both APIs, below. */
const pairs = [...text.matchAll(/--data-urlencode 'query=([^']*)'\n```\n\n```sql\n(.*?)\n```/gs)].map(
  ([, query = '', statement = '']) => [statement, query] as const,
);

/** The fenced blocks of a language, as a reader would copy them. */
const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms'))].map(
    ([, block = '']) => block,
  );

test('docs/metrics.md is what npm run docs writes', () => {
  expect(text, 'docs/metrics.md is out of date. Run: npm run docs').toBe(
    metricsDocument(model, declared, definitions),
  );
});

test('the KPI that CONTRIBUTING.md adds is the one of the model', async () => {
  const declaration = await document('model/kpis/AfterActivation.ts');
  const [, added = ''] =
    /model\/kpis\/AfterActivation\.ts`:\n\n```diff\n(.*?)\n```/s.exec(await document('CONTRIBUTING.md')) ??
    [];
  const lines = added.split('\n').map((line) => line.replace(/^\+/, ''));
  expect(lines[0]).toContain('shareOf({');
  expect(declaration).toContain(lines.join('\n'));
});

test('a view that the model lacks is told by its name', () => {
  expect(() => metricsDocument([], declared, definitions)).toThrow(
    'model/kpis declares AccountActivation, and the model has no such view',
  );
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

  const asked = new Set(pairs.map(([, query]) => query));
  test.each(queries.filter((query) => !asked.has(query)))('%s', async (query) => {
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

describe('the SQL examples', () => {
  let sql: pg.Client;
  beforeAll(async () => {
    sql = await connect({ types: asText });
  });
  afterAll(() => sql.end());

  const statements = blocks('sql');

  test('each follow the same question by the REST API', () => {
    expect(pairs.map(([statement]) => statement)).toEqual(statements);
    expect(statements.length).toBeGreaterThan(5);
  });

  test.each(pairs)('%s', async (statement, queryText) => {
    const query = JSON.parse(queryText) as Query;
    const members = [
      ...(query.timeDimensions ?? []).map(({ dimension, granularity }) => `${dimension}.${granularity}`),
      ...(query.dimensions ?? []),
      ...(query.measures ?? []),
    ];
    const bySql = await sql.query<(string | null)[]>({ text: statement, rowMode: 'array' });
    const byRest = await rows(query);
    expect(byRest.length).toBeGreaterThan(0);
    expect(bySql.rows.map((row) => row.map(comparable))).toEqual(
      byRest.map((row) => members.map((member) => comparable(row[member] ?? null))),
    );
  });

  /** The two APIs write the same number and the same moment in their own ways. */
  const comparable = (value: string | number | boolean | null): string | number | null =>
    value === null || Number.isNaN(Number(value))
      ? (value?.toString().replace('T', ' ').replace(/\.0+$/, '') ?? null)
      : Number(value);

  test('of README answer what it shows', async () => {
    const [session = ''] = /^ {4}\$ psql .*\n(?: {4}.*\n)+/m.exec(readme) ?? [];
    const shown = [...session.matchAll(/cube=> (SELECT [^;]*;)\n((?: {5}\S[^\n]*\n)*)/g)];
    expect(shown).toHaveLength(5);
    for (const [, statement = '', output = ''] of shown) {
      const { rows } = await sql.query<(string | null)[]>({ text: statement, rowMode: 'array' });
      expect(rows.length, statement).toBeGreaterThan(0);
      if (output !== '') expect(rows.map((row) => row.join(' | '))).toEqual(lines(output));
    }
  });

  const lines = (output: string): string[] =>
    output
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
});

test('no document has SQL for the server that no test runs', async () => {
  for (const [name, document] of await documents()) {
    const code = [...document.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, block]) => ({
      language,
      block,
    }));
    // Of TypeScript it is what a configuration says of somebody's own tables.
    const statements = code.filter(
      ({ language, block }) => language !== 'ts' && /\bSELECT\b/.test(block ?? ''),
    );
    const indented = document.replace(/^```.*?^```$/gms, '').match(/^ {4}.*\bSELECT\b.*$/gm) ?? [];
    if (name === 'docs/metrics.md') expect(statements.map(({ language }) => language)).not.toContain('sh');
    else expect(statements, name).toEqual([]);
    expect(indented.length, name).toBe(name === 'README.md' ? 5 : 0);
  }
});

test('the REST example of README is answered', async () => {
  const [, query = ''] =
    /^ {4}curl -G http:\/\/localhost:4000\/cubejs-api\/v1\/load --data-urlencode 'query=(.*)'$/m.exec(
      readme,
    ) ?? [];
  expect((await rows(JSON.parse(query) as Query)).length).toBeGreaterThan(1);
  expect(readme.match(/\bcurl\b/g)).toHaveLength(1);
});

describe('every public member that the server has is described:', async () => {
  const titles = new Map(declared.map(({ view, name }) => [view, name]));
  const { cubes } = await cubeApi().meta();

  test.each(
    cubes.filter((cube) => cube.public).map((cube) => [cube.name, cube] as const),
  )('%s', (name, cube) => {
    const heading = cube.type === 'view' ? `\n## ${titles.get(name)}\n` : `\n### \`${name}\`\n`;
    const [, section = ''] = text.split(heading);
    const [described = ''] = section.split(cube.type === 'view' ? /^## /m : /^###? /m);
    for (const member of [...cube.measures, ...cube.dimensions, ...cube.segments]) {
      if (member.public) expect(described).toContain(`\`${member.name.split('.')[1]}\``);
    }
  });
});
