import type { Fraction } from './fraction.ts';

/**
 * What a measure is: an exact fraction (a count, a rate, an average), a number good to nine decimals (a median, the end
 * of an interval), or null.
 */
export type Value = ({ kind: 'exact' } & Fraction) | { kind: 'approximate'; number: number } | null;

export const count = (units: number): Value => ({
  kind: 'exact',
  numerator: BigInt(units),
  denominator: 1n,
});

/** Rule 6: a percentage from 0 to 100, and null where there is nobody to count. */
export const percentage = (above: number, below: number): Value =>
  below === 0 ? null : { kind: 'exact', numerator: 100n * BigInt(above), denominator: BigInt(below) };

/** A sum for each of so many; null where there is none. */
export const ratio = ({ numerator, denominator }: Fraction, below: number): Value =>
  below === 0 ? null : { kind: 'exact', numerator, denominator: denominator * BigInt(below) };

/** The average of numbers that are whole when multiplied by `scale`; null over nothing. */
export function average(scaled: readonly number[], scale: number): Value {
  if (scaled.length === 0) return null;
  const sum = scaled.reduce((total, number) => total + BigInt(number), 0n);
  return { kind: 'exact', numerator: sum, denominator: BigInt(scaled.length) * BigInt(scale) };
}

/** The median, halfway between the two in the middle where there are two; null over nothing. */
export function median(scaled: readonly number[], scale: number): Value {
  if (scaled.length === 0) return null;
  const sorted = [...scaled].sort((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]] as [number, number];
  return { kind: 'approximate', number: (low / scale + high / scale) / 2 };
}

/**
 * The ends of the 95 % Wilson score interval of the share `above / below`, as percentages; null where `below` is 0.
 * With p = above / below: (p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n).
 */
export function wilson(above: number, below: number): { low: Value; high: Value } {
  if (below === 0) return { low: null, high: null };
  const z = 1.959963984540054;
  const share = above / below;
  const centre = share + (z * z) / (2 * below);
  const reach = z * Math.sqrt((share * (1 - share)) / below + (z * z) / (4 * below * below));
  const end = (sum: number): Value => ({ kind: 'approximate', number: (100 * sum) / (1 + (z * z) / below) });
  // Of none and of all, the formula's outer end is 0 and 100, which floating point might miss.
  return {
    low: above === 0 ? { kind: 'approximate', number: 0 } : end(centre - reach),
    high: above === below ? { kind: 'approximate', number: 100 } : end(centre + reach),
  };
}
