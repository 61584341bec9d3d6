import type { Definitions } from '../../src/config/definitions.ts';
import type { MappedSources, SourceName } from '../../src/config/sources.ts';
import type { Behaviour, Cohort } from '../language/cohort.ts';
import type { Events, Log } from '../language/events.ts';
import {
  type Bound,
  type EventMoment,
  type EventSum,
  type EventTally,
  type Fact,
  isMoment,
  type MemberTally,
  type Moment,
  type NthMoment,
} from '../language/facts.ts';
import { attributesOf } from './attributes.ts';
import { indented, nameCondition, snake, sqlDays, sqlString } from './sql-text.ts';

export type EventFact = EventMoment | EventTally | EventSum | MemberTally;

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
  /** Whether all of it is read, so that nothing is gained by reading a part of a log by itself. */
  readsAll?: boolean;
  /** A relation with the `unit_id` of those units that are looked for, where not all are. */
  unitsIn?: string | undefined;
}

/**
 * The query of a cohort: one row a unit (or a unit and an item), with what its KPIs read.
 *
 * Each log is read once, by a query of its own with one row at most for a unit, whatever the number of its moments and
 * tallies. These are `NOT MATERIALIZED`: Postgres leaves out those that a question doesn't read from. Where few units
 * are asked for, their rows are looked up in the log's index: Cube puts the question's filters in place of
 * `FILTER_PARAMS`. The cohort itself isn't narrowed by them, as another cube may be joined to it from the left.
 */
export function cohortSql(query: CohortQuery): string {
  const { cohort, settings, beginning, facts, columns, attributes } = query;
  const stages = stagesOf(query);
  const start = beginning?.kind === 'item' ? mainSql(beginning) : startSql(query);
  const selected = [
    ...keyColumns(cohort).map((column) => `unit.${column}`),
    ...(cohort.events ? [cohort.key, cohort.events.name].map(({ column }) => `event.${snake(column)}`) : []),
    named(start, snake(cohort.start.column)),
    ...(cohort.accountCreatedAt
      ? [`account.${snake(cohort.accountCreatedAt.column)} AS ${snake(cohort.accountCreatedAt.name)}`]
      : []),
    ...attributes.map(({ of, column }) => `${of}.${column}`),
    ...(cohort.crossing
      ? [
          `${cohort.crossing.each}.${cohort.crossing.each}_name`,
          `${cohort.crossing.each}.${cohort.crossing.each}_position`,
        ]
      : []),
    ...(cohort.age ? [`age.${snake(cohort.age.dimension)}`] : []),
    ...(cohort.behaviour
      ? [
          nameOfRow(cohort.behaviour),
          `times.${snake(cohort.behaviour.times.dimension)}`,
          ...valuesOf(cohort.behaviour),
        ]
      : []),
    ...facts.map((fact) => named(mainSql(fact), snake(fact.name))),
    ...Object.entries(columns).map(([name, sql]) => named(sql(mainSql), name)),
    ...(query.kept ? ['unit.version'] : []),
  ];
  const withs = [
    ...(cohort.rows ? [cte('cohort_rows', rowsSql(query, cohort.rows))] : []),
    ...(beginning && beginning.kind !== 'item' && !query.kept ? [startQuery(query, beginning)] : []),
    ...(cohort.behaviour ? [allNames(query, cohort.behaviour)] : []),
    ...(stages.length > 0 ? [unitsAskedFor(query)] : []),
    ...stages.map((stage) => stageQuery(query, stage)),
  ];
  const joins = stages.map(({ name, ofName }) =>
    [
      `LEFT JOIN ${name}\n  ON ${name}.unit_id = unit.${snake(cohort.key.column)}`,
      ...(ofName && cohort.behaviour
        ? [`AND ${name}.${snake(ofName)} = ${nameOfRow(cohort.behaviour)}`]
        : []),
    ].join('\n  '),
  );
  const conditions = [
    // Rule 10: who has no such moment isn't in the cohort.
    ...(beginning?.kind === 'item' ? [`${start} IS NOT NULL`] : []),
    ...(cohort.settledAfterDays ? [`${start} + ${sqlDays(cohort.settledAfterDays)} <= NOW()`] : []),
    ...amongUnits(query),
  ];

  function mainSql(fact: Fact): string {
    switch (fact.kind) {
      case 'first':
      case 'last':
      case 'nth':
      case 'tally':
      case 'sum':
      case 'members':
        return `${isKept(query, fact) ? 'unit' : stageOf(stages, fact).name}.${snake(fact.name)}`;
      case 'value':
        return `unit.${snake(fact.column)}`;
      // Rule 3: a moment before the start isn't one.
      case 'own': {
        const moment = `unit.${snake(fact.column)}`;
        return `CASE WHEN ${moment} >= ${start} THEN ${moment} END`;
      }
      case 'item':
        return `(ARRAY[${fact.of.map(mainSql).join(', ')}])[${cohort.crossing?.each}.${cohort.crossing?.each}_position]`;
      case 'nthOf':
        return nthSql(fact, fact.of.map(mainSql));
      case 'reached': {
        const { days } = fact;
        const moments = fact.of.map(mainSql);
        if (days === undefined) return `NUM_NONNULLS(${moments.join(', ')})`;
        const inTime = moments.map((at) => `CASE WHEN ${at} < ${start} + ${sqlDays(days)} THEN ${at} END`);
        return `NUM_NONNULLS(\n${indented(inTime.join(',\n'))}\n)`;
      }
    }
  }

  return [
    ...(withs.length > 0 ? [`WITH\n${indented(withs.join(',\n'))}`] : []),
    `SELECT\n${indented(selected.join(',\n'))}`,
    fromUnits(query),
    ...crossJoin(cohort, settings),
    ...joins,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
  ].join('\n');
}

