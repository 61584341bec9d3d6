/** The same as `rollups.test.ts` on many data sets, others in each run: `SEED=… DATASETS=…` names them. */
import { newSeed } from './new-seed.ts';
import { testRollups } from './rollups.ts';

testRollups(newSeed, Number(process.env.DATASETS ?? 80));
