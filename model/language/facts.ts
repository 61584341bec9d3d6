import type { ColumnName, SourceName } from '../../src/config/sources.ts';
import type { Events } from './events.ts';

/** What a person reads of a member. */
export interface Words {
  title: string;
  description: string;
}

/** A limit in time: the start of the unit's cohort, another moment of it or now, or so many days after it (rule 4). */
export interface Bound {
  of: 'start' | 'now' | Moment;
  /** Below 0: before it. */
  days?: number;
  /** Whether an event at the very limit is on this side of it. */
  isInclusive: boolean;
  /** Whether a unit without the moment has no limit, instead of no events. */
  isOpen?: true;
}

/** Rule 3: at or after a moment; the start, unless told. */
export const atOrAfter = (of: Bound['of'] = 'start'): Bound => ({ of, isInclusive: true });

/** Rule 11: coming back is strictly later. */
export const after = (of: Bound['of'] = 'start'): Bound => ({ of, isInclusive: false });

/** So many days after a moment, or later. */
export const daysAfter = (days: number, of: Bound['of'] = 'start'): Bound => ({
  of,
  days,
  isInclusive: true,
});

/** In the so many days before a moment, or later. */
export const daysBefore = (days: number, of: Bound['of']): Bound => daysAfter(-days, of);

/** By a moment: the very same counts. */
export const upTo = (of: Moment): Bound => ({ of, isInclusive: true });

/** Before a moment, or before so many days after it. */
export const before = (of: Bound['of'], days = 0): Bound => ({ of, days, isInclusive: false });

/** Before a moment; without an end where there is no such moment. */
export const beforeIfEver = (of: Moment): Bound => ({ of, isInclusive: false, isOpen: true });

interface NamedFact {
  /** In camel case: that of its dimension, and in snake case of its column. */
  name: string;
  /** Those of its dimension; without them, it has none. */
  words?: Words;
}

/**
 * When something first or last happened to a unit, or for the nth time, within its bounds; null where it didn't.
 */
export interface EventMoment extends NamedFact {
  kind: 'first' | 'last' | 'nth';
  /** Which one, of events told apart by their key: one that is there twice counts where it is first. */
  n?: number;
  events: Events;
  since?: Bound;
  until?: Bound;
}

/** A moment that the unit's own row tells; null where it is before the start (rule 3). */
export interface OwnMoment extends NamedFact {
  kind: 'own';
  column: string;
}

/** A moment for each item of a cohort that is crossed with a list: the one of the row's item. */
export interface ItemMoment extends NamedFact {
  kind: 'item';
  of: readonly EventMoment[];
}

/** When the nth of several moments had come, in whatever order they came; null where fewer of them are there. */
export interface NthMoment extends NamedFact {
  kind: 'nthOf';
  n: number;
  of: readonly EventMoment[];
}

export type Moment = EventMoment | OwnMoment | ItemMoment | NthMoment;

/** How many events, or how many distinct values of a column of theirs, a unit has within its bounds. */
export interface EventTally extends NamedFact {
  kind: 'tally';
  events: Events;
  /** The column, in camel case; the events' own key unless told, so that a repeated row counts once. */
  distinct: string;
  /** Whether there is one for each name of the events, in a cohort of behaviours: the one of the row's name. */
  isOfName?: true;
  since?: Bound;
  until?: Bound;
}

/** The sum of a column over the events that a unit has within its bounds. */
export interface EventSum extends NamedFact {
  kind: 'sum';
  events: Events;
  column: string;
  since?: Bound;
  until?: Bound;
}

/** How many of an account's users, signed up before the end, have at least so many events within the bounds. */
export interface MemberTally extends NamedFact {
  kind: 'members';
  events: Events;
  atLeast: number;
  since: Bound;
  until: Bound;
}

/** How many of some moments a unit has, or has within so many days after its start. */
export interface MomentTally extends NamedFact {
  kind: 'reached';
  of: readonly Moment[];
  days?: number;
}

/** A number that the unit's own row tells. */
export interface OwnValue extends NamedFact {
  kind: 'value';
  column: string;
}

export type Tally = EventTally | EventSum | MemberTally | MomentTally | OwnValue;

/** What the model knows of a unit. */
export type Fact = Moment | Tally;

interface Within {
  since?: Bound | undefined;
  until?: Bound;
}

/** Instead of a beginning: whenever it was. */
type AnyTime = 'anyTime';

/**
 * The first of some events at or after the start, unless told.
 *
 * @example
 * const firstAction = first('firstActionAt', actions('signed'));
 * const nextAction = first('nextActionAt', actions('signed'), { since: after(firstAction) });
 */
export const first = (
  name: string,
  events: Events,
  {
    words,
    since = atOrAfter(),
    until,
  }: Omit<Within, 'since'> & { since?: Bound | AnyTime; words?: Words } = {},
): EventMoment => ({
  kind: 'first',
  name,
  events,
  ...(since !== 'anyTime' && { since }),
  ...(until && { until }),
  ...(words && { words }),
});

/** The last of some events at or after the start, unless told. */
export const last = (...[name, events, options]: Parameters<typeof first>): EventMoment => ({
  ...first(name, events, options),
  kind: 'last',
});

/** The nth of some events, in the order of time; without a bound unless told. */
export const nth = (name: string, n: number, events: Events, { since, until }: Within = {}): EventMoment => ({
  ...first(name, events, { since: since ?? 'anyTime', ...(until && { until }) }),
  kind: 'nth',
  n,
});

