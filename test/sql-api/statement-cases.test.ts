/**
 * Statements of BI tools and analysts over the worked example, each against SQL by hand over the source tables, half of
 * them as text and half with binary values: one in four, which are of each kind. `.ci/run` asks them all (`ONE_IN=1`),
 * and `statement-cases.long.test.ts` each by both.
 */
import { testCasesWithRollups } from './case-tests.ts';
import { statementCases } from './statement-cases.ts';

const { ONE_IN = '4' } = process.env;

testCasesWithRollups(
  ['America/New_York'],
  'in turn',
  statementCases.filter((_, index) => index % Number(ONE_IN) === 0),
);
