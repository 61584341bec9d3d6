import { PostgresQuery } from '@cubejs-backend/schema-compiler';

/**
 * Cube's SQL for Postgres, with date ranges that end where the period does. Postgres keeps microseconds, but Cube's
 * own dialect ends a day at 23:59:59.999, which loses what happened in its last millisecond.
 */
export class MicrosecondPostgresQuery extends PostgresQuery {
  override timestampPrecision(): number {
    return 6;
  }
}
