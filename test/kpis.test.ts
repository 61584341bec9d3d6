import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import root from '../activation.config.ts';
import { validateConfig } from '../src/config/config.ts';
import { compileMetadata } from '../src/cube/model-metadata.ts';
import { declaredViews } from '../src/kpis/declared.ts';
import { catalogueKpis } from '../src/kpis/list.ts';
import { renderKpis } from '../src/kpis/render-kpis.ts';
import { kpiStatuses } from '../src/kpis/status.ts';
import { documentedViews } from '../tools/docs/documented-views.ts';
import { kpisDocument, servedViews } from '../tools/docs/kpis-document.ts';
import defaults from './activation.config.ts';

test('all 54 are listed once, by their numbers', () => {
  expect(catalogueKpis.map(({ number }) => number)).toEqual(
    Array.from({ length: 54 }, (_, index) => index + 1),
  );
  expect(new Set(catalogueKpis.map(({ name }) => name)).size).toBe(54);
});

test('each view and each measure is in the model', async () => {
  const statuses = kpiStatuses(servedViews(await compileMetadata(defaults)), await declaredViews());
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
