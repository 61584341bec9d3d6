import type { Row } from '../check/slice.ts';
import type { Measure } from '../kpis/served-model.ts';

/** What is known of how sure a rate is: its interval, and how many units it is of. */
export interface Estimated {
  low: number | null;
  high: number | null;
  units: number | null;
}

/** Wider than so many points, an interval says little. */
const wide = 20;
/** Fewer units say little where no interval is served. */
const few = 30;

/** Whether a rate is of so few units that it may be far from what it seems. */
export const isUncertain = ({ low, high, units }: Estimated): boolean =>
  low !== null && high !== null ? high - low > wide : units !== null && units < few;

/** What a row tells of how sure its rate is. */
export function estimateOf(row: Row, { ends, below }: Pick<Measure, 'ends' | 'below'>): Estimated {
  const known = (measure: Measure | undefined): number | null => {
    const value = measure && row[measure.name];
    return value === undefined || value === null ? null : Number(value);
  };
  return { low: known(ends?.low), high: known(ends?.high), units: known(below) };
}

/** Tells the rows that are of few units, and of less than a quarter of the middle row's. */
export function slightAmong(
  rows: readonly Row[],
  rate: Pick<Measure, 'ends' | 'below'>,
): (row: Row) => boolean {
  const units = (row: Row): number => estimateOf(row, rate).units ?? 0;
  const sizes = rows.map(units).sort((one, other) => one - other);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return (row) => isUncertain(estimateOf(row, rate)) && units(row) < middle / 4;
}
