import pg from 'pg';
import type { Finding } from '../findings.ts';
import { castInConfiguration } from '../physical-source.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import { columnOf, type Join, type SurveyedSource } from '../surveyed-source.ts';

/** The pairs of columns that the model joins sources by. */
export const joins: readonly Join[] = [
  { source: 'sessionHistory', column: 'userId', target: 'users', targetColumn: 'userId' },
  { source: 'activatedUsers', column: 'userId', target: 'users', targetColumn: 'userId' },
  { source: 'sessionHistory', column: 'userId', target: 'activatedUsers', targetColumn: 'userId' },
  { source: 'keyActions', column: 'userId', target: 'users', targetColumn: 'userId' },
  { source: 'users', column: 'accountId', target: 'accounts', targetColumn: 'id' },
  { source: 'milestoneCompletionLogs', column: 'accountId', target: 'accounts', targetColumn: 'id' },
  { source: 'expansionActivation', column: 'accountId', target: 'accounts', targetColumn: 'id' },
  { source: 'subscriptions', column: 'accountId', target: 'accounts', targetColumn: 'id' },
  { source: 'payments', column: 'accountId', target: 'accounts', targetColumn: 'id' },
  { source: 'referrals', column: 'referrerUserId', target: 'users', targetColumn: 'userId' },
  { source: 'referrals', column: 'referredUserId', target: 'users', targetColumn: 'userId' },
  { source: 'leads', column: 'userId', target: 'users', targetColumn: 'userId' },
  { source: 'contacts', column: 'leadId', target: 'leads', targetColumn: 'id' },
  { source: 'contacts', column: 'userId', target: 'users', targetColumn: 'userId' },
  { source: 'surveyResponses', column: 'userId', target: 'users', targetColumn: 'userId' },
];

/** Whether Postgres can compare the two columns of a join: text isn't comparable with an integer. */
export async function comparableKeys(
  session: ReadOnlySession,
  { column, targetColumn }: Join,
  source: SurveyedSource,
  target: SurveyedSource,
): Promise<Finding> {
  const [left, right] = [columnOf(source, column), columnOf(target, targetColumn)];
  const [leftType, rightType] = [source.types.get(column)?.type, target.types.get(targetColumn)?.type];
  const finding = {
    id: 'joins.types',
    column,
    title: `${left?.path} can be compared with ${right?.path}`,
    detail: `The types are ${leftType} and ${rightType}.`,
  };
  try {
    // Postgres is the judge: whether types compare depends on operators and implicit casts, domains and extensions.
    await session.query(`SELECT CAST(NULL AS ${leftType}) = CAST(NULL AS ${rightType})`);
    return { ...finding, severity: 'ok', count: 0 };
  } catch (error) {
    // 42883: there is no such operator; 42725: there are several.
    if (!(error instanceof pg.DatabaseError && (error.code === '42883' || error.code === '42725')))
      throw error;
    const casts = [
      { mapped: left, type: leftType },
      { mapped: right, type: rightType },
    ].flatMap(({ mapped, type }) =>
      mapped && type !== 'text'
        ? [`${mapped.path}: ${castInConfiguration(mapped, (expression) => `${expression}::text`)}`]
        : [],
    );
    return {
      ...finding,
      severity: 'error',
      title: `${left?.path} is ${leftType}, but ${right?.path} is ${rightType}`,
      detail: `The model joins them, and Postgres refuses: ${error.message}.`,
      fix: casts.join(' and '),
    };
  }
}
