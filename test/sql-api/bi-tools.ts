import { expect } from 'vitest';

/** A query that a BI tool sends, with what is right. */
export interface BiQuery {
  tool: string;
  /** Where the query, or its shape, is from. */
  source: string;
  sql: string;
  /** The rows, or as many of the first as are given where there are {@link atLeast} so many; values as text. */
  rows?: Record<string, unknown>[];
  atLeast?: number;
  /** What is right, in Postgres' SQL over the source tables; the same columns and rows, in the same order. */
  right?: string;
}

const cubesql =
  'cube-js/cube 0fd4d26, rust/cubesql/cubesql/src/compile/test/test_introspection.rs, by tools against Cube itself:';
const view = '"public"."ActivationRate"';
/** Its compiler's names and nesting, of Snowflake's dialect in Postgres'. */
const sigma =
  "Sigma's nested selects of Q1, W1, SUM_4 and DATETRUNC_3 under aliases, with its comment, as query histories that people published have them";
const sigmaComment =
  '-- Sigma Σ {"sourceUrl":"https://app.sigmacomputing.com/company/workbook/Activation-1a2B","kind":"adhoc","request-id":"g019d","email":"a@example.com"}';
const hex =
  'datahub-project/datahub, metadata-ingestion tests of the source Hex: its comment; learn.hex.tech, SQL cells: chained queries are CTEs';
const hexComment =
  '-- Hex query metadata: {"categories": ["Scratchpad"], "cell_type": "SQL", "context": "SCHEDULED_RUN", "project_name": "Activation", "user_email": "a@example.com"}';
/** Whether a user of `u` did the key action within 7 days. */
const converted = `EXISTS (SELECT FROM key_actions AS k WHERE k.user_id = u.user_id AND action_name = 'project_created'
  AND occurred_at >= signed_up_at AND occurred_at < signed_up_at + interval '168 hours')`;

