import { type Bound, type EventMoment, isMoment, type Moment, type NthMoment } from '../language/facts.ts';
import type { EventFact } from './event-facts.ts';
import { indented, nameCondition, snake, sqlDays } from './sql-text.ts';

/** How a query calls what conditions on events are made of. */
export interface Scope {
  unit: string;
  event: (column: string) => string;
  /** Whether no event is there twice. */
  isUnique: boolean;
  start: string;
  moment: (moment: Moment) => string;
}

/** One row a unit, of its events; or one for each of their names. */
export function aggregateQuery(
  facts: readonly EventFact[],
  scope: Scope,
  from: string[],
  where: string[],
  ofName?: string,
): string {
  const isOfSameNames = sameNames(facts) !== undefined;
  const filters = facts.map((fact) => conditions(fact, scope, isOfSameNames));
  // What all of them ask of an event, it is asked once.
  const shared = (filters[0] ?? []).filter((condition) =>
    filters.every((filter) => filter.includes(condition)),
  );
  const columns = facts.map((fact, index) => {
    const filter = filters[index]?.filter((condition) => !shared.includes(condition)) ?? [];
    return `${aggregate(fact, scope, filter)} AS ${snake(fact.name)}`;
  });
  const all = [...where, ...shared];
  const name = ofName ? [scope.event(ofName)] : [];
  return [
    `SELECT\n${indented([`${scope.unit} AS unit_id`, ...name, ...columns].join(',\n'))}`.replace(
      'event.unit_id AS unit_id',
      'event.unit_id',
    ),
    ...from,
    ...(all.length > 0 ? [`WHERE ${all.join('\n  AND ')}`] : []),
    `GROUP BY ${[scope.unit, ...name].join(', ')}`,
  ].join('\n');
}

/** The names of some facts' events, where all are of the same. */
export function sameNames(facts: readonly EventFact[]): readonly string[] | undefined {
  const [names, ...others] = facts.map(({ events }) => events.names);
  return others.every((other) => JSON.stringify(other) === JSON.stringify(names)) ? names : undefined;
}

/** What is read of a log: where each fact is of some names, no other events. */
export function namesRead(facts: readonly EventFact[], scope: Scope): string[] {
  const nameColumn = facts[0]?.events.log.name;
  if (!nameColumn || !facts.every(({ events }) => events.names)) return [];
  const names = [...new Set(facts.flatMap(({ events }) => events.names ?? []))];
  return [nameCondition(names, scope.event(nameColumn))];
}

/** How many events there are, or distinct values of a column of theirs. */
export const countSql = (
  { events }: EventFact,
  { event, isUnique }: Scope,
  distinct = events.log.id,
): string => (isUnique && distinct === events.log.id ? 'COUNT(*)' : `COUNT(DISTINCT ${event(distinct)})`);

/** A fact as a column, of the events that a filter leaves. */
export function aggregate(fact: EventFact, scope: Scope, filter: string[]): string {
  const at = scope.event(fact.events.log.at);
  const where = filter.length > 0 ? ` FILTER (WHERE ${filter.join(' AND ')})` : '';
  switch (fact.kind) {
    case 'first':
      return `MIN(${at})${where}`;
    case 'last':
      return `MAX(${at})${where}`;
    case 'tally':
      return `${countSql(fact, scope, fact.distinct)}${where}`;
    case 'sum':
      return scope.isUnique
        ? `SUM(${scope.event(fact.column)})${where}`
        : sumSql(scope.event(fact.column), scope.event(fact.events.log.id), where);
    case 'members':
      throw new Error(`${fact.name} is of users, and not of events.`);
    case 'nth':
      return scope.isUnique
        ? nthOfAll(fact, at, where)
        : nthEventSql(fact, at, scope.event(fact.events.log.id), where);
  }
}

const nthOfAll = ({ n = 1 }: EventMoment, at: string, where: string): string =>
  `(ARRAY_AGG(${at} ORDER BY ${at})${where})[${n}]`;

/** Where no event is there twice, the nth is that of all; otherwise each counts where it is first, which takes longer. */
const nthEventSql = (fact: EventMoment, at: string, id: string, where: string): string => `CASE
  WHEN COUNT(*)${where} = COUNT(DISTINCT ${id})${where}
    THEN ${nthOfAll(fact, at, where)}
  ELSE (
    SELECT MIN(at)
    FROM UNNEST(ARRAY_AGG(${id})${where}, ARRAY_AGG(${at})${where}) AS repeated (id, at)
    GROUP BY id
    ORDER BY MIN(at)
    OFFSET ${(fact.n ?? 1) - 1}
    LIMIT 1
  )
END`;

/** Where no event is there twice, the sum of all; otherwise each counts once, which takes longer. */
const sumSql = (amount: string, id: string, where: string): string => `CASE
  WHEN COUNT(*)${where} = COUNT(DISTINCT ${id})${where}
    THEN SUM(${amount})${where}
  ELSE (
    SELECT SUM(amount)
    FROM (
      SELECT MIN(amount) AS amount
      FROM UNNEST(ARRAY_AGG(${id})${where}, ARRAY_AGG(${amount})${where}) AS repeated (id, amount)
      GROUP BY id
    ) AS told_apart
  )
END`;

/**
 * What a fact asks of an event.
 *
 * @param areNamesRead whether no events of other names are read
 */
export function conditions(
  { events, since, until }: EventFact,
  scope: Scope,
  areNamesRead: boolean,
): string[] {
  const at = scope.event(events.log.at);
  return [
    ...(events.names && events.log.name && !areNamesRead
      ? [nameCondition(events.names, scope.event(events.log.name))]
      : []),
    ...(events.positive ? [`${scope.event(events.positive)} > 0`] : []),
    ...(since ? [`${at} ${since.isInclusive ? '>=' : '>'} ${limitSql(since, scope)}`] : []),
    ...(until ? [`${at} ${until.isInclusive ? '<=' : '<'} ${limitSql(until, scope)}`] : []),
  ];
}

/** A moment, or so many days before or after it, that events are at, before or after. */
export function limitSql({ of, days, isOpen }: Bound, scope: Scope): string {
  const moment = isMoment(of) ? scope.moment(of) : of === 'now' ? 'NOW()' : scope.start;
  if (isOpen) return `COALESCE(${moment}, 'infinity')`;
  return days ? `${moment} ${days < 0 ? '-' : '+'} ${sqlDays(Math.abs(days))}` : moment;
}

/** When so many of some moments had come; the first of all and the last need no order. */
export function nthSql({ n }: NthMoment, moments: readonly string[]): string {
  const all = moments.join(', ');
  if (moments.length === 1) return all;
  if (n === 1) return `LEAST(${all})`;
  if (n === moments.length) return `CASE WHEN NUM_NULLS(${all}) = 0 THEN GREATEST(${all}) END`;
  return `(ARRAY(SELECT moment FROM UNNEST(ARRAY[${all}]) AS moment ORDER BY moment))[${n}]`;
}
