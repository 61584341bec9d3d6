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

/**
 * SQL of the ends of Newcombe's 95 % interval of a difference of two rates, from each rate and the ends of its Wilson
 * interval (his method 10): p − q − √((p − its low)² + (the high of q − q)²), and as far up.
 */
export function newcombeEnds(
  p: (end: '' | 'Low' | 'High') => string,
  q: (end: '' | 'Low' | 'High') => string,
): { Low: string; High: string } {
  const away = (one: string, other: string): string => `SQRT(POWER(${one}, 2) + POWER(${other}, 2))`;
  return {
    Low: `${p('')} - ${q('')} - ${away(`${p('')} - ${p('Low')}`, `${q('High')} - ${q('')}`)}`,
    High: `${p('')} - ${q('')} + ${away(`${p('High')} - ${p('')}`, `${q('')} - ${q('Low')}`)}`,
  };
}
