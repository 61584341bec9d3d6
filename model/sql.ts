/** A Postgres string literal, quoted. */
export const sqlString = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Elapsed time in hours, so that no calendar or time zone bends a window (rule 4). */
export const sqlDays = (days: number): string => `INTERVAL '${days * 24} hours'`;

/** A duration as a whole number, so that sums of it are exact whatever they are kept in. */
export const sqlMicroseconds = (interval: string): string =>
  `CAST(EXTRACT(EPOCH FROM ${interval}) * 1000000 AS BIGINT)`;

/** A duration in hours. */
export const sqlHours = (interval: string): string => `EXTRACT(EPOCH FROM ${interval}) / 3600`;

/** The average of so many durations in hours, of their sum in microseconds. */
export const sqlAverageHours = (microseconds: CubeReference, count: CubeReference): string =>
  `${microseconds} / NULLIF(3600000000.0 * ${count}, 0)`;
