/**
 * The same as `sql.test.ts` where Cube answers from rollups: each rollup is made of the random rows, or of another
 * rollup, by the SQL that a refresh runs, and the query reads it. Many more are in `rollups.long.test.ts`.
 *
 *     DATASETS=20000 npx vitest run test/differential/rollups.test.ts
 */
import { fewDefinitions } from './hostile-definitions.ts';
import { testRollups } from './rollups.ts';

const { SEED = '20260101', DATASETS } = process.env;

testRollups(Number(SEED), Number(DATASETS ?? 2), DATASETS === undefined ? fewDefinitions : undefined);
