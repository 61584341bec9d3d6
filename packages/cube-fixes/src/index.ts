/**
 * Defects of Cube 1.7.43 that are mended from outside, each in one file of `fixes/`.
 *
 * @module
 */
export { ExactCubeStoreQuery } from './cube-store-query.ts';
export { ExactPostgresQuery } from './exact-postgres-query.ts';
export { methodsOf, type Reach } from './fix.ts';
export { otherRollup } from './fixes/rollup-from-rollup.ts';
export { timeZonesOfRollups } from './fixes/rollup-time-zones.ts';
export { readVariablesOnce } from './fixes/variables-once.ts';
export { applyFixes, brokenOf, fixes, installedVersion, testedVersion } from './registry.ts';
export type { RollupDescription } from './rollup-matching.ts';
export { isOwnDataSource, limitFixesTo, type Scope } from './scope.ts';
export { StrictPostgresQuery } from './strict-postgres-query.ts';
