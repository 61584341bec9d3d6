import { withDefaults } from '../../src/config/definitions.ts';
import { compare } from '../differential/comparison.ts';
import type { DifferentialDatabase } from '../differential/database.ts';
import type { CompiledModel } from '../harness/compiled-model.ts';

/** Most mutations are killed by the first few data sets; the subtlest needs a quarter of these. */
export const mostDataSets = 1000;

/** One set for all, to compile each mutation once: names that need quoting and look alike, windows of a few lengths. */
export const definitions = withDefaults({
  keyAction: "it's_done",
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 30],
  keyMilestones: ['a', 'A', "b'%"],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
  features: { notes: ["it's_done", 'A'], 'code review': ["b'%"], maps: ['A'] },
  topFeatures: ['code review'],
});

/**
 * How many data sets it took to find a model wrong, or undefined where all agreed.
 *
 * @param model made with {@link definitions}
 * @param about the views and cubes to ask about; all of them unless told
 */
export async function killedAfter(
  database: DifferentialDatabase,
  model: CompiledModel,
  dataSets: number,
  about?: readonly string[],
  seed = 1,
): Promise<number | undefined> {
  const comparison = await compare(database, {
    models: [{ definitions, model }],
    ...(about && { about }),
    seed,
    dataSets,
    shrink: false,
  });
  return comparison.failure ? comparison.dataSets : undefined;
}
