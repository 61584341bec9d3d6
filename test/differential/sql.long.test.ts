/** The same as `sql.test.ts` on many data sets, others in each run: `SEED=… DATASETS=…` names them. */
import { newSeed } from './new-seed.ts';
import { testSql } from './sql.ts';

testSql(newSeed, Number(process.env.DATASETS ?? 400));
