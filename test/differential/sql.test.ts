/**
 * The SQL that Cube generates, against the oracle, on random data sets made to break it; many more are in
 * `sql.long.test.ts`.
 *
 *     npm run test:differential                       as in `npm test`
 *     DATASETS=20000 npm run test:differential        as many data sets as you like
 *     SEED=1 PATH_=17:0:3 npm run test:differential   a failing data set again, as a failure prints it
 */
import { fewDefinitions } from './hostile-definitions.ts';
import { testSql } from './sql.ts';

const { SEED = '20260101', DATASETS } = process.env;

// The same data sets in every ordinary run, so that a commit isn't blamed for an older mistake.
testSql(Number(SEED), Number(DATASETS ?? 10), DATASETS === undefined ? fewDefinitions : undefined);
