import type { Value } from './value.ts';

/**
 * Whether a number as Postgres prints it (or Cube passes it on) is the value.
 *
 * - A count, a rate or an average is exact (rule 6): what is printed is the fraction, or, where its digits don't end, the fraction
 *   rounded half away from zero at the last digit printed, with at least the 16 significant digits of `numeric`.
 * - A median and the ends of an interval may be floating point: nine decimals count.
 */
export function isPrinted(value: Value, printed: unknown): boolean {
  if (value === null) return printed === null;
  if (typeof printed !== 'string' && typeof printed !== 'number') return false;
  const text = String(printed);
  if (value.kind === 'approximate') {
    return isNear(Number(text), value.number);
  }
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const scaled = value.numerator * 10n ** BigInt(decimals.length);
  const error = absolute(digits * value.denominator - scaled);
  if (error === 0n) return true;
  if (`${whole}${decimals}`.replace(/^0+/, '').length < 16) return false;
  return digits === roundedHalfAwayFromZero(scaled, value.denominator);
}

/** Whether two numbers that may be floating point are the same to nine decimals. */
export const isNear = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));

/** The value for a person to read. */
export function printable(value: Value): string {
  if (value === null) return 'null';
  if (value.kind === 'approximate') return `≈ ${value.number}`;
  const { numerator, denominator } = value;
  return numerator % denominator === 0n
    ? String(numerator / denominator)
    : `${numerator}/${denominator} = ${Number(numerator) / Number(denominator)}`;
}

function roundedHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  const magnitude = (2n * absolute(numerator) + denominator) / (2n * denominator);
  return numerator < 0n ? -magnitude : magnitude;
}

const absolute = (number: bigint): bigint => (number < 0n ? -number : number);
