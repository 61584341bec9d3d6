import { readFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import root from '../activation.config.ts';
import { validateConfig } from '../src/config/config.ts';
import { documentedViews } from '../src/docs/guides.ts';
import { kpisDocument, servedViews } from '../src/docs/kpis-document.ts';
import { compileMetadata } from '../src/docs/metadata.ts';
import { catalogueKpis } from '../src/kpis/list.ts';
import { readKpis } from '../src/kpis/read.ts';
import { renderKpis } from '../src/kpis/render.ts';
import { kpiStatuses } from '../src/kpis/status.ts';
import defaults from './activation.config.ts';

test('all 54 are listed once, by their numbers', () => {
  expect(catalogueKpis.map(({ number }) => number)).toEqual(
    Array.from({ length: 54 }, (_, index) => index + 1),
  );
  expect(new Set(catalogueKpis.map(({ name }) => name)).size).toBe(54);
});

test('each view and each measure is in the model', async () => {
  const statuses = await kpiStatuses(servedViews(await compileMetadata(defaults)));
  expect(statuses.filter(({ missing }) => missing.length > 0)).toEqual([]);
  for (const { name, measures, served } of statuses) {
    expect(served.length, name).toBeGreaterThanOrEqual(measures.length);
  }
  const servedBy = (number: number) => statuses.find((kpi) => kpi.number === number)?.served;
  expect(servedBy(39)).toEqual(['day7RetentionRate', 'day30RetentionRate']);
  expect(servedBy(1)).toEqual(
    ['Reports', 'Files', 'Invitations', 'Settings'].map((feature) => `usageRateOf${feature}`),
  );
  expect(servedBy(41)).toEqual(['activationRate']);
});

test('docs/kpis.md is what npm run docs writes', async () => {
  const config = validateConfig(root, 'activation.config.ts');
  const written = await readFile(new URL('../docs/kpis.md', import.meta.url), 'utf8');
  expect(written, 'docs/kpis.md is out of date. Run: npm run docs').toBe(
    await kpisDocument(await compileMetadata(config), await documentedViews(config), config.sources),
  );
});

test('the values are those of the server, as a table and as data', async () => {
  const apiUrl = `${inject('cubeUrl')}/cubejs-api/v1`;
  const steps: string[] = [];
  const kpis = await readKpis({ apiUrl }, (step) => steps.push(step));
  expect(steps).toHaveLength(54);
  expect(kpis.filter(({ error }) => error !== undefined)).toEqual([]);
  const valuesOf = (number: number) => kpis.find((kpi) => kpi.number === number)?.values;
  expect(valuesOf(41)).toEqual([{ measure: 'activationRate', slice: 'all', value: '42', unit: 'percent' }]);
  expect(valuesOf(50)).toMatchObject([{ value: '47' }]);
  expect(valuesOf(34)).toMatchObject([
    { measure: 'percentQualified', value: '75' },
    { measure: 'percentFullyQualified', value: '42' },
  ]);
  expect(valuesOf(22)?.map(({ slice }) => slice)).toEqual([
    'signupSource = "organic_search"',
    'signupSource = "paid_ads"',
    'signupSource = "partner"',
    'signupSource = "referral"',
    'signupSource = null',
  ]);

  const text = renderKpis(kpis);
  expect(text).toContain('Activation Rate by Source');
  expect(text).toMatch(/\b42\.00 %/);
  expect(text).toContain('All 54 KPIs are there.');
  for (const line of text.split('\n').slice(0, -1)) expect(line.length).toBe(120);
});

test('one that is not answered or not there says so', () => {
  const [first, second] = catalogueKpis;
  if (!first || !second) throw new Error('The list is empty.');
  const text = renderKpis([
    {
      ...first,
      needs: ['users'],
      served: ['usageRateOfA'],
      missing: [],
      values: [],
      error: 'it took too long',
    },
    { ...second, needs: ['users'], served: [], missing: ['features'], values: [] },
  ]);
  expect(text).toContain('no answer: it took');
  expect(text).toContain('features');
  expect(text).toContain('1 of 2 KPIs are there.');
});
