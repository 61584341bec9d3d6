/**
 * The same as `sql.test.ts` where the cubes read kept outcomes of the random rows. Many more are in `kept.long.test.ts`.
 *
 *     DATASETS=20000 npx vitest run test/differential/kept.test.ts
 */
import { fewDefinitions } from './hostile-definitions.ts';
import { testSql } from './sql.ts';

const { SEED = '20260101', DATASETS } = process.env;

testSql(Number(SEED), Number(DATASETS ?? 4), DATASETS === undefined ? fewDefinitions : undefined, true);
