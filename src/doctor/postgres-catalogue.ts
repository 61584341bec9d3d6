import type { ReadOnlySession } from './read-only-session.ts';
import type { CatalogueTable } from './surveyed-source.ts';

/** Whatever can be read from like a table: tables, partitioned ones, materialized views, views, foreign tables. */
const relationKinds = "'r', 'p', 'm', 'v', 'f'";

/** A table or view by its name, in a schema or along the search path; null where there is none. */
export async function findTable(
  session: ReadOnlySession,
  { schema, table }: { schema: string | undefined; table: string },
): Promise<CatalogueTable | null> {
  const [found] = await session.rows<CatalogueTable>(
    `SELECT
       class.oid,
       namespace.nspname AS schema,
       class.relname AS table,
       class.relkind AS kind,
       class.relkind = 'r' AND class.relhassubclass AS "hasChildren",
       (
         SELECT COALESCE(
           JSON_AGG(JSON_BUILD_OBJECT('name', attname, 'isNotNull', attnotnull) ORDER BY attnum), '[]'
         )
         FROM pg_attribute
         WHERE attrelid = class.oid
           AND attnum > 0
           AND NOT attisdropped
       ) AS columns
     FROM pg_class AS class
     JOIN pg_namespace AS namespace
       ON namespace.oid = class.relnamespace
     WHERE class.relkind IN (${relationKinds})
       AND class.relname = $1
       AND CASE WHEN $2::text IS NULL THEN pg_table_is_visible(class.oid) ELSE namespace.nspname = $2 END`,
    [table, schema ?? null],
  );
  return found ?? null;
}

/** The tables and views of the database that aren't Postgres' own. */
export function listTables(session: ReadOnlySession): Promise<{ schema: string; table: string }[]> {
  return session.rows(
    `SELECT namespace.nspname AS schema, class.relname AS table
     FROM pg_class AS class
     JOIN pg_namespace AS namespace
       ON namespace.oid = class.relnamespace
     WHERE class.relkind IN (${relationKinds})
       AND NOT class.relispartition
       AND namespace.nspname <> 'information_schema'
       AND namespace.nspname NOT LIKE 'pg\\_%'
     ORDER BY schema, "table"
     LIMIT 5000`,
  );
}

/** How many rows the planner expects of a table or a query in parentheses. */
export async function estimateRows(session: ReadOnlySession, relation: string): Promise<number> {
  const plan = await session.row<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ${relation} AS source`,
  );
  return plan['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

/** An index as the planner can use it for a leading column. */
export interface TableIndex {
  /** Its key columns in order; null for an expression. */
  columns: (string | null)[];
  isUnique: boolean;
}

/** A table's B-tree indexes that hold for each of its rows: no partial ones, none that is being built or failed to. */
export function listIndexes(session: ReadOnlySession, { oid }: CatalogueTable): Promise<TableIndex[]> {
  return session.rows(
    `SELECT
       index.indisunique AS "isUnique",
       ARRAY(
         SELECT attribute.attname::text
         FROM UNNEST(index.indkey) WITH ORDINALITY AS key (attnum, position)
         LEFT JOIN pg_attribute AS attribute
           ON attribute.attrelid = index.indrelid
           AND attribute.attnum = key.attnum
           AND key.attnum > 0
         WHERE key.position <= index.indnkeyatts
         ORDER BY key.position
       ) AS columns
     FROM pg_index AS index
     JOIN pg_class AS class
       ON class.oid = index.indexrelid
     JOIN pg_am AS method
       ON method.oid = class.relam
     WHERE index.indrelid = $1
       AND index.indisvalid
       AND index.indpred IS NULL
       AND method.amname = 'btree'`,
    [oid],
  );
}
