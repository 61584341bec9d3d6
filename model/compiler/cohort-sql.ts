import type { Definitions } from '../../src/config/definitions.ts';
import type { MappedSources } from '../../src/config/sources.ts';
import type { Behaviour, Cohort } from '../language/cohort.ts';
import type { Events } from '../language/events.ts';
import type { Fact, Moment } from '../language/facts.ts';
import { attributesOf } from './attributes.ts';
import {
  amongUnits,
  type CohortQuery,
  isKept,
  isUnique,
  logJoin,
  ownStart,
  relationOf,
} from './cohort-query.ts';
import { aggregateQuery, namesRead, nthSql, type Scope } from './event-aggregates.ts';
import { isOfNow } from './event-facts.ts';
import { readingOf, readingsOf } from './log-readings.ts';
import { readingCte, readingQuery } from './reading-sql.ts';
import { cte, indented, snake, sqlDays, sqlString } from './sql-text.ts';

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
  const readings = readingsOf(query);
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
    ...(readings.length > 0 ? [unitsAskedFor(query)] : []),
    ...readings.map((reading) => readingQuery(query, reading)),
  ];
  const joins = readings.map(({ name, ofName }) =>
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
        return `${isKept(query, fact) ? 'unit' : readingOf(readings, fact).name}.${snake(fact.name)}`;
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

/** Where the cohort starts, beside `unit`; one that is derived item by item has its units from their own start. */
const startSql = ({ cohort, beginning, kept }: CohortQuery): string => {
  if (cohort.events) return `event.${snake(cohort.start.column)}`;
  if (beginning?.kind === 'item') return `unit.${ownStart(cohort)}`;
  return `${beginning && !kept ? 'beginning' : 'unit'}.${snake(cohort.start.column)}`;
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
function allNames(query: CohortQuery, { events, name }: Behaviour): string {
  const { cube, cohort, sources, narrowedBy, keptByName } = query;
  const account = narrowedBy.filter(({ dimension }) => dimension === 'accountId');
  return cte(
    'of_all_names',
    [
      `SELECT DISTINCT ${keptByName ? 'unit' : 'event'}.${snake(name.column)}`,
      ...(keptByName
        ? [`FROM ${keptByName} AS unit`]
        : [`FROM ${relationOf(sources, cohort.source)} AS unit`, ...logJoin(cohort, events.log, sources)]),
      ...account.map(({ dimension, column }) => `WHERE ${narrowing(cube, dimension, column)}`),
    ].join('\n'),
    // Few, and read several times.
    'MATERIALIZED ',
  );
}

/**
 * What the logs tell of each name that a unit's events have, whenever: one row a unit and a name, with when the unit
 * starts and of which account it is.
 */
export function namesSql(query: CohortQuery): string {
  const { cohort, sources, attributes } = query;
  const [reading] = readingsOf(query);
  if (!reading?.ofName) throw new Error(`${cohort.cube} has nothing of each name.`);
  const key = snake(cohort.key.column);
  const ofUnit = [
    ownStart(cohort),
    ...attributes.map(({ column }) => column).filter((column) => column === 'account_id'),
  ];
  const ofName = [reading.ofName, ...reading.facts.map(({ name }) => name)].map(snake);
  return [
    `WITH\n${indented([unitsAskedFor(query), readingQuery(query, reading)].join(',\n'))}`,
    `SELECT ${[`unit.${key}`, ...ofUnit.map((column) => `unit.${column}`), ...ofName.map((column) => `named.${column}`)].join(', ')}`,
    `FROM ${reading.name} AS named`,
    // Each once, also where the source has it twice.
    'JOIN (',
    `  SELECT DISTINCT ON (${key}) ${[key, ...ofUnit].join(', ')}`,
    `  FROM ${relationOf(sources, cohort.source)} AS unit`,
    ...amongUnits(query).map((condition) => `  WHERE ${condition}`),
    `  ORDER BY ${key}`,
    ') AS unit',
    `  ON unit.${key} = named.unit_id`,
  ].join('\n');
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
    isUnique: isUnique(query, from.events.log),
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
