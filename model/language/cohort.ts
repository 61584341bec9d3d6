import type { Definitions } from '../../src/config/definitions.ts';
import type { ColumnName, SourceName } from '../../src/config/sources.ts';
import type { Events } from './events.ts';
import type { Moment, Words } from './facts.ts';

/** A column of the unit's own source, as a dimension. */
export interface UnitColumn extends Words {
  name: string;
  column: string;
  type: 'string' | 'time' | 'boolean';
}

/** What a cohort's rows are made from. */
export interface Given {
  settings: Definitions;
  /** What stands after FROM for a source. */
  relation: (source: SourceName) => string;
  /** The columns that a user or an account has in a query of rows, of a relation by its alias. */
  columnsOf: (unit: 'user' | 'account', alias: string) => string;
}

/** What a cohort is crossed with: each unit is with each item, whether it got there or not (rule 7). */
export interface Crossing {
  /** What one is called: the dimensions `<each>Name` and `<each>Position` are of it. */
  each: string;
  items: (settings: Definitions) => readonly string[];
  name: Words;
  position: Words;
}

/**
 * What a cohort's units may have done so many times: each unit is with each name that events of known units have, and
 * with each number of times, whether it did or not (rule 7). Each measure is of one name and one number.
 */
export interface Behaviour {
  events: Events;
  name: UnitColumn;
  times: Words & { dimension: string; values: readonly number[] };
  /** The column that says whether the unit did it so often, which a declaration of the cohort makes. */
  done: string;
}

/** What a cohort is of. */
export type Unit = 'user' | 'account' | 'lead';

/** The units that KPIs count, with the time that they start at: one cube. */
export interface Cohort {
  cube: string;
  sqlAlias: string;
  title: string;
  description: string;
  /** Whose attributes the views show, and whose logs are read; a lead has those of the user that it became. */
  unit: Unit;
  source: SourceName;
  /** Its rows by a query, in place of the source itself: those that a rule picks, with what they bring. */
  rows?: (given: Given) => string;
  /** Whether these rows tell the account of a user. */
  readsAccountsOfUsers?: true;
  /** The sources without which there is no such cohort. */
  needs: readonly SourceName[];
  /** What tells its rows apart; the first is the key of the unit where nothing else is said. */
  key: UnitColumn;
  /** The unit, where its rows are several: it counts once (rule 1). */
  countedBy?: UnitColumn;
  /** What else a row tells of itself. */
  columns: readonly (UnitColumn & {
    isInView?: boolean;
    /** Whether it tells who a user, a lead or the like is. */
    isIdentifier?: boolean;
  })[];
  start: UnitColumn;
  /** When the unit itself starts, where its cohort starts at a moment of it: see {@link derived}. */
  unitStart?: UnitColumn;
  /** When the unit's account was created, where that isn't the start. */
  accountCreatedAt?: UnitColumn;
  /** Rule 10: a moment of the unit, or of each item of its, that its cohort starts at, instead of its own start. */
  from?: (settings: Definitions) => Moment;
  /** Its rows are events of the units, one each, and start at them; `name` tells one kind from another, if there are kinds. */
  events?: { of: readonly Events[]; name: UnitColumn };
  /** Whether there is such a cohort by the settings in force. */
  isThere?: (settings: Definitions) => boolean;
  crossing?: Crossing;
  /** Each unit is with each day of its age from 0 to `last`, and each measure is of one day. */
  age?: Words & { dimension: string; last: number };
  behaviour?: Behaviour;
  /** Rule 12: those alone that started so many days ago or earlier. */
  settledAfterDays?: number;
  /**
   * The dimension of which measures but the count are of one value: over several they are null, as these don't compare.
   */
  oneOf?: string;
  /** How many there are, of what; where each measure is of one day, that is one of these. */
  count: { name: string; unit?: string } & Words;
  /** What the lists behind its counts show, unless a count says more. */
  list?: readonly string[];
  /** The rollups that answer for it: see `pre-aggregations.ts` of the compiler. */
  rollups: 'user' | 'account' | 'item' | 'userItem' | 'activity' | 'eligibility' | 'derived' | 'few' | 'none';
}

/** A dimension made of a column of the cohort's source. */
export const column = <Source extends SourceName>(
  _source: Source,
  name: string,
  of: ColumnName<Source>,
  type: UnitColumn['type'],
  words: Words,
): UnitColumn => ({ name, column: of, type, ...words });

/** A dimension made of a column of what a cohort's own rows bring. */
export const rowColumn = (name: string, type: UnitColumn['type'], words: Words): UnitColumn => ({
  name,
  column: name,
  type,
  ...words,
});

/** A cohort of the same units that starts at a moment of theirs; who has none isn't in it (rule 10). */
export const derived = (
  from: Cohort,
  start: Words & { name: string; moment: (settings: Definitions) => Moment },
  names: Pick<Cohort, 'cube' | 'sqlAlias' | 'title' | 'description' | 'count' | 'list'> & {
    needs: readonly SourceName[];
  },
): Cohort => {
  const { name, moment, title, description } = start;
  return {
    ...from,
    ...names,
    needs: [...new Set([...from.needs, ...names.needs])],
    from: moment,
    columns: [...from.columns, { ...from.start, isInView: true }],
    unitStart: from.start,
    start: { name, column: name, type: 'time', title, description },
    rollups: from.crossing ? from.rollups : 'derived',
  };
};
