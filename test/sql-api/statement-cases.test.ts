/**
 * Statements of BI tools and analysts over the worked example, each against SQL by hand over the source
 * tables, half of them as text and half with binary values: `statement-cases.long.test.ts` has each by both.
 */
import { testCasesWithRollups } from './case-tests.ts';

testCasesWithRollups(['America/New_York'], 'in turn');
