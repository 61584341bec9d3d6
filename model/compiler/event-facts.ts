import {
  type EventMoment,
  type EventSum,
  type EventTally,
  type Fact,
  isMoment,
  type MemberTally,
  type Moment,
} from '../language/facts.ts';

/** A fact that a log tells. */
export type EventFact = EventMoment | EventTally | EventSum | MemberTally;

/** The moments that a fact of events is bounded by; those that another is made of in its place. */
export const boundsOf = ({ since, until }: EventFact): Moment[] =>
  [since, until].flatMap((bound): readonly Moment[] => {
    if (!bound || !isMoment(bound.of)) return [];
    return bound.of.kind === 'nthOf' ? bound.of.of : [bound.of];
  });

/** Whether there is a fact of each name of the events. */
export const isOfName = (fact: Fact): fact is EventTally => fact.kind === 'tally' && fact.isOfName === true;

/** Whether a fact changes as time goes by, without a write. */
export const isOfNow = (fact: Fact): boolean =>
  eventFacts(fact).some(({ since, until }) => [since, until].some((bound) => bound?.of === 'now'));

/** The facts of events that a fact is made of, itself included, those that others need first. */
export function eventFacts(fact: Fact): EventFact[] {
  switch (fact.kind) {
    case 'first':
    case 'last':
    case 'nth':
    case 'tally':
    case 'sum':
    case 'members':
      return [...boundsOf(fact).flatMap(eventFacts), fact];
    case 'own':
    case 'value':
      return [];
    case 'item':
    case 'nthOf':
    case 'reached':
      return fact.of.flatMap(eventFacts);
  }
}
