/**
 * Defects of Cube that are mended here, and the SQL dialects in which they are.
 *
 * @module
 */
export { ExactCubeStoreQuery } from './cube-store-query.ts';
export { ExactPostgresQuery } from './exact-postgres-query.ts';
export { mendPostgresSessions } from './postgres-sessions.ts';
export { mendRollupKeeping } from './rollup-keeping.ts';
export { otherRollup, type RollupDescription, timeZonesOfRollups } from './rollup-matching.ts';
export { mendSlowQueryError } from './slow-query-error.ts';
export { StrictPostgresQuery } from './strict-postgres-query.ts';
