import type { Question } from './answer.ts';
import { type Case, restQuery } from './cases.ts';
import { handWrittenSql } from './hand-written.ts';
import { outcomesSql } from './kept-outcomes.ts';

/** What the contestants are asked for a case. */
export function questionOf(each: Case): Question {
  const { kpi, shape } = each;
  const fromOutcomes = outcomesSql(each);
  return {
    name: `${kpi.name} ${shape}`,
    query: restQuery(each),
    keys: [
      ...(shape === 'number' ? [] : [`${kpi.cohort}.month`]),
      ...(shape === 'month-segment' ? [kpi.segment] : []),
    ],
    values: [kpi.numerator, kpi.denominator, kpi.rate],
    sql: handWrittenSql(each),
    ...(fromOutcomes && { fromOutcomes }),
  };
}
