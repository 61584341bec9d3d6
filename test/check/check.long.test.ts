import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  onTestFinished,
  test,
} from 'vitest';
import { type Baseline, baselineText } from '../../src/check/baseline.ts';
import { type CheckOptions, runCheck } from '../../src/check/check.ts';
import { type CheckCommandOptions, checkCommand } from '../../src/check/command.ts';
import type { Value } from '../../src/check/slice.ts';

const committedFile = fileURLToPath(new URL('../../activation-baseline.json', import.meta.url));
const committedText = await readFile(committedFile, 'utf8');
const committed = (): Baseline => JSON.parse(committedText);
const committedValues = committed().queries.flatMap(({ slices }) =>
  slices.flatMap(({ values }) => Object.values(values)),
).length;
/** As people read it. */
const committedInFigures = committedValues.toLocaleString('en');

/** Long after the worked example's last cohort and the committed baseline. */
const later = new Date('2027-06-01T00:00:00Z');

/**
 * The shared server's answers, each asked for once: the worked example doesn't change, and what is tried here is what
 * becomes of them.
 */
const answers = new Map<string, Promise<{ status: number; body: string }>>();
const remembering = createServer(async ({ method = '', url = '', headers }, response) => {
  const asked = `${method} ${url}`;
  const answer =
    answers.get(asked) ??
    fetch(`${inject('cubeUrl')}${url}`, {
      method,
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).then(async (answered) => ({ status: answered.status, body: await answered.text() }));
  answers.set(asked, answer);
  const { status, body } = await answer;
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
});
let apiUrl: string;
beforeAll(async () => {
  apiUrl = await listening(remembering);
});
afterAll(() => remembering.close());

async function listening(server: Server): Promise<string> {
  server.listen(0);
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}/cubejs-api/v1`;
}

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  file = join(folder, 'baseline.json');
});
afterEach(() => rm(folder, { recursive: true }));

/** A check of the shared server against a baseline, with what it printed. */
async function check(baseline: Baseline | undefined, options: CheckCommandOptions = {}) {
  if (baseline) await writeFile(file, baselineText(baseline));
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
  };
  const code = await checkCommand({ url: apiUrl, baseline: file, now: later, ...options }, print, print);
  return { code, output: printed.join('\n') };
}

/** The committed baseline with one value changed. */
function changed(query: string, slice: string, kpi: string, value: Value, baseline = committed()): Baseline {
  const values = slicesOf(baseline, query).find((each) => each.slice === slice)?.values;
  if (values?.[kpi] === undefined) throw new Error(`The baseline has no ${kpi} in ${slice} of ${query}.`);
  values[kpi] = value;
  return baseline;
}

const slicesOf = (baseline: Baseline, query: string) =>
  baseline.queries.find(({ name }) => name === query)?.slices ?? [];

describe('the worked example', () => {
  test('passes against the committed baseline', async () => {
    const { code, output } = await check(undefined, { baseline: committedFile });
    expect(output).toContain(`${committedInFigures} values compared with`);
    expect(output).toContain('none different.');
    expect(code).toBe(0);
  });

  test('passes whatever the time', async () => {
    const { comparisons } = await runCheck({
      url: apiUrl,
      baseline: committedFile,
      now: new Date('2026-02-15'),
    });
    expect(new Set(comparisons.map(({ outcome }) => outcome))).toEqual(new Set(['same']));
    expect(new Set(comparisons.map(({ period }) => period))).toEqual(
      // Activity is older than the first sign-up.
      new Set(['closed', 'open', 'running']),
    );
  });

  test('has the worked example’s numbers in its baseline', () => {
    // Above and below the line, and the rate; what the view has beside them follows.
    const total = (query: string) =>
      slicesOf(committed(), query).map(({ values }) => Object.values(values).slice(0, 3));
    expect(total('MultiSessionActivationCompletionRate')).toEqual([['470', '1000', '47']]);
    expect(total('MilestoneCompletion')).toEqual([['150', '200', '75']]);
    expect(total('ExpansionActivationRate')).toEqual([['40', '160', '25']]);
    expect(total('ActivationRate')).toEqual([['420', '1000', '42']]);
    expect(total('ExpansionActivationRate by expansionFeature')).toEqual([
      ['33', '120', '27.5'],
      ['15', '100', '15'],
    ]);
  });

  test('gives the committed baseline again, to the byte', async () => {
    await runCheck({ url: apiUrl, baseline: file, update: true, now: new Date(committed().asOf) });
    expect(await readFile(file, 'utf8')).toBe(committedText);
  });
});

describe('a baseline that says something else', () => {
  test('of a closed month fails with KPI, slice, was and is', async () => {
    const junit = join(folder, 'reports', 'check.xml');
    const { code, output } = await check(
      changed('ActivationRate by month', 'signedUpAt 2026-01', 'ActivationRate.activationRate', '40.01'),
      { junit },
    );
    expect(code).toBe(1);
    expect(output).toContain('1 different');
    expect(output).toMatch(/ActivationRate by month\n.*KPI/s);
    expect(output).toMatch(/│ activationRate │ signedUpAt 2026-01 │ 40.01 │ 40 │ +-0.01 │ exact +│/);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(await readFile(junit, 'utf8'));
    expect(testsuites).toMatchObject({ '@_tests': String(committedValues), '@_failures': '1' });
  });

  test('null is a value', async () => {
    const { code, output } = await check(
      changed('MilestoneCompletion', 'all', 'MilestoneCompletion.percentQualified', null),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/percentQualified │ all +│ null │ 75 │/);
  });

  // March ended 14 days before: it is open. Its rate is 42.82… %, of 390 sign-ups.
  test.each([
    ['ActivationRate.activationRate', '43.8', {}, 0],
    ['ActivationRate.activationRate', '41.9', {}, 0],
    ['ActivationRate.activationRate', '43.9', {}, 1],
    ['ActivationRate.activationRate', '41.8', {}, 1],
    ['ActivationRate.activationRate', '43.9', { tolerance: '2' }, 0],
    ['ActivationRate.activationRate', '43.8', { tolerance: '0.5' }, 1],
    // Within 5 % of 409 is above 388.55, of 411 above 390.45.
    ['ActivationRate.newSignUps', '409', {}, 0],
    ['ActivationRate.newSignUps', '411', {}, 1],
    ['ActivationRate.newSignUps', '391', { closedAfter: '14' }, 1],
    ['ActivationRate.newSignUps', '391', { closedAfter: '15' }, 0],
  ])('of an open month: %s was %s, with %j', async (kpi, was, options, code) => {
    const baseline = changed('ActivationRate by month', 'signedUpAt 2026-03', kpi, was);
    const now = new Date('2026-04-15T00:00:00Z');
    expect(await check(baseline, { ...options, now })).toMatchObject({ code });
    // The clock goes on, the baseline's doesn't.
    expect(await check({ ...baseline, asOf: '2026-04-15T00:00:00Z' }, options)).toMatchObject({ code });
  });

  test('of a month that was running is only noted', async () => {
    const month = ['ActivationRate by month', 'signedUpAt 2026-03'] as const;
    const now = new Date('2026-03-15T00:00:00Z');
    const { code, output } = await check(changed(...month, 'ActivationRate.newSignUps', '7'), { now });
    expect(code).toBe(0);
    expect(output).toMatch(/No failures.*│ +newSignUps │ signedUpAt 2026-03 │ +7 │ 390 │/s);
  });

  test('a slice that vanished fails in any period; one that appeared fails in a closed period and is noted in an open one', async () => {
    const baseline = committed();
    const slices = slicesOf(baseline, 'ActivationRate by signupSource');
    const [first] = slices;
    if (!first) throw new Error('The baseline has no sources.');
    first.slice = 'signupSource = "television"';
    const count = Object.keys(first.values).length;
    const closed = await check(baseline);
    expect(closed.code).toBe(1);
    expect(closed.output).toMatch(/signupSource = "television" +│ +\d+ │ +not there │/);
    expect(closed.output).toMatch(/signupSource = "organic_search" +│ +not there │ +\d+ │/);
    const open = await check(baseline, { now: new Date('2026-10-15') });
    expect(open.code).toBe(1);
    expect(open.output).toContain(`${count} different, ${count} noted`);
    expect(open.output).toMatch(/signupSource = "television" +│ +\d+ │ +not there │/);
  });

  test('a query that vanished fails', async () => {
    const baseline = committed();
    baseline.queries.push({
      name: 'ActivationRateMessaging',
      slices: [{ slice: 'all', until: '2026-10-01', values: { 'ActivationRateMessaging.newSignUps': '5' } }],
    });
    const { code, output } = await check(baseline);
    expect(code).toBe(1);
    expect(output).toMatch(/ActivationRateMessaging\n.*newSignUps │ all +│ +5 │ not there │/s);
  });
});

describe('the definitions', () => {
  const settings = (baseline: Baseline) => {
    const found = baseline.definitions?.ActivationRate;
    if (!found) throw new Error('The baseline has no definition of ActivationRate.');
    return found;
  };

  test('that changed since the baseline are told, and fail nothing by themselves', async () => {
    const baseline = committed();
    settings(baseline).keyAction = 'file_uploaded';
    settings(baseline)['sources.users'] = 'another';
    const { code, output } = await check(baseline);
    expect(output).toContain('none different.');
    expect(output).toContain('  ActivationRate: keyAction was "file_uploaded", is "project_created"\n');
    expect(output).toContain('  ActivationRate: sources.users is mapped otherwise');
    expect(code).toBe(0);
  });

  test('are not in a baseline of an older version, which still works', async () => {
    const { definitions, ...baseline } = committed();
    expect(Object.keys(definitions ?? {})).toEqual(
      committed().queries.flatMap(({ name }) => (name.includes(' ') ? [] : [name])),
    );
    const { code, output } = await check(baseline);
    expect(output).toContain('The baseline holds no definitions to compare with: --update adds them.');
    expect(code).toBe(0);
    await check(undefined, { update: true });
    expect(JSON.parse(await readFile(file, 'utf8')).definitions).toEqual(definitions);
  });
});

test('--json has every value as it is', async () => {
  const rate = 'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate';
  const month = ['MultiSessionActivationCompletionRate by month', 'signedUpAt 2026-01', rate] as const;
  const { code, output } = await check(changed(...month, '40.666'), { json: true });
  const report = JSON.parse(output);
  expect(report.comparisons).toHaveLength(committedValues);
  expect(report.comparisons.filter(({ outcome }: { outcome: string }) => outcome === 'different')).toEqual([
    expect.objectContaining({ was: '40.666', is: '40.6666666666666667', kpi: rate }),
  ]);
  expect(code).toBe(1);
});

describe('--update', () => {
  test('writes a first baseline, which then passes', async () => {
    const { code, output } = await check(undefined, { update: true });
    expect(output.split('\n')[0]).toBe(`${file} written: ${committedInFigures} values.`);
    expect(code).toBe(0);
    expect(await check(undefined)).toMatchObject({ code: 0 });
    expect(await readdir(folder)).toEqual(['baseline.json']);
  });

  test('accepts what changed and says what', async () => {
    const baseline = changed('ActivationRate', 'all', 'ActivationRate.activationRate', '43');
    const { code, output } = await check(baseline, { update: true });
    expect(code).toBe(0);
    expect(output).toContain(`${committedInFigures} values, 1 changed since`);
    expect(output).toMatch(/activationRate │ all +│ +43 │ 42 │ +-1 │/);
    expect(await check(undefined)).toMatchObject({ code: 0 });
  });

  test('says that nothing changed', async () => {
    expect((await check(committed(), { update: true })).output).toMatch(
      new RegExp(`${committedInFigures} values, none changed since`),
    );
  });

  test('is the way out of a baseline that can’t be read', async () => {
    await writeFile(file, '<<<<<<< HEAD');
    expect(await check(undefined)).toMatchObject({
      code: 2,
      output: expect.stringContaining('merge conflict'),
    });
    expect(await check(undefined, { update: true })).toMatchObject({ code: 0 });
    expect(await check(undefined)).toMatchObject({ code: 0 });
  });

  test('leaves the baseline as it was where the server can’t be asked', async () => {
    await check(committed(), { update: true, url: 'http://localhost:1/cubejs-api/v1' });
    expect(await readFile(file, 'utf8')).toBe(committedText);
  });
});

describe('queries of one’s own', () => {
  async function withQueries(queries: unknown, options: CheckCommandOptions = {}) {
    const queriesFile = join(folder, 'queries.json');
    await writeFile(queriesFile, JSON.stringify(queries));
    return check(undefined, { queries: queriesFile, ...options });
  }

  const rate = 'ActivationRate.activationRate';
  const byMonth = {
    name: 'Paid sign-ups',
    query: {
      measures: [rate],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
      filters: [{ member: 'ActivationRate.signupSource', operator: 'equals', values: ['paid_ads'] }],
    },
  };

  test('are run instead of the default ones', async () => {
    expect(await withQueries([byMonth], { update: true })).toMatchObject({
      code: 0,
      output: `${file} written: 3 values.`,
    });
    expect(await withQueries([byMonth])).toMatchObject({ code: 0 });
  });

  test('close by a date of their own', async () => {
    await withQueries([byMonth], { update: true });
    const baseline: Baseline = JSON.parse(await readFile(file, 'utf8'));
    for (const { values } of baseline.queries[0]?.slices ?? []) {
      values[rate] = String(Number(values[rate]) + 0.5);
    }
    await writeFile(file, baselineText(baseline));
    expect((await withQueries([byMonth])).output).toContain('3 different');
    expect((await withQueries([{ ...byMonth, closedBefore: '2026-02-01' }])).output).toContain('1 different');
  });

  test('with a member that is not there are named with the server’s reason', async () => {
    const { code, output } = await withQueries(
      [{ name: 'Typo', query: { measures: ['ActivationRate.activationrate'] } }],
      { update: true },
    );
    expect(code).toBe(2);
    expect(output).toContain(`The query "Typo" failed at ${apiUrl} (400): `);
    expect(output).toContain("'activationrate' not found");
  });

  test('are refused by path before a server is started', async () => {
    const { code, output } = await withQueries([{ name: 'a', query: { measures: 'x' } }], {
      update: true,
      url: 'http://localhost:1/cubejs-api/v1',
    });
    expect(code).toBe(2);
    expect(output).toContain('[0].query.measures: ');
  });
});

describe('a server that can’t be checked', () => {
  test('no baseline: says to write one', async () => {
    const { code, output } = await check(undefined, { url: 'http://localhost:1/cubejs-api/v1' });
    expect(code).toBe(2);
    expect(output).toContain(`There is no baseline at ${file}`);
    expect(output).toContain('--update');
  });

  test('none at the address', async () => {
    const junit = join(folder, 'check.xml');
    const url = 'http://localhost:1/cubejs-api/v1';
    const { code, output } = await check(committed(), { url, junit });
    expect(code).toBe(2);
    expect(output).toContain(`No server answers at ${url}.`);
    expect(await readFile(junit, 'utf8')).toContain('errors="1"');
  });

  test.each([
    ['nonsense', '--url is nonsense'],
    ['localhost:4000', '--url is localhost:4000'],
    ['http://me:secret@localhost/v1', '--url holds a name or a password'],
  ])('%s is no address', async (url, message) => {
    const { code, output } = await check(committed(), { url });
    expect(code).toBe(2);
    expect(output).toContain(message);
    expect(output).not.toContain('secret');
  });

  test('an address that is not the REST API’s', async () => {
    const { output } = await check(committed(), { url: inject('cubeUrl') });
    expect(output).toContain(`${inject('cubeUrl')} isn't Cube's REST API (404)`);
  });

  /** A server that is none of Cube's. */
  async function serve(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return listening(server);
  }

  const json =
    (status: number, body: (path: string) => unknown): RequestListener =>
    ({ url = '' }, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body(url)));
    };

  test('one that refuses access', async () => {
    const tokens: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      tokens.push(request.headers.authorization);
      json(403, () => ({ error: 'Invalid token' }))(request, response);
    });
    const { code, output } = await check(committed(), { url, token: 'my-token' });
    expect(code).toBe(2);
    expect(output).toContain(`${url} refuses access (403: Invalid token)`);
    expect(output).toContain('--token');
    expect(output).not.toContain('my-token');
    expect(tokens).toEqual(['my-token']);
  });

  test('one whose model is broken', async () => {
    const url = await serve(json(500, () => ({ error: 'Compile errors: …' })));
    const { output } = await check(committed(), { url });
    expect(output).toContain(`Reading the model failed at ${url} (500): Compile errors: …`);
  });

  test('one that answers with a page', async () => {
    const url = await serve((_, response) => response.end('<!DOCTYPE html>'));
    expect((await check(committed(), { url })).output).toContain("isn't Cube's REST API");
  });

  test('one that never answers', async () => {
    const url = await serve(() => undefined);
    const { code, output } = await check(committed(), { url, timeoutMs: 200 });
    expect(code).toBe(2);
    expect(output).toContain(`Reading the model took longer than 0.2 s at ${url}.`);
  });

  test('one without the headline views', async () => {
    const url = await serve(json(200, () => ({ cubes: [] })));
    const { output } = await check(committed(), { url });
    expect(output).toContain("has none of the headline KPIs' views");
    expect(output).toContain('--queries');
  });

  test('one that cuts the rows off', async () => {
    const measures = [
      'newUserCount',
      'multiSessionActivatedUserCount',
      'multiSessionActivationCompletionRate',
    ];
    const name = 'MultiSessionActivationCompletionRate';
    const members = (list: string[]) => list.map((member) => ({ name: `${name}.${member}` }));
    const [above, below] = ['multiSessionActivatedUserCount', 'newUserCount'];
    const view = {
      name,
      meta: {
        headline: { rate: name[0]?.toLowerCase() + name.slice(1), above, below },
        cohort: 'signedUpAt',
        kpis: [name[0]?.toLowerCase() + name.slice(1)],
        definition: {},
      },
      type: 'view',
      measures: members(measures),
      dimensions: members(['signedUpAt']),
      segments: [],
    };
    const answer = { query: { limit: 1 }, data: [{}], annotation: {} };
    const url = await serve(
      json(200, (path) =>
        path.includes('/meta')
          ? { cubes: [view] }
          : { queryType: 'regularQuery', results: [answer], pivotQuery: {} },
      ),
    );
    const { code, output } = await check(committed(), { url });
    expect(code).toBe(2);
    expect(output).toContain(`The query "${name}" was cut off: ${url} sends at most 1 rows`);
  });
});

describe('a server of the check’s own', () => {
  const started = (stops: string[], url = apiUrl): NonNullable<CheckOptions['withServer']> => {
    return async () => ({
      apiUrl: url,
      stop: async () => {
        stops.push(url);
      },
    });
  };

  test('is asked and stopped', async () => {
    const stops: string[] = [];
    const { comparisons } = await runCheck({
      baseline: committedFile,
      now: later,
      withServer: started(stops),
    });
    expect(comparisons).toHaveLength(committedValues);
    expect(stops).toEqual([apiUrl]);
  });

  test('is stopped where the check fails', async () => {
    const stops: string[] = [];
    const withServer = started(stops, 'http://localhost:1/x');
    await expect(runCheck({ baseline: committedFile, withServer })).rejects.toThrow('No server answers');
    expect(stops).toHaveLength(1);
  });

  test('is not started where an address is named', async () => {
    const stops: string[] = [];
    await runCheck({ url: apiUrl, baseline: committedFile, withServer: started(stops) });
    expect(stops).toEqual([]);
  });

  test('is needed without an address', async () => {
    await expect(runCheck({ baseline: committedFile })).rejects.toThrow('--url');
  });
});

test.each([
  [{ tolerance: 'some' }, '--tolerance is some'],
  [{ tolerance: '-1' }, '--tolerance is -1'],
  [{ closedAfter: '' }, '--closed-after is '],
])('%j is refused', async (options, message) => {
  const { code, output } = await check(committed(), options);
  expect(code).toBe(2);
  expect(output).toContain(message);
});
