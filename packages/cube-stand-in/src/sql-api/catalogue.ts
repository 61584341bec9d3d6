import { type ColumnType, columnType, type MemberKind, type MetaMember } from './member-types.ts';
import type { Tree } from './syntax-tree.ts';

/** Cube's meta, as far as the SQL API shows it. */
export interface Meta {
  compilerId?: string;
  cubes: MetaCube[];
}

interface MetaCube {
  name: string;
  title?: string;
  description?: string;
  measures: MetaMember[];
  dimensions: MetaMember[];
  segments: MetaMember[];
  isVisible?: boolean;
  public?: boolean;
}

/** A view or a cube of the model as a table. */
export interface ViewTable {
  name: string;
  description: string | undefined;
  columns: ReadonlyMap<string, ViewColumn>;
}

export interface ViewColumn {
  /** The column's name; the member's without the view's. */
  name: string;
  /** The member's name. */
  member: string;
  kind: MemberKind;
  type: ColumnType;
  aggType: string | undefined;
  description: string | undefined;
}

/** The tables that a client sees, by their names. Names are as they are in the model: in SQL, in double quotes. */
export type Catalogue = ReadonlyMap<string, ViewTable>;

/** The tables of a model: one for each view and cube that the asker may see, in the order of the model. */
export function catalogueOf({ cubes }: Meta): Catalogue {
  return new Map(cubes.map((cube) => [cube.name, viewTable(cube)]));
}

/** The view that a name in FROM is, where no CTE has the name. */
export function viewOf(
  { schemaname, catalogname, relname }: Tree,
  catalogue: Catalogue,
): ViewTable | undefined {
  const isHere = catalogname === undefined && (schemaname === undefined || schemaname === 'public');
  return isHere ? catalogue.get(relname as string) : undefined;
}

function viewTable({ name, title, description, measures, dimensions, segments }: MetaCube): ViewTable {
  const columns = [
    ...dimensions.map((member) => viewColumn('dimension', member)),
    ...measures.map((member) => viewColumn('measure', member)),
    ...segments.map((member) => viewColumn('segment', member)),
  ];
  return {
    name,
    description: description ?? title,
    columns: new Map(columns.map((column) => [column.name, column])),
  };
}

function viewColumn(kind: MemberKind, member: MetaMember): ViewColumn {
  return {
    name: member.name.slice(member.name.indexOf('.') + 1),
    member: member.name,
    kind,
    type: columnType(kind, member),
    aggType: member.aggType,
    description: member.description ?? member.title,
  };
}

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** The functions that have an effect, or a new value at each call, and that clients need all the same. */
const allowedVolatile = [
  ...['random', 'random_normal', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'clock_timestamp', 'timeofday'],
  ...['current_query', 'pg_is_in_recovery', 'pg_relation_size', 'pg_total_relation_size', 'pg_table_size'],
  ...['pg_indexes_size', 'pg_database_size', 'pg_tablespace_size', 'set_config', 'pg_timezone_names'],
];

/**
 * The SQL that a new Postgres is set up with: an empty table for each view, the aggregate `MEASURE`, and a role that
 * may read the tables and nothing more.
 */
export function setupSql(catalogue: Catalogue): string {
  return [
    'SET allow_system_table_mods = on',
    // A measure is a value of its group, which Cube gives as one row. Anything else is another question.
    `CREATE FUNCTION pg_catalog.measure_values(anyarray, anyelement) RETURNS anyarray
       LANGUAGE sql IMMUTABLE AS 'SELECT array_append($1, $2)'`,
    `CREATE FUNCTION pg_catalog.measure_value(anyarray) RETURNS anyelement LANGUAGE plpgsql IMMUTABLE AS $body$
       BEGIN
         IF cardinality($1) = 1 THEN RETURN $1[1]; END IF;
         RAISE EXCEPTION USING ERRCODE = 'CUBE1', MESSAGE = 'a measure of ' || cardinality($1) || ' groups';
       END $body$`,
    `CREATE AGGREGATE pg_catalog.measure(anyelement) (
       SFUNC = pg_catalog.measure_values, STYPE = anyarray, INITCOND = '{}', FINALFUNC = pg_catalog.measure_value)`,
    ...[...catalogue.values()].flatMap(tableSql),
    `REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC`,
    `DO $body$
     DECLARE f regprocedure;
     BEGIN
       FOR f IN
         SELECT oid FROM pg_proc
         WHERE prokind = 'f'
           AND (provolatile = 'v' AND proname <> ALL (ARRAY[${allowedVolatile.map(literal).join(', ')}])
             OR proname ~ '_to_xml' OR proname IN ('ts_stat', 'ts_rewrite'))
       LOOP
         EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
       END LOOP;
     END $body$`,
    'CREATE ROLE cube',
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO cube',
    'RESET allow_system_table_mods',
    'SET SESSION AUTHORIZATION cube',
  ].join(';\n');
}

function tableSql({ name, description, columns }: ViewTable): string[] {
  const table = `public.${quoted(name)}`;
  const comment = (on: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`COMMENT ON ${on} IS ${literal(text)}`];
  return [
    `CREATE TABLE ${table} (${[...columns.values()].map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`,
    ...comment(`TABLE ${table}`, description),
    ...[...columns.values()].flatMap(({ name, description }) =>
      comment(`COLUMN ${table}.${quoted(name)}`, description),
    ),
  ];
}
