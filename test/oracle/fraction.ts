/** A fraction of whole numbers, never rounded. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

/** The number that a text of decimal digits stands for, such as `-12.50`. */
export function decimal(text: string): Fraction {
  const [, digits, decimals = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`No decimal number: ${text}`);
  return reduced(BigInt(`${digits}${decimals}`), 10n ** BigInt(decimals.length));
}

export const product = (one: Fraction, other: Fraction): Fraction =>
  reduced(one.numerator * other.numerator, one.denominator * other.denominator);

export const sum = (one: Fraction, other: Fraction): Fraction =>
  reduced(
    one.numerator * other.denominator + other.numerator * one.denominator,
    one.denominator * other.denominator,
  );

export const total = (fractions: readonly Fraction[]): Fraction =>
  fractions.reduce(sum, { numerator: 0n, denominator: 1n });

export const isAtLeast = (one: Fraction, other: Fraction): boolean =>
  one.numerator * other.denominator >= other.numerator * one.denominator;

/** In its lowest terms, with what is below the line above 0. */
function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [divisor, rest] = [denominator, numerator < 0n ? -numerator : numerator];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