/** When so many of some moments had come; the first of all and the last need no order. */
function nthSql({ n }: NthMoment, moments: readonly string[]): string {
  const all = moments.join(', ');
  if (moments.length === 1) return all;
  if (n === 1) return `LEAST(${all})`;
  if (n === moments.length) return `CASE WHEN NUM_NULLS(${all}) = 0 THEN GREATEST(${all}) END`;
  return `(ARRAY(SELECT moment FROM UNNEST(ARRAY[${all}]) AS moment ORDER BY moment))[${n}]`;
}

/** The columns of a cohort's query without those that change as time goes by; nothing where none does. */
export function lastingColumns(query: CohortQuery): string[] | undefined {
  const { cohort, attributes, facts, columns } = query;
  if (!facts.some(isOfNow)) return undefined;
  return [
    ...keyColumns(cohort),
    snake(cohort.start.column),
    ...attributes.map(({ column }) => column),
    ...facts.filter((fact) => !isOfNow(fact)).map(({ name }) => snake(name)),
    ...Object.keys(columns),
  ];
}

const named = (sql: string, name: string): string => (sql.endsWith(`.${name}`) ? sql : `${sql} AS ${name}`);

/** The columns of the unit's own row that dimensions are made of. */
const keyColumns = ({ key, countedBy, columns, events }: Cohort): string[] => [
  ...new Set(
    [...(events ? [] : [key]), ...(countedBy ? [countedBy] : []), ...columns].map((each) =>
      snake(each.column),
    ),
  ),
];

/** When the unit itself starts, in its own row. */
const ownStart = ({ start, unitStart = start }: Cohort): string => snake(unitStart.column);

/** Where the cohort starts, beside `unit`; one that is derived item by item has its units from their own start. */
const startSql = ({ cohort, beginning, kept }: CohortQuery): string => {
  if (cohort.events) return `event.${snake(cohort.start.column)}`;
  if (beginning?.kind === 'item') return `unit.${ownStart(cohort)}`;
  return `${beginning && !kept ? 'beginning' : 'unit'}.${snake(cohort.start.column)}`;
};

