import type { Comparison } from './compare.ts';
import type { DefinitionChange } from './definition-changes.ts';

/** What a check found. */
export interface CheckReport {
  /** The REST API that was asked. */
  apiUrl: string;
  /** The baseline's file, as it was named. */
  baselineFile: string;
  /** When the baseline compared with was written; undefined where there was none. */
  asOf: string | undefined;
  /** The settings that changed; undefined where the baseline holds none to compare with. */
  definitions: DefinitionChange[] | undefined;
  /** The views that were asked nothing, for want of a headline. */
  notAsked: string[];
  /** Every value that the baseline or the server has. */
  comparisons: Comparison[];
  /** Whether the baseline was written anew, which accepts every difference. */
  isUpdated: boolean;
}

/** What a check ends with: 0 the same, 1 differences, 2 it couldn't be made. Only numbers count. */
export type CheckExitCode = 0 | 1 | 2;

/** @param outcome the report, or what was thrown instead of one */
export function checkExitCode(outcome: CheckReport | Error): CheckExitCode {
  if (outcome instanceof Error) return 2;
  return outcome.comparisons.some((comparison) => comparison.outcome === 'different') ? 1 : 0;
}
