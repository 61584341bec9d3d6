import type pg from 'pg';
import type { Finding } from './findings.ts';
import type { ReadOnlySession } from './read-only-session.ts';

/**
 * Whether time or resources ran out, which says nothing about the data. 57014: the time is up. 40001: a standby had
 * to go on replaying. Class 53: disk, memory or connections.
 */
export const isInterrupted = ({ code = '' }: pg.DatabaseError): boolean =>
  code === '57014' || code === '40001' || code.startsWith('53');

/**
 * What a check that Postgres broke off has found. A failure that isn't for want of time or resources is one that the
 * model's queries meet too, such as a cast that some row doesn't stand.
 *
 * @param subject what the check looks at, such as `unique keys`
 */
export function findingOfFailure(
  check: string,
  subject: string,
  path: string,
  error: pg.DatabaseError,
  { statementTimeoutMs }: ReadOnlySession,
): Finding {
  const seconds = statementTimeoutMs / 1000;
  const longer = Math.max(60, Math.ceil(seconds * 10));
  if (error.code === '57014') {
    return {
      id: `${check}.not-finished`,
      severity: 'unfinished',
      title: `${path}: ${subject}: not finished in ${seconds} s`,
      detail: 'It is not known whether there is a fault.',
      fix: `Run it longer: npx activation doctor --timeout ${longer}`,
    };
  }
  if (isInterrupted(error)) {
    return {
      id: `${check}.not-finished`,
      severity: 'unfinished',
      title: `${path}: ${subject}: broken off by the server`,
      detail: `Postgres says: ${error.message}. It is not known whether there is a fault.`,
      fix: 'Run the doctor again when the server has less to do.',
    };
  }
  return {
    id: `${check}.failed`,
    severity: 'error',
    title: `${path}: ${subject}: reading the data fails`,
    detail: `Postgres says: ${error.message}.${error.hint ? ` ${error.hint}` : ''} The model's queries fail like this one.`,
    fix:
      // 25006: a write in a READ ONLY transaction.
      error.code === '25006'
        ? `Take what writes out of the SQL of ${path}: a source is read, never written.`
        : `Look for an expression or query in ${path} that doesn't stand each of its rows, such as a cast.`,
  };
}