/** What tools ask about the tables, with the names of this model. */
export const introspection: BiQuery[] = [
  {
    tool: 'Tableau, Metabase and DBeaver, by pgjdbc getTables',
    source: `${cubesql} tableau_regclass_query`,
    sql: `SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME,
      CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema'
        WHEN true THEN CASE c.relkind WHEN 'r' THEN 'SYSTEM TABLE' WHEN 'v' THEN 'SYSTEM VIEW' ELSE NULL END
        WHEN false THEN CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END
        ELSE NULL END AS TABLE_TYPE,
      d.description AS REMARKS, '' AS TYPE_CAT
      FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c
      LEFT JOIN pg_catalog.pg_description d ON (c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass)
      WHERE c.relnamespace = n.oid
        AND (false OR (c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'))
        AND c.relname = 'ExpansionActivationRate'
      ORDER BY TABLE_SCHEM ASC, TABLE_NAME ASC`,
    rows: [
      {
        table_schem: 'public',
        table_name: 'ExpansionActivationRate',
        table_type: 'TABLE',
        remarks:
          'Of the existing accounts eligible for an expansion offering, the share that activated it. Cohorts by eligibility.',
      },
    ],
  },
  {
    tool: 'Tableau and QuickSight, by pgjdbc getPrimaryKeys',
    source: `${cubesql} tableau_table_cat_query`,
    sql: `SELECT result.TABLE_CAT, result.COLUMN_NAME, result.KEY_SEQ, result.PK_NAME FROM (
        SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, ct.relname AS TABLE_NAME, a.attname AS COLUMN_NAME,
          (information_schema._pg_expandarray(i.indkey)).n AS KEY_SEQ, ci.relname AS PK_NAME,
          information_schema._pg_expandarray(i.indkey) AS KEYS, a.attnum AS A_ATTNUM
        FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_attribute a ON (ct.oid = a.attrelid)
        JOIN pg_catalog.pg_namespace n ON (ct.relnamespace = n.oid)
        JOIN pg_catalog.pg_index i ON (a.attrelid = i.indrelid)
        JOIN pg_catalog.pg_class ci ON (ci.oid = i.indexrelid)
        WHERE true AND n.nspname = 'public' AND ct.relname = 'ActivationRate' AND i.indisprimary
      ) result WHERE result.A_ATTNUM = (result.KEYS).x ORDER BY result.table_name, result.pk_name, result.key_seq`,
    rows: [],
  },
  {
    tool: 'Power BI, by Npgsql',
    source: `${cubesql} powerbi_schemas`,
    sql: `select TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE from INFORMATION_SCHEMA.tables
      where TABLE_SCHEMA not in ('information_schema', 'pg_catalog') order by TABLE_SCHEMA, TABLE_NAME`,
    rows: [{ table_schema: 'public', table_name: 'AccountActivation', table_type: 'BASE TABLE' }],
    atLeast: 13,
  },
  {
    tool: 'Power BI, by Npgsql',
    source: `${cubesql} powerbi_table_columns`,
    sql: `select COLUMN_NAME, ORDINAL_POSITION, IS_NULLABLE,
        case when (data_type like '%unsigned%') then DATA_TYPE || ' unsigned' else DATA_TYPE end as DATA_TYPE
      from INFORMATION_SCHEMA.columns
      where TABLE_SCHEMA = 'public' and TABLE_NAME = 'MilestoneFunnel'
      order by TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
    rows: [
      { column_name: 'milestonePosition', ordinal_position: '1', data_type: 'numeric' },
      { column_name: 'milestoneName', ordinal_position: '2', data_type: 'text' },
      { column_name: 'createdAt', ordinal_position: '3', data_type: 'timestamp without time zone' },
    ],
    atLeast: 11,
  },
  {
    tool: 'Power BI, by Npgsql as it connects',
    source: `${cubesql} powerbi_supported_types`,
    sql: `SELECT ns.nspname, a.typname, a.oid, a.typrelid, a.typbasetype,
        CASE WHEN pg_proc.proname='array_recv' THEN 'a' ELSE a.typtype END AS type,
        CASE WHEN pg_proc.proname='array_recv' THEN a.typelem WHEN a.typtype='r' THEN rngsubtype ELSE 0 END AS elemoid
      FROM pg_type AS a JOIN pg_namespace AS ns ON (ns.oid = a.typnamespace)
      JOIN pg_proc ON pg_proc.oid = a.typreceive
      LEFT OUTER JOIN pg_class AS cls ON (cls.oid = a.typrelid)
      LEFT OUTER JOIN pg_range ON (pg_range.rngtypid = a.oid)
      WHERE a.typtype IN ('b', 'r', 'e', 'd') OR (a.typtype = 'c' AND cls.relkind='c') ORDER BY a.typname`,
    atLeast: 80,
  },
  {
    tool: 'Superset, by SQLAlchemy get_columns',
    source: `${cubesql} superset_subquery`,
    sql: `SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
        (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
          WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef) AS DEFAULT,
        a.attnotnull, a.attnum, pgd.description AS comment, a.attgenerated AS generated
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_description pgd ON (pgd.objoid = a.attrelid AND pgd.objsubid = a.attnum)
      WHERE a.attrelid = '"ActivationRate"'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = 'activationRate'
      ORDER BY a.attnum`,
    rows: [
      {
        attname: 'activationRate',
        format_type: 'numeric',
        comment: expect.stringContaining('Of the new sign-ups, the percentage who did the key action'),
      },
    ],
  },
  {
    tool: 'QuickSight, the schemas',
    source: `${cubesql} test_quicksight_has_schema_privilege_query`,
    sql: `SELECT nspname AS schema_name FROM pg_namespace
      WHERE (has_schema_privilege(current_user, nspname, 'USAGE') = TRUE OR has_schema_privilege(current_user, nspname, 'CREATE') = TRUE)
        AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%' AND nspname NOT LIKE 'pg_temp_%'`,
    rows: [{ schema_name: 'public' }],
  },
  {
    tool: 'DBeaver',
    source: `${cubesql} dbeaver_introspection_tables_with_descriptions`,
    sql: `SELECT c.oid,c.*,d.description,pg_catalog.pg_get_expr(c.relpartbound, c.oid) as partition_expr, pg_catalog.pg_get_partkeydef(c.oid) as partition_key
      FROM pg_catalog.pg_class c
      LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid=c.oid AND d.objsubid=0 AND d.classoid='pg_class'::regclass
      WHERE c.relnamespace='public'::regnamespace AND c.relkind not in ('i','I','c')`,
    atLeast: 13,
  },
  {
    tool: 'DBeaver',
    source: `${cubesql} dbeaver_introspection_tables`,
    sql: `select c.oid,pg_catalog.pg_total_relation_size(c.oid) as total_rel_size,pg_catalog.pg_relation_size(c.oid) as rel_size
      FROM pg_class c WHERE c.relnamespace='public'::regnamespace`,
    atLeast: 13,
  },
  {
    tool: 'Grafana',
    source: `${cubesql} grafana_insubquery_where_tables`,
    sql: `SELECT quote_ident(table_name) AS "table" FROM information_schema.tables
      WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache')
        AND table_type = 'BASE TABLE'
        AND quote_ident(table_schema) IN (
          SELECT CASE WHEN TRIM(s[i]) = '"$user"' THEN user ELSE TRIM(s[i]) END
          FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1),
            array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i,
            string_to_array(current_setting('search_path'), ',') AS s) ORDER BY 1`,
    rows: [{ table: '"AccountActivation"' }],
    atLeast: 13,
  },
  {
    tool: 'Grafana',
    source: `${cubesql} grafana_pg_version_introspection`,
    sql: "SELECT current_setting('server_version_num')::int/100 as version",
    atLeast: 1,
  },
  {
    tool: 'Looker Studio and DataGrip, as they connect',
    source: `${cubesql} datagrip_introspection`,
    sql: 'select current_database(), current_catalog, current_schema(), current_user',
    rows: [{ current_schema: 'public' }],
  },
];