/** Whether what a fact of events tells of a unit is kept. */
const isKept = ({ kept }: CohortQuery, fact: Fact): boolean => kept !== undefined && !isOfNow(fact);

/** That a unit is one of those looked for. */
const amongUnits = ({ cohort, unitsIn }: CohortQuery): string[] =>
  unitsIn ? [`unit.${snake(cohort.key.column)} IN (SELECT unit_id FROM ${unitsIn})`] : [];

export const relationOf = (sources: MappedSources, name: SourceName): string => {
  const source = sources[name];
  if (!source) throw new Error(`The model reads ${name}, which the mapping says isn't there.`);
  return source.relation;
};

/** The rows that a cohort is made of by a query of its own. */
const rowsSql = ({ settings, sources }: CohortQuery, rows: NonNullable<Cohort['rows']>): string =>
  rows({
    settings,
    relation: (source) => relationOf(sources, source),
    columnsOf: (unit, alias) =>
      [...(unit === 'user' ? ['user_id', 'signed_up_at'] : ['id', 'created_at'])]
        .concat(attributesOf(sources, unit).columns)
        .map((column) => `${alias}.${column}`)
        .join(', '),
  }).trim();

const fromUnits = ({ cohort, sources, beginning, kept }: CohortQuery): string =>
  [
    `FROM ${kept ?? (cohort.rows ? 'cohort_rows' : relationOf(sources, cohort.source))} AS unit`,
    ...(cohort.events ? [eventsJoin(cohort, cohort.events, sources)] : []),
    // Rule 10: who has no such moment isn't in the cohort.
    ...(beginning && beginning.kind !== 'item' && !kept
      ? [`JOIN beginnings AS beginning\n  ON beginning.unit_id = unit.${snake(cohort.key.column)}`]
      : []),
    // Rule 5: a row of an account that accounts doesn't know is in no rate.
    ...(cohort.accountCreatedAt
      ? [
          `JOIN ${relationOf(sources, 'accounts')} AS account\n  ON account.id = unit.${snake(cohort.countedBy?.column ?? '')}`,
        ]
      : []),
  ].join('\n');

/** Rule 15: the events of known units, from several logs. */
function eventsJoin(
  { key, start }: Cohort,
  { of, name }: NonNullable<Cohort['events']>,
  sources: MappedSources,
): string {
  const ofLog = ({ log }: Events): string =>
    [
      'SELECT',
      indented(
        [
          `source.${snake(log.unit)} AS unit_id`,
          `CONCAT(${sqlString(`${log.each} `)}, source.${snake(log.id)}) AS ${snake(key.column)}`,
          named(log.name ? `source.${snake(log.name)}` : 'NULL', snake(name.column)),
          named(`source.${snake(log.at)}`, snake(start.column)),
        ].join(',\n'),
      ),
      `FROM ${relationOf(sources, log.source)} AS source`,
    ].join('\n');
  return `JOIN (\n${indented(of.map(ofLog).join('\nUNION ALL\n'))}\n) AS event\n  ON event.unit_id = unit.user_id`;
}

function crossJoin({ crossing, age, behaviour }: Cohort, settings: Definitions): string[] {
  if (behaviour) {
    const { times } = behaviour;
    return [
      'CROSS JOIN of_all_names',
      `CROSS JOIN (VALUES ${times.values.map((value) => `(${value})`).join(', ')}) AS times (${snake(times.dimension)})`,
    ];
  }
  if (age) return [`CROSS JOIN GENERATE_SERIES(0, ${age.last}) AS age (${snake(age.dimension)})`];
  if (!crossing) return [];
  const { each } = crossing;
  const rows = crossing.items(settings).map((item, index) => `(${sqlString(item)}, ${index + 1})`);
  return [`CROSS JOIN (VALUES ${rows.join(', ')}) AS ${each} (${each}_name, ${each}_position)`];
}

