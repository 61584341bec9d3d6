import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Baseline, readBaseline, writeBaseline } from '../../src/check/baseline.ts';
import { readQueriesFile } from '../../src/check/queries-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const baseline: Baseline = {
  version: 1,
  asOf: '2026-11-21T00:00:00Z',
  cohortsBefore: '2026-10-01',
  queries: [
    {
      name: 'ActivationRate by month',
      slices: [
        {
          slice: 'signedUpAt 2026-01',
          until: '2026-02-01',
          values: { 'ActivationRate.newSignUps': '300', 'ActivationRate.activationRate': null },
        },
      ],
    },
  ],
};

describe('a baseline', () => {
  test('is written one value a line, and read back', async () => {
    const file = join(folder, 'new.json');
    await writeBaseline(file, baseline);
    expect(await readBaseline(file)).toEqual(baseline);
    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(lines).toContain('            "ActivationRate.newSignUps": "300",');
    expect(lines).toContain('            "ActivationRate.activationRate": null');
    expect(lines.at(-1)).toBe('');
  });

  test('that can not be written names the file and leaves nothing behind', async () => {
    await expect(writeBaseline(join(folder, 'nowhere', 'b.json'), baseline)).rejects.toThrow(
      /The baseline .*b\.json can't be written/,
    );
    // A folder can't be replaced by a file, after the draft was written.
    const taken = await mkdtemp(join(folder, 'taken-'));
    await expect(writeBaseline(taken, baseline)).rejects.toThrow("can't be written");
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('that is not there is undefined', async () => {
    expect(await readBaseline(join(folder, 'none.json'))).toBeUndefined();
  });

  const [query] = baseline.queries;
  const [slice] = query?.slices ?? [];
  test.each([
    ['{ "version": 1', /isn't JSON: .*version control/s],
    ['{\n<<<<<<< HEAD\n"version": 1\n', /line 2 is the mark of a merge conflict/],
    [{ ...baseline, version: 2 }, /\n {2}version: is of another version/],
    [{ ...baseline, asOf: 'yesterday' }, /\n {2}asOf: /],
    [
      { ...baseline, queries: [{ name: 'a', slices: [{ ...slice, values: { 'A.b': 47 } }] }] },
      /\n {2}queries\[0\]\.slices\[0\]\.values\.A\.b: .*string/,
    ],
    [{ ...baseline, queries: [query, query] }, /\n {2}queries: holds a query twice/],
    [
      { ...baseline, queries: [{ name: 'a', slices: [slice, slice] }] },
      /queries\[0\]\.slices: holds a slice/,
    ],
    [[], /the whole file: /],
  ])('%j is refused with the place', async (content, message) => {
    await expect(readBaseline(await written('bad.json', content))).rejects.toThrow(message);
  });

  test('that is a folder is refused', async () => {
    await expect(readBaseline(folder)).rejects.toThrow(/The baseline .* can't be read: EISDIR/);
  });
});

describe('a queries file', () => {
  const query = { measures: ['A.b'] };
  test('is read as it stands', async () => {
    const queries = [
      {
        name: 'Paid',
        query: {
          measures: ['A.b'],
          dimensions: ['A.c'],
          segments: ['A.s'],
          filters: [{ or: [{ member: 'A.c', operator: 'set' }] }],
          timeDimensions: [
            { dimension: 'A.t', granularity: 'week', dateRange: ['2026-01-01', '2026-06-30'] },
          ],
          timezone: 'Europe/Berlin',
        },
        closedBefore: '2026-07-01',
      },
    ];
    expect(await readQueriesFile(await written('queries.json', queries))).toEqual(queries);
  });

  test.each([
    ['[{', /isn't JSON/],
    [{}, /the whole file: /],
    [[], /the whole file: /],
    [[{ name: ' ', query }], /\n {2}\[0\]\.name: /],
    [[{ name: 'a', query: { measures: [] } }], /\n {2}\[0\]\.query\.measures: /],
    [[{ name: 'a', query: { ...query, limit: 5 } }], /\n {2}\[0\]\.query: .*limit/],
    [[{ name: 'a', query, closedBefore: 'May' }], /\n {2}\[0\]\.closedBefore: /],
    [
      [
        { name: 'a', query },
        { name: 'a', query },
      ],
      /\n {2}\[1\]\.name: "a" is a name twice/,
    ],
    [
      [{ name: 'a', query: { ...query, timeDimensions: [{ dimension: 'A.t', dateRange: 'last week' }] } }],
      /\n {2}\[0\]\.query\.timeDimensions\[0\]\.dateRange: is neither a date nor/,
    ],
  ])('%j is refused with the path', async (content, message) => {
    await expect(readQueriesFile(await written('queries.json', content))).rejects.toThrow(message);
  });

  test('that is not there is an error', async () => {
    await expect(readQueriesFile(join(folder, 'none.json'))).rejects.toThrow(/none\.json can't be read/);
  });
});
