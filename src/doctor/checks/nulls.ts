import type { SourceName } from '../../config/sources.ts';
import { contractColumns } from '../contract-columns.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { severityOfShare, shareOf } from '../share.ts';
import { columnOf, plainColumns, type SurveyedSource } from '../surveyed-source.ts';

/** The start of each unit that a rate counts: without it the unit is in no cohort, yet in every total. */
const starts: Partial<Record<SourceName, string>> = {
  users: 'signedUpAt',
  accounts: 'createdAt',
  expansionActivation: 'eligibleDate',
  leads: 'createdAt',
};

/** Rows without a value in a column that the contract requires. */
export const nulls: Check = {
  id: 'nulls',
  subject: 'empty fields',
  questions: ({ sources }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => {
        const columns = contractColumns[source.name].notNull;
        const unproven = columns.filter((column) => !isNotNullByConstraint(source, column));
        // Nothing needs to be read where the table itself refuses nulls.
        if (unproven.length === 0) return [noNulls(source, 'The table has NOT NULL on each of them.')];
        const counts = await session.row<Record<string, number>>(
          `SELECT
             ${unproven.map((column) => `COUNT(*) FILTER (WHERE source.${columnOf(source, column)?.canonical} IS NULL) AS "${column}"`).join(',\n             ')},
             COUNT(*) AS rows
           FROM ${source.relation} AS source`,
        );
        const rows = counts.rows ?? 0;
        const findings = unproven.flatMap((column) => {
          const count = counts[column] ?? 0;
          return count > 0 ? [emptyColumn(source, column, count, rows)] : [];
        });
        return findings.length > 0 ? findings : [noNulls(source, `Of ${rows} rows none has one.`)];
      },
    })),
};

/** A constraint is proof of the table's own rows; those of a foreign table nobody checks. */
function isNotNullByConstraint(source: SurveyedSource, column: string): boolean {
  const [physical] = plainColumns(source, [column]) ?? [];
  return (
    (source.table?.kind === 'r' || source.table?.kind === 'p') &&
    !source.table.hasChildren &&
    source.table.columns.some(({ name, isNotNull }) => name === physical && isNotNull)
  );
}

const noNulls = (source: SurveyedSource, detail: string): Finding => ({
  id: 'nulls.required',
  severity: 'ok',
  title: `${source.physical.path} has no empty required fields`,
  detail,
  count: 0,
});

function emptyColumn(source: SurveyedSource, column: string, count: number, rows: number): Finding {
  const { path } = source.physical;
  const shared = { column, count, title: `${path}: rows without ${column}` };
  if (column === contractColumns[source.name].key) {
    return {
      ...shared,
      id: 'nulls.key',
      severity: 'error',
      detail: `${shareOf(count, rows)} rows have no key: what is counted by key leaves them out, what is counted by row doesn't.`,
      fix: `Leave them out with a query, ${path}.sql: '… WHERE … IS NOT NULL', or give them a key.`,
    };
  }
  if (column === starts[source.name]) {
    return {
      ...shared,
      id: 'nulls.start',
      severity: 'error',
      detail: `${shareOf(count, rows)} rows are in every total and in no cohort, and can't convert.`,
      fix: `Leave them out with a query, ${path}.sql: '… WHERE … IS NOT NULL', or fill the time in.`,
    };
  }
  return {
    ...shared,
    id: 'nulls.required',
    severity: severityOfShare(count, rows),
    detail: `${shareOf(count, rows)} rows count for nobody.`,
    fix: `If that is more than you expect, look at how ${column} is recorded, or map it to another column.`,
  };
}
