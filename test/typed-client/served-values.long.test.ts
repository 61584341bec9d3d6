/** That values come over REST as the declarations say, and that the command writes them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Query } from '@cubejs-client/core';
import ts from 'typescript';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cliEnvironment, runCli, testConfig } from '../harness/cube.ts';
import { cubeApi, rows } from '../harness/query.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'types-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const apiUrl = `${inject('cubeUrl')}/cubejs-api/v1`;

/** What the command writes. */
async function written(...args: string[]): Promise<string> {
  const file = join(folder, 'cube.d.ts');
  const { code, output } = await runCli(['types', '--out', file, ...args]);
  expect([code, output]).toEqual([0, expect.stringContaining('cubes and views written to')]);
  return readFile(file, 'utf8');
}

test('each value is of the type that is declared, null included', { timeout: 400_000 }, async () => {
  const text = await written('--url', apiUrl);
  const declared = new Map(
    [...text.matchAll(/^ {2}'(\w+\.\w+)': (.*);$/gm)].map(([, name = '', type = '']) => [
      name,
      type.replace("N['count']", 'string').replace("N['number']", 'string | number').split(' | '),
    ]),
  );
  const seen = new Set<string>();
  const wrong = new Set<string>();
  const { cubes } = await cubeApi().meta();
  for (const { name: cube, measures, dimensions, segments } of cubes.filter((each) => each.public)) {
    const asked = measures.filter((each) => each.public).map(({ name }) => name);
    const shown = dimensions.filter((each) => each.public);
    const time = shown.find(({ type }) => type === 'time')?.name ?? '';
    // Numbers of one day of age, or of one action.
    const needed = [
      ...new Set(measures.flatMap(({ meta }) => [meta?.by ?? []].flat().map((name) => `${cube}.${name}`))),
    ];
    const queries: Query[] = [
      { measures: asked, dimensions: needed },
      // Of nobody.
      {
        measures: asked,
        dimensions: needed,
        timeDimensions: [{ dimension: time, dateRange: ['1999-01-01', '1999-01-02'] }],
      },
      { dimensions: shown.map(({ name }) => name), limit: 3000 },
      { measures: asked, dimensions: needed, timeDimensions: [{ dimension: time, granularity: 'week' }] },
      ...shown
        .filter(({ type }) => type !== 'time')
        // The others are the like.
        .slice(0, 2)
        .map(({ name }) => ({ measures: asked, dimensions: [...new Set([...needed, name])], limit: 500 })),
    ];
    for (const query of queries) {
      for (const row of await rows(query)) {
        for (const [member, value] of Object.entries(row)) {
          const types = declared.get(member.replace(/\.week$/, ''));
          const type = value === null ? 'null' : typeof value;
          seen.add(`${member} ${type}`);
          if (!types?.includes(type)) wrong.add(`${member} is ${value}, and declared ${types}`);
        }
      }
    }
    for (const { name } of segments) expect(text).toContain(`  | '${name}'`);
  }
  expect([...wrong]).toEqual([]);
  // Each declared member came at least once.
  const came = new Set([...seen].map((each) => each.split(' ')[0]));
  expect([...declared.keys()].filter((name) => !came.has(name))).toEqual([]);
});

test('a configuration and a server that serves it have the same types, which compile by themselves', {
  timeout: 120_000,
}, async () => {
  const text = await written('--config', testConfig);
  expect(await written('--url', apiUrl)).toBe(text);
  const file = join(folder, 'cube.d.ts');
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2023,
    // As if it were in this repository, beside Cube's client.
    paths: { '@cubejs-client/core': [join(import.meta.dirname, '../../node_modules/@cubejs-client/core')] },
  });
  const source = program.getSourceFile(file);
  expect(ts.getPreEmitDiagnostics(program, source).map(({ messageText }) => messageText)).toEqual([]);
});

test('the example prints what the worked example plants', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'examples/client/activation-by-source.ts'],
    { env: cliEnvironment({ CUBE_API_URL: apiUrl }) },
  );
  const groups = [...stdout.matchAll(/^\w+: (\d+\.\d\d) % of (\d+)$/gm)].map(([, rate, all]) => [
    Number(rate),
    Number(all),
  ]);
  expect(groups).toHaveLength(5);
  expect(groups.reduce((sum, [, all = 0]) => sum + all, 0)).toBe(1000);
  // 420 users did the key action within 7 days.
  expect(Math.round(groups.reduce((sum, [rate = 0, all = 0]) => sum + (rate * all) / 100, 0))).toBe(420);
  expect(stdout.match(/^2026-0[123]: \d+\.\d\d %$/gm)).toHaveLength(3);
});

test('says what is wrong', { timeout: 120_000 }, async () => {
  expect(await runCli(['types'])).toMatchObject({ code: 2, output: expect.stringContaining('--out') });
  expect(await runCli(['types', '--out', join(folder, 'none/cube.d.ts')])).toMatchObject({
    code: 2,
    output: expect.stringContaining("can't be written"),
  });
  expect(
    await runCli(['types', '--out', 'x.d.ts', '--url', 'http://127.0.0.1:1/cubejs-api/v1']),
  ).toMatchObject({
    code: 2,
    output: expect.stringContaining('No server answers'),
  });
});
