import type { Check } from '../data-check.ts';
import { accounts } from './accounts-of-users.ts';
import { dates } from './dates.ts';
import { freshness } from './freshness.ts';
import { indexes } from './indexes.ts';
import { drivers } from './key-action-choice.ts';
import { keys } from './keys.ts';
import { names } from './names.ts';
import { nulls } from './nulls.ts';
import { order } from './order.ts';
import { orphans } from './orphans.ts';
import { rows } from './row-counts.ts';
import { sessions } from './session-links.ts';
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
