import { ActionableError } from '../actionable-error.ts';

/** How rollups are kept. */
export interface RollupSettings {
  /** Whether the model has rollups. Without them every query reads the source tables. */
  enabled: boolean;
  /** How often rollups are held against the source tables, as Cube writes intervals: `1 hour`. */
  refreshEvery: string;
}

/**
 * What the variables `ACTIVATION_ROLLUPS` (`true` unless set) and `ACTIVATION_REFRESH_EVERY` (`1 hour` unless set)
 * say.
 *
 * @throws {ActionableError} where one of them says something else
 */
export function rollupSettings(): RollupSettings {
  const { ACTIVATION_ROLLUPS: rollups = 'true', ACTIVATION_REFRESH_EVERY: refreshEvery = '1 hour' } =
    process.env;
  if (rollups !== 'true' && rollups !== 'false') {
    throw new ActionableError(`ACTIVATION_ROLLUPS is ${rollups}. Set it to true or false.`);
  }
  if (!/^[1-9]\d* (second|minute|hour|day|week)s?$/.test(refreshEvery)) {
    throw new ActionableError(
      `ACTIVATION_REFRESH_EVERY is ${refreshEvery}. Set it to an interval such as "30 minutes" or "1 hour".`,
    );
  }
  return { enabled: rollups === 'true', refreshEvery };
}
