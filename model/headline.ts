import type { SourceName } from '../src/config/sources';
import { sources } from './sources';

/** A KPI's headline: a rate with the counts above and below the line, by their names in the view. */
interface Headline {
  rate: string;
  above: string;
  below: string;
  /** The time by which the units below the line form cohorts (rule 2). */
  cohort: string;
  /** The dimension without which the rate says little. */
  by?: string;
}

/**
 * What a view tells the tools around it by `/meta`: which of its numbers is the headline, and by which definitions it
 * counts. `activation check` asks for the one and compares the other.
 *
 * @param definition the settings that the view counts by
 * @param of the sources that it counts; of their mapping, only a digest is told
 */
export const kpiMeta = (
  headline: Headline,
  definition: Record<string, string | number | readonly string[]>,
  of: readonly SourceName[],
): CubeMeta => ({
  headline: { ...headline },
  definition: {
    ...definition,
    ...Object.fromEntries(of.map((source) => [`sources.${source}`, sources[source]?.digest ?? ''])),
  },
});
