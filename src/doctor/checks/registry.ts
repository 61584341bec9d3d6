import type { Check } from '../check.ts';
import { accounts } from './accounts.ts';
import { dates } from './dates.ts';
import { drivers } from './drivers.ts';
import { freshness } from './freshness.ts';
import { indexes } from './indexes.ts';
import { keys } from './keys.ts';
import { names } from './names.ts';
import { nulls } from './nulls.ts';
import { order } from './order.ts';
import { orphans } from './orphans.ts';
import { rows } from './rows.ts';
import { sessions } from './sessions.ts';
import { values } from './values.ts';

/**
 * The checks of the data, the cheap ones first: those that read the catalogue or an index, then those that read a
 * source once, then those that group or join. What comes before them, whether a source can be read, is in
 * `survey-source.ts`.
 */
export const checks = (options: { staleAfterDays: number }): Check[] => [
  indexes,
  freshness(options.staleAfterDays),
  rows,
  keys,
  nulls,
  dates,
  names,
  values,
  accounts,
  orphans,
  order,
  sessions,
  drivers,
];
