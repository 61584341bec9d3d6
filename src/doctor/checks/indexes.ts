import pg from 'pg';
import type { SourceName } from '../../config/sources.ts';
import { listIndexes } from '../catalogue.ts';
import type { Check } from '../check.ts';
import { sqlTableName } from '../physical-source.ts';
import type { Finding } from '../report.ts';
import { inFigures } from '../share.ts';
import { type CatalogueTable, columnOf, plainColumns, type SurveyedSource } from '../surveyed-source.ts';

/** The indexes that the metrics read through, those of seeds/schema.sql; a test holds the two together. */
export const neededIndexes: Readonly<Record<SourceName, readonly (readonly string[])[]>> = {
  users: [['userId'], ['signedUpAt'], ['accountId']],
  sessionHistory: [['userId', 'sessionStartTime'], ['sessionStartTime']],
  activatedUsers: [['userId']],
  keyActions: [['userId', 'actionName', 'occurredAt']],
  accounts: [['id'], ['createdAt']],
  milestoneCompletionLogs: [['accountId', 'milestoneName', 'completionDate']],
  expansionActivation: [['accountId'], ['eligibleDate']],
};

/** A table below this is read whole in no time, whatever its indexes. */
const smallTable = 10_000;

/** Indexes that the metrics would read through and that aren't there. */
export const indexes: Check = {
  id: 'indexes',
  subject: 'indexes',
  questions: ({ sources }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => {
        const { table } = source;
        if (!table) return [unchecked(source, 'It is a query; look at the tables beneath it.')];
        if (table.kind === 'v') return [unchecked(source, 'It is a view; look at the tables beneath it.')];
        if (table.kind === 'f')
          return [unchecked(source, 'It is a foreign table; look at the server it is on.')];
        const existing = await listIndexes(session, table);
        const needed = neededIndexes[source.name].filter((names) =>
          names.every((name) => columnOf(source, name)),
        );
        const findings = needed.flatMap((names): Finding[] => {
          const columns = plainColumns(source, names);
          if (!columns) return [unchecked(source, `Of ${names.join(', ')} not all are plain columns.`)];
          if (
            existing.some((index) => columns.every((column, position) => index.columns[position] === column))
          )
            return [];
          return [missingIndex(source, table, names, columns)];
        });
        return findings.length > 0 ? findings : [complete(source, needed.length)];
      },
    })),
};

const complete = ({ physical }: SurveyedSource, needed: number): Finding => ({
  id: 'indexes.missing',
  severity: 'ok',
  title: `${physical.path} has its indexes`,
  detail: `The metrics read through ${needed}.`,
  count: 0,
});

const unchecked = ({ physical }: SurveyedSource, detail: string): Finding => ({
  id: 'indexes.unchecked',
  severity: 'info',
  title: `${physical.path}: its indexes can't be checked`,
  detail,
});

function missingIndex(
  { physical, estimatedRows }: SurveyedSource,
  table: CatalogueTable,
  names: readonly string[],
  columns: string[],
): Finding {
  // A partitioned table's index can't be built concurrently.
  const create = table.kind === 'p' ? 'CREATE INDEX' : 'CREATE INDEX CONCURRENTLY';
  const isSmall = estimatedRows < smallTable;
  return {
    id: 'indexes.missing',
    severity: isSmall ? 'info' : 'warning',
    ...(names[0] === undefined ? {} : { column: names[0] }),
    title: `${physical.path} has no index on ${names.join(', ')}`,
    detail: isSmall
      ? `At about ${inFigures(estimatedRows)} rows it does without; the metrics will need it when it grows.`
      : `At about ${inFigures(estimatedRows)} rows the metrics read the whole table for want of it.`,
    fix: `${create} ON ${sqlTableName(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')});`,
  };
}
