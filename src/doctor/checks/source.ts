import pg from 'pg';
import type { CompleteConfig } from '../../config/config.ts';
import type { SourceName } from '../../config/sources.ts';
import type { Finding } from '../findings.ts';
import { kpisOf } from '../kpi-sources.ts';
import { nearMisses } from '../near-misses.ts';
import { type PhysicalSource, readableTableName, sqlTableName } from '../physical-source.ts';
import { listTables } from '../postgres-catalogue.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import { inFigures } from '../share.ts';
import type { CatalogueTable } from '../surveyed-source.ts';

/** A source that the configuration turns off. */
export async function sourceOff(source: SourceName, config: CompleteConfig): Promise<Finding> {
  return {
    id: 'source.off',
    severity: 'info',
    title: `sources.${source} is off`,
    detail: `It is null in the configuration, so the model has no ${(await kpisOf(source, config)).join(', ')}.`,
  };
}

/** A source that the model can read. */
export function readableSource(physical: PhysicalSource, estimatedRows: number): Finding {
  return {
    id: 'source.readable',
    severity: 'ok',
    title: `${physical.path} can be read`,
    detail: `The planner expects ${inFigures(estimatedRows)} rows.`,
  };
}

/** A table that isn't there, with the tables that may be meant. */
export async function missingTable(
  session: ReadOnlySession,
  { path }: PhysicalSource,
  { schema, table }: { schema: string | undefined; table: string },
): Promise<Finding> {
  const tables = await listTables(session);
  const near = nearMisses(table, [...new Set(tables.map((each) => each.table))]).flatMap((name) =>
    tables.filter((each) => each.table === name),
  );
  const name = readableTableName({ schema, table });
  const [likeliest] = near;
  return {
    id: 'source.missing',
    severity: 'error',
    title: `${path}: there is no table ${name}`,
    detail:
      (schema === undefined
        ? "The search path of this login doesn't lead to such a table or view."
        : `The schema ${schema} holds no such table or view, or there is no such schema.`) +
      (near.length > 0 ? ` Near misses: ${near.map(readableTableName).join(', ')}.` : ''),
    fix: likeliest
      ? `${path}: { schema: '${likeliest.schema}', table: '${likeliest.table}', … }, or ${path}: null if you have no such data.`
      : `Name the table in ${path} by schema and table, or set ${path} to null if you have no such data.`,
  };
}

/** A source that can't be read although its columns are there: a query that fails, or rights that are missing. */
export function unreadableSource(
  session: ReadOnlySession,
  { path, location }: PhysicalSource,
  table: CatalogueTable | null,
  error: pg.DatabaseError,
): Finding {
  if (error.code === '42501') {
    const user = pg.escapeIdentifier(session.user);
    return {
      id: 'source.permission',
      severity: 'error',
      title: `${path}: the login may not read ${table ? readableTableName(table) : 'what its query reads'}`,
      detail: `Postgres says to ${session.user}: ${error.message}.`,
      fix: table
        ? `GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(table.schema)} TO ${user}; GRANT SELECT ON ${sqlTableName(table)} TO ${user};`
        : `Grant ${session.user} SELECT on what the query reads, and USAGE on its schema.`,
    };
  }
  const place = 'sql' in location ? `${path}.sql` : path;
  return {
    id: 'source.unreadable',
    severity: 'error',
    title: `${place}: the query fails`,
    detail: `Postgres says: ${error.message}.${error.hint ? ` ${error.hint}` : ''}`,
    fix: `Run the SQL of ${place} in psql until it answers; it has to be one SELECT.`,
  };
}
