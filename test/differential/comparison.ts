import fc from 'fast-check';
import type { Outcomes } from '../../src/model-files.ts';
import type { CompiledModel } from '../harness/compiled-model.ts';
import { answer } from '../oracle/answer.ts';
import { modelMembers } from '../oracle/askable.ts';
import { type CatalogueDefinitions, catalogueSettings } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import { differences } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { type Counterexample, describe } from './counterexample.ts';
import type { DifferentialDatabase } from './database.ts';
import { hostileRows } from './hostile-rows.ts';
import { type Pending, places, sessionTimeZones, starts, timeZonesAt } from './moment.ts';
import { filterValues } from './names.ts';
import { questions } from './questions.ts';
import { type Repeats, repeats, withRepeats } from './repeats.ts';

/** A model, and the definitions that it was made with. */
export interface DefinedModel {
  definitions: CatalogueDefinitions;
  model: CompiledModel;
  /** What it reads instead of the source tables, if it does. */
  outcomes?: Outcomes;
}

/** A data set and what is asked of it. */
interface Case {
  defined: DefinedModel;
  sessionTimeZone: (now: Microseconds) => string;
  rows: Pending<OracleRows>;
  repeats: Repeats;
  questions: Pending<Question>[];
}

const cases = (models: readonly DefinedModel[], about?: readonly string[]): fc.Arbitrary<Case> =>
  fc
    .record({
      // The first definitions are the default ones, and half of all data sets are theirs.
      index: fc.oneof(fc.constant(0), fc.nat(models.length - 1)),
      places,
    })
    .chain(({ index, places: inPlaces }) => {
      const defined = models[index] as DefinedModel;
      return fc.record({
        defined: fc.constant(defined),
        sessionTimeZone: sessionTimeZones(inPlaces),
        rows: hostileRows(inPlaces),
        repeats,
        questions: fc.array(
          questions(
            defined.definitions,
            modelMembers(defined.model.members()),
            {
              moments: starts(inPlaces),
              timeZones: timeZonesAt(inPlaces),
              texts: textsOf(defined.definitions),
            },
            about,
          ),
          { minLength: 1, maxLength: 12, size: 'max' },
        ),
      });
    });

/** Values to filter by: awkward ones, and the names that the definitions give to milestones, features and surveys. */
function textsOf(definitions: CatalogueDefinitions): fc.Arbitrary<string> {
  const { features, surveys } = catalogueSettings(definitions);
  return fc.oneof(
    { weight: 3, arbitrary: filterValues },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...definitions.keyMilestones,
        ...Object.keys(features),
        ...Object.keys(surveys),
      ),
    },
  );
}

/** Whether it is asked of a log's own cube, which describes the table as it is (rule 5), with what is there again. */
const tellsOfTable = ({ measures = [], dimensions = [] }: Question): boolean =>
  /^(SessionHistory|KeyActions|MilestoneCompletionLogs)\./.test(measures[0] ?? dimensions[0] ?? '');

/** The first question of a case that Cube answers otherwise than the contract. */
async function firstDifference(
  database: DifferentialDatabase,
  { defined: { definitions, model, outcomes }, sessionTimeZone, rows: pending, repeats, questions }: Case,
  { reworded = (question) => question, windows }: Pick<ComparisonOptions, 'reworded' | 'windows'>,
): Promise<Counterexample | undefined> {
  let rows: OracleRows;
  return database.withRows(
    sessionTimeZone,
    (now) => {
      rows = pending({ now, definitions, ...(windows && { windows }) });
      return withRepeats(rows, repeats, definitions.sources);
    },
    async (stored, now) => {
      const cubes = contract(definitions, now);
      if (outcomes) await database.keep(outcomes);
      const ask = async (question: Question): Promise<Counterexample | undefined> => {
        const where = { definitions, now, sessionTimeZone: sessionTimeZone(now), rows: stored, question };
        let sql = 'Cube made no SQL.';
        try {
          const query = model.sql(question);
          sql = query.text;
          const counted = tellsOfTable(question) ? stored : rows;
          const found = differences(question, answer(cubes, counted, question), await database.rows(query));
          return found.length > 0 ? { ...where, differences: found, sql } : undefined;
        } catch (error) {
          return { ...where, differences: [String(error)], sql };
        }
      };
      for (const pendingQuestion of questions) {
        const question = reworded(pendingQuestion({ now, definitions }));
        const found = await ask(question);
        if (found) return (await narrowed(question, found, ask)) ?? found;
      }
      return undefined;
    },
  );
}

/** The same of one measure, where one is enough to differ: a shorter query to read. */
async function narrowed(
  { order, ...question }: Question,
  { differences: [difference = ''] }: Counterexample,
  ask: (question: Question) => Promise<Counterexample | undefined>,
): Promise<Counterexample | undefined> {
  const measure = question.measures?.find((name) => difference.includes(` ${name}:`));
  return measure && !question.limit ? ask({ ...question, measures: [measure] }) : undefined;
}

export interface ComparisonOptions {
  models: readonly DefinedModel[];
  /** The views and cubes to ask about; all of them unless told. */
  about?: readonly string[];
  /** What to ask instead of a question. */
  reworded?: (question: Question) => Question;
  /** The windows in days that the data's timestamps tie with; those of all KPIs unless told. */
  windows?: readonly number[];
  seed: number;
  dataSets: number;
  /** Where to take up a run that failed, as it was printed. */
  path?: string;
  /** Off, the first counterexample found is good enough. */
  shrink: boolean;
}

/** The outcome of a comparison: how many data sets it took, and the smallest counterexample found, if any. */
export interface Comparison {
  dataSets: number;
  failure?: { path: string; text: string };
}

/** Compares Cube's answers with the contract's on random data sets until two differ. */
export async function compare(
  database: DifferentialDatabase,
  { models, about, seed, dataSets, path, shrink, ...how }: ComparisonOptions,
): Promise<Comparison> {
  let last: Counterexample | undefined;
  const property = fc.asyncProperty(cases(models, about), async (tried) => {
    const found = await firstDifference(database, tried, how);
    if (found) last = found;
    return found === undefined;
  });
  const result = await fc.check(property, {
    seed,
    numRuns: dataSets,
    endOnFailure: !shrink,
    ...(path !== undefined && { path }),
  });
  if (!result.failed) return { dataSets: result.numRuns };
  return {
    dataSets: result.numRuns,
    failure: {
      path: result.counterexamplePath ?? '',
      text: last ? describe(last) : String(result.errorInstance),
    },
  };
}
