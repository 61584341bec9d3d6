import { indented } from './sql-text.ts';

/**
 * Rule 14: how long each unit of a group has waited for a moment, in an array: twice the microseconds, and one more
 * where now ended the waiting and not the moment. So in order, who leaves at a time is still there for the moments of it.
 */
export const waited = (start: string, moment: string): string =>
  `ARRAY_AGG(
  2 * CAST(EXTRACT(EPOCH FROM LEAST(${moment}, NOW()) - ${start}) * 1000000 AS BIGINT)
    + CASE WHEN ${moment} <= NOW() THEN 0 ELSE 1 END
) FILTER (WHERE ${start} <= NOW())`;

/**
 * The least time by which, by the Kaplan–Meier estimate, no more than a share of the units is left. One moment at a time,
 * each leaves (n − 1)/n of the n that still wait; for several at once that multiplies out to (n − d)/n. After the last
 * one 0 would be left, which has no logarithm: next to nothing stands for it.
 *
 * @param waits those of {@link waited}
 */
export const hoursUntil = (share: number, waits: string): string => `(
  SELECT MIN(microseconds) / 3600000000.0
  FROM (
    SELECT
      wait / 2 AS microseconds,
      EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
    FROM (
      SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
      FROM UNNEST(${indented(indented(indented(waits))).trimStart()}) AS wait
    ) AS waits
  ) AS estimate
  WHERE left_over <= ${share} + 1e-9
)`;
