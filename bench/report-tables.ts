import { cases, kpis, shapeTitles } from './cases.ts';
import type { Machine } from './machine.ts';
import {
  type CaseResult,
  type Contestant,
  caches,
  contestants,
  contestantTitles,
  type Results,
  type SizeResult,
} from './results.ts';
import { evaluateTargets } from './targets.ts';
import { answersInARow, summary, type Timing } from './timing.ts';

/** A table of a report: the same in the terminal, in Markdown and in HTML. */
export interface ReportTable {
  title: string;
  head: string[];
  rows: string[][];
}

/** The tables of a run, the verdict first. */
export function reportTables(results: Results): ReportTable[] {
  return [
    targetTable(results),
    ...results.sizes.map(caseTable('The four headline KPIs', contestants.slice(0, -caches.length))),
    growthTable(results),
    ...results.sizes.map(pastRollupsTable),
    ...results.sizes.map(caseTable('Where an answer in a cache of results is good enough', caches)),
    headlineTable(results),
    ...(Object.keys(results.sizes[0]?.breakdowns ?? {}).length > 0 ? [breakdownTable(results)] : []),
    processorTable(results),
    sizeTable(results),
    throughputTable(results),
  ].filter(({ rows }) => rows.length > 0);
}

function targetTable(results: Results): ReportTable {
  const users = results.sizes.at(-1)?.users ?? 0;
  return {
    title: `What it must reach, at ${count(users)} users`,
    head: ['', 'limit', 'measured (the worst case)', ''],
    rows: evaluateTargets(results).map(({ title, limit, measured, passed }) => [
      title,
      limit,
      measured ?? 'not measured',
      passed ? 'pass' : 'FAIL',
    ]),
  };
}

/** What was asked by what, and how long each took for it. */
function timingTable(
  title: string,
  { users, absent }: SizeResult,
  asked: { labels: string[]; name: string; timings: CaseResult['timings'] }[],
  of: readonly Contestant[],
  heads: string[],
): ReportTable {
  const there = of.filter(
    (contestant) =>
      asked.some(({ timings }) => timings[contestant]) ||
      absent.some((each) => each.contestant === contestant),
  );
  const failure = (contestant: Contestant, name: string): string => {
    const failed = absent.find(
      (each) => each.contestant === contestant && (each.case === undefined || each.case === name),
    );
    return failed ? `failed: ${failed.reason.slice(0, 80)}` : '–';
  };
  return {
    title: `${title}, at ${count(users)} users`,
    head: [...heads, ...there.map((contestant) => contestantTitles[contestant])],
    rows: asked.map(({ labels, name, timings }) => [
      ...labels,
      ...there.map((contestant) => timed(timings[contestant]) ?? failure(contestant, name)),
    ]),
  };
}

const caseTable =
  (title: string, of: readonly Contestant[]) =>
  (size: SizeResult): ReportTable =>
    timingTable(
      title,
      size,
      size.cases.map(({ kpi, shape, timings }) => ({
        labels: [titleOf(kpi), shapeTitles[shape]],
        name: `${kpi} ${shape}`,
        timings,
      })),
      of,
      ['KPI', 'asked for'],
    );

const pastRollupsTable = (size: SizeResult): ReportTable =>
  timingTable(
    'What no rollup holds',
    size,
    Object.entries(size.pastRollups).map(([title, timings]) => ({ labels: [title], name: title, timings })),
    ['hand-written', 'cube', 'cube-rollups', 'outcomes'],
    ['question'],
  );

function growthTable({ sizes }: Results): ReportTable {
  const [smallest, ...others] = sizes;
  const largest = others.at(-1);
  if (!smallest || !largest) return { title: '', head: [], rows: [] };
  return {
    title: `Growth of the median from ${count(smallest.users)} to ${count(largest.users)} users, in times`,
    head: ['KPI', 'asked for', ...contestants.map((contestant) => contestantTitles[contestant])],
    rows: largest.cases.map(({ kpi, shape, timings }) => {
      const before = smallest.cases.find((each) => each.kpi === kpi && each.shape === shape)?.timings ?? {};
      return [
        titleOf(kpi),
        shapeTitles[shape],
        ...contestants.map((contestant) => {
          const [from, to] = [before[contestant], timings[contestant]];
          return from && to ? (to.median / from.median).toFixed(1) : '–';
        }),
      ];
    }),
  };
}

