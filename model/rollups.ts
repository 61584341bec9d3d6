import { rollupSettings } from './rollup-settings';

/** A cube's rows, as its rollups are held against them. */
export interface RolledUpRows {
  cube: string;
  /** A query of all that the rollups are made from, as the cube would be read with these filters. */
  query: (params: FilterParams) => string;
  /** The cohorts' time dimension, and its column. */
  cohort: string;
  cohortColumn: string;
  /** Where the first and the last cohort are found: a relation with all rows that have a cohort, and no others. */
  cohorts: string;
  /** The condition of rows that have matured, where rollups count those: they change without a write. */
  matured?: string;
}

/** What one rollup holds. */
export interface RollupGrain {
  measures: string[];
  /** Dimensions by their path from the cube: `persona`, `UserAccounts.useCase`. */
  dimensions: string[];
  segments?: string[];
  /** The granularity that cohorts are told apart by; without it, they aren't. */
  granularity?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  /** The time dimension of that granularity, where it isn't the cohorts' own. */
  timeDimension?: string;
  /** The period that there is a table for each of, so that a refresh rebuilds those that changed. */
  partition?: 'month' | 'quarter' | 'year';
}

/**
 * A cube's rollups by their names, in the order in which Cube tries them: the smallest first. None where they are
 * turned off.
 */
export function rollups(rows: RolledUpRows, grains: Record<string, RollupGrain>): Record<string, CubeRollup> {
  if (!rollupSettings.enabled) return {};
  return Object.fromEntries(
    Object.entries(grains).map(([name, grain], index) => [name, rollup(rows, grain, `r${index + 1}`)]),
  );
}

/** @param sqlAlias what its tables are called: short, as Postgres cuts names off at 63 characters, and Cube adds 35 */
function rollup(rows: RolledUpRows, grain: RollupGrain, sqlAlias: string): CubeRollup {
  const { measures, dimensions, segments = [], granularity, timeDimension = rows.cohort } = grain;
  const boundary = (aggregate: 'MIN' | 'MAX'): { sql: CubeSql } => ({
    sql: () => `SELECT ${aggregate}(cohort.${rows.cohortColumn}) FROM ${rows.cohorts} AS cohort`,
  });
  return {
    type: 'rollup',
    sqlAlias,
    measures: (CUBE) => measures.map((path) => member(CUBE, path)),
    dimensions: (CUBE) => dimensions.map((path) => member(CUBE, path)),
    segments: (CUBE) => segments.map((path) => member(CUBE, path)),
    ...(granularity
      ? {
          timeDimension: (CUBE) => member(CUBE, timeDimension),
          granularity,
          // Unless told, Cube answers "since the 10th" from the counts of whole months.
          allowNonStrictDateRangeMatch: false,
        }
      : {}),
    ...(grain.partition
      ? {
          partitionGranularity: grain.partition,
          buildRangeStart: boundary('MIN'),
          buildRangeEnd: boundary('MAX'),
        }
      : {}),
    refreshKey: {
      every: rollupSettings.refreshEvery,
      sql: (FILTER_PARAMS) => contents(rows, FILTER_PARAMS as unknown as FilterParams),
    },
  };
}

const member = (CUBE: CubeReference, path: string): CubeReference =>
  path.split('.').reduce((reference, name) => reference[name], CUBE);

/**
 * SQL of a value that is another one when, and only when, the rows of the partition are: rows that are new, changed
 * or gone, however late. A row is hashed as Postgres sends it, which every type has, whatever the session's settings.
 * The comment is for this project's dialect, which asks less often for a partition that ended longer ago.
 */
const contents = (
  { cube, query, cohort, cohortColumn, matured }: RolledUpRows,
  params: FilterParams,
): string => `
    SELECT /* update window: ${rollupSettings.updateWindow} */
      COUNT(*) AS cohort_rows,
      SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents${
        matured === undefined ? '' : `,\n      COUNT(*) FILTER (WHERE ${matured}) AS matured`
      }
    FROM (${query(params)}) AS cohort
    WHERE ${params[cube][cohort].filter(`cohort.${cohortColumn}`)}`;
