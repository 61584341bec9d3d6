import { kpis, shapeTitles } from './cases.ts';
import { contestants, contestantTitles, type Results, type SizeResult } from './results.ts';
import { evaluateTargets } from './targets.ts';
import { summary } from './timing.ts';

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
    ...results.sizes.map(caseTable),
    growthTable(results),
    pastRollupsTable(results),
    headlineTable(results),
    ...(Object.keys(results.sizes[0]?.breakdowns ?? {}).length > 0 ? [breakdownTable(results)] : []),
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

function caseTable({ users, cases }: SizeResult): ReportTable {
  return {
    title: `Median and p95 at ${count(users)} users, in milliseconds`,
    head: ['KPI', 'asked for', ...contestants.map((contestant) => contestantTitles[contestant])],
    rows: cases.map(({ kpi, shape, timings }) => [
      titleOf(kpi),
      shapeTitles[shape],
      ...contestants.map((contestant) => {
        const timing = timings[contestant];
        return timing ? `${milliseconds(timing.median)} / ${milliseconds(timing.p95)}` : '–';
      }),
    ]),
  };
}

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

function pastRollupsTable({ sizes }: Results): ReportTable {
  const asked = ['hand-written', 'cube', 'cube-rollups'] as const;
  return {
    title:
      'What no rollup holds: the median by hand, and by Cube without rollups and with them (and with outcomes, where they are kept), in milliseconds',
    head: ['question', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: Object.keys(sizes[0]?.pastRollups ?? {}).map((title) => [
      title,
      ...sizes.map(({ pastRollups }) =>
        asked.map((by) => milliseconds(pastRollups[title]?.[by]?.median ?? Number.NaN)).join(' / '),
      ),
    ]),
  };
}

function headlineTable({ sizes }: Results): ReportTable {
  return {
    title: 'The headline question of each view by month, with rollups: the median, in milliseconds',
    head: ['view', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: Object.keys(sizes[0]?.headlines ?? {}).map((view) => [
      view,
      ...sizes.map(({ headlines }) => milliseconds(headlines[view]?.median ?? Number.NaN)),
    ]),
  };
}

function breakdownTable({ sizes }: Results): ReportTable {
  const views = Object.entries(sizes[0]?.breakdowns ?? {});
  return {
    title:
      'Every view by each dimension and granularity, all its measures but medians, with rollups: the median and the slowest of these breakdowns, in milliseconds',
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
    title: 'Data, rollups and servers',
    head: ['', ...sizes.map(({ users }) => `${count(users)} users`)],
    rows: [
      row('Source rows', ({ rows }) => count(Object.values(rows).reduce((sum, each) => sum + each, 0))),
      row('Sessions', ({ rows }) => count(rows.session_history ?? 0)),
      row('Making the data', ({ loadSeconds }) => seconds(loadSeconds * 1000)),
      row('All rollups from nothing', ({ rollups }) => seconds(rollups?.buildMs)),
      row('Refresh after one more day', ({ rollups }) => seconds(rollups?.refreshMs)),
      row('The daily look at every month after it', ({ rollups }) => seconds(rollups?.fullRefreshMs)),
      row('Rollup tables', ({ rollups }) => rollups && count(rollups.tables)),
      row('Rollup rows', ({ rollups }) => rollups && count(rollups.rows)),
      row('Rollup size, with indexes', ({ rollups }) => megabytes(rollups?.bytes)),
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
    head: ['users', 'clients', 'requests a second', 'median, ms', 'p95, ms', 'errors'],
    rows: sizes.flatMap(({ users, throughput }) =>
      throughput.map(({ clients, requestsPerSecond, median, p95, errors }) => [
        count(users),
        String(clients),
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

/** What the contestants are, for the reader of the tables. */
export const explanation = [
  'SQL by hand: the fastest that we could write, straight to Postgres.',
  'Published reference: what the published Cube models run. It answers another, wrong question, so its answers are not compared; where it has no such breakdown there is none.',
  'Cube, rollups and no rollups: this package over HTTP, as in production. Its cache of results is bypassed: the log of Postgres shows a statement for each request.',
  'SELECT on the rollup: the statement that Cube runs on the rollup, straight to Postgres.',
  'drizzle-cube: the same KPIs defined in it, over HTTP, without a cache.',
  'Every answer but the published one was the same as that of the SQL by hand before it was timed.',
];

const titleOf = (name: string): string => kpis.find((kpi) => kpi.name === name)?.title ?? name;

export const count = (value: number): string => value.toLocaleString('en');

const milliseconds = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

const seconds = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

const megabytes = (bytes: number | undefined): string | undefined =>
  bytes === undefined ? undefined : `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 1 : 0)} MB`;
