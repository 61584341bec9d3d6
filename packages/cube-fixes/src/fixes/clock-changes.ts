import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { databaseTime } from '../database-time.ts';
import { type Fix, methodsOf } from '../fix.ts';
import { QueryError } from '../query-check.ts';
import { DayEnds } from './day-ends.ts';

export class ClockChanges extends DayEnds {
  override inDbTimeZone(local: string): string {
    const time = databaseTime(local, this.timezone ?? 'UTC');
    if (time === undefined) throw new QueryError(`${JSON.stringify(local)} is no date. Write 2026-01-31.`);
    return time;
  }
}

/** The offset is that of the moment, whose microseconds stay. */
export const clockChanges: Fix = {
  name: 'clock-changes',
  defect:
    'Its conversion of local times loses the microseconds, and takes the offset from the wrong side of a change of the clocks: a day in Sydney on which clocks change begins an hour early or late.',
  places: methodsOf('PostgresQuery', () => PostgresQuery.prototype, { inDbTimeZone: '256aa8a409eb' }),
  overrides: [ClockChanges],
};
