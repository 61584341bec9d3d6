import { expect, test } from 'vitest';
import { changedDefinitions } from '../../src/check/definition-changes.ts';
import {
  headlineQueries,
  type ServedView,
  servedDefinitions,
  withoutHeadline,
} from '../../src/check/headline-queries.ts';
import type { ActivationConfig } from '../../src/config/config.ts';
import { compileMetadata } from '../../src/cube/model-metadata.ts';
import { headlineKpis } from '../../src/kpis/headline-kpis.ts';
import { listedViews } from '../../src/model-files.ts';
import defaults from '../activation.config.ts';

const view = (name: string, dimensions: string[], by?: string): ServedView => ({
  name,
  measures: ['reached', 'all', 'rate', 'rate7d'].map((member) => `${name}.${member}`),
  dimensions: dimensions.map((member) => `${name}.${member}`),
  meta: {
    headline: { rate: 'rate', above: 'reached', below: 'all', ...(by ? { by } : {}) },
    cohort: 'startedAt',
    kpis: ['rate7d', 'rate'],
    definition: {},
  },
});

test('each headline with the other KPIs over everything, by month of its cohorts and by one segment', () => {
  const measures = ['Kpi.reached', 'Kpi.all', 'Kpi.rate', 'Kpi.rate7d'];
  const closed = [{ dimension: 'Kpi.startedAt', dateRange: ['1970-01-01', '2026-02-28'] }];
  expect(headlineQueries([view('Kpi', ['startedAt', 'persona', 'signupSource'])], '2026-03-01')).toEqual([
    { name: 'Kpi', query: { measures, timeDimensions: closed } },
    {
      name: 'Kpi by month',
      query: { measures, timeDimensions: [{ dimension: 'Kpi.startedAt', granularity: 'month' }] },
    },
    {
      name: 'Kpi by signupSource',
      query: { measures, timeDimensions: closed, dimensions: ['Kpi.signupSource'] },
    },
  ]);
});

const names = (...views: ServedView[]) => headlineQueries(views, '2026-03-01').map(({ name }) => name);

test.each([
  [['startedAt', 'planTier', 'planType', 'persona'], undefined, 'Kpi by persona'],
  [['startedAt', 'userType', 'productPlan'], undefined, 'Kpi by productPlan'],
  [['startedAt', 'signupSource', 'milestoneName'], 'milestoneName', 'Kpi by milestoneName'],
  [['startedAt'], undefined, 'Kpi by month'],
])('the segment is the first attribute that is there, or the one that the headline names: %j', (dimensions, by, name) => {
  expect(names(view('Kpi', dimensions, by)).at(-1)).toBe(name);
});

test('a headline that is hidden from the token is refused, never left out', () => {
  expect(() => names(view('Kpi', ['persona']))).toThrow("Kpi can't be checked: Kpi.startedAt");
});

test('a view without a headline is named', () => {
  const other = { name: 'Mine', measures: ['Mine.count'], dimensions: [] };
  const views = [view('Kpi', ['startedAt']), other];
  expect(names(...views)).toEqual(['Kpi', 'Kpi by month']);
  expect(withoutHeadline(views)).toEqual(['Mine']);
});

/** The views of a configuration as its model describes them. */
async function viewsOf(config: Partial<ActivationConfig> = {}): Promise<ServedView[]> {
  const model = await compileMetadata({ ...defaults, ...config });
  const named = (members: { name: string }[]) => members.map(({ name }) => name);
  return model
    .filter(({ type }) => type === 'view')
    .map(({ name, meta, measures, dimensions }) => ({
      name,
      meta,
      measures: named(measures),
      dimensions: named(dimensions),
    }));
}

