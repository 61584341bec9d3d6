/** The values of all KPIs, and what the list says that a configuration lacks: each is a model of its own to compile. */
import { expect, inject, test } from 'vitest';
import { type ActivationConfig, validateConfig } from '../src/config/config.ts';
import { mapSources } from '../src/config/sources.ts';
import { compileMetadata } from '../src/cube/model-metadata.ts';
import { declaredViews } from '../src/kpis/declared.ts';
import { readKpis } from '../src/kpis/read.ts';
import { renderKpis } from '../src/kpis/render-kpis.ts';
import { type KpiStatus, kpiStatuses } from '../src/kpis/status.ts';
import { servedViews } from '../tools/docs/kpis-document.ts';
import defaults from './activation.config.ts';

const sources = defaults.sources ?? {};

/** By number, what each KPI lacks that isn't there, to who knows the mapping and to who doesn't. */
async function missingOf(given: ActivationConfig) {
  const config = validateConfig(given, 'a test');
  const views = servedViews(await compileMetadata(config));
  const known = missingIn(kpiStatuses(views, await declaredViews(), mapSources(config.sources)));
  expect(Object.keys(missingIn(kpiStatuses(views, await declaredViews())))).toEqual(Object.keys(known));
  return known;
}

const missingIn = (statuses: KpiStatus[]): Record<string, string> =>
  Object.fromEntries(
    statuses.flatMap(({ number, missing }) => (missing.length > 0 ? [[number, missing.join(' ')]] : [])),
  );

test('an installation with seven tables and no features is told what each of the others takes', {
  timeout: 240_000,
}, async () => {
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

test('without a source, a survey, an attribute, the accounts of users', { timeout: 240_000 }, async () => {
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
  expect([...new Set(Object.values(missing))]).toEqual(['sources.users.columns.accountId']);
  expect(Object.keys(missing).map(Number)).toEqual([2, 13, 15, 21, 29, 31, 32, 33, 35, 42, 44, 51, 54]);
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