/** A column of the unit's own source, where it is at or after the start. */
export const own = <Source extends SourceName>(
  _source: Source,
  name: string,
  column: ColumnName<Source>,
): OwnMoment => ({ kind: 'own', name, column });

/** A number in a column of the unit's own row. */
export const ownValue = (name: string, column: string): OwnValue => ({ kind: 'value', name, column });

/** A moment in a column that the cohort's rows bring, where it is at or after the start. */
export const ofRow = (name: string, column: string): OwnMoment => ({ kind: 'own', name, column });

/** When so many of some moments had come; all of them are the latest of all. */
export const nthOf = (name: string, n: number, of: readonly EventMoment[]): NthMoment => ({
  kind: 'nthOf',
  name,
  n,
  of,
});

/** How many of some events a unit has, without a bound unless told. */
export const tally = (
  name: string,
  events: Events,
  { words, since, until, distinct = events.log.id }: Within & { words?: Words; distinct?: string } = {},
): EventTally => ({
  kind: 'tally',
  name,
  events,
  distinct,
  ...(since && { since }),
  ...(until && { until }),
  ...(words && { words }),
});

/** How many events of the row's name a unit has, in a cohort of behaviours. */
export const tallyOfName = (...declared: Parameters<typeof tally>): EventTally => ({
  ...tally(...declared),
  isOfName: true,
});

/** The sum of a column of some events, without a bound unless told. */
export const sumOf = <Source extends SourceName>(
  name: string,
  _source: Source,
  column: ColumnName<Source>,
  events: Events,
  bounds: Within = {},
): EventSum => ({
  kind: 'sum',
  name,
  events,
  column,
  ...(bounds.since && { since: bounds.since }),
  ...(bounds.until && { until: bounds.until }),
});

/** How many of an account's users, of those who signed up before the end, have at least so many of some events. */
export const membersWith = (
  name: string,
  atLeast: number,
  events: Events,
  bounds: { since: Bound; until: Bound },
): MemberTally => ({ kind: 'members', name, atLeast, events, ...bounds });

/** How many of some moments a unit has. */
export const howMany = (name: string, of: readonly Moment[], words?: Words): MomentTally => ({
  kind: 'reached',
  name,
  of,
  ...(words && { words }),
});

/** How many of some moments a unit has less than so many days after its start (rule 4). */
export const howManyWithin = (days: number, name: string, of: readonly Moment[]): MomentTally => ({
  ...howMany(name, of),
  days,
});

/** Whether a bound is another moment of the unit. */
export const isMoment = (of: Bound['of']): of is Moment => typeof of === 'object';

/** Whether a fact is a number. */
export const isTally = (fact: Fact): fact is Tally =>
  ['tally', 'sum', 'members', 'reached', 'value'].includes(fact.kind);

/** A condition on a unit. */
export type Condition =
  | { kind: 'has'; moment: Moment }
  | { kind: 'within'; moment: Moment; days: number }
  | { kind: 'atLeast' | 'fewerThan'; tally: Tally; count: number }
  | { kind: 'sooner' | 'notBefore'; moment: Moment; than: Moment }
  | { kind: 'settled'; days: number }
  | { kind: 'named'; column: string; names: readonly string[] }
  | { kind: 'holds'; column: string }
  | { kind: 'not'; of: Condition };

/** Units that a moment has come for. */
export const has = (moment: Moment): Condition => ({ kind: 'has', moment });

/** Rule 4: less than so many days after the moment that it is bounded by. It settles when they are over (rule 12). */
export const within = (moment: Moment, days: number): Condition => ({ kind: 'within', moment, days });

export const atLeast = (count: number, of: Tally): Condition => ({ kind: 'atLeast', tally: of, count });

/** Fewer, none included; of a tally up to a moment, only units with the moment. */
export const fewerThan = (count: number, of: Tally): Condition => ({ kind: 'fewerThan', tally: of, count });

/** Units that a moment has come for, before another one or without it. */
export const soonerThan = (than: Moment, moment: Moment): Condition => ({ kind: 'sooner', moment, than });

/** Units with both moments, this one not before the other. */
export const notBefore = (than: Moment, moment: Moment): Condition => ({ kind: 'notBefore', moment, than });

/** Rules 8 and 12: so many days after the start are over. */
export const settled = (days: number): Condition => ({ kind: 'settled', days });

/** Rows of a cohort with one of some names in a column, such as `featureName`. */
export const named = (column: string, names: readonly string[]): Condition => ({
  kind: 'named',
  column,
  names,
});

/** Rows with true in a column of the cohort; not where it isn't known. */
export const holds = (column: string): Condition => ({ kind: 'holds', column });

/** Also where it isn't known. */
export const not = (of: Condition): Condition => ({ kind: 'not', of });

/** The facts that a condition is about. */
export function factsOfCondition(condition: Condition): Fact[] {
  switch (condition.kind) {
    case 'has':
    case 'within':
      return [condition.moment];
    case 'atLeast':
    case 'fewerThan':
      return [condition.tally];
    case 'sooner':
    case 'notBefore':
      return [condition.moment, condition.than];
    case 'settled':
    case 'named':
    case 'holds':
      return [];
    case 'not':
      return factsOfCondition(condition.of);
  }
}
