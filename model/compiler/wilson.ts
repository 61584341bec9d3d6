/** The 97.5 % quantile of the normal distribution, for an interval of 95 %. */
const z = '1.959963984540054';

/**
 * SQL of the ends of the 95 % Wilson score interval of a rate: how far the rate of so few units may be from that of
 * many like them. With x of n units, multiplied out so that it is one fraction:
 * (x + z²/2 ∓ z √(x (n − x) / n + z²/4)) / (n + z²).
 */
export function wilsonEnds(x: string, n: string): { Low: string; High: string } {
  // GREATEST and LEAST pass over a null, so that nobody below the line needs a case of its own (rule 6).
  const end = (sign: '-' | '+'): string =>
    `CASE WHEN ${n} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${x} + ${z} * ${z} / 2 ${sign} ${z} * SQRT(1.0 * ${x} * (${n} - ${x}) / ${n} + ${z} * ${z} / 4)) / (${n} + ${z} * ${z}))) END`;
  return { Low: end('-'), High: end('+') };
}