const nameOfRow = ({ name }: Pick<Behaviour, 'name'>): string => `of_all_names.${snake(name.column)}`;

/** Columns of all names and all numbers of times, and of one row a unit; see `sparse` in cube-fixes. */
function valuesOf({ name, times }: Behaviour): string[] {
  const all = 'FROM of_all_names';
  return [
    `ARRAY(SELECT ${snake(name.column)} ${all}) AS all_names`,
    `ARRAY[${times.values.join(', ')}] AS all_times`,
    `${nameOfRow({ name })} = (SELECT MIN(${snake(name.column)}) ${all}) AND times.${snake(times.dimension)} = ${times.values[0]} AS is_first`,
  ];
}

/**
 * The names that events of known units have, whenever (rule 15): of all units, as each name is with each of those asked
 * for; but of those accounts alone that are, so that nobody is told a name that only others' users have.
 */
function allNames({ cube, cohort, sources, narrowedBy }: CohortQuery, { events, name }: Behaviour): string {
  const account = narrowedBy.filter(({ dimension }) => dimension === 'accountId');
  return cte(
    'of_all_names',
    [
      `SELECT DISTINCT event.${snake(name.column)}`,
      `FROM ${relationOf(sources, cohort.source)} AS unit`,
      ...logJoin(cohort, events.log, sources),
      ...account.map(({ dimension, column }) => `WHERE ${narrowing(cube, dimension, column)}`),
    ].join('\n'),
    // Few, and read several times.
    'MATERIALIZED ',
  );
}

/** Cube puts a question's filter by a dimension in place of this. */
const narrowing = (cube: string, dimension: string, column: string): string =>
  `\${FILTER_PARAMS.${cube}.${dimension}.filter('${column}')}`;

/** Rule 10: when the units of a derived cohort start. */
function startQuery(query: CohortQuery, from: Moment): string {
  const { cohort, sources } = query;
  if (from.kind !== 'first' && from.kind !== 'last') {
    throw new Error(
      `${cohort.cube} starts at ${from.name}, which isn't the first or the last of some events.`,
    );
  }
  const scope: Scope = {
    unit: `unit.${snake(cohort.key.column)}`,
    event: (column) => `event.${snake(column)}`,
    start: `unit.${ownStart(cohort)}`,
    moment: () => {
      throw new Error(`${cohort.cube} starts at ${from.name}, which is bounded by another moment.`);
    },
  };
  return readingCte(
    query,
    'beginnings',
    aggregateQuery(
      [from],
      scope,
      [`FROM ${relationOf(sources, cohort.source)} AS unit`, ...logJoin(cohort, from.events.log, sources)],
      [...namesRead([from], scope), ...amongUnits(query)],
    ),
  );
}

function unitsAskedFor(query: CohortQuery): string {
  const { cube, cohort, narrowedBy, kept } = query;
  const columns = kept
    ? ['unit.*']
    : [...new Set([...keyColumns(cohort).map((column) => `unit.${column}`), startSql(query)])];
  const conditions = [
    ...narrowedBy.map(({ dimension, column }) =>
      narrowing(cube, dimension, kept ? column.replace('beginning.', 'unit.') : column),
    ),
    ...amongUnits(query),
  ];
  return cte(
    'units_asked_for',
    [
      `SELECT ${columns.join(', ')}`,
      fromUnits(query),
      ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
    ].join('\n'),
  );
}

const cte = (name: string, sql: string, how = 'NOT MATERIALIZED '): string =>
  `${name} AS ${how}(\n${indented(sql)}\n)`;

/** One reading of a log: where all of it is read, it is once, whoever else reads it. */
const readingCte = ({ readsAll }: CohortQuery, name: string, sql: string): string =>
  cte(name, sql, readsAll ? '' : undefined);

