import { type EventMoment, isMoment, type MemberTally, type Moment } from '../language/facts.ts';
import { type CohortQuery, isKept, isUnique, logJoin, ownStart } from './cohort-query.ts';
import {
  aggregate,
  aggregateQuery,
  conditions,
  countSql,
  limitSql,
  namesRead,
  nthSql,
  type Scope,
  sameNames,
} from './event-aggregates.ts';
import { boundsOf, type EventFact } from './event-facts.ts';
import { type Reading, readingOf, readingsOf } from './log-readings.ts';
import { cte, indented, snake } from './sql-text.ts';

/** The query of a reading: one row at most for a unit, or for a unit and a name, with all of its facts. */
export function readingQuery(query: CohortQuery, { name, log, facts, ofName }: Reading): string {
  const { cohort, sources, beginning } = query;
  if (ofName && query.keptByName) {
    return cte(
      name,
      `SELECT named.*, named.${snake(cohort.key.column)} AS unit_id\nFROM ${query.keptByName} AS named`,
    );
  }
  const [only] = facts;
  if (only?.kind === 'members') return membersQuery(query, name, only);
  const readings = readingsOf(query);
  const isHere = (moment: Moment): boolean => facts.some((fact) => fact.name === moment.name);
  const depth = (fact: EventFact): number =>
    Math.max(
      0,
      ...boundsOf(fact)
        .filter(isHere)
        .map((bound) => depth(bound as EventMoment) + 1),
    );
  const bounds = new Map(facts.flatMap(boundsOf).map((moment) => [moment.name, moment]));
  const others = [...bounds.values()].filter(
    (moment): moment is EventMoment => !isHere(moment) && moment.kind !== 'own',
  );
  const otherReadings = [
    ...new Set(
      others.filter((moment) => !isKept(query, moment)).map((moment) => readingOf(readings, moment).name),
    ),
  ];
  // Where everything here is bounded by another log's moment, a unit without it has nothing here.
  const isBoundedBy =
    (reading: string) =>
    ({ since, until }: EventFact): boolean =>
      [since, until].some(
        (bound) =>
          bound &&
          isMoment(bound.of) &&
          bound.of.kind !== 'nthOf' &&
          !bound.isOpen &&
          !isHere(bound.of) &&
          !isKept(query, bound.of) &&
          readingOf(readings, bound.of as EventMoment).name === reading,
      );
  const scope: Scope = {
    unit: `unit.${snake(cohort.key.column)}`,
    event: (column) => `event.${snake(column)}`,
    isUnique: isUnique(query, log),
    start: `unit.${beginning?.kind === 'item' ? ownStart(cohort) : snake(cohort.start.column)}`,
    moment: (moment) => {
      if (moment.kind === 'own') return `unit.${snake(moment.column)}`;
      if (moment.kind === 'nthOf') return nthSql(moment, moment.of.map(scope.moment));
      if (isKept(query, moment)) return `unit.${snake(moment.name)}`;
      return `${readingOf(readings, moment as EventMoment).name}.${snake(moment.name)}`;
    },
  };
  const from = [
    'FROM units_asked_for AS unit',
    ...otherReadings.map(
      (reading) =>
        `${facts.every(isBoundedBy(reading)) ? 'JOIN' : 'LEFT JOIN'} ${reading}\n  ON ${reading}.unit_id = ${scope.unit}`,
    ),
    ...logJoin(cohort, log, sources),
  ];
  const deepest = Math.max(...facts.map(depth));
  const names = namesRead(facts, scope);
  if (deepest === 0) return readingCte(query, name, aggregateQuery(facts, scope, from, names, ofName));

  // Moments that others here are bounded by come as columns of each event, from the same reading.
  const eventColumns = [...new Set([log.at, log.id, ...(log.name ? [log.name] : [])])];
  const inRow: Scope = {
    unit: 'event.unit_id',
    event: (column) => `event.${snake(column)}`,
    isUnique: scope.isUnique,
    start: 'event.start',
    moment: (moment) => `event.${snake(moment.name)}`,
  };
  let rows = [
    `SELECT\n${indented(
      [
        `${scope.unit} AS unit_id`,
        `${scope.start} AS start`,
        ...eventColumns.map((column) => `event.${snake(column)}`),
        ...others.map((moment) => scope.moment(moment)),
      ].join(',\n'),
    )}`,
    ...from,
    ...names.map((condition) => `WHERE ${condition}`),
  ].join('\n');
  const areNamesRead = sameNames(facts) !== undefined;
  for (let level = 0; level < deepest; level++) {
    const moments = facts.filter((fact) => depth(fact) === level && bounds.has(fact.name));
    const nth = moments.find(({ kind }) => kind === 'nth');
    if (nth) {
      throw new Error(
        `${cohort.cube}: ${nth.name} is the nth of some events, and others of the same log are bounded by it, which no query is made for.`,
      );
    }
    const windows = moments.map(
      (fact) =>
        `${aggregate(fact, inRow, conditions(fact, inRow, areNamesRead))} OVER (PARTITION BY event.unit_id) AS ${snake(fact.name)}`,
    );
    rows = `SELECT\n${indented(['event.*', ...windows].join(',\n'))}\nFROM (\n${indented(rows)}\n) AS event`;
  }
  return readingCte(query, name, aggregateQuery(facts, inRow, [`FROM (\n${indented(rows)}\n) AS event`], []));
}

/** One row an account, of its users. */
function membersQuery(query: CohortQuery, name: string, fact: MemberTally): string {
  const { cohort, sources } = query;
  const unit = `unit.${snake(cohort.key.column)}`;
  const scope: Scope = {
    unit,
    event: (column) => `event.${snake(column)}`,
    isUnique: isUnique(query, fact.events.log),
    start: `unit.${snake(cohort.start.column)}`,
    moment: (moment) => {
      if (moment.kind === 'own') return `unit.${snake(moment.column)}`;
      throw new Error(
        `${cohort.cube}: ${fact.name} is bounded by ${moment.name}, which its rows don't tell.`,
      );
    },
  };
  const { events, until, atLeast } = fact;
  const isMember = `member.signed_up_at < ${limitSql(until, scope)}`;
  return cte(
    name,
    [
      `SELECT unit_id, COUNT(*) AS ${snake(fact.name)}`,
      'FROM (',
      indented(
        [
          `SELECT ${unit} AS unit_id`,
          'FROM units_asked_for AS unit',
          ...logJoin(cohort, events.log, sources),
          `WHERE ${[isMember, ...conditions(fact, scope, false)].join('\n  AND ')}`,
          `GROUP BY ${unit}, member.user_id`,
          `HAVING ${countSql(fact, scope)} >= ${atLeast}`,
        ].join('\n'),
      ),
      ') AS member',
      'GROUP BY unit_id',
    ].join('\n'),
  );
}

/** One reading of a log: where all of it is read, it is once, whoever else reads it. */
export const readingCte = ({ readsAll }: CohortQuery, name: string, sql: string): string =>
  cte(name, sql, readsAll ? '' : undefined);
