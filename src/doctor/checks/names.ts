import type { Check, Question } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import {
  actionSets,
  eventSet,
  type KeyNameSet,
  keyActionSets,
  keyMilestoneSets,
  surveySet,
} from '../key-names.ts';
import { isSpelledAlike, nearMisses, quoteNames } from '../near-misses.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import { countOf, inFigures, severityOfShare } from '../share.ts';
import { columnOf, type SurveyedSource } from '../surveyed-source.ts';

/** More names than anybody looks at; a column with more holds something else than names. */
const mostNames = 5000;

/**
 * Actions, key milestones and surveys that the configuration names, and events that a preset makes its sources of, that the data
 * never name, or name in several spellings.
 */
export const names: Check = {
  id: 'names',
  subject: 'key actions, milestones, surveys and events',
  questions: ({ sources, config }) =>
    sources.flatMap((source) => [
      ...(source.name === 'keyActions'
        ? [questionOf(source, 'actionName', [...keyActionSets(config), ...actionSets(config)])]
        : []),
      ...(source.name === 'milestoneCompletionLogs'
        ? [questionOf(source, 'milestoneName', keyMilestoneSets(config))]
        : []),
      ...(source.name === 'surveyResponses' ? [questionOf(source, 'survey', [surveySet(config)])] : []),
      ...eventQuestion(source),
    ]),
};

function questionOf(source: SurveyedSource, column: string, sets: KeyNameSet[]): Question {
  const { path } = source.physical;
  const place: NamePlace = {
    from: source.relation,
    name: `source.${columnOf(source, column)?.canonical}::text`,
    path,
    column,
    alike: `map ${path}.columns.${column} to an expression that spells them alike`,
  };
  return { source: source.name, ask: (session) => lookFor(session, place, sets) };
}

/** Nobody sees of an empty source that its event is called otherwise. */
function eventQuestion({ name, physical: { path, events } }: SurveyedSource): Question[] {
  if (!events) return [];
  const place: NamePlace = {
    from: `(${events.sql})`,
    name: 'source.event_name::text',
    path: 'the events',
    alike: 'send the event by one name',
  };
  return [{ source: name, ask: (session) => lookFor(session, place, [eventSet(path, events)]) }];
}

/** Where names are looked for. */
interface NamePlace {
  /** What stands after FROM, to be called `source`. */
  from: string;
  /** The names in SQL, as text. */
  name: string;
  /** What the place is called. */
  path: string;
  /** The column in the configuration's words, where it has one. */
  column?: string;
  /** What makes one name of several spellings. */
  alike: string;
}

async function lookFor(session: ReadOnlySession, place: NamePlace, sets: KeyNameSet[]): Promise<Finding[]> {
  const { from, name } = place;
  const configured = sets.flatMap((set) => set.names.map((each) => each.name));
  const found = await session.rows<{ name: string; rows: number }>(
    `SELECT ${name} AS name, COUNT(*) AS rows
     FROM ${from} AS source
     WHERE ${name} IS NOT NULL
     GROUP BY ${name}
     ORDER BY ${name} = ANY ($1::text[]) DESC, rows DESC
     LIMIT ${mostNames}`,
    [configured],
  );
  // Of an empty table, freshness tells.
  if (found.length === 0) return [];
  const rowsOf = new Map(found.map((each) => [each.name, each.rows]));
  const others = found.map((each) => each.name).filter((each) => !configured.includes(each));
  return sets.flatMap((set) => findingsOf(place, set, rowsOf, others));
}

function findingsOf(
  place: NamePlace,
  { names: keyNames, withoutAll, withoutOne = withoutAll }: KeyNameSet,
  rowsOf: ReadonlyMap<string, number>,
  others: string[],
): Finding[] {
  const column = place.column === undefined ? {} : { column: place.column };
  const neverOccurs = keyNames.every(({ name }) => !rowsOf.has(name));
  return keyNames.map(({ name, path }): Finding => {
    const rows = rowsOf.get(name);
    const quoted = JSON.stringify(name);
    if (rows === undefined) {
      const near = nearMisses(name, others);
      const [likeliest] = near;
      return {
        id: 'names.never',
        severity: neverOccurs ? 'error' : 'warning',
        ...column,
        title: `${path}: ${quoted} never occurs in ${place.path}`,
        detail:
          `${neverOccurs ? withoutAll : withoutOne} ` +
          (near.length > 0
            ? `Near misses: ${near.map((each) => `${JSON.stringify(each)} (${countOf(rowsOf.get(each) ?? 0, 'row')})`).join(', ')}.`
            : `No name is like it; the most frequent are ${quoteNames(others.slice(0, 5))}.`),
        count: 0,
        fix:
          likeliest === undefined
            ? `Name one that occurs in ${path}.`
            : `${path}: ${JSON.stringify(likeliest)}, if that is what is meant.`,
      };
    }
    const variants = others.filter((other) => isSpelledAlike(name, other));
    if (variants.length === 0) {
      return {
        id: 'names.never',
        severity: 'ok',
        ...column,
        title: `${path}: ${quoted} occurs`,
        detail: `${countOf(rows, 'row')}.`,
        count: rows,
      };
    }
    const ignored = variants.reduce((sum, variant) => sum + (rowsOf.get(variant) ?? 0), 0);
    return {
      id: 'names.variants',
      severity: severityOfShare(ignored, rows + ignored),
      ...column,
      title: `${path}: ${quoted} has other spellings`,
      detail: `${inFigures(rows)} have it; ${inFigures(ignored)} that don't count have ${quoteNames(variants)}.`,
      count: ignored,
      fix: `If they are the same, ${place.alike}.`,
    };
  });
}
