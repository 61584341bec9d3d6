/**
 * Random statements, the same in every ordinary run; many more are in `statements.long.test.ts`.
 *
 *     SEED=1 STATEMENTS=5000 npx vitest run test/sql-api/statements.test.ts
 */
import { testStatements } from './random-statements.ts';

const { SEED = '20260101', STATEMENTS = '8' } = process.env;

testStatements(Number(SEED), Number(STATEMENTS));