/** What tools ask of a view, as they write it. */
export const questions: BiQuery[] = [
  {
    tool: 'Metabase, a question by month',
    source:
      "metabase's SQL for Postgres: schema, table and column in each name, DATE_TRUNC for a breakout by month",
    sql: `SELECT DATE_TRUNC('month', ${view}."signedUpAt") AS "signedUpAt", SUM(${view}."newSignUps") AS "sum" FROM ${view}
      WHERE (${view}."signedUpAt" >= timestamp with time zone '2026-01-01 00:00:00.000Z') AND (${view}."signedUpAt" < timestamp with time zone '2026-03-01 00:00:00.000Z')
      GROUP BY DATE_TRUNC('month', ${view}."signedUpAt") ORDER BY DATE_TRUNC('month', ${view}."signedUpAt") ASC`,
    rows: [
      { signedUpAt: '2026-01-01 00:00:00', sum: '300' },
      { signedUpAt: '2026-02-01 00:00:00', sum: '310' },
    ],
  },
  {
    tool: 'Metabase, a question on a question',
    source: '"source" as in the statements of metabase/metabase issues: a question nested in another',
    sql: `SELECT "source"."persona" AS "persona", SUM("source"."newSignUps") AS "sum" FROM (
        SELECT ${view}."persona" AS "persona", ${view}."newSignUps" AS "newSignUps" FROM ${view} WHERE ${view}."persona" = 'founder'
      ) AS "source" GROUP BY "source"."persona" ORDER BY "source"."persona" ASC`,
    rows: [{ persona: 'founder', sum: '135' }],
  },
  {
    tool: 'Metabase, a week that begins on Sunday',
    source: "metabase's SQL for Postgres with the setting start-of-week at Sunday",
    sql: `SELECT (DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) + INTERVAL '-1 day') AS "signedUpAt", SUM(${view}."newSignUps") AS "sum" FROM ${view}
      GROUP BY (DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) + INTERVAL '-1 day') ORDER BY 1`,
    right: `SELECT date_trunc('week', at + interval '1 day') - interval '1 day' AS "signedUpAt", count(*) AS sum FROM u GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Metabase, the table itself',
    source: 'metabase browsing a table: all its columns and a limit',
    sql: `SELECT "public"."MilestoneFunnel"."milestoneName" AS "milestoneName", "public"."MilestoneFunnel"."totalAccounts" AS "totalAccounts" FROM "public"."MilestoneFunnel" LIMIT 1048575`,
    atLeast: 3,
  },
  {
    tool: 'Superset, a chart on a virtual dataset',
    source: 'the shape FROM (…) AS virtual_table of apache/superset, superset/models/helpers.py',
    sql: `SELECT DATE_TRUNC('month', "signedUpAt") AS "signedUpAt", AVG("activationRate") AS "AVG(activationRate)"
      FROM (SELECT * FROM "ActivationRate") AS virtual_table
      WHERE "signedUpAt" >= TO_TIMESTAMP('2026-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "signedUpAt" < TO_TIMESTAMP('2026-02-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
      GROUP BY DATE_TRUNC('month', "signedUpAt") ORDER BY "AVG(activationRate)" DESC LIMIT 1000`,
    rows: [{ signedUpAt: '2026-01-01 00:00:00', 'AVG(activationRate)': '40.0000000000000000' }],
  },
  {
    tool: 'Superset, the values of a filter',
    source: 'the shape of apache/superset, superset/models/helpers.py values_for_column',
    sql: 'SELECT DISTINCT persona FROM "ActivationRate" ORDER BY persona LIMIT 1000',
    rows: [
      { persona: 'analyst' },
      { persona: 'developer' },
      { persona: 'founder' },
      { persona: 'marketer' },
      { persona: null },
    ],
  },
  {
    tool: 'Tableau, a total',
    source: "Tableau's HAVING (COUNT(1) > 0), as in the public workload cwida/public_bi_benchmark",
    sql: `SELECT SUM("ActivationRate"."newSignUps") AS "sum:newSignUps:ok" FROM "public"."ActivationRate" "ActivationRate" HAVING (COUNT(1) > 0)`,
    rows: [{ 'sum:newSignUps:ok': '1000' }],
  },
  {
    tool: 'Tableau, a total of nobody',
    source: "Tableau's HAVING (COUNT(1) > 0), as in the public workload cwida/public_bi_benchmark",
    sql: `SELECT SUM("ActivationRate"."newSignUps") AS "sum:newSignUps:ok" FROM "public"."ActivationRate" "ActivationRate"
      WHERE ("ActivationRate"."persona" = 'nobody') HAVING (COUNT(1) > 0)`,
    rows: [],
  },
  {
    tool: 'Tableau, the ends of a date filter',
    source: 'cwida/public_bi_benchmark, MLB 102: MIN and MAX of a column for a quick filter',
    sql: `SELECT MIN("ActivationRate"."signedUpAt") AS "TEMP(lower)", CAST(MAX("ActivationRate"."signedUpAt") AS DATE) AS "TEMP(upper)", COUNT(1) AS "TEMP(count)" FROM "public"."ActivationRate" "ActivationRate" HAVING (COUNT(1) > 0)`,
    rows: [{ 'TEMP(lower)': '2026-01-01 00:00:00', 'TEMP(upper)': '2026-03-31', 'TEMP(count)': '1000' }],
  },
  {
    tool: 'Tableau, the top of a dimension',
    source: "Tableau's top-N filter: an inner join with the sub-select of the first",
    sql: `SELECT "ActivationRate"."persona" AS "persona", SUM("ActivationRate"."newSignUps") AS "sum:newSignUps:ok" FROM "public"."ActivationRate" "ActivationRate"
      INNER JOIN (SELECT "ActivationRate"."persona" AS "persona", SUM("ActivationRate"."newSignUps") AS "$__alias__0" FROM "public"."ActivationRate" "ActivationRate" GROUP BY 1 ORDER BY 2 DESC, 1 ASC LIMIT 2) "t0" ON ("ActivationRate"."persona" = "t0"."persona")
      GROUP BY 1 ORDER BY 1`,
    rows: [
      { persona: 'developer', 'sum:newSignUps:ok': '352' },
      { persona: 'marketer', 'sum:newSignUps:ok': '245' },
    ],
  },
  {
    tool: 'Tableau, years and months',
    source: "Tableau's CAST(TRUNC(EXTRACT(…)) AS INTEGER) for parts of a date",
    sql: `SELECT CAST(TRUNC(EXTRACT(YEAR FROM "ActivationRate"."signedUpAt")) AS INTEGER) AS "yr", CAST(TRUNC(EXTRACT(MONTH FROM "ActivationRate"."signedUpAt")) AS INTEGER) AS "mn", SUM("ActivationRate"."newSignUps") AS "sum"
      FROM "public"."ActivationRate" "ActivationRate" GROUP BY 1, 2 ORDER BY 1, 2`,
    rows: [
      { yr: '2026', mn: '1', sum: '300' },
      { yr: '2026', mn: '2', sum: '310' },
      { yr: '2026', mn: '3', sum: '390' },
    ],
  },
  {
    tool: 'Power BI, DirectQuery',
    source:
      'cube-js/cube issues labelled tool:power-bi: select "_"."a0" from (select "rows"… group by …) "_" where not "_"."a0" is null',
    sql: `select "_"."persona", "_"."a0" from (
        select "rows"."persona" as "persona", sum("rows"."newSignUps") as "a0" from (
          select "_"."persona", "_"."newSignUps" from "public"."ActivationRate" "_" where "_"."persona" = 'analyst' and "_"."persona" is not null
        ) "rows" group by "persona"
      ) "_" where not "_"."a0" is null limit 1000001`,
    rows: [{ persona: 'analyst', a0: '229' }],
  },
  {
    tool: 'Power BI, the columns of a table',
    source: "Power Query's preview of a table",
    sql: 'select "$Table"."milestoneName" as "milestoneName", "$Table"."accountsReached" as "accountsReached" from "public"."MilestoneFunnel" "$Table" limit 1000',
    atLeast: 3,
  },
  {
    tool: 'Looker Studio, a table',
    source: "Looker Studio's clmn names for columns, as in its connector's statements",
    sql: `SELECT clmn0_, clmn100000_ FROM (SELECT persona AS clmn0_, SUM("newSignUps") AS clmn100000_ FROM (SELECT * FROM "ActivationRate") t0 GROUP BY persona) t WHERE clmn0_ = 'founder' LIMIT 20000000`,
    rows: [{ clmn0_: 'founder', clmn100000_: '135' }],
  },
  {
    tool: 'DBeaver, the number of rows',
    source: 'DBeaver, "calculate row count": SELECT count(*) FROM (…) dbvrcnt',
    sql: 'SELECT count(*) FROM (SELECT * FROM "ActivationRate") dbvrcnt',
    rows: [{ count: '1000' }],
  },
  {
    tool: 'DBeaver, the data of a table',
    source: 'DBeaver, the data tab',
    sql: 'SELECT t.* FROM public."MilestoneCompletion" t LIMIT 200',
    atLeast: 200,
  },
  {
    tool: 'Grafana, a time series by day',
    source: 'grafana/grafana, $__timeFilter as BETWEEN of two texts',
    sql: `SELECT date_trunc('day', "signedUpAt") AS "time", MEASURE("newSignUps") AS value FROM "ActivationRate" WHERE "signedUpAt" BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-02T23:59:59.999Z' GROUP BY 1 ORDER BY 1`,
    atLeast: 2,
  },
  {
    tool: 'Grafana, a time series by $__timeGroup',
    source: 'grafana/grafana, $__timeGroup as floor(extract(epoch from …)/60)*60',
    sql: `SELECT floor(extract(epoch from "signedUpAt")/86400)*86400 AS "time", MEASURE("newSignUps") AS value FROM "ActivationRate" GROUP BY 1 ORDER BY 1`,
    right: `SELECT floor(extract(epoch from at)/86400)*86400 AS "time", count(*) AS value FROM u GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Metabase, weeks from Sunday',
    source: 'cube-js/cube issues 7010 and 8157, sent by Metabase',
    sql: `SELECT (CAST(DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day') AS "signedUpAt", SUM(${view}."newSignUps") AS "sum" FROM ${view}
      GROUP BY (CAST(DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day')
      ORDER BY (CAST(DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day') ASC`,
    right: `SELECT date_trunc('week', at + interval '1 day') - interval '1 day' AS "signedUpAt", count(*) AS "sum" FROM u GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Metabase, the number of rows by weeks from Sunday',
    source: 'metabase/metabase issue 42255 and cube-js/cube issue 8594',
    sql: `SELECT (DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) + INTERVAL '-1 day') AS "signedUpAt", COUNT(*) AS "count" FROM ${view}
      GROUP BY (DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) + INTERVAL '-1 day')
      ORDER BY "count" ASC, (DATE_TRUNC('week', (${view}."signedUpAt" + INTERVAL '1 day')) + INTERVAL '-1 day') ASC`,
    right: `SELECT date_trunc('week', at + interval '1 day') - interval '1 day' AS "signedUpAt", count(*) AS "count" FROM u GROUP BY 1 ORDER BY 2, 1`,
  },
  {
    tool: 'Metabase, a filter on a text that contains',
    source: 'cube-js/cube 0041478, rust/cubesql/cubesql/src/compile/mod.rs metabase_contains_str_filters',
    sql: `SELECT SUM(${view}."newSignUps") AS "sum" FROM ${view} WHERE (lower(${view}."persona") like '%found%')`,
    right: "SELECT count(*) AS sum FROM u WHERE lower(persona) LIKE '%found%'",
  },
  {
    tool: 'Metabase, a filter on a text that does not contain',
    source: 'cube-js/cube 0041478, rust/cubesql/cubesql/src/compile/mod.rs metabase_contains_str_filters',
    sql: `SELECT SUM(${view}."newSignUps") AS "sum" FROM ${view}
      WHERE (NOT (lower(${view}."persona") like '%found%') OR ${view}."persona" IS NULL)`,
    right: "SELECT count(*) AS sum FROM u WHERE NOT lower(persona) LIKE '%found%' OR persona IS NULL",
  },
  {
    tool: 'Metabase, five days that began four weeks ago',
    source: 'cube-js/cube 0041478, rust/cubesql/cubesql/src/compile/mod.rs metabase_date_filters',
    sql: `SELECT "source"."persona" AS "persona", COUNT(*) AS "count" FROM (
        SELECT ${view}."persona" AS "persona" FROM ${view}
        WHERE (${view}."signedUpAt" + (INTERVAL '4 week')) BETWEEN CAST((timestamp '2026-03-11 10:00:00' + (INTERVAL '-5 day')) AS date) AND CAST(timestamp '2026-03-11 10:00:00' AS date)
      ) "source" GROUP BY "source"."persona" ORDER BY "source"."persona" ASC`,
    right: `SELECT persona, count(*) AS count FROM u WHERE at BETWEEN '2026-02-06' AND '2026-02-11' GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Metabase, bins of a number',
    source: 'cube-js/cube 0041478, rust/cubesql/cubesql/src/compile/mod.rs test_metabase_bins',
    sql: `SELECT ((floor((("public"."Users"."hoursToActivation" - 1.5) / 24.0)) * 24.0) + 1.5) AS "hoursToActivation", count(*) AS "count" FROM "public"."Users"
      GROUP BY ((floor((("public"."Users"."hoursToActivation" - 1.5) / 24.0)) * 24.0) + 1.5)
      ORDER BY ((floor((("public"."Users"."hoursToActivation" - 1.5) / 24.0)) * 24.0) + 1.5) ASC`,
    right: `SELECT floor((extract(epoch from done - at) / 3600 - 1.5) / 24.0) * 24.0 + 1.5 AS "hoursToActivation", count(*) AS count
      FROM (SELECT at, CASE WHEN m >= at THEN m END AS done FROM u LEFT JOIN (SELECT user_id, activation_milestone_completion_timestamp AT TIME ZONE 'UTC' AS m FROM activated_users) AS a USING (user_id)) AS d GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Tableau, weeks from Sunday',
    source: 'cube-js/cube issue 11553, sent by Tableau',
    sql: `SELECT CAST((DATE_TRUNC( 'day', CAST("ActivationRate"."signedUpAt" AS DATE) ) + (-EXTRACT(DOW FROM "ActivationRate"."signedUpAt") * INTERVAL '1 DAY')) AS DATE) AS "twk:signedUpAt:ok", SUM("ActivationRate"."newSignUps") AS "sum:newSignUps:ok"
      FROM "public"."ActivationRate" "ActivationRate" GROUP BY 1 ORDER BY 1`,
    right: `SELECT (date_trunc('week', at + interval '1 day') - interval '1 day')::date AS "twk:signedUpAt:ok", count(*) AS "sum:newSignUps:ok" FROM u GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'a dashboard that filters what it has grouped',
    source: 'cube-js/cube issue 8344',
    sql: `WITH pre_aggregation AS (SELECT persona, date_trunc('month', "signedUpAt") AS month, measure("newSignUps") AS value FROM "ActivationRate" WHERE persona IN ('founder', 'analyst', 'developer') GROUP BY 1, 2)
      SELECT * FROM pre_aggregation WHERE (persona = 'analyst') AND (month = CAST('2026-02-01 00:00:00' AS TIMESTAMP))`,
    right: `SELECT persona, date_trunc('month', at) AS month, count(*) AS value FROM u WHERE persona = 'analyst' AND date_trunc('month', at) = '2026-02-01' GROUP BY 1, 2`,
  },
  {
    tool: 'Looker, whether a field has a value',
    source: 'cube-js/cube issue 7110, sent by Looker',
    sql: `SELECT CASE WHEN persona is not null THEN 'Yes' ELSE 'No' END AS has, COUNT(*) AS n FROM "ActivationRate" GROUP BY 1 ORDER BY 2 DESC FETCH NEXT 10 ROWS ONLY`,
    right: `SELECT CASE WHEN persona IS NOT NULL THEN 'Yes' ELSE 'No' END AS has, count(*) AS n FROM u GROUP BY 1 ORDER BY 2 DESC`,
  },
  {
    tool: 'a dashboard that chooses the grain',
    source: 'cube-js/cube issue 9379',
    sql: `SELECT CASE WHEN 'b' = 'a' THEN "ActivationRate"."signedUpAt" WHEN 'b' = 'c' THEN (DATE_TRUNC('week', "ActivationRate"."signedUpAt")) WHEN 'b' = 'b' THEN (DATE_TRUNC('month', "ActivationRate"."signedUpAt")) ELSE NULL END AS "dynamic_date__0", MEASURE("ActivationRate"."newSignUps") AS "sum__0" FROM "ActivationRate" GROUP BY 1 ORDER BY 1`,
    right: `SELECT date_trunc('month', at) AS "dynamic_date__0", count(*) AS "sum__0" FROM u GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Superset, a chart with a series limit',
    source: 'the shape of apache/superset, superset/models/helpers.py: mme_inner__ and series_limit',
    sql: `SELECT DATE_TRUNC('month', "signedUpAt") AS __timestamp, persona AS persona, SUM("newSignUps") AS "SUM(newSignUps)" FROM "ActivationRate"
      JOIN (SELECT persona AS persona__, SUM("newSignUps") AS mme_inner__ FROM "ActivationRate" GROUP BY persona ORDER BY mme_inner__ DESC LIMIT 2) AS series_limit ON persona = persona__
      GROUP BY DATE_TRUNC('month', "signedUpAt"), persona ORDER BY __timestamp, persona LIMIT 10000`,
    right: `SELECT date_trunc('month', at) AS __timestamp, persona, count(*) AS "SUM(newSignUps)" FROM u WHERE persona IN (SELECT persona FROM u WHERE persona IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 2) GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  {
    tool: 'Superset, hours',
    source: 'apache/superset, superset/db_engine_specs/postgres.py: DATE_TRUNC of each time grain',
    sql: `SELECT DATE_TRUNC('hour', "signedUpAt") AS __timestamp, COUNT(*) AS count FROM "ActivationRate" WHERE "signedUpAt" >= '2026-01-01 00:00:00.000000' AND "signedUpAt" < '2026-01-08 00:00:00.000000' GROUP BY DATE_TRUNC('hour', "signedUpAt") ORDER BY 1 LIMIT 10000`,
    right: `SELECT date_trunc('hour', at) AS __timestamp, count(*) AS count FROM u WHERE at >= '2026-01-01' AND at < '2026-01-08' GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Looker Studio, a number by day',
    source:
      "Looker Studio's nested selects of clmnN_ and t0_qt_… as recorded by those who read its statements in BigQuery",
    sql: `SELECT t0_qt_n, SUM(clmn0_) AS t0_qt_m FROM (SELECT CAST(clmn1_ AS DATE) AS t0_qt_n, clmn0_ FROM (SELECT t0."newSignUps" AS clmn0_, t0."signedUpAt" AS clmn1_ FROM "ActivationRate" AS t0) AS t1 WHERE (clmn1_ >= '2026-01-01' AND clmn1_ < '2026-01-15')) AS t2 GROUP BY t0_qt_n ORDER BY t0_qt_n ASC LIMIT 2000000`,
    right: `SELECT at::date AS t0_qt_n, count(*) AS t0_qt_m FROM u WHERE at >= '2026-01-01' AND at < '2026-01-15' GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Power BI, DirectQuery of different values',
    source:
      "Power Query's folding of DISTINCTCOUNT: the different values, and one more where there is a null",
    sql: `select count(distinct("rows"."persona")) + max(case when "rows"."persona" is null then 1 else 0 end) as "a0" from (select "_"."persona" from "public"."ActivationRate" "_") "rows"`,
    right: 'SELECT count(DISTINCT persona) + max((persona IS NULL)::int) AS a0 FROM u',
  },
  {
    tool: 'Sigma, a chart by month with a ratio',
    source: sigma,
    sql: `select DATETRUNC_3 "Month of Signed Up At", SUM_4 "New Sign Ups", SUM_5 "Converted", DIV_6 "Converted %", V_7
      from (select DATETRUNC_3, SUM_4, SUM_5, SUM_5::numeric / nullif(SUM_4, 0) DIV_6, true V_7
        from (select date_trunc('month', "signedUpAt"::timestamp) DATETRUNC_3, sum("newSignUps") SUM_4, sum("usersCompletingKeyAction") SUM_5
          from "public"."ActivationRate" where not persona = 'analyst' group by date_trunc('month', "signedUpAt"::timestamp)) Q1) Q2
      order by DATETRUNC_3 asc nulls last limit 25001

      ${sigmaComment}`,
    right: `SELECT date_trunc('month', at) AS "Month of Signed Up At", count(*) AS "New Sign Ups", count(*) FILTER (WHERE ${converted}) AS "Converted",
        count(*) FILTER (WHERE ${converted})::numeric / count(*) AS "Converted %", true AS v_7
      FROM u WHERE NOT persona = 'analyst' GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'Sigma, the values of a filter that is searched',
    source: sigma,
    sql: `select PERSONA "TopK Value", COUNT_2 "TopK Count", CAST_3 "Text Seach Column" from (select PERSONA, COUNT_2, PERSONA::text CAST_3
      from (select persona, count(1) COUNT_2 from "public"."ActivationRate" where position(lower('AN') in lower(persona::text)) > 0 group by persona) Q1) Q2
      order by COUNT_2 desc, PERSONA asc limit 201

      ${sigmaComment}`,
    right: `SELECT persona AS "TopK Value", count(*) AS "TopK Count", persona AS "Text Seach Column" FROM u WHERE persona ILIKE '%an%' GROUP BY 1 ORDER BY 2 DESC, 1`,
  },
  {
    tool: 'Sigma, some numbers of some days',
    source: sigma,
    sql: `select COUNT_4 "Sign Ups", SUM_5 "Founders" from (select count(1) COUNT_4, sum(case when persona = 'founder' then 1 else 0 end) SUM_5
      from "public"."Users" where "planType" in ('free', 'pro') and "signedUpAt" >= to_timestamp('2026-02-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
        and "signedUpAt" <= to_timestamp('2026-02-28 23:59:59.999000', 'YYYY-MM-DD HH24:MI:SS.US')) Q1

      ${sigmaComment}`,
    right: `SELECT count(*) AS "Sign Ups", count(*) FILTER (WHERE persona = 'founder') AS "Founders" FROM u WHERE plan_type IN ('free', 'pro') AND at >= '2026-02-01' AND at <= '2026-02-28 23:59:59.999'`,
  },
  {
    tool: 'Sigma, a table of groups with its totals',
    source: sigma,
    sql: `with W1 as (select Q2.CAST_2, count(Q3.PERSONA) COUNT_5 from (select "signedUpAt"::date CAST_2 from "public"."Users" Q1 group by "signedUpAt"::date) Q2
        left join (select "signedUpAt"::date CAST_4, PERSONA from "public"."Users") Q3 on Q2.CAST_2 = Q3.CAST_4 group by Q2.CAST_2)
      select COUNT_8 "Count of Date", SUM_9 "CountIf of Calc", CAST_2 "Date", GT_6 "__cond"
      from (select Q8.CAST_2, Q8.GT_6, Q10.COUNT_8, Q10.SUM_9 from (select CAST_2, COUNT_5 > 20 GT_6 from (select * from W1 Q6 order by CAST_2 asc limit 10001) Q7) Q8
        cross join (select count(CAST_2) COUNT_8, sum(case when COUNT_5 > 20 then 1 else 0 end) SUM_9 from W1 Q9) Q10) Q12
      order by CAST_2 asc limit 10001

      ${sigmaComment}`,
    right: `SELECT count(*) OVER () AS "Count of Date", sum((count(persona) > 20)::int) OVER () AS "CountIf of Calc", at::date AS "Date", count(persona) > 20 AS "__cond"
      FROM u GROUP BY at::date ORDER BY 3`,
  },
  {
    tool: 'Hex, a SQL cell',
    source: hex,
    sql: `select *
      from "public"."ActivationRate"
      limit 3
      ${hexComment}`,
    atLeast: 3,
    rows: [],
  },
  {
    tool: 'Hex, a cell on the query of another cell',
    source: hex,
    sql: `with sign_ups as (
        select date_trunc('month', "signedUpAt") as month, persona, MEASURE("activationRate") as rate, sum("newSignUps") as n
        from "ActivationRate" group by 1, 2
      )
      select month, count(*) as personas, sum(n) as sign_ups from sign_ups where persona is not null group by 1 order by 1
      ${hexComment}`,
    right: `SELECT date_trunc('month', at) AS month, count(DISTINCT persona) AS personas, count(*) AS sign_ups FROM u WHERE persona IS NOT NULL GROUP BY 1 ORDER BY 1`,
  },
  {
    tool: 'a dashboard of the weeks of the top groups',
    source: 'cube-js/cube issue 8419',
    sql: `with personas as (select persona, MEASURE("newSignUps") as sign_ups from "ActivationRate" where "planType" = 'free' group by persona order by sign_ups desc limit 2)
      select date_trunc('week', "signedUpAt") as week, MEASURE("activationRate") as rate from "ActivationRate" where persona in (select persona from personas) group by 1 order by 1`,
    right: `SELECT date_trunc('week', at) AS week, 100.0 * count(*) FILTER (WHERE ${converted}) / count(*) AS rate
      FROM u WHERE persona IN (SELECT persona FROM u WHERE plan_type = 'free' GROUP BY 1 ORDER BY count(*) DESC LIMIT 2) GROUP BY 1 ORDER BY 1`,
  },
];
