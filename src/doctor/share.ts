import type { Severity } from './findings.ts';

/** Rows that the rules leave out are part of real data; from this share on they tell of something broken. */
const toleratedShare = 0.05;

/** How much it matters that the rules leave some rows out of all. */
export function severityOfShare(count: number, total: number): Severity {
  if (count === 0) return 'ok';
  return count / total > toleratedShare ? 'warning' : 'info';
}

/** A number of rows as it is read: `12,000`. */
export const inFigures = (count: number): string => count.toLocaleString('en');

/** So many of something: `1 row`, `12 rows`. */
export const countOf = (count: number, noun: string): string =>
  `${inFigures(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A part of a whole: `28 of 690 (4.1 %)`. */
export function shareOf(count: number, total: number): string {
  const percent = total === 0 ? 0 : (100 * count) / total;
  const rounded = percent > 0 && percent < 0.1 ? 'under 0.1' : percent.toFixed(1);
  return `${inFigures(count)} of ${inFigures(total)} (${rounded} %)`;
}
