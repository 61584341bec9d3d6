import type { Baseline, QueryAnswer } from './baseline.ts';
import { isWithinPercent, isWithinPoints } from './decimal.ts';
import { type PeriodState, periodState } from './period.ts';
import type { Value } from './slice.ts';

/**
 * How a value compares with the baseline's.
 *
 * - `same`: equal.
 * - `within`: another one, but within the tolerance of an open period.
 * - `different`: what fails the check.
 * - `noted`: worth telling, but to be expected: a period that was running, or a slice that came in one that isn't
 *   closed. One that went is different whatever its period: units stay in their cohort, so that it can but grow.
 */
export type Outcome = 'same' | 'within' | 'different' | 'noted';

/** One KPI in one slice, was and is. */
export interface Comparison {
  query: string;
  /** The measure's full name. */
  kpi: string;
  slice: string;
  period: PeriodState;
  /** The baseline's value; undefined where the baseline hasn't got the slice. */
  was: Value | undefined;
  /** The server's value; undefined where the server hasn't got the slice. */
  is: Value | undefined;
  /** What is allowed, in words: `exact`, `± 1 pp`, `± 5 %`, or `any` for a period that was running. */
  tolerance: string;
  outcome: Outcome;
}

/** By what a comparison is made. */
export interface Comparing {
  now: Date;
  closedAfterDays: number;
  /** By how many percentage points a rate of an open period may move. */
  tolerancePoints: number;
  /** By how many percent a count or a number of hours of an open period may move. */
  tolerancePercent: number;
  /** The measures that are rates. */
  percentages: ReadonlySet<string>;
  /** The queries with a date of their own before which periods are closed, by name. */
  closedBefore: ReadonlyMap<string, string>;
}

/** Compares each value of the baseline with the server's, and those that only one of them has. */
export function compare(
  baseline: Baseline,
  answers: readonly QueryAnswer[],
  comparing: Comparing,
): Comparison[] {
  const written = new Date(baseline.asOf);
  // What was still changing when the baseline was written isn't wrong for having changed since.
  const at = written < comparing.now ? written : comparing.now;
  const names = distinct([...answers, ...baseline.queries].map(({ name }) => name));
  return names.flatMap((name) => {
    const [before, now] = [slicesByName(baseline.queries, name), slicesByName(answers, name)];
    return distinct([...before.keys(), ...now.keys()])
      .sort()
      .flatMap((slice) => {
        const [was, is] = [before.get(slice), now.get(slice)];
        const period = periodState((is ?? was)?.until ?? null, {
          at,
          afterDays: comparing.closedAfterDays,
          before: comparing.closedBefore.get(name),
        });
        return distinct([...Object.keys(is?.values ?? {}), ...Object.keys(was?.values ?? {})]).map((kpi) =>
          judged({ query: name, kpi, slice, period, was: was?.values[kpi], is: is?.values[kpi] }, comparing),
        );
      });
  });
}

function judged(
  compared: Omit<Comparison, 'tolerance' | 'outcome'>,
  { tolerancePoints, tolerancePercent, percentages }: Comparing,
): Comparison {
  const { was, is, kpi, period } = compared;
  const isRate = percentages.has(kpi);
  const tolerance = {
    closed: 'exact',
    open: isRate ? `± ${tolerancePoints} pp` : `± ${tolerancePercent} %`,
    running: 'any',
  }[period];
  const isNear = (): boolean =>
    typeof was === 'string' &&
    typeof is === 'string' &&
    (isRate ? isWithinPoints(was, is, tolerancePoints) : isWithinPercent(was, is, tolerancePercent));
  const outcome = (): Outcome => {
    if (was === is) return 'same';
    if (period === 'closed' || is === undefined) return 'different';
    if (period === 'running' || was === undefined) return 'noted';
    return isNear() ? 'within' : 'different';
  };
  return { ...compared, tolerance, outcome: outcome() };
}

const slicesByName = (answers: readonly QueryAnswer[], name: string) =>
  new Map(answers.find((answer) => answer.name === name)?.slices.map((slice) => [slice.slice, slice]));

const distinct = (list: string[]): string[] => [...new Set(list)];
