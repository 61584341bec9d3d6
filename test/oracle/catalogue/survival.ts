import { type Fraction, isAtLeast, product, sum } from '../fraction.ts';
import type { Microseconds } from '../source-rows.ts';
import { windowOf } from '../units.ts';

/** How long a unit is known to have waited, and whether the event ended it, or only now did. */
export interface Wait {
  duration: Microseconds;
  hasEnded: boolean;
}

/**
 * Rule 14: a unit waits from its start until its event, or, as an event after now hasn't come yet, until now. Null for
 * a unit that starts in the future, which is left out.
 */
export function waitOf(start: Microseconds, event: Microseconds | null, now: Microseconds): Wait | null {
  if (start > now) return null;
  return event !== null && event <= now
    ? { duration: event - start, hasEnded: true }
    : { duration: now - start, hasEnded: false };
}

/** The Kaplan–Meier estimate S(t) after each distinct duration of an event, in their order, never rounded. */
export function survival(waits: readonly Wait[]): { duration: Microseconds; share: Fraction }[] {
  const durations = [...new Set(waits.filter(({ hasEnded }) => hasEnded).map(({ duration }) => duration))];
  let share: Fraction = { numerator: 1n, denominator: 1n };
  return durations
    .sort((one, other) => one - other)
    .map((duration) => {
      const events = waits.filter((wait) => wait.hasEnded && wait.duration === duration).length;
      const atRisk = waits.filter((wait) => wait.duration >= duration).length;
      share = product(share, { numerator: BigInt(atRisk - events), denominator: BigInt(atRisk) });
      return { duration, share };
    });
}

/** Both of rule 14's thresholds are held with this tolerance. */
const tolerance: Fraction = { numerator: 1n, denominator: 1_000_000_000n };

/** Rule 14: the least duration by which at most this share is left; null where it never gets there. */
export function durationUntil(leftOver: Fraction, waits: readonly Wait[]): Microseconds | null {
  const found = survival(waits).find(({ share }) => isAtLeast(sum(leftOver, tolerance), share));
  return found?.duration ?? null;
}

/** A day of the curve: how many are at risk as it begins, and what becomes of them on it. */
export interface CurveDay {
  atRisk: number;
  activated: number;
  censored: number;
  /** Of all, how many are activated by the end of the day, by the life table; null with nobody at risk. */
  shareActivated: Fraction | null;
}

/** A day of age, from 0: [day, day + 1) × 24 h after the start. */
export function curveDay(day: number, waits: readonly Wait[]): CurveDay {
  const on = (age: number) => ({
    atRisk: waits.filter(({ duration }) => duration >= windowOf(age)).length,
    leaving: waits.filter(({ duration }) => duration >= windowOf(age) && duration < windowOf(age + 1)),
  });
  let left: Fraction = { numerator: 1n, denominator: 1n };
  for (let age = 0; age <= day; age += 1) {
    const { atRisk, leaving } = on(age);
    // Who is at risk later was at risk before, so that nobody now is nobody on the day asked for.
    if (atRisk === 0) return { atRisk: 0, activated: 0, censored: 0, shareActivated: null };
    const activated = leaving.filter(({ hasEnded }) => hasEnded).length;
    left = product(left, { numerator: BigInt(atRisk - activated), denominator: BigInt(atRisk) });
  }
  const { atRisk, leaving } = on(day);
  const activated = leaving.filter(({ hasEnded }) => hasEnded).length;
  return {
    atRisk,
    activated,
    censored: leaving.length - activated,
    shareActivated: { numerator: left.denominator - left.numerator, denominator: left.denominator },
  };
}
