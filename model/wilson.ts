import { rate } from './scales';

/** The 97.5 % quantile of the normal distribution, for an interval of 95 %. */
const z = '1.959963984540054';

/**
 * The ends of the 95 % Wilson score interval of a rate, as measures `<rate>Low` and `<rate>High`: how far the rate
 * of so few units may be from that of many like them. With x of n units, multiplied out so that it is one fraction:
 * (x + z²/2 ∓ z √(x (n − x) / n + z²/4)) / (n + z²).
 */
export function wilsonBounds(
  rateName: string,
  title: string,
  numerator: string,
  denominator: string,
): Record<string, CubeMeasure> {
  const bound = (CUBE: CubeReference, sign: '-' | '+'): string => {
    const x = CUBE[numerator];
    const n = CUBE[denominator];
    // GREATEST and LEAST pass over a null, so that nobody below the line needs a case of its own (rule 6).
    return `CASE WHEN ${n} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${x} + ${z} * ${z} / 2 ${sign} ${z} * SQRT(1.0 * ${x} * (${n} - ${x}) / ${n} + ${z} * ${z} / 4)) / (${n} + ${z} * ${z}))) END`;
  };
  const about = 'the 95 % Wilson score interval';
  return {
    [`${rateName}Low`]: {
      ...rate,
      sql: (CUBE) => bound(CUBE, '-'),
      title: `${title}, low (%)`,
      description: `The lower end of ${about} of the rate: with few units it is far below the rate.`,
    },
    [`${rateName}High`]: {
      ...rate,
      sql: (CUBE) => bound(CUBE, '+'),
      title: `${title}, high (%)`,
      description: `The upper end of ${about} of the rate: with few units it is far above the rate.`,
    },
  };
}
