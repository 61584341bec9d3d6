import type { SourceName } from '../config/sources.ts';

/**
 * How much a finding matters: `error` is a query that fails or a number that is wrong, `warning` a number that may
 * mislead or be slow, `unfinished` a check that time or the server didn't let end, `info` what the rules leave out as
 * they should, or what can't be seen.
 */
export type Severity = 'ok' | 'info' | 'unfinished' | 'warning' | 'error';

/** What one check found. Its `id` is stable, for machines: the check, and what of it, such as `keys.duplicate`. */
export interface Finding {
  id: string;
  severity: Severity;
  /** The column in the configuration's words, such as `signedUpAt`. */
  column?: string;
  /** What was found, in one line. */
  title: string;
  /** The numbers behind it, and what the model makes of such rows. */
  detail: string;
  /** How many rows, keys or columns it is about. */
  count?: number;
  /** The next step: a change in the configuration file, or an SQL statement. */
  fix?: string;
}

/** A {@link Finding} with the source it is about. */
export interface ReportedCheck extends Finding {
  source: SourceName;
}

/** One source as the doctor met it. */
export interface ReportedSource {
  source: SourceName;
  /** The table, `a query`, or null for a source that is off or that the model can't use. */
  readFrom: string | null;
  /** How many rows it has; null where they weren't counted. */
  rows: number | null;
  /** The planner's estimate, for which no row is read. */
  estimatedRows: number | null;
}

/** What `activation doctor` found: plain data, which `--json` prints as it is. */
export interface DoctorReport {
  /** The moment that future dates and ages are judged by, in ISO 8601. */
  checkedAt: string;
  database: { host: string; port: number; database: string; user: string };
  sources: ReportedSource[];
  checks: ReportedCheck[];
  /** How many checks ended with each severity. */
  counts: Record<Severity, number>;
}

/** How many findings there are of each severity. */
export function countSeverities(checks: readonly Pick<Finding, 'severity'>[]): Record<Severity, number> {
  const counts = { ok: 0, info: 0, unfinished: 0, warning: 0, error: 0 };
  for (const { severity } of checks) counts[severity] += 1;
  return counts;
}

/**
 * The exit code of a report: 1 where there are errors, and 0 otherwise. With `strict`, 1 where there are errors or
 * warnings, or else 2 where a check didn't finish, as for a database that can't be looked at.
 *
 * @example
 * process.exitCode = reportExitCode(report, { strict: options.strict });
 */
export function reportExitCode(
  report: DoctorReport,
  { strict = false }: { strict?: boolean } = {},
): 0 | 1 | 2 {
  const { error, warning, unfinished } = report.counts;
  if (error > 0 || (strict && warning > 0)) return 1;
  return strict && unfinished > 0 ? 2 : 0;
}
