import type { Microseconds } from '../source-rows.ts';
import { average, count, median, percentage, type Value, wilson } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { durationUntil, type Wait } from './survival.ts';

export type Measures<Row> = Record<string, (rows: readonly Row[]) => Value>;

type Condition<Row> = (row: Row) => boolean;

/** Whom a rate counts. */
export interface RateConditions<Row> {
  above: Condition<Row>;
  /** Everybody unless told. */
  below?: Condition<Row>;
  /** Rule 12: whose window has passed. For a rate with a twin. */
  isSettled?: Condition<Row>;
}

/**
 * The measures of a view's rates: what is above and below the line, the rate, its bounds, and its twin over the settled
 * units alone.
 *
 * @param unit rule 1: which unit a row belongs to; a unit counts once, however many rows of it meet a condition
 */
export function rateMeasures<Row>(
  { rates }: Pick<CatalogueView, 'rates'>,
  unit: (row: Row) => string,
  conditions: Record<string, RateConditions<Row>>,
): Measures<Row> {
  const units = (rows: readonly Row[], ...all: Condition<Row>[]): number =>
    new Set(rows.filter((row) => all.every((condition) => condition(row))).map(unit)).size;
  return Object.fromEntries(
    Object.entries(rates).flatMap(([name, rate]): [string, (rows: readonly Row[]) => Value][] => {
      const { above, below = () => true, isSettled } = conditions[name] ?? missing(name);
      const numerator = (rows: readonly Row[]): number => units(rows, below, above);
      const denominator = (rows: readonly Row[]): number => units(rows, below);
      return [
        [rate.above, (rows) => count(numerator(rows))],
        [rate.below, (rows) => count(denominator(rows))],
        [name, (rows) => percentage(numerator(rows), denominator(rows))],
        [`${name}Low`, (rows) => wilson(numerator(rows), denominator(rows)).low],
        [`${name}High`, (rows) => wilson(numerator(rows), denominator(rows)).high],
        ...(rate.matured ? twin(name, rate.matured, isSettled ?? missing(`${name}'s window`)) : []),
      ];

      function twin(
        plain: string,
        matured: { above: string; below: string },
        settled: Condition<Row>,
      ): [string, (rows: readonly Row[]) => Value][] {
        const numerator = (rows: readonly Row[]): number => units(rows, settled, below, above);
        const denominator = (rows: readonly Row[]): number => units(rows, settled, below);
        return [
          [matured.above, (rows) => count(numerator(rows))],
          [matured.below, (rows) => count(denominator(rows))],
          [
            `matured${plain.charAt(0).toUpperCase()}${plain.slice(1)}`,
            (rows) => percentage(numerator(rows), denominator(rows)),
          ],
        ];
      }
    }),
  );
}

const microsecondsPer = { Hours: 3_600_000_000, Minutes: 60_000_000 };

/** Rule 13: `average…` and `median…` over the rows that have both moments. */
export function durationMeasures<Row>(
  name: `${'Hours' | 'Minutes'}${string}`,
  moments: (row: Row) => { from: Microseconds | null; to: Microseconds | null },
): Measures<Row> {
  const scale = microsecondsPer[name.startsWith('Hours') ? 'Hours' : 'Minutes'];
  const durations = (rows: readonly Row[]): Microseconds[] =>
    rows.map(moments).flatMap(({ from, to }) => (from === null || to === null ? [] : [to - from]));
  return {
    [`average${name}`]: (rows) => average(durations(rows), scale),
    [`median${name}`]: (rows) => median(durations(rows), scale),
  };
}

/** Rule 14: `hoursUntilQuarter…` and `hoursUntilHalf…`, over all rows but those that start in the future. */
export function waitMeasures<Row>(name: string, wait: (row: Row) => Wait | null): Measures<Row> {
  const hoursUntil = (rows: readonly Row[], numerator: bigint): Value => {
    const waits = rows.map(wait).filter((known) => known !== null);
    const duration = durationUntil({ numerator, denominator: 4n }, waits);
    return duration === null ? null : average([duration], microsecondsPer.Hours);
  };
  return {
    [`hoursUntilQuarter${name}`]: (rows) => hoursUntil(rows, 3n),
    [`hoursUntilHalf${name}`]: (rows) => hoursUntil(rows, 2n),
  };
}

function missing(what: string): never {
  throw new Error(`The oracle doesn't say who counts in ${what}`);
}
