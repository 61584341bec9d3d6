import { ActionableError } from '../actionable-error.ts';

/** How rollups are kept. */
export interface RollupSettings {
  /** Whether the model has rollups. Without them every query reads the source tables. */
  enabled: boolean;
  /** Whether what the logs tell of each unit is kept in Postgres, for rollups and queries to read. */
  outcomes: boolean;
  /** How often rollups are held against the source tables, as Cube writes intervals: `1 hour`. */
  refreshEvery: string;
  /** The same of those that are made of kept outcomes: sooner, as it takes no time beside reading the logs. */
  keptEvery: string;
  /** How long after its end a month is held against them that often, and no longer once a day: `180 days`. */
  updateWindow: string;
}

/**
 * What the variables `ACTIVATION_ROLLUPS` (`true` unless set), `ACTIVATION_OUTCOMES` (`false` unless set,
 * as in another Cube nobody refreshes them), `ACTIVATION_REFRESH_EVERY` (`1 hour` unless set) and
 * `ACTIVATION_UPDATE_WINDOW` (`180 days` unless set) say.
 *
 * @throws {ActionableError} where one of them says something else
 */
export function rollupSettings(): RollupSettings {
  const enabled = isOn('ACTIVATION_ROLLUPS', true);
  const refreshEvery = interval('ACTIVATION_REFRESH_EVERY', '1 hour');
  return {
    enabled,
    outcomes: isOn('ACTIVATION_OUTCOMES', false) && enabled,
    refreshEvery,
    keptEvery: secondsOf(refreshEvery) < 300 ? refreshEvery : '5 minutes',
    updateWindow: interval('ACTIVATION_UPDATE_WINDOW', '180 days'),
  };
}

function isOn(variable: string, otherwise: boolean): boolean {
  const value = process.env[variable] ?? String(otherwise);
  if (value !== 'true' && value !== 'false') {
    throw new ActionableError(`${variable} is ${value}. Set it to true or false.`);
  }
  return value === 'true';
}

function interval(variable: string, otherwise: string): string {
  const value = process.env[variable] || otherwise;
  if (!/^[1-9]\d* (second|minute|hour|day|week)s?$/.test(value)) {
    throw new ActionableError(
      `${variable} is ${value}. Set it to an interval such as "30 minutes" or "${otherwise}".`,
    );
  }
  return value;
}

const secondsIn = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };

/** The length of an interval of these settings, in seconds. */
export function secondsOf(interval: string): number {
  const [count, unit = ''] = interval.split(' ');
  return Number(count) * secondsIn[unit.replace(/s$/, '') as keyof typeof secondsIn];
}
