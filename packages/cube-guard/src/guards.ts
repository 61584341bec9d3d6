import type { Reach } from 'cube-fixes';
import { checkedQueries } from './checked-queries.ts';
import { toldFailures } from './failures.ts';
import { readiness } from './health.ts';
import { numberOfQueries } from './limits.ts';
import { rowRules } from './row-level-security.ts';
import { visibility } from './visibility.ts';

/** What the guards stand before in Cube. `applyFixes` refuses a Cube in which a place of these isn't what it was. */
export const guards: readonly Reach[] = [
  visibility,
  rowRules,
  numberOfQueries,
  checkedQueries,
  toldFailures,
  readiness,
];
