import type { CubeMember } from './cube-file.ts';
import { indented } from './sql-text.ts';

/**
 * What the measures of a cohort with days of age are made of: of all units of a group its life table, and of a row its
 * day. The dialect makes the table once for all days of a group, and not again for each; see `late` in cube-fixes.
 */
export const ofLifeTable = { ofGroup: 'lifeTable', ofItem: 'thisDay' };

/**
 * When a unit leaves observation, by an event or by now (rule 14), as a whole number: twice the day of its age, the
 * last or later ones together, and one more where it is by an event. Null of a unit that starts in the future.
 */
export const leaves = (start: string, event: string, last: number): string =>
  [
    `CASE WHEN ${start} <= NOW() THEN`,
    `  CAST(LEAST(EXTRACT(DAY FROM LEAST(${event}, NOW()) - ${start}), ${last + 1}) * 2 AS SMALLINT)`,
    `    + CASE WHEN ${event} <= NOW() THEN 1::SMALLINT ELSE 0::SMALLINT END`,
    'END',
  ].join('\n');

/**
 * The hidden measures of a life table over a column of {@link leaves}: an array with a row a day, of how many are at
 * risk as it begins, how many have the event on it, how many leave observation without, and what percentage is estimated
 * to have had the event by its end. Null of no units.
 */
export function lifeTable(column: string, last: number): Record<string, CubeMember> {
  const leaving = [
    'SELECT leaves / 2 AS day, COUNT(*) AS leaving, COUNT(*) FILTER (WHERE leaves % 2 = 1) AS events',
    `FROM UNNEST(ARRAY_AGG(\${CUBE}.${column})) AS leaves`,
    'GROUP BY 1',
  ].join('\n');
  const days = [
    'SELECT',
    '  day,',
    '  SUM(COALESCE(leaving, 0)) OVER (ORDER BY day DESC) AS at_risk,',
    '  COALESCE(leaving, 0) AS leaving,',
    '  COALESCE(events, 0) AS events',
    `FROM GENERATE_SERIES(0, ${last + 1}) AS day`,
    `LEFT JOIN (\n${indented(leaving)}\n) AS left_on USING (day)`,
  ].join('\n');
  // All of those who are left may go on one day, after which none is at risk: 0 has no logarithm.
  const estimate =
    'CASE WHEN at_risk > events THEN 1 - EXP(SUM(LN(CAST(NULLIF(at_risk - events, 0) AS DOUBLE PRECISION) / at_risk)) OVER (ORDER BY day)) WHEN at_risk > 0 THEN 1 END';
  const table = [
    `SELECT CAST(ARRAY[at_risk, events, leaving - events, 100 * ${estimate}] AS DOUBLE PRECISION[])`,
    `FROM (\n${indented(days)}\n) AS days`,
    `WHERE day <= ${last}`,
    'ORDER BY day',
  ].join('\n');
  return {
    [ofLifeTable.ofGroup]: {
      type: 'number',
      sql: `CASE WHEN COUNT(*) > 0 THEN ARRAY(\n${indented(table)}\n) END`,
      public: false,
    },
    // Of several days there is no such number.
    [ofLifeTable.ofItem]: {
      type: 'number',
      sql: 'CASE WHEN MIN(${CUBE}.day) = MAX(${CUBE}.day) THEN MIN(${CUBE}.day) END',
      public: false,
    },
  };
}

/** SQL of a number of the day, by its place in a row of the table. */
export const ofTheDay = (place: number): string =>
  `(\${CUBE.${ofLifeTable.ofGroup}})[\${CUBE.${ofLifeTable.ofItem}} + 1][${place}]`;
