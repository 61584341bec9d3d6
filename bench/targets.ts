import { headlines, kpis } from './cases.ts';
import { type PastRollups, pastRollups } from './past-rollups.ts';
import type { CaseResult, Contestant, Results, SizeResult } from './results.ts';

/** What the benchmark must reach, and what it reached in one run. */
export interface Target {
  title: string;
  /** E.g. `at least 100 times`. */
  limit: string;
  /** The worst case of the run, with its name; undefined where it wasn't measured. */
  measured?: string;
  passed: boolean;
}

/** The users that the limits are set for. */
const fullSize = 1_000_000;

/** What Cube may spend on a request beside the statement, in milliseconds. */
const ownWorkMs = 15;

/**
 * How many times faster than SQL by hand, and than drizzle-cube, rollups must be at {@link fullSize}. Of fewer users
 * in proportion: what rollups save grows with the rows, and what an answer costs without them doesn't fall to nothing.
 */
const timesFaster: Record<CaseResult['kpi'], number> = {
  'multi-session': 100,
  activation: 30,
  milestones: 10,
  expansion: 10,
};

interface Measurement {
  name: string;
  value: number;
}

/**
 * Each target with the worst of what a run measured for it, at the most users that it had. Below {@link fullSize}, where
 * Cube's own work on a request or a table outweighs that on the rows, it is allowed for, and builds have no target.
 */
export function evaluateTargets({ sizes }: Results): Target[] {
  const largest = sizes.at(-1);
  const smallest = sizes[0];
  if (!largest || !smallest) return [];
  const ratios = (above: Contestant, below: Contestant, kpi?: CaseResult['kpi']): Measurement[] =>
    compare(largest, (timings) => quotient(timings[above]?.median, timings[below]?.median), kpi);
  const share = Math.min(1, largest.users / fullSize);
  const isFull = share === 1;
  const pastOwnWork = isFull ? '' : `, where it takes ${ownWorkMs} ms more`;
  const allowed = (own: number | undefined, other: number | undefined): number => {
    const times = quotient(own, other) ?? Number.NaN;
    return !isFull && (own ?? 0) - (other ?? 0) <= ownWorkMs ? Math.min(1, times) : times;
  };
  const slower = (contestant: Contestant, other: Contestant): Measurement[] =>
    compare(largest, (timings) => allowed(timings[contestant]?.median, timings[other]?.median));
  const pastRollupsOf = (
    contestant: Contestant,
    value: (own: number | undefined, byHand: number | undefined) => number | undefined,
    isAsked: (asked: PastRollups) => boolean = () => true,
  ): Measurement[] =>
    pastRollups.filter(isAsked).map(({ name }) => {
      const timings = largest.pastRollups[name] ?? {};
      return {
        name,
        value: value(timings[contestant]?.median, timings['hand-written']?.median) ?? Number.NaN,
      };
    });
  const keptAgainst = (own: number | undefined, byHand: number | undefined): number | undefined =>
    quotient(own && (isFull ? own : Math.max(0, own - ownWorkMs)), byHand);
  const withoutAnythingKept = [...slower('cube', 'hand-written'), ...pastRollupsOf('cube', allowed)];

  return [
    ...kpis.map(({ name, title }) =>
      atLeast(
        `Rollups against SQL by hand: ${title}`,
        timesFaster[name] * share,
        ratios('hand-written', 'cube-rollups', name),
      ),
    ),
    atMost(
      'Rollups against a bare SELECT on the rollup',
      ownWorkMs,
      compare(largest, ({ 'cube-rollups': cube, 'rollup-table': bare }) =>
        cube && bare ? cube.median - bare.median : undefined,
      ),
      'ms more',
    ),
    ...(smallest === largest
      ? []
      : [
          atMost(
            `Growth of rollups from ${smallest.users.toLocaleString('en')} users`,
            1.3,
            compare(largest, ({ 'cube-rollups': large }, { kpi, shape }) =>
              quotient(large?.median, find(smallest, kpi, shape)?.timings['cube-rollups']?.median),
            ),
          ),
        ]),
    atMost(`Nothing kept against SQL by hand: each case${pastOwnWork}`, 1.25, withoutAnythingKept),
    atMost(
      `Nothing kept against SQL by hand: the median case${pastOwnWork}`,
      1.1,
      medianOf(withoutAnythingKept),
    ),
    atMost(`Nothing kept against drizzle-cube${pastOwnWork}`, 1, slower('cube', 'drizzle-cube')),
    ...kpis.map(({ name, title }) =>
      atLeast(
        `Rollups against drizzle-cube: ${title}`,
        timesFaster[name] * share,
        ratios('drizzle-cube', 'cube-rollups', name),
      ),
    ),
    atMost(
      'The headline question of each view, with rollups',
      25,
      headlines.map(([name]) => ({ name, value: largest.headlines[name]?.median ?? Number.NaN })),
      'ms',
    ),
    atMost(
      `What no rollup holds, against SQL by hand: users${pastOwnWork}`,
      0.2,
      pastRollupsOf('cube-rollups', keptAgainst, ({ of }) => of === undefined),
    ),
    atMost(
      `What no rollup holds, against SQL by hand: accounts${pastOwnWork}`,
      0.5,
      pastRollupsOf('cube-rollups', keptAgainst, ({ of }) => of === 'accounts'),
    ),
    atMost(
      'What no rollup holds',
      300,
      pastRollupsOf('cube-rollups', (own) => own),
      'ms',
    ),
    atMost('Tables kept', 250, [{ name: 'all', value: largest.rollups?.tables ?? Number.NaN }], ''),
    atMost(
      'Processor time of the server for an answer from a rollup',
      4.6,
      largest.cases.map(({ kpi, shape, processorMs }) => ({
        name: `${kpi} ${shape}`,
        value: processorMs ?? Number.NaN,
      })),
      'ms',
    ),
    ...(isFull ? builds(largest) : []),
    ...thirtyTwoClients(largest),
  ];
}

