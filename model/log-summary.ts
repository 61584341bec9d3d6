/** What a log tells of each unit that a cube counts: one row at most for a unit. */
export interface LogSummary {
  /** What the cube's columns call it. */
  name: string;
  /** Aggregates of a unit's rows in the log. */
  columns: string[];
  /** The log, and what is joined to it. */
  from: string;
  /** The rows of it that matter. */
  where?: string;
  /** The log's column of the unit, and the cube's column that it is the same as. */
  unit: string;
  isUnit: string;
  /** Whether Postgres is kept from planning it in parallel: each worker would make the whole of it. */
  isMadeOnce?: boolean;
}

/** Whether a query asks for some values of one of these members: a cohort's dates, a user, an account. */
export const isNarrowed = (params: FilterParams[string], members: string[]): boolean =>
  members.some((member) => String(params[member].filter(() => 'by some values')).includes('by some values'));

/**
 * SQL of the join of a log's summary to the units, to follow their FROM.
 *
 * Of few units, the rows of each are looked up in an index of the log. For all of them, the log is read once as a
 * whole, which is two to four times faster then, and slower for fewer than about a quarter of the units
 * (docs/performance.md). Both say the same.
 */
export function joinSummary(summary: LogSummary, ofFewUnits: boolean): string {
  const { name, columns, from, where = 'TRUE', unit, isUnit, isMadeOnce = false } = summary;
  const list = columns.join(',\n        ');
  if (ofFewUnits) {
    return `
    LEFT JOIN LATERAL (
      SELECT
        ${list}
      FROM ${from}
      WHERE ${where}
        AND ${unit} = ${isUnit}
    ) AS ${name} ON TRUE`;
  }
  // A function that only the process of the session may call.
  const inOneProcess = isMadeOnce ? `\n        AND PG_BACKEND_PID() IS NOT NULL` : '';
  return `
    LEFT JOIN (
      SELECT
        ${unit} AS unit,
        ${list}
      FROM ${from}
      WHERE ${where}${inOneProcess}
      GROUP BY ${unit}
    ) AS ${name} ON ${name}.unit = ${isUnit}`;
}
