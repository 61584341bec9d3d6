import type { Definitions } from '../../src/config/definitions.ts';
import type { MappedSources, SourceName } from '../../src/config/sources.ts';
import type { Cohort } from '../language/cohort.ts';
import type { Log } from '../language/events.ts';
import type { Fact, Moment } from '../language/facts.ts';
import { isOfName, isOfNow } from './event-facts.ts';
import { snake } from './sql-text.ts';

/** What a cohort's query is made of. */
export interface CohortQuery {
  cube: string;
  cohort: Cohort;
  settings: Definitions;
  sources: MappedSources;
  /** The moment that it starts at, where that isn't the unit's own start (rule 10). */
  beginning?: Moment | undefined;
  /** The columns of the unit's attributes, in SQL. */
  attributes: { of: 'unit' | 'account'; column: string }[];
  /** The facts that the cube's members read. */
  facts: readonly Fact[];
  /** Other columns, made of those of facts. */
  columns: Record<string, (sqlOf: (fact: Fact) => string) => string>;
  /** The dimensions by which few units are asked for, with their columns. */
  narrowedBy: { dimension: string; column: string }[];
  /** The relation that has what the logs tell of its units, where that is kept: see `outcomes.ts`. */
  kept?: string | undefined;
  /** The relation that has what they tell of each name of its units' events, where that is kept beside it. */
  keptByName?: string | undefined;
  /** Whether all of it is read, so that nothing is gained by reading a part of a log by itself. */
  readsAll?: boolean;
  /** A relation with the `unit_id` of those units that are looked for, where not all are. */
  unitsIn?: string | undefined;
}

/** When the unit itself starts, in its own row. */
export const ownStart = ({ start, unitStart = start }: Cohort): string => snake(unitStart.column);

/** Whether what a fact of events tells of a unit is kept in its row. */
export const isKept = ({ kept }: CohortQuery, fact: Fact): boolean =>
  kept !== undefined && !isOfNow(fact) && !isOfName(fact);

/** That a unit is one of those looked for. */
export const amongUnits = ({ cohort, unitsIn }: CohortQuery): string[] =>
  unitsIn ? [`unit.${snake(cohort.key.column)} IN (SELECT unit_id FROM ${unitsIn})`] : [];

/** What stands after FROM for a source. */
export const relationOf = (sources: MappedSources, name: SourceName): string => {
  const source = sources[name];
  if (!source) throw new Error(`The model reads ${name}, which the mapping says isn't there.`);
  return source.relation;
};

/** Whether no two rows of a log have the same id. */
export const isUnique = ({ sources }: CohortQuery, { source }: Log): boolean =>
  sources[source]?.isUnique === true;

/** The events of a unit; of an account those of its known users, too. */
export function logJoin(cohort: Cohort, log: Log, sources: MappedSources): string[] {
  const isOfLeadsUser = cohort.unit === 'lead' && log.of === 'user';
  const unit = isOfLeadsUser ? 'unit.user_id' : `unit.${snake((cohort.countedBy ?? cohort.key).column)}`;
  const event = `JOIN ${relationOf(sources, log.source)} AS event`;
  if (log.of === cohort.unit || isOfLeadsUser) return [`${event}\n  ON event.${snake(log.unit)} = ${unit}`];
  if (log.of !== 'user' || cohort.unit !== 'account') {
    throw new Error(`${cohort.cube} is of ${cohort.unit}s, and ${log.source} tells of ${log.of}s.`);
  }
  return [
    `JOIN ${relationOf(sources, 'users')} AS member\n  ON member.account_id = ${unit}`,
    `${event}\n  ON event.${snake(log.unit)} = member.user_id${log.isAfterSignUp ? `\n  AND event.${snake(log.at)} >= member.signed_up_at` : ''}`,
  ];
}
