import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serverCore } from './cube-packages.ts';
import { type Broken, digestOf, type Fix, type Reach } from './fix.ts';
import { clockChanges } from './fixes/clock-changes.ts';
import { clockSetBack } from './fixes/clock-set-back.ts';
import { cohortRangeRefresh } from './fixes/cohort-range-refresh.ts';
import { connectionSettings } from './fixes/connection-settings.ts';
import { dayEnds } from './fixes/day-ends.ts';
import { describedOnce } from './fixes/described-once.ts';
import { distinctSums } from './fixes/distinct-sums.ts';
import { emptyCounts } from './fixes/empty-counts.ts';
import { lookOnceASecond } from './fixes/look-once-a-second.ts';
import { memberAliases } from './fixes/member-aliases.ts';
import { missingRollups } from './fixes/missing-rollups.ts';
import { newestContent } from './fixes/newest-content.ts';
import { orderByGranularity } from './fixes/order-by-granularity.ts';
import { plannerOfDialect } from './fixes/planner-of-dialect.ts';
import { refreshKeyLifetime } from './fixes/refresh-key-lifetime.ts';
import { refreshOnce } from './fixes/refresh-once.ts';
import { resultsInBounds } from './fixes/results-in-bounds.ts';
import { rollupFromRollup } from './fixes/rollup-from-rollup.ts';
import { rollupInOneProcess } from './fixes/rollup-in-one-process.ts';
import { rollupTimeZones } from './fixes/rollup-time-zones.ts';
import { schemaMadeMeanwhile } from './fixes/schema-made-meanwhile.ts';
import { slowQueryError } from './fixes/slow-query-error.ts';
import { tableMadeMeanwhile } from './fixes/table-made-meanwhile.ts';
import { tablesAskedAnew } from './fixes/tables-asked-anew.ts';
import { tablesInUse } from './fixes/tables-in-use.ts';
import { tablesListedOnce } from './fixes/tables-listed-once.ts';
import { updateWindows } from './fixes/update-windows.ts';
import { variablesOnce } from './fixes/variables-once.ts';
import { wholePartitions } from './fixes/whole-partitions.ts';
import { UntestedCubeError } from './untested-cube-error.ts';

/** The version of Cube that the fixes are for and tested with. */
export const testedVersion = '1.7.43';

/** All fixes. Of those that replace the same function, a later one builds on an earlier one. */
export const fixes: readonly Fix[] = [
  dayEnds,
  clockChanges,
  orderByGranularity,
  memberAliases,
  cohortRangeRefresh,
  updateWindows,
  plannerOfDialect,
  distinctSums,
  rollupTimeZones,
  emptyCounts,
  wholePartitions,
  lookOnceASecond,
  clockSetBack,
  resultsInBounds,
  refreshKeyLifetime,
  newestContent,
  tablesListedOnce,
  tablesAskedAnew,
  tableMadeMeanwhile,
  tablesInUse,
  rollupFromRollup,
  refreshOnce,
  missingRollups,
  describedOnce,
  schemaMadeMeanwhile,
  connectionSettings,
  rollupInOneProcess,
  slowQueryError,
  variablesOnce,
];

/** The version of Cube's server that is installed. */
export function installedVersion(): string {
  const file = createRequire(serverCore).resolve('@cubejs-backend/server-core/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Those of which a place isn't what it was. To be asked of fixes before any of them is patched. */
export const brokenOf = (reaches: readonly Reach[]): Broken[] =>
  reaches
    .map((reach) => ({
      reach,
      places: reach.places.filter(({ find, digest }) => digestOf(found(find)) !== digest),
    }))
    .filter(({ places }) => places.length > 0);

/** What can't be looked for isn't there. */
function found(find: () => unknown): unknown {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** Where somebody goes on with a Cube that the fixes haven't been tested with. */
export interface Untested {
  /** The version that is accepted, if any. */
  accepted: string | undefined;
  /** The variable or option that says so. */
  setting: string;
  /** What else reaches into Cube, and stays where its places have changed: nobody is to be without a guard unawares. */
  guards?: readonly Reach[];
}

let areApplied = false;

/**
 * Mends the Cube of this process, once.
 *
 * @returns the names of the fixes that had to be left out, and of the guards that nobody has tested
 * @throws {UntestedCubeError} where Cube's version isn't the tested one, or a place of a fix or a guard isn't what it was,
 *   unless that version is accepted
 */
export function applyFixes(
  { accepted, setting, guards = [] }: Untested,
  version = installedVersion(),
  broken = [...(areApplied ? [] : brokenOf(fixes)), ...brokenOf(guards)],
): { leftOut: string[]; untested: string[] } {
  if ((version !== testedVersion || broken.length > 0) && accepted !== version) {
    throw new UntestedCubeError(refusal(version, broken, { setting, guards }));
  }
  const isBroken = (one: Reach): boolean => broken.some(({ reach }) => reach === one);
  const named = { leftOut: namesOf(fixes.filter(isBroken)), untested: namesOf(guards.filter(isBroken)) };
  if (areApplied) return named;
  areApplied = true;
  for (const fix of fixes) {
    if (isBroken(fix)) fix.overrides?.forEach(leaveOut);
    else fix.patch?.();
  }
  return named;
}

const namesOf = (reaches: readonly Reach[]): string[] => reaches.map(({ name }) => name);

function refusal(
  version: string,
  broken: Broken[],
  { setting, guards }: { setting: string; guards: readonly Reach[] },
): string {
  const named = broken.map(
    ({ reach, places }) =>
      `\n- ${reach.name} (${places.map(({ name }) => name).join(', ')}): ${reach.defect}`,
  );
  const isGuard = ({ reach }: Broken): boolean => guards.includes(reach);
  return [
    `Cube ${version} is installed, and ${fixes.length + guards.length} of its defects are mended here in ${testedVersion}, with which all numbers are tested. `,
    named.length === 0
      ? 'Each of them can be mended in it as before.'
      : `These can't be mended in it as they were, because it isn't what it was there:${named.join('')}\n`,
    ` Install ${testedVersion} of @cubejs-backend/server, schema-compiler and postgres-driver; or, to go on with numbers that nobody has tested`,
    broken.every(isGuard) ? '' : ', without these fixes',
    broken.some(isGuard) ? ', with guards that may let through what they should not' : '',
    `, set ${setting}=${version}.`,
  ].join('');
}

/** Takes away what a class overrides, so that Cube's own holds again. */
function leaveOut({ prototype }: { prototype: object }): void {
  const parent: object = Object.getPrototypeOf(prototype);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name !== 'constructor' && name in parent) Reflect.deleteProperty(prototype, name);
  }
}
