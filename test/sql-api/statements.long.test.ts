/** The same as `statements.test.ts` on many statements, others in each run: `SEED=… STATEMENTS=…` names them. */
import { newSeed } from '../differential/new-seed.ts';
import { testStatements } from './random-statements.ts';

testStatements(newSeed, Number(process.env.STATEMENTS ?? 500));
