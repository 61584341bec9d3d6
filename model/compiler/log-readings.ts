import type { SourceName } from '../../src/config/sources.ts';
import type { Log } from '../language/events.ts';
import { type EventMoment, isMoment, type Moment } from '../language/facts.ts';
import { type CohortQuery, isKept } from './cohort-query.ts';
import { boundsOf, type EventFact, eventFacts, isOfName, isOfNow } from './event-facts.ts';
import { snake } from './sql-text.ts';

/** What is read of a log by one query. */
export interface Reading {
  name: string;
  log: Log;
  facts: EventFact[];
  /** The column of the events' name, where it has a row for each name of a unit. */
  ofName?: string;
}

/** The reading that has a fact. */
export const readingOf = (readings: readonly Reading[], fact: EventFact): Reading => {
  const found = readings.find(({ facts }) => facts.some(({ name }) => name === fact.name));
  if (!found) throw new Error(`${fact.name} is read, and no query has it.`);
  return found;
};

/**
 * The readings of logs, those that others need first. A log is read once, unless two logs bound each other: then its
 * facts that stand on the other log's are read apart. So are the facts of the days before now, which few events are of,
 * those of any event beside those of some names, and what the headlines ask for alone, and more often than for all
 * else: the key action, apart from what stands on it, and the tally up to another log's moment, which only units with
 * that moment have.
 */
export function readingsOf(query: CohortQuery): Reading[] {
  const { beginning, facts: named, settings, readsAll } = query;
  const all = [...named, ...(beginning?.kind === 'item' ? [beginning] : [])].flatMap(eventFacts);
  const facts = [...new Map(all.map((fact) => [fact.name, fact])).values()].filter(
    (fact) => fact.name !== beginning?.name && !isKept(query, fact),
  );
  const isEvent = (moment: Moment): moment is EventMoment => facts.some(({ name }) => name === moment.name);
  const logsBefore = (fact: EventFact): SourceName[] =>
    boundsOf(fact)
      .filter(isEvent)
      .map(({ events }) => events.log.source);
  /** The logs that a log's facts stand on, at however many removes. */
  const needs = (source: SourceName, found = new Set<SourceName>()): Set<SourceName> => {
    for (const fact of facts.filter(({ events }) => events.log.source === source)) {
      for (const other of logsBefore(fact)) if (!found.has(other)) needs(other, found.add(other));
    }
    return found;
  };
  const rank = (fact: EventFact): number =>
    Math.max(
      0,
      ...boundsOf(fact)
        .filter(isEvent)
        .map((bound) => rank(bound) + (bound.events.log.source === fact.events.log.source ? 0 : 1)),
    );
  const isInCircle = (source: SourceName): boolean =>
    [...needs(source)].some((other) => other !== source && needs(other).has(source));

  const isOfHeadline = ({ kind, events, until }: EventFact): boolean =>
    !readsAll &&
    (events.names
      ? events.names.length === 1 && events.names[0] === settings.keyAction
      : kind === 'tally' && until !== undefined && !until.isOpen && isMoment(until.of) && isEvent(until.of));

  const readings = new Map<string, Reading>();
  for (const fact of facts) {
    const { log } = fact.events;
    const part = isInCircle(log.source) ? rank(fact) : 0;
    const isOfAnyName = log.name && !fact.events.names;
    const ofName = isOfName(fact) ? log.name : undefined;
    const isChained = boundsOf(fact).some(
      (bound) => isEvent(bound) && bound.events.log.source === log.source,
    );
    const ofHeadline = isChained ? '_after_headline' : '_of_headline';
    const apart = isOfNow(fact) ? '_lately' : isOfHeadline(fact) ? ofHeadline : '';
    const name =
      fact.kind === 'members'
        ? `members_with_${snake(fact.name)}`
        : `of_${isOfAnyName ? 'all_' : ''}${snake(log.source)}${apart}${ofName ? '_by_name' : ''}${part > 0 ? `_${part + 1}` : ''}`;
    const reading = readings.get(name) ?? { name, log, facts: [], ...(ofName && { ofName }) };
    reading.facts.push(fact);
    readings.set(name, reading);
  }
  const found = [...readings.values()];
  const ordered = new Set<Reading>();
  const add = (reading: Reading): void => {
    const before = reading.facts
      .flatMap(boundsOf)
      .filter(isEvent)
      .map((moment) => readingOf(found, moment));
    for (const other of before) if (other !== reading && !ordered.has(other)) add(other);
    ordered.add(reading);
  };
  found.forEach(add);
  return [...ordered];
}
