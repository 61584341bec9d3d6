import pg from 'pg';
import type { SourceName } from '../../config/sources.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { sqlTableName } from '../physical-source.ts';
import { estimateRows, listIndexes } from '../postgres-catalogue.ts';
import type { PlanNode, ReadOnlySession } from '../read-only-session.ts';
import { inFigures } from '../share.ts';
import { type CatalogueTable, columnOf, plainColumns, type SurveyedSource } from '../surveyed-source.ts';

/**
 * The indexes that the metrics read through, those of seeds/schema.sql; a test holds the two together. The first one
 * of each source leads to the rows of one user or account.
 */
export const neededIndexes: Readonly<Record<SourceName, readonly (readonly string[])[]>> = {
  users: [['userId'], ['signedUpAt'], ['accountId']],
  sessionHistory: [['userId', 'sessionStartTime'], ['sessionStartTime']],
  activatedUsers: [['userId']],
  keyActions: [['userId', 'actionName', 'occurredAt']],
  accounts: [['id'], ['createdAt']],
  milestoneCompletionLogs: [['accountId', 'milestoneName', 'completionDate']],
  expansionActivation: [['accountId'], ['eligibleDate']],
  subscriptions: [['accountId', 'startedAt']],
  payments: [['accountId', 'paidAt']],
  referrals: [['referrerUserId', 'invitedAt'], ['clickedAt'], ['referredUserId']],
  leads: [['createdAt']],
  contacts: [
    ['leadId', 'kind', 'occurredAt'],
    ['userId', 'kind', 'occurredAt'],
  ],
  surveyResponses: [['userId', 'survey', 'answeredAt']],
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
        if (table?.kind === 'f')
          return [unchecked(source, 'It is a foreign table; look at the server it is on.')];
        if (!table || table.kind === 'v') return [await lookup(session, source)];
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

/**
 * Whether the rows of one user or account are found through indexes, in a query or a view: which ones it would take
 * only its plan tells. Postgres reads small tables whole although they have indexes, so it is asked not to.
 */
async function lookup(session: ReadOnlySession, source: SurveyedSource): Promise<Finding> {
  const { name, relation, physical, types } = source;
  const key = neededIndexes[name][0]?.[0] ?? '';
  const type = types.get(key)?.type;
  // A value that isn't known before it runs, as in a join: a constant NULL would need no reading at all.
  const plan = await session.planByIndexes(
    `SELECT source.* FROM ${relation} AS source
     WHERE source.${columnOf(source, key)?.canonical} = (SELECT CAST(NULL AS ${type}))`,
  );
  const reads = tableReads(plan);
  const whole = reads.filter(({ isWhole }) => isWhole);
  const sizes = new Map<string, number>();
  for (const { table } of whole) {
    if (!sizes.has(table)) sizes.set(table, await estimateRows(session, table));
  }
  const shared = { id: 'indexes.lookup', column: key, count: sizes.size };
  if (sizes.size === 0) {
    return {
      ...shared,
      severity: 'ok',
      title: `${physical.path} finds one ${key} through indexes`,
      detail: `It reads ${[...new Set(reads.map(({ table }) => table))].join(', ')}.`,
    };
  }
  const isSmall = [...sizes.values()].every((rows) => rows < smallTable);
  const compared = new Set(
    whole.flatMap(({ table, condition }) => (condition ? [`${table} ${condition}`] : [])),
  );
  return {
    ...shared,
    severity: isSmall ? 'info' : 'warning',
    title: `${physical.path} finds one ${key} by reading whole tables`,
    detail: `It reads all of ${[...sizes].map(([table, rows]) => `${table} (about ${inFigures(rows)} rows)`).join(', ')}.${isSmall ? ' At that size it does without indexes.' : ''}`,
    fix: `${compared.size > 0 ? `Index what is compared in ${[...compared].join('; ')}; or keep` : 'Keep'} the source in a materialized view with an index on ${key}, as docs/presets.md shows.`,
  };
}

/** The tables that a plan reads, with whether it reads all of them and what it compares each row with. */
function tableReads(node: PlanNode): { table: string; isWhole: boolean; condition: string | undefined }[] {
  const { 'Relation Name': name, Schema: schema, Filter: condition, Plans: plans = [] } = node;
  const below = plans.flatMap(tableReads);
  if (name === undefined || node['Node Type'] === 'Foreign Scan') return below;
  const isIndexed = 'Index Cond' in node || plans.some((plan) => hasIndexCondition(plan));
  // In that of one unit stands what the rest of the query computes before it.
  const isOfOneUnit = condition !== undefined && /\$\d|InitPlan/.test(condition);
  return [
    {
      table: sqlTableName({ schema, table: name }),
      isWhole: !isIndexed,
      condition: isOfOneUnit ? condition : undefined,
    },
    ...below,
  ];
}

const hasIndexCondition = (node: PlanNode): boolean =>
  'Index Cond' in node || (node.Plans ?? []).some(hasIndexCondition);

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
