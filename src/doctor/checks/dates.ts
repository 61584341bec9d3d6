import { contractColumns } from '../contract-columns.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { inFigures, severityOfShare, shareOf } from '../share.ts';
import { columnOf, type SurveyedSource } from '../surveyed-source.ts';

/** Times that can't be: after now, and the placeholders that software writes for "never" (0001, 1900, 1970). */
export const dates: Check = {
  id: 'dates',
  subject: 'future and placeholder dates',
  questions: ({ sources, now }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => {
        const { times } = contractColumns[source.name];
        const counts = await session.row<Record<string, number>>(
          `SELECT
             ${times
               .map((name) => {
                 const column = `source.${columnOf(source, name)?.canonical}`;
                 return `COUNT(${column}) AS "${name}",
             COUNT(*) FILTER (WHERE ${column} > $1::timestamptz) AS "${name} future",
             COUNT(*) FILTER (WHERE ${column} < TIMESTAMPTZ '1971-01-01 00:00:00Z') AS "${name} placeholder"`;
               })
               .join(',\n             ')}
           FROM ${source.relation} AS source`,
          [now],
        );
        return times.flatMap((name) => {
          const rows = counts[name] ?? 0;
          return [
            // A running trial has the end that was agreed on.
            ...(name === 'endedAt' ? [] : [futureDates(source, name, counts[`${name} future`] ?? 0, rows)]),
            ...placeholderDates(source, name, counts[`${name} placeholder`] ?? 0, rows),
          ];
        });
      },
    })),
};

function futureDates(
  { name, physical }: SurveyedSource,
  column: string,
  count: number,
  rows: number,
): Finding {
  const shared = { id: 'dates.future', column, count };
  if (count === 0) {
    return {
      ...shared,
      severity: 'ok',
      title: `${physical.path}: no ${column} in the future`,
      detail: `${inFigures(rows)} were looked at.`,
    };
  }
  const isStart = name === 'users' || name === 'accounts' || name === 'leads' || column === 'eligibleDate';
  return {
    ...shared,
    severity: severityOfShare(count, rows),
    title: `${physical.path}: ${column} in the future`,
    detail: `${shareOf(count, rows)} are after now. ${
      isStart
        ? 'They are below the line of the plain rates already, in cohorts that are still to come.'
        : 'They count as if they had happened.'
    }`,
    fix: `Look for a wrong time zone or clock; to leave them out, read ${physical.path} with sql: '… WHERE … <= NOW()'.`,
  };
}

function placeholderDates(
  { physical }: SurveyedSource,
  column: string,
  count: number,
  rows: number,
): Finding[] {
  if (count === 0) return [];
  return [
    {
      id: 'dates.placeholder',
      severity: severityOfShare(count, rows),
      column,
      title: `${physical.path}: ${column} before 1971`,
      detail: `${shareOf(count, rows)} look like placeholders for a time that isn't known, and are read as times.`,
      count,
      fix: `Read them as null with an expression, or leave them out with a query in ${physical.path}.sql.`,
    },
  ];
}
