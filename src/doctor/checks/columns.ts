import pg from 'pg';
import { canonicalSources } from '../../config/sources.ts';
import type { Finding } from '../findings.ts';
import { nearMisses, quoteNames } from '../near-misses.ts';
import type { PhysicalColumn, PhysicalSource } from '../physical-source.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import type { CatalogueTable } from '../surveyed-source.ts';

/**
 * The columns that keep a source from being read: those that don't exist, and expressions that fail.
 * Empty where the fault is elsewhere.
 */
export async function faultyColumns(
  session: ReadOnlySession,
  physical: PhysicalSource,
  table: CatalogueTable | null,
  error: pg.DatabaseError,
): Promise<Finding[]> {
  // Without the right to read the table, each expression would fail for want of it.
  if (error.code === '42501') return [];
  const existing = table ? table.columns.map(({ name }) => name) : await queryColumns(session, physical);
  if (!existing) return [];
  const findings: Finding[] = [];
  for (const column of physical.columns) {
    if (typeof column.mapping === 'string') {
      if (!existing.includes(column.mapping)) {
        findings.push(missingColumn(physical, column, column.mapping, existing));
      }
    } else {
      const failure = await failureOf(session, physical, column.mapping.sql);
      if (failure) findings.push(failingExpression(column, failure, existing));
    }
  }
  return findings;
}

/** The names of a query's columns; null where the query itself fails. */
async function queryColumns(session: ReadOnlySession, { from }: PhysicalSource): Promise<string[] | null> {
  try {
    const { fields } = await session.query(`SELECT * FROM ${from} LIMIT 0`);
    return fields.map(({ name }) => name);
  } catch (error) {
    if (error instanceof pg.DatabaseError) return null;
    throw error;
  }
}

async function failureOf(
  session: ReadOnlySession,
  { from }: PhysicalSource,
  expression: string,
): Promise<pg.DatabaseError | undefined> {
  try {
    await session.query(`SELECT (${expression}) FROM ${from} LIMIT 0`);
    return undefined;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error;
    throw error;
  }
}

function missingColumn(
  physical: PhysicalSource,
  { name, path }: PhysicalColumn,
  physicalName: string,
  existing: string[],
): Finding {
  const near = nearMisses(physicalName, existing);
  const isAttribute = !canonicalSources[physical.name].required.includes(name);
  const leaveOut = isAttribute
    ? `leave ${name} out of ${path.slice(0, path.lastIndexOf('.'))}: it then disappears from cubes and views`
    : undefined;
  const instead =
    near[0] === undefined
      ? `Name the column, or an expression as { sql: '…' }, in ${path}`
      : `${path}: ${JSON.stringify(near[0])}`;
  return {
    id: 'columns.missing',
    severity: 'error',
    column: name,
    title: `${path}: there is no column ${JSON.stringify(physicalName)}`,
    detail:
      near.length > 0
        ? `Near misses: ${quoteNames(near)}.`
        : `The columns are: ${quoteNames(existing.slice(0, 30))}${existing.length > 30 ? ', …' : ''}.`,
    fix: `${instead}${leaveOut ? `; or ${leaveOut}` : ''}.`,
  };
}

function failingExpression(
  { name, path }: PhysicalColumn,
  error: pg.DatabaseError,
  existing: string[],
): Finding {
  const unknown = /"([^"]+)"/.exec(error.message)?.[1];
  // 42703 is a column that doesn't exist.
  const near = error.code === '42703' && unknown ? nearMisses(unknown, existing) : [];
  return {
    id: 'columns.expression',
    severity: 'error',
    column: name,
    title: `${path}: its SQL expression fails`,
    detail: `Postgres says: ${error.message}.${near.length > 0 ? ` Near misses: ${quoteNames(near)}.` : ''}`,
    fix: `Mend the expression: it is read as SELECT (…) FROM the source, one value a row.`,
  };
}
