/** A decimal number of any length, `units / 10^scale`: rates are exact (rule 6), and floating point isn't. */
interface Decimal {
  units: bigint;
  scale: number;
}

/**
 * The shortest text of the same number, so that `47.0000000000000000`, `47.00` and `47` compare as equal.
 * A text that is no number stays as it is.
 */
export function normalised(text: string): string {
  const decimal = parse(text);
  return decimal ? format(decimal) : text;
}

/** `is - was`, exactly, or null where one of them is no number. */
export function difference(was: string, is: string): string | null {
  const subtracted = subtract(was, is);
  return subtracted && format(subtracted);
}

/** Whether two numbers are at most so many units apart. What is no number is never near anything. */
export function isWithinPoints(was: string, is: string, points: number): boolean {
  const apart = subtract(was, is);
  const allowed = parse(String(points));
  return apart !== null && allowed !== null && !isGreater(absolute(apart), allowed);
}

/** Whether two numbers are at most so many percent of the first one apart. Nothing but 0 is near 0. */
export function isWithinPercent(was: string, is: string, percent: number): boolean {
  const apart = subtract(was, is);
  const base = parse(was);
  const share = parse(String(percent));
  if (apart === null || base === null || share === null) return false;
  const allowed = { units: absolute(base).units * share.units, scale: base.scale + share.scale + 2 };
  return !isGreater(absolute(apart), allowed);
}

function parse(text: string): Decimal | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (sign === undefined) return null;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function format({ units, scale }: Decimal): string {
  const digits = absolute({ units, scale })
    .units.toString()
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function subtract(was: string, is: string): Decimal | null {
  const [from, to] = [parse(was), parse(is)];
  if (from === null || to === null) return null;
  const scale = Math.max(from.scale, to.scale);
  return { units: unitsAt(to, scale) - unitsAt(from, scale), scale };
}

function isGreater(one: Decimal, other: Decimal): boolean {
  const scale = Math.max(one.scale, other.scale);
  return unitsAt(one, scale) > unitsAt(other, scale);
}

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);

const absolute = ({ units, scale }: Decimal): Decimal => ({ units: units < 0n ? -units : units, scale });