const builds = (largest: SizeResult): Target[] => [
  atMost("Building what the four KPIs' cubes keep, against the SQL of the four by hand", 2, [
    {
      name: 'all cases',
      value: quotient(largest.rollups?.headlinesMs, sum(largest, 'hand-written')) ?? Number.NaN,
    },
  ]),
  atMost("Building all that is kept, against what the four KPIs' cubes keep", 2.5, [
    { name: 'all', value: quotient(largest.rollups?.buildMs, largest.rollups?.headlinesMs) ?? Number.NaN },
  ]),
  atMost('Refresh after one more day against the build', 0.1, [
    {
      name: 'all',
      value: quotient(largest.rollups?.refreshMs, largest.rollups?.buildMs) ?? Number.NaN,
    },
  ]),
];

function thirtyTwoClients({ throughput }: SizeResult): Target[] {
  const alone = throughput.find(({ clients }) => clients === 1);
  const many = throughput.find(({ clients }) => clients === 32);
  return [
    atMost('32 clients: errors', 0, [{ name: 'all cases', value: many?.errors ?? Number.NaN }], ''),
    atMost('32 clients: p95 against their median', 1.5, [
      { name: 'all cases', value: quotient(many?.p95, many?.median) ?? Number.NaN },
    ]),
    atMost('32 clients: p95 against the median of one', 10, [
      { name: 'all cases', value: quotient(many?.p95, alone?.median) ?? Number.NaN },
    ]),
  ];
}

function compare(
  { cases }: SizeResult,
  value: (timings: CaseResult['timings'], of: CaseResult) => number | undefined,
  kpi?: CaseResult['kpi'],
): Measurement[] {
  return cases
    .filter((each) => kpi === undefined || each.kpi === kpi)
    .map((each) => ({ name: `${each.kpi} ${each.shape}`, value: value(each.timings, each) ?? Number.NaN }));
}

const find = ({ cases }: SizeResult, kpi: string, shape: string): CaseResult | undefined =>
  cases.find((each) => each.kpi === kpi && each.shape === shape);

const quotient = (above: number | undefined, below: number | undefined): number | undefined =>
  above === undefined || below === undefined ? undefined : above / below;

const sum = ({ cases }: SizeResult, contestant: Contestant): number =>
  cases.reduce((total, { timings }) => total + (timings[contestant]?.median ?? Number.NaN), 0);

const atLeast = (title: string, limit: number, values: Measurement[]): Target =>
  target(
    title,
    `at least ${Number(limit.toPrecision(3))} times`,
    values,
    (one, other) => one < other,
    (value) => value >= limit,
    'times',
  );

const atMost = (title: string, limit: number, values: Measurement[], unit = 'times'): Target =>
  target(
    title,
    `at most ${limit} ${unit}`.trim(),
    values,
    (one, other) => one > other,
    (value) => value <= limit,
    unit,
  );

/** The one in the middle; one that wasn't measured is as slow as can be. */
function medianOf(values: Measurement[]): Measurement[] {
  const rank = ({ value }: Measurement): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  const sorted = values.toSorted((one, other) => rank(one) - rank(other));
  return sorted.slice(Math.floor(sorted.length / 2)).slice(0, 1);
}

/** A case that wasn't measured is a target that wasn't reached. */
function target(
  title: string,
  limit: string,
  values: Measurement[],
  isWorse: (one: number, other: number) => boolean,
  passes: (value: number) => boolean,
  unit: string,
): Target {
  const measured = values.filter(({ value }) => !Number.isNaN(value));
  const [first, ...others] = measured;
  if (!first) return { title, limit, passed: false };
  const worst = others.reduce((worst, each) => (isWorse(each.value, worst.value) ? each : worst), first);
  const missing = values.length - measured.length;
  const text = `${Number(worst.value.toPrecision(3))} ${unit}`.trim();
  return {
    title,
    limit,
    measured: `${text} (${worst.name}${missing > 0 ? `; ${missing} not measured` : ''})`,
    passed: missing === 0 && passes(worst.value),
  };
}
