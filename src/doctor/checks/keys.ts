import { contractColumns } from '../contract-columns.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { quoteNames } from '../near-misses.ts';
import { listIndexes } from '../postgres-catalogue.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import { countOf } from '../share.ts';
import { columnOf, plainColumns, type SurveyedSource } from '../surveyed-source.ts';

/** Keys that several rows have: joins on them multiply rows, so that people are counted more than once. */
export const keys: Check = {
  id: 'keys',
  subject: 'unique keys',
  questions: ({ sources }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => [await duplicateKeys(session, source)],
    })),
};

async function duplicateKeys(session: ReadOnlySession, source: SurveyedSource): Promise<Finding> {
  const { key } = contractColumns[source.name];
  const { path } = source.physical;
  const unique: Finding = {
    id: 'keys.duplicate',
    severity: 'ok',
    column: key,
    title: `${path} has one row for each ${key}`,
    detail: 'No key is on two rows.',
    count: 0,
  };
  if (await isUniqueByIndex(session, source, key)) {
    return { ...unique, detail: 'The table has a unique index on it.' };
  }
  const column = `source.${columnOf(source, key)?.canonical}`;
  const found = await session.row<{ keys: number; rows: number | string | null; examples: string[] }>(
    `WITH duplicate AS (
       SELECT ${column}::text AS key, COUNT(*) AS rows
       FROM ${source.relation} AS source
       WHERE ${column} IS NOT NULL
       GROUP BY ${column}
       HAVING COUNT(*) > 1
     )
     SELECT
       COUNT(*) AS keys,
       SUM(duplicate.rows) AS rows,
       ARRAY(
         SELECT duplicate.key
         FROM duplicate
         ORDER BY duplicate.rows DESC, duplicate.key
         LIMIT 3
       ) AS examples
     FROM duplicate`,
  );
  if (found.keys === 0) return unique;
  return {
    ...unique,
    severity: 'error',
    title: `${path}: ${key} isn't unique`,
    detail: `${countOf(found.keys, 'key')} on ${countOf(Number(found.rows), 'row')}, such as ${quoteNames(found.examples)}. The model reads one row for each key, so what these stand for is counted more than once.`,
    count: found.keys,
    fix: `Keep one row for each with a query, ${path}.sql: 'SELECT DISTINCT ON (…) … ORDER BY …', or map ${key} to a column that is unique.`,
  };
}

/** Whether a unique index of the table proves it, so that no row needs to be read. */
export async function isUniqueByIndex(
  session: ReadOnlySession,
  source: SurveyedSource,
  column: string,
): Promise<boolean> {
  const physical = plainColumns(source, [column]);
  if (!physical || !source.table || source.table.hasChildren) return false;
  const indexes = await listIndexes(session, source.table);
  return indexes.some(
    ({ isUnique, columns }) => isUnique && columns.length === 1 && columns[0] === physical[0],
  );
}
