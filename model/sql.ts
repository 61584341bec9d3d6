/** A Postgres string literal, quoted. */
export const sqlString = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Elapsed time in hours, so that no calendar or time zone bends a window (rule 4). */
export const sqlDays = (days: number): string => `INTERVAL '${days * 24} hours'`;
