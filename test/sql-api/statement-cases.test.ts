/** Statements of BI tools and analysts over the worked example, each against SQL by hand over the source tables. */
import { testCasesWithRollups } from './case-tests.ts';

testCasesWithRollups(['America/New_York']);
