import { BigNumber } from 'bignumber.js';

/**
 * The shortest text of the same number, so that `47.0000000000000000`, `47.00` and `47` compare as equal.
 * A text that is no number stays as it is.
 */
export const normalised = (text: string): string => parse(text)?.toFixed() ?? text;

/** `is - was`, exactly, or null where one of them is no number. */
export const difference = (was: string, is: string): string | null => subtract(was, is)?.toFixed() ?? null;

/** Whether two numbers are at most so many units apart. What is no number is never near anything. */
export const isWithinPoints = (was: string, is: string, points: number): boolean =>
  subtract(was, is)?.abs().isLessThanOrEqualTo(points) ?? false;

/** Whether two numbers are at most so many percent of the first one apart. Nothing but 0 is near 0. */
export function isWithinPercent(was: string, is: string, percent: number): boolean {
  const allowed = parse(was)?.abs().times(percent).times('0.01');
  return (allowed && subtract(was, is)?.abs().isLessThanOrEqualTo(allowed)) ?? false;
}

/** A number with so many decimals at most, for people; what is no number stays as it is. */
export const rounded = (text: string, decimals: number): string =>
  parse(text)?.decimalPlaces(decimals).toFixed() ?? text;

/**
 * How many decimals show that two numbers differ: 2, or as many as the first two digits of a smaller difference take.
 */
export function decimalsApart(was: string, is: string): number {
  const apart = subtract(was, is);
  return apart === null ? 2 : Math.max(2, apart.precision(2).decimalPlaces() ?? 0);
}

function parse(text: string): BigNumber | null {
  // Its own syntax also takes other bases, and infinity.
  if (!/^[+-]?(?=\.?\d)\d*\.?\d*(?:[eE][+-]?\d{1,3})?$/.test(text.trim())) return null;
  const number = new BigNumber(text.trim());
  return number.isZero() ? number.abs() : number;
}

function subtract(was: string, is: string): BigNumber | null {
  const [from, to] = [parse(was), parse(is)];
  return from === null || to === null ? null : to.minus(from);
}
