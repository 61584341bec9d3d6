import { contractColumns } from '../contract-columns.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import type { PhysicalSource } from '../physical-source.ts';
import { countOf } from '../share.ts';
import { columnOf, type SurveyedSource } from '../surveyed-source.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How old the newest row of each source is, and whether there are rows at all. */
export const freshness = (staleAfterDays: number): Check => ({
  id: 'freshness',
  subject: 'the newest rows',
  questions: ({ sources, now }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => {
        const { times } = contractColumns[source.name];
        // MAX of an indexed column reads one entry of the index, also below a bound.
        const { newest, hasRows } = await session.row<{ newest: Date | null; hasRows: boolean }>(
          `SELECT
             EXISTS (SELECT FROM ${source.relation} AS source) AS "hasRows",
             GREATEST(${times
               .map((name) => {
                 const column = `source.${columnOf(source, name)?.canonical}`;
                 return `(
               SELECT MAX(${column})
               FROM ${source.relation} AS source
               WHERE ${column} <= $1::timestamptz
                 AND ${column} > '-infinity'
             )`;
               })
               .join(', ')})::timestamptz AS newest`,
          [now],
        );
        return [hasRows ? age(source, newest, now, staleAfterDays) : empty(source)];
      },
    })),
});

const empty = ({ physical }: SurveyedSource): Finding => ({
  id: 'freshness.empty',
  severity: 'warning',
  title: `${physical.path} is empty`,
  detail: 'It has no rows, so there was nothing else to check in it.',
  count: 0,
  fix: `${filling(physical)}, or set ${physical.path} to null if you have no such data.`,
});

function filling({ path, location, events }: PhysicalSource): string {
  if (events) {
    const options = Object.entries(events.named).map(
      ([option, name]) => `${option}: ${JSON.stringify(name)}`,
    );
    return `It is made of the events that the preset's options name (${options.join(', ')}): name those that your product sends`;
  }
  return 'sql' in location ? `Look at the query of ${path}.sql, which answers with no row` : 'Load it';
}

function age({ physical }: SurveyedSource, newest: Date | null, now: Date, staleAfterDays: number): Finding {
  if (newest === null) {
    return {
      id: 'freshness.undated',
      severity: 'warning',
      title: `${physical.path}: no row has a time up to now`,
      detail: 'There are rows, but each is without a time or in the future.',
      fix: `Look at the columns that ${physical.path} maps its times to.`,
    };
  }
  const elapsed = now.getTime() - newest.getTime();
  const isStale = elapsed > staleAfterDays * day;
  return {
    id: 'freshness.age',
    severity: isStale ? 'warning' : 'ok',
    title: `${physical.path}: the newest row is ${inWords(elapsed)} old`,
    detail: `It is of ${newest.toISOString()}.${isStale ? ` More than ${staleAfterDays} days without news look like a load that stopped.` : ''}`,
    ...(isStale ? { fix: 'Look at the job that fills it.' } : {}),
  };
}

function inWords(elapsed: number): string {
  if (elapsed < hour) return 'under an hour';
  const [count, unit] =
    elapsed < 2 * day
      ? ([Math.floor(elapsed / hour), 'hour'] as const)
      : ([Math.floor(elapsed / day), 'day'] as const);
  return countOf(count, unit);
}
