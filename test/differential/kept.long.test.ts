/**
 * The same as `sql.long.test.ts` and `rollups.long.test.ts` where the cubes read kept outcomes of the random rows:
 * `SEED=… DATASETS=…` names them.
 */
import { describe } from 'vitest';
import { newSeed } from './new-seed.ts';
import { testRollups } from './rollups.ts';
import { testSql } from './sql.ts';

const { DATASETS } = process.env;

describe('from what is kept', () => testSql(newSeed, Number(DATASETS ?? 200), undefined, true));
describe('from rollups of it', () => testRollups(newSeed, Number(DATASETS ?? 40), undefined, true));