/** One reading of a log. */
interface Stage {
  name: string;
  log: Log;
  facts: EventFact[];
  /** The column of the events' name, where it has a row for each name of a unit. */
  ofName?: string;
}

const stageOf = (stages: readonly Stage[], fact: EventFact): Stage => {
  const found = stages.find(({ facts }) => facts.some(({ name }) => name === fact.name));
  if (!found) throw new Error(`${fact.name} is read, and no query has it.`);
  return found;
};

/** The moments that a fact of events is bounded by; those that another is made of in its place. */
const boundsOf = ({ since, until }: EventFact): Moment[] =>
  [since, until].flatMap((bound): readonly Moment[] => {
    if (!bound || !isMoment(bound.of)) return [];
    return bound.of.kind === 'nthOf' ? bound.of.of : [bound.of];
  });

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

/**
 * The readings of logs, those that others need first. A log is read once, unless two logs bound each other: then its
 * facts that stand on the other log's are read apart. So are the facts of the days before now, which few events are of,
 * those of any event beside those of some names, and what the headlines ask for alone, and more often than for all
 * else: the key action, and the tally up to another log's moment, which only units with that moment have.
 */
function stagesOf(query: CohortQuery): Stage[] {
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

  const stages = new Map<string, Stage>();
  for (const fact of facts) {
    const { log } = fact.events;
    const part = isInCircle(log.source) ? rank(fact) : 0;
    const isOfAnyName = log.name && !fact.events.names;
    const ofName = fact.kind === 'tally' && fact.isOfName ? log.name : undefined;
    const apart = isOfNow(fact) ? '_lately' : isOfHeadline(fact) ? '_of_headline' : '';
    const name =
      fact.kind === 'members'
        ? `members_with_${snake(fact.name)}`
        : `of_${isOfAnyName ? 'all_' : ''}${snake(log.source)}${apart}${ofName ? '_by_name' : ''}${part > 0 ? `_${part + 1}` : ''}`;
    const stage = stages.get(name) ?? { name, log, facts: [], ...(ofName && { ofName }) };
    stage.facts.push(fact);
    stages.set(name, stage);
  }
  const found = [...stages.values()];
  const ordered = new Set<Stage>();
  const add = (stage: Stage): void => {
    const before = stage.facts
      .flatMap(boundsOf)
      .filter(isEvent)
      .map((moment) => stageOf(found, moment));
    for (const other of before) if (other !== stage && !ordered.has(other)) add(other);
    ordered.add(stage);
  };
  found.forEach(add);
  return [...ordered];
}

/** How a query calls what conditions on events are made of. */
interface Scope {
  unit: string;
  event: (column: string) => string;
  start: string;
  moment: (moment: Moment) => string;
}

function stageQuery(query: CohortQuery, { name, log, facts, ofName }: Stage): string {
  const { cohort, sources, beginning } = query;
  const [only] = facts;
  if (only?.kind === 'members') return membersQuery(query, name, only);
  const stages = stagesOf(query);
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
  const otherStages = [
    ...new Set(
      others.filter((moment) => !isKept(query, moment)).map((moment) => stageOf(stages, moment).name),
    ),
  ];
  // Where everything here is bounded by another log's moment, a unit without it has nothing here.
  const isBoundedBy =
    (stage: string) =>
    ({ since, until }: EventFact): boolean =>
      [since, until].some(
        (bound) =>
          bound &&
          isMoment(bound.of) &&
          bound.of.kind !== 'nthOf' &&
          !bound.isOpen &&
          !isHere(bound.of) &&
          !isKept(query, bound.of) &&
          stageOf(stages, bound.of as EventMoment).name === stage,
      );
  const scope: Scope = {
    unit: `unit.${snake(cohort.key.column)}`,
    event: (column) => `event.${snake(column)}`,
    start: `unit.${beginning?.kind === 'item' ? ownStart(cohort) : snake(cohort.start.column)}`,
    moment: (moment) => {
      if (moment.kind === 'own') return `unit.${snake(moment.column)}`;
      if (moment.kind === 'nthOf') return nthSql(moment, moment.of.map(scope.moment));
      if (isKept(query, moment)) return `unit.${snake(moment.name)}`;
      return `${stageOf(stages, moment as EventMoment).name}.${snake(moment.name)}`;
    },
  };
  const from = [
    'FROM units_asked_for AS unit',
    ...otherStages.map(
      (stage) =>
        `${facts.every(isBoundedBy(stage)) ? 'JOIN' : 'LEFT JOIN'} ${stage}\n  ON ${stage}.unit_id = ${scope.unit}`,
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
          `HAVING COUNT(DISTINCT ${scope.event(events.log.id)}) >= ${atLeast}`,
        ].join('\n'),
      ),
      ') AS member',
      'GROUP BY unit_id',
    ].join('\n'),
  );
}