test('each view of the model has a headline, those of product areas too, and is in the other lists of KPIs', async () => {
  const areas = { Files: { keyAction: 'file_uploaded', keyMilestones: ['file_shared'] } };
  const views = await viewsOf({ productAreas: areas });
  expect(withoutHeadline(views)).toEqual(['ActivationCurve']);
  expect(names(...views).filter((name) => !name.includes(' '))).toEqual([
    'AccountActivation',
    'ActivationDrivers',
    'ActivationRate',
    'ActivationRateFiles',
    'ActiveUsers',
    'AfterActivation',
    'ExpansionActivationRate',
    'FeatureAdoption',
    'FeatureReuse',
    'FirstContact',
    'FreeToPaid',
    'Leads',
    'MilestoneCompletion',
    'MilestoneCompletionFiles',
    'MilestoneFunnel',
    'MilestoneFunnelFiles',
    'MultiSessionActivationCompletionRate',
    'Onboarding',
    'ProactiveSupport',
    'ProductQualifiedAccounts',
    'ReferralInvitation',
    'ReferredCustomers',
    'ReferredVisitors',
    'SurveyScores',
    'Trials',
  ]);
  const companyWide = views.filter(({ name }) => !name.endsWith('Files'));
  const listed = (await listedViews(defaults)).map(({ view }) => view);
  expect(listed).toEqual(companyWide.map(({ name }) => name).sort());
  const rates = headlineQueries(companyWide, '2026-03-01').flatMap(({ name, query }) =>
    // Funnel and surveys say little without a breakdown; without features, their views aren't there; times are no rates, nor do drivers have one alone.
    name.includes(' ') ||
    /^(MilestoneFunnel|SurveyScores|Feature\w+|ActiveUsers|FirstContact|ActivationDrivers)$/.test(name)
      ? []
      : [query.measures?.slice(0, 3)],
  );
  expect(
    (await headlineKpis()).map(({ numerator, denominator, rate }) => [numerator, denominator, rate]).sort(),
  ).toEqual(rates.sort());
});

// Two models are compiled.
test('a definition that changes is told for the views that count by it, and of a mapping that it changed', {
  timeout: 180_000,
}, async () => {
  const before = servedDefinitions(await viewsOf());
  expect(before.ActivationRate).toMatchObject({ keyAction: 'project_created', activationWindowDays: 7 });
  const sources = { ...defaults.sources, users: { sql: "SELECT * FROM users WHERE persona <> 'intern'" } };
  const now = servedDefinitions(
    await viewsOf({ keyAction: 'file_uploaded', keyMilestones: ['workspace_created'], sources }),
  );
  const milestones = {
    setting: 'keyMilestones',
    was: ['workspace_created', 'teammate_invited', 'first_message_sent'],
    is: ['workspace_created'],
  };
  const users = {
    setting: 'sources.users',
    was: expect.stringMatching(/^[0-9a-f]{12}$/),
    is: expect.stringMatching(/^[0-9a-f]{12}$/),
  };
  expect(changedDefinitions(before, now)).toEqual([
    { view: 'AccountActivation', ...milestones },
    { view: 'AccountActivation', ...users },
    { view: 'ActivationDrivers', ...users },
    { view: 'ActivationRate', setting: 'keyAction', was: 'project_created', is: 'file_uploaded' },
    { view: 'ActivationRate', ...users },
    { view: 'ActiveUsers', ...users },
    { view: 'AfterActivation', ...users },
    { view: 'FeatureAdoption', ...users },
    { view: 'FeatureReuse', ...users },
    { view: 'FirstContact', ...users },
    { view: 'Leads', ...users },
    { view: 'MilestoneCompletion', ...milestones },
    { view: 'MilestoneFunnel', ...milestones },
    { view: 'MultiSessionActivationCompletionRate', ...users },
    { view: 'Onboarding', ...users },
    { view: 'ProactiveSupport', ...users },
    { view: 'ProductQualifiedAccounts', ...users },
    { view: 'ReferralInvitation', ...users },
    { view: 'ReferredCustomers', ...users },
    { view: 'ReferredVisitors', ...users },
    { view: 'SurveyScores', ...users },
    { view: 'Trials', ...users },
  ]);
  expect(changedDefinitions(before, before)).toEqual([]);
});
