import pg from 'pg';
import type { CompleteConfig } from '../config/config.ts';
import { mapSources, type SourceName } from '../config/sources.ts';
import { usableTypes } from './checks/column-types.ts';
import { faultyColumns } from './checks/columns.ts';
import { missingTable, readableSource, sourceOff, unreadableSource } from './checks/source.ts';
import { isInterrupted } from './failed-query.ts';
import type { Finding } from './findings.ts';
import { type PhysicalSource, physicalSource } from './physical-source.ts';
import { estimateRows, findTable } from './postgres-catalogue.ts';
import type { ReadOnlySession } from './read-only-session.ts';
import type { CatalogueTable, ColumnType, SurveyedSource } from './surveyed-source.ts';

/** A source as it was met. Without `surveyed` its data can't be asked about: it is off, or the model can't read it. */
interface Survey {
  findings: Finding[];
  surveyed: SurveyedSource | null;
}

/** Finds out whether the model can read a source: its table or query, its columns and their types. No row is read. */
export async function surveySource(
  session: ReadOnlySession,
  config: CompleteConfig,
  name: SourceName,
): Promise<Survey> {
  const physical = physicalSource(name, config.sources);
  const relation = mapSources(config.sources)[name]?.relation;
  if (!physical || !relation) return { findings: [await sourceOff(name, config)], surveyed: null };

  let table: CatalogueTable | null = null;
  if ('table' in physical.location) {
    table = await findTable(session, physical.location);
    if (!table) {
      return { findings: [await missingTable(session, physical, physical.location)], surveyed: null };
    }
  }

  try {
    const types = await describeColumns(session, relation, physical);
    const estimatedRows = await estimateRows(session, relation);
    const { findings, isUsable } = usableTypes(physical, types);
    return {
      findings: [readableSource(physical, estimatedRows), ...findings],
      surveyed: isUsable ? { name, relation, physical, table, estimatedRows, types } : null,
    };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || isInterrupted(error)) throw error;
    const columns = await faultyColumns(session, physical, table, error);
    return {
      findings: columns.length > 0 ? columns : [unreadableSource(session, physical, table, error)],
      surveyed: null,
    };
  }
}

/** The columns' types, by their names in the configuration. */
async function describeColumns(
  session: ReadOnlySession,
  relation: string,
  { columns }: PhysicalSource,
): Promise<Map<string, ColumnType>> {
  // With LIMIT 0 Postgres checks names, types and rights, and runs nothing.
  const { fields } = await session.query(
    `SELECT ${columns.map(({ canonical }) => `source.${pg.escapeIdentifier(canonical)}`).join(', ')}
     FROM ${relation} AS source
     LIMIT 0`,
  );
  const known = await session.rows<ColumnType & { oid: number }>(
    `SELECT oid, format_type(oid, NULL) AS type, typcategory AS category
     FROM pg_type
     WHERE oid = ANY ($1::oid[])`,
    [fields.map(({ dataTypeID }) => dataTypeID)],
  );
  return new Map(
    columns.flatMap(({ name }, index) => {
      const type = known.find(({ oid }) => oid === fields[index]?.dataTypeID);
      return type ? [[name, { type: type.type, category: type.category }]] : [];
    }),
  );
}