/** One row a unit, of its events; or one for each of their names. */
function aggregateQuery(
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
function sameNames(facts: readonly EventFact[]): readonly string[] | undefined {
  const [names, ...others] = facts.map(({ events }) => events.names);
  return others.every((other) => JSON.stringify(other) === JSON.stringify(names)) ? names : undefined;
}

/** What is read of a log: where each fact is of some names, no other events. */
function namesRead(facts: readonly EventFact[], scope: Scope): string[] {
  const nameColumn = facts[0]?.events.log.name;
  if (!nameColumn || !facts.every(({ events }) => events.names)) return [];
  const names = [...new Set(facts.flatMap(({ events }) => events.names ?? []))];
  return [nameCondition(names, scope.event(nameColumn))];
}

function aggregate(fact: EventFact, scope: Scope, filter: string[]): string {
  const at = scope.event(fact.events.log.at);
  const where = filter.length > 0 ? ` FILTER (WHERE ${filter.join(' AND ')})` : '';
  switch (fact.kind) {
    case 'first':
      return `MIN(${at})${where}`;
    case 'last':
      return `MAX(${at})${where}`;
    case 'tally':
      return `COUNT(DISTINCT ${scope.event(fact.distinct)})${where}`;
    case 'sum':
      return sumSql(scope.event(fact.column), scope.event(fact.events.log.id), where);
    case 'members':
      throw new Error(`${fact.name} is of users, and not of events.`);
    case 'nth':
      return nthEventSql(fact, at, scope.event(fact.events.log.id), where);
  }
}

/** Where no event is there twice, the nth is that of all; otherwise each counts where it is first, which takes longer. */
const nthEventSql = ({ n = 1 }: EventMoment, at: string, id: string, where: string): string => `CASE
  WHEN COUNT(*)${where} = COUNT(DISTINCT ${id})${where}
    THEN (ARRAY_AGG(${at} ORDER BY ${at})${where})[${n}]
  ELSE (
    SELECT MIN(at)
    FROM UNNEST(ARRAY_AGG(${id})${where}, ARRAY_AGG(${at})${where}) AS repeated (id, at)
    GROUP BY id
    ORDER BY MIN(at)
    OFFSET ${n - 1}
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

/** @param areNamesRead whether no events of other names are read */
function conditions({ events, since, until }: EventFact, scope: Scope, areNamesRead: boolean): string[] {
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

function limitSql({ of, days, isOpen }: Bound, scope: Scope): string {
  const moment = isMoment(of) ? scope.moment(of) : of === 'now' ? 'NOW()' : scope.start;
  if (isOpen) return `COALESCE(${moment}, 'infinity')`;
  return days ? `${moment} ${days < 0 ? '-' : '+'} ${sqlDays(Math.abs(days))}` : moment;
}

/** The events of a unit; of an account those of its known users, too. */
function logJoin(cohort: Cohort, log: Log, sources: MappedSources): string[] {
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
