import { readFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import root from '../activation.config.ts';
import { MetricServer } from '../src/check/metric-server.ts';
import { type ActivationConfig, validateConfig } from '../src/config/config.ts';
import { documentedViews } from '../src/docs/guides.ts';
import { kpisDocument } from '../src/docs/kpis-document.ts';
import { compileMetadata } from '../src/docs/metadata.ts';
import { catalogueKpis } from '../src/kpis/list.ts';
import { readKpis } from '../src/kpis/read.ts';
import { renderKpis } from '../src/kpis/render.ts';
import { kpiStatuses } from '../src/kpis/status.ts';
import defaults from './activation.config.ts';

/** The model's views as a server tells of them. */
const viewsOf = async (config: ActivationConfig) =>
  (await compileMetadata(validateConfig(config, 'a test')))
    .filter(({ type }) => type === 'view')
    .map(({ name, meta, measures, dimensions }) => ({
      name,
      meta,
      measures: measures.map((measure) => measure.name),
      dimensions: dimensions.map((dimension) => dimension.name),
    }));

const sources = defaults.sources ?? {};

test('all 54 are listed once, by their numbers', () => {
  expect(catalogueKpis.map(({ number }) => number)).toEqual(
    Array.from({ length: 54 }, (_, index) => index + 1),
  );
  expect(new Set(catalogueKpis.map(({ name }) => name)).size).toBe(54);
});

test('each view and each measure is in the model', async () => {
  const statuses = await kpiStatuses(await viewsOf(defaults));
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
    await kpisDocument(await compileMetadata(config), await documentedViews(config)),
  );
});

/** By number, what each KPI lacks that isn't there. */
const missingOf = async (config: ActivationConfig) =>
  Object.fromEntries(
    (await kpiStatuses(await viewsOf(config)))
      .filter(({ missing }) => missing.length > 0)
      .map(({ number, missing }) => [number, missing.join(' ')]),
  );

test('an installation with seven tables and no features is told what each of the others takes', async () => {
  const { sources: _, features: __, coreFeatures: ___, topFeatures: ____, ...others } = defaults;
  const missing = await missingOf(others);
  expect(missing).toMatchObject({
    1: 'features',
    3: 'features',
    4: 'sources.leads',
    11: 'sources.contacts',
    12: 'sources.contacts',
    13: 'sources.referrals sources.subscriptions',
    14: 'sources.referrals',
    24: 'sources.surveyResponses',
    33: 'sources.subscriptions',
    35: 'sources.subscriptions sources.payments',
    42: 'sources.payments',
    52: 'features',
  });
  // 4, 7, 10 to 18, 24, 29, 33, 35, 37, 42, 43, 45 and 48 take other sources; 1 to 3, 5, 6, 9, 47 and 52 features.
  expect(Object.keys(missing).map(Number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 24, 29, 33, 35, 37, 42, 43, 45, 47, 48, 52,
  ]);
});

test('without a source, a survey, an attribute, the accounts of users', async () => {
  expect(await missingOf({ ...defaults, sources: { ...sources, contacts: null } })).toEqual({
    10: 'sources.contacts',
    11: 'sources.contacts',
    12: 'sources.contacts',
    16: 'sources.contacts',
    17: 'sources.contacts',
  });
  const { ces, ...surveys } = defaults.surveys;
  expect(ces).toBeDefined();
  expect(await missingOf({ ...defaults, surveys })).toEqual({ 43: 'surveys.ces' });
  const columns = { userId: 'user_id', signedUpAt: 'signed_up_at', accountId: 'account_id' };
  expect(await missingOf({ ...defaults, sources: { ...sources, users: { columns } } })).toEqual({
    22: 'sources.users.columns.signupSource',
  });
  const { accountId: _, ...alone } = columns;
  const missing = await missingOf({
    ...defaults,
    sources: { ...sources, users: { columns: { ...alone, signupSource: 'signup_source' } } },
  });
  expect(missing).toMatchObject({
    44: 'sources.users.columns.accountId',
    54: 'sources.users.columns.accountId',
  });
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
  const [sources] = await new MetricServer(apiUrl).load('sources', {
    measures: ['ActivationRate.newSignUps'],
    filters: [{ member: 'ActivationRate.signupSource', operator: 'set' }],
  });
  expect(sources).toBeDefined();
  expect(valuesOf(22)?.map(({ slice }) => slice)).toEqual(
    expect.arrayContaining(['signupSource = "organic"']),
  );

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
