import type { KeptTable, KeptUnits } from '../model-files.ts';

/** What a relation of outcomes is called in dbt: its name in snake case, without the schema and with the hash. */
export const tableName = (relation: string): string =>
  (/\."(.*)"$/.exec(relation)?.[1] ?? '').replaceAll('-', '_');

/** What dbt's models refer to it by. */
export const modelName = (relation: string): string => tableName(relation).replace(/_[0-9a-f]{12}$/, '');

const ref = (relation: string): string => `{{ ref('${modelName(relation)}') }}`;

/** Text as it stands in a template of Jinja's, which takes any of `{{`, `{%` and `{#` and the end of a line for its own. */
const jinjaText = (text: string): string =>
  text.replace(/\{(?=[{%#])|\r/g, (found) => (found === '\r' ? "{{ '\\r' }}" : "{{ '{' }}"));

/** The query of those that have changed; called so that no table of a mapping's is hidden by it. */
const changedUnits = 'activation_changed_units';

/** SQL over relations of outcomes, over dbt's models and the query of those that have changed. */
const modelSql = (sql: string, units: readonly KeptUnits[]): string =>
  units.reduce(
    (text, { fingerprints, changed }) =>
      text.replaceAll(fingerprints, ref(fingerprints)).replaceAll(changed, changedUnits),
    jinjaText(sql),
  );

/** As Cube's connections are: a mapping may read local times. */
const timeZone = "SET LOCAL TIME ZONE 'UTC'";

/** That a row was made by the fingerprint that its unit has now. */
const isCurrent = (key: string): string =>
  `fingerprint.unit_id = kept.${key} AND fingerprint.contents = kept.contents AND fingerprint.of_account = kept.of_account`;

/** The fingerprints of units as they are now, made anew by each run: telling which have changed is reading all. */
export const fingerprintsModel = (
  { fingerprints, fingerprintsSql }: KeptUnits,
  units: KeptUnits[],
): string => `{{ config(
    materialized='table',
    alias='${tableName(fingerprints)}',
    pre_hook="${timeZone}",
    post_hook=["ALTER TABLE {{ this }} ADD PRIMARY KEY (unit_id)", "ANALYZE {{ this }}"]
) }}

${modelSql(fingerprintsSql, units)}
`;

/**
 * The outcomes of units. Rows of those that have changed or are gone are deleted first; who has no row is worked out, in
 * the same transaction. What a row was made by is in the row, so that a run may fail or be left out.
 */
export const outcomesModel = (
  { fingerprints }: KeptUnits,
  { relation, key, start, indexed, ofName, sqlOfChanged }: KeptTable,
  units: KeptUnits[],
): string => {
  const indexes = [
    ...indexed.map((column) => ({ columns: [column] })),
    { columns: [start, 'version'] },
    ...(ofName ? [{ columns: [key, ofName], unique: true }] : []),
  ];
  return `{{ config(
    materialized='incremental',
    incremental_strategy='append',
    alias='${tableName(relation)}',
    indexes=${JSON.stringify(indexes)},
    pre_hook=[
        "${timeZone}",
        "{% if is_incremental() %}
            DELETE FROM {{ this }} AS kept
            WHERE NOT EXISTS (
                SELECT FROM ${ref(fingerprints)} AS fingerprint
                WHERE ${isCurrent(key)}
            )
        {% endif %}"
    ],
    post_hook="ANALYZE {{ this }}"
) }}

WITH ${changedUnits} AS MATERIALIZED (
    SELECT fingerprint.unit_id, fingerprint.contents, fingerprint.of_account
    FROM ${ref(fingerprints)} AS fingerprint
{%- if is_incremental() %}
    WHERE NOT EXISTS (SELECT FROM {{ this }} AS kept WHERE kept.${key} = fingerprint.unit_id)
{%- endif %}
)
SELECT
    outcome.*,
    changed.contents,
    changed.of_account,
    CAST(EXTRACT(EPOCH FROM NOW()) * 1000000 AS bigint) AS version
FROM (
${modelSql(sqlOfChanged, units)}
) AS outcome
JOIN ${changedUnits} AS changed
    ON changed.unit_id = outcome.${key}
`;
};

/** Finds what a run left wrong: rows of what isn't so any more and, where all units have one, units without. */
export const outcomesTest = (
  { fingerprints }: KeptUnits,
  { relation, key, isOfAll }: KeptTable,
): string => `SELECT kept.${key}, fingerprint.unit_id
FROM ${ref(relation)} AS kept
${isOfAll ? 'FULL' : 'LEFT'} JOIN ${ref(fingerprints)} AS fingerprint
    ON ${isCurrent(key)}
WHERE fingerprint.unit_id IS NULL${isOfAll ? ` OR kept.${key} IS NULL` : ''}
`;
