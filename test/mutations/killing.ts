import { withDefaults } from '../../src/config/definitions.ts';
import { transpileModel } from '../../src/model-files.ts';
import { compare } from '../differential/comparison.ts';
import type { DifferentialDatabase } from '../differential/database.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { allSources, type CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { inWords, type Mutation, mutated } from './mutation.ts';
import { declarations } from './mutations.ts';

/** Most mutations are killed by the first few data sets; the subtlest needs a quarter of these. */
export const mostDataSets = 1000;

/** One set for all, to compile each mutation once: names that need quoting and look alike, windows of a few lengths. */
const settings = withDefaults({
  keyAction: "it's_done",
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 30],
  keyMilestones: ['a', 'A', "b'%"],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
  features: { notes: ["it's_done", 'A'], maps: ['A'] },
  topFeatures: ['notes'],
  // Few suffice, so that one moment at a limit makes a difference.
  initialSessions: 1,
  teamSize: 1,
  tasksRequired: 2,
  qualification: { actions: ["it's_done", 'A'], atLeast: 2 },
  engagement: [
    { action: 'session', weight: 1, cap: 2 },
    { action: "it's_done", weight: 2, cap: 2 },
  ],
  trialEngagementActions: 1,
  trialActions: ["it's_done", 'A'],
});
export const definitions: CatalogueDefinitions = { ...settings, sources: allSources };

/** A model to find wrong, and where to look. */
export interface Mutant {
  /** Made with {@link definitions}. */
  model: CompiledModel;
  /** The views and cubes to ask about; all of them unless told. */
  readers?: readonly string[];
  /** The windows in days that the data's timestamps tie with; those of all KPIs unless told. */
  windows?: readonly number[];
}

const files = await transpileModel(definitions);
const texts = await declarations();

/** The model with a mutation in it, or nothing where Cube or the compiler refuses it: that is noticed, too. */
export async function mutant(mutation: Mutation): Promise<Mutant | undefined> {
  try {
    const changed = await mutated(definitions, mutation, texts);
    const windows = windowsIn(changed.map(({ content }, index) => [content, files[index]?.content ?? '']));
    return {
      model: await CompiledModel.compile(changed),
      readers: mutation.readers,
      ...(windows.length > 0 && { windows }),
    };
  } catch {
    return undefined;
  }
}

/**
 * The windows in lines that are in one text of a pair alone. Of a dozen windows, hardly a moment falls in the hour that
 * a change of the clocks puts between one of them and its calendar days.
 */
function windowsIn(pairs: readonly (readonly [string, string])[]): number[] {
  const lines = pairs.flatMap(([one, other]) => {
    const [ofOne, ofOther] = [one.split('\n'), other.split('\n')];
    return [
      ...ofOne.filter((line) => !ofOther.includes(line)),
      ...ofOther.filter((line) => !ofOne.includes(line)),
    ];
  });
  const hours = lines.flatMap((line) =>
    [...line.matchAll(/INTERVAL '(\d+) hours'/g)].map(([, n]) => Number(n)),
  );
  return [...new Set(hours.filter((n) => n % 24 === 0).map((n) => n / 24))];
}

/** Which of some mutations of declarations leave what Cube gets as it is. */
export async function withoutChange(mutations: readonly Mutation[]): Promise<string[]> {
  const same: string[] = [];
  for (const mutation of mutations) {
    // What the compiler refuses is another model, too.
    const changed = await mutated(definitions, mutation, texts).catch(() => undefined);
    if (JSON.stringify(changed) === JSON.stringify(files)) same.push(inWords(mutation));
  }
  return same;
}

/**
 * How many data sets it took to find a model wrong, or undefined where all agreed.
 */
export async function killedAfter(
  database: DifferentialDatabase,
  { model, readers, windows }: Mutant,
  dataSets: number,
  seed = 1,
): Promise<number | undefined> {
  const comparison = await compare(database, {
    models: [{ definitions, model }],
    ...(readers && { about: readers }),
    ...(windows && { windows }),
    seed,
    dataSets,
    shrink: false,
  });
  return comparison.failure ? comparison.dataSets : undefined;
}