function headlineTable({ sizes }: Results): ReportTable {
  return {
    title: 'The headline question of each view by month, with rollups',
    head: ['view', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: Object.keys(sizes[0]?.headlines ?? {}).map((view) => [
      view,
      ...sizes.map(({ headlines }) => timed(headlines[view]) ?? 'failed'),
    ]),
  };
}

function processorTable({ sizes }: Results): ReportTable {
  return {
    title: `Processor time of the server with rollups for an answer, in milliseconds: the mean of ${answersInARow}, one after the other`,
    head: ['KPI', 'asked for', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: cases.map(({ kpi, shape }) => [
      kpi.title,
      shapeTitles[shape],
      ...sizes.map((size) =>
        milliseconds(size.cases.find((each) => each.kpi === kpi.name && each.shape === shape)?.processorMs),
      ),
    ]),
  };
}

function breakdownTable({ sizes }: Results): ReportTable {
  const views = Object.entries(sizes[0]?.breakdowns ?? {});
  return {
    title:
      'Every view by each dimension and granularity, all its measures but medians, with rollups: the median and the slowest of these breakdowns, each the median of three runs',
    head: ['view', 'breakdowns', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: views.map(([view, { length }]) => [
      view,
      String(length),
      ...sizes.map(({ breakdowns }) => {
        const times = breakdowns[view] ?? [];
        return `${milliseconds(summary(times).median)} / ${milliseconds(Math.max(...times))}`;
      }),
    ]),
  };
}

function sizeTable({ sizes, modelCompileMs }: Results): ReportTable {
  const row = (title: string, value: (size: SizeResult) => string | undefined): string[] => [
    title,
    ...sizes.map((size) => value(size) ?? '–'),
  ];
  const server = (contestant: 'cube' | 'cube-rollups' | 'drizzle-cube'): string[][] => [
    row(`${contestantTitles[contestant]}: start to first answer`, ({ servers }) =>
      seconds(servers[contestant]?.startMs),
    ),
    row(`${contestantTitles[contestant]}: memory of the server`, ({ servers }) =>
      megabytes(servers[contestant]?.memoryBytes),
    ),
  ];
  return {
    title:
      'Data, what is kept, and servers: one run of each, and the processor time of each case in the middle of them',
    head: ['', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: [
      row('Source rows', ({ rows }) => count(Object.values(rows).reduce((sum, each) => sum + each, 0))),
      row('Sessions', ({ rows }) => count(rows.session_history ?? 0)),
      row('Making the data', ({ loadSeconds }) => seconds(loadSeconds * 1000)),
      row("What the four KPIs' cubes keep, from nothing", ({ rollups }) => seconds(rollups?.headlinesMs)),
      row('All that is kept, from nothing', ({ rollups }) => seconds(rollups?.buildMs)),
      row('Refresh after one more day', ({ rollups }) => seconds(rollups?.refreshMs)),
      row('Tables kept', ({ rollups }) => rollups && count(rollups.tables)),
      row('Rows kept', ({ rollups }) => rollups && count(rollups.rows)),
      row('Size of what is kept, with indexes', ({ rollups }) => megabytes(rollups?.bytes)),
      row('Model compile time', () => seconds(modelCompileMs)),
      ...server('cube'),
      ...server('cube-rollups'),
      ...server('drizzle-cube'),
    ],
  };
}

function throughputTable({ sizes }: Results): ReportTable {
  return {
    title: 'Throughput of Cube with rollups, all cases in turn',
    head: ['users', 'clients', 'requests', 'requests a second', 'median, ms', 'p95, ms', 'errors'],
    rows: sizes.flatMap(({ users, throughput }) =>
      throughput.map(({ clients, runs, requestsPerSecond, median, p95, errors }) => [
        count(users),
        String(clients),
        count(runs),
        requestsPerSecond.toFixed(0),
        milliseconds(median),
        milliseconds(p95),
        String(errors),
      ]),
    ),
  };
}

/** Why something is missing from the tables. */
export const absences = ({ sizes }: Results): string[] =>
  sizes.flatMap(({ users, absent }) =>
    absent.map(
      ({ contestant, case: name, reason }) =>
        `${count(users)} users, ${contestantTitles[contestant]}${name === undefined ? '' : `, ${name}`}: ${reason}`,
    ),
  );

/** What the contestants and the figures are, for the reader of the tables. */
export const explanation = [
  'A figure is the median in milliseconds, behind it the 95th percentile (– of fewer than 20 runs), and in brackets the number of runs.',
  'SQL by hand: the fastest that we could write, straight to Postgres.',
  'Published reference: what the published Cube models run. It answers another, wrong question, so its answers are not compared; where it has no such breakdown there is none.',
  'Cube: this package over HTTP, as in production, with nothing kept beside the source tables, and with rollups and kept outcomes. Its cache of results is bypassed: the log of Postgres shows a statement for each request.',
  'SELECT on the rollup: the statement that Cube runs on the rollup, straight to Postgres.',
  'SELECT on the outcomes: SQL by hand over the tables of kept outcomes. Eligibilities for expansions have none.',
  'drizzle-cube: the same KPIs defined in it, over HTTP. It has a cache of results and no pre-aggregations; the cache is bypassed, too, and has a table of its own, beside that of Cube.',
  'Every answer but the published one was the same as that of the SQL by hand before it was timed. A contestant without that, or that fails, is not timed.',
];

/** The settings of Postgres that aren't its defaults. */
export const settingsOf = ({ postgresSettings }: Machine): string =>
  postgresSettings.length > 0 ? `with ${postgresSettings.join(', ')}` : 'with its default settings';

const titleOf = (name: string): string => kpis.find((kpi) => kpi.name === name)?.title ?? name;

export const count = (value: number): string => value.toLocaleString('en');

const timed = (timing: Timing | undefined): string | undefined =>
  timing && `${milliseconds(timing.median)} / ${milliseconds(timing.p95)} (${timing.runs})`;

const milliseconds = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(1) : value.toFixed(0);

const seconds = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

const megabytes = (bytes: number | undefined): string | undefined =>
  bytes === undefined ? undefined : `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 1 : 0)} MB`;
