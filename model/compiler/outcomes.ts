import type { MappedSources, SourceName } from '../../src/config/sources.ts';
import type { KeptTable, KeptUnits } from '../../src/model-files.ts';
import type { Cohort } from '../language/cohort.ts';
import type { Log } from '../language/events.ts';
import { type Fact, tallyOfName } from '../language/facts.ts';
import { usersHaveAccounts } from './attributes.ts';
import { type CohortQuery, relationOf } from './cohort-query.ts';
import { cohortSql, namesSql } from './cohort-sql.ts';
import { type EventFact, eventFacts, isOfName, isOfNow } from './event-facts.ts';
import { indented, plainSql, snake } from './sql-text.ts';

/** Cubes that read the same row of a unit, or of a unit and a name, and what they read of it. */
interface Group {
  query: CohortQuery;
  facts: Map<string, EventFact>;
  cubes: string[];
  /** The name of events that it has a row for each of. */
  ofName?: string;
}

/**
 * What the logs tell of each unit, one row a unit: for all cubes that count from the unit's own start, and for those
 * that start at the same moment of it. What changes as time goes by isn't in it, and what a cohort is crossed with is
 * crossed when it is asked for.
 *
 * @param nameOf the relation that something of a name is kept in
 */
export function outcomesOf(queries: readonly CohortQuery[], nameOf: (name: string) => string): KeptUnits[] {
  const groups = groupsOf(queries);
  const logs = groups.flatMap(({ facts }) => [...facts.values()].map(({ events }) => events.log));
  const tableOf =
    (name: string) =>
    ({ query, facts, cubes, ofName }: Group, index: number): KeptTable => {
      const { cohort, attributes, beginning } = query;
      const sqlOf = (unitsIn?: string): string =>
        plainSql((ofName ? namesSql : cohortSql)({ ...query, facts: [...facts.values()], unitsIn }));
      return {
        relation: nameOf(`${name}-${index + 1}`),
        key: snake(cohort.key.column),
        start: snake(cohort.start.column),
        indexed: [
          // That of a unit and a name begins with the unit.
          ...(ofName ? [] : [snake(cohort.key.column)]),
          ...attributes.map(({ column }) => column).filter((column) => column === 'account_id'),
        ],
        ...(ofName && { ofName: snake(ofName) }),
        isOfAll: !beginning && !ofName,
        sql: sqlOf(),
        sqlOfChanged: sqlOf(nameOf(`changed-${cohort.source}`)),
        cubes,
      };
    };
  // Users first: accounts are told by the fingerprints of their users.
  const sources = (['users', 'accounts'] as const).filter((source) =>
    groups.some(({ query }) => query.cohort.source === source),
  );
  return sources.map((source) => {
    const ofSource = groups.filter(({ query }) => query.cohort.source === source);
    const [{ query }] = ofSource as [Group];
    const logsOfUnit = logs.filter(({ of }) => of === query.cohort.unit);
    return {
      source,
      logs: [...new Set(logsOfUnit.map(({ source }) => source))],
      fingerprints: nameOf(`fingerprints-${source}`),
      changed: nameOf(`changed-${source}`),
      fingerprintsSql: plainSql(fingerprintsSql(query, logs, nameOf('fingerprints-users'))),
      tables: [
        ...ofSource.filter(({ ofName }) => !ofName).map(tableOf(`outcomes-${source}`)),
        ...ofSource.filter(({ ofName }) => ofName).map(tableOf(`outcomes-${source}-by-name`)),
      ],
    };
  });
}

/** The fingerprints of the units whose events a cohort's rows are, where they are made of all of these. */
export const fingerprintsOf = (
  { source, events }: Cohort,
  units: readonly KeptUnits[] = [],
): string | undefined =>
  units.find(
    (kept) => kept.source === source && events?.of.every(({ log }) => kept.logs.includes(log.source)),
  )?.fingerprints;

function groupsOf(queries: readonly CohortQuery[]): Group[] {
  const groups: Group[] = [];
  const add = (query: CohortQuery, facts: EventFact[], ofName?: string): void => {
    const ofUnits = unitsOf(query);
    const found = groups.find(
      (group) =>
        group.ofName === ofName &&
        isSame(startOf(group.query), startOf(ofUnits)) &&
        facts.every((fact) => isSame(meaning(group.facts.get(fact.name) ?? fact), meaning(fact))),
    );
    const group: Group = found ?? { query: ofUnits, facts: new Map(), cubes: [], ...(ofName && { ofName }) };
    if (!found) groups.push(group);
    for (const fact of facts) group.facts.set(fact.name, fact);
    group.cubes.push(query.cube);
  };
  for (const query of queries.filter(isKeepable)) {
    const facts = factsRead(query);
    add(
      query,
      facts.filter((fact) => !isOfName(fact)),
    );
    const { behaviour } = query.cohort;
    // By which a name is there whose events are out of bounds.
    if (behaviour)
      add(
        query,
        [...facts.filter(isOfName), tallyOfName('timesEver', behaviour.events)],
        behaviour.events.log.name,
      );
  }
  return groups;
}

/** Whether a cohort's units are the rows of a source, and its rows made of them and their logs alone. */
const isKeepable = ({ cohort, facts, beginning }: CohortQuery): boolean =>
  !cohort.rows &&
  !cohort.events &&
  !cohort.accountCreatedAt &&
  beginning?.kind !== 'own' &&
  facts.every(({ kind }) => kind !== 'own' && kind !== 'value');

/** What a cohort's query reads of the logs, with what that stands on, as far as it lasts. */
const factsRead = ({ facts, beginning }: CohortQuery): EventFact[] =>
  [...facts, ...(beginning?.kind === 'item' ? [beginning] : [])]
    .flatMap(eventFacts)
    .filter((fact) => !isOfNow(fact) && fact.name !== beginning?.name);

/** The query of a cohort's units alone, each once. */
function unitsOf(query: CohortQuery): CohortQuery {
  const { crossing: _, age, behaviour, settledAfterDays, ...cohort } = query.cohort;
  const own = { ...query, cohort, facts: [], columns: {}, narrowedBy: [], readsAll: true };
  if (query.beginning?.kind !== 'item') return own;
  // Which starts at its items' moments has the unit's own start as its last column.
  const [start = cohort.start, ...columns] = cohort.columns.toReversed();
  return { ...own, beginning: undefined, cohort: { ...cohort, start, columns: columns.toReversed() } };
}

/** What the rows of units are told apart by. */
const startOf = ({ cohort, beginning }: CohortQuery): unknown => [
  cohort.source,
  [cohort.key, cohort.start, ...cohort.columns].map((each) => each.column),
  beginning && meaning(beginning),
];

const meaning = ({ words: _, ...fact }: Fact): object => fact;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * The fingerprint of each unit: of its own row, of those that the logs have of it, and of an account those of its users.
 * Hashes of rows are added up, so that their order is of no matter. All is grouped at once: each log by itself, and
 * joined to the units then, took twice as long.
 */
function fingerprintsSql(
  { cohort, sources }: CohortQuery,
  logs: readonly Log[],
  fingerprintsOfUsers: string,
): string {
  const ofUnit = logs.filter(({ of }) => of === cohort.unit);
  const rowsOf = (unitId: string, contents: string, from: string[], ofAccount = 'NULL'): string =>
    [`SELECT ${unitId} AS unit_id, ${contents} AS contents, ${ofAccount} AS of_account`, ...from].join('\n');
  const account =
    cohort.unit === 'user' && usersHaveAccounts(sources)
      ? [
          'LEFT JOIN (',
          `  SELECT account.id, SUM(${asSent(sources, 'accounts', 'account')}) AS contents`,
          `  FROM ${relationOf(sources, 'accounts')} AS account`,
          '  GROUP BY 1',
          ') AS account',
          '  ON account.id = unit.account_id',
        ]
      : undefined;
  const rows = [
    rowsOf(
      `unit.${snake(cohort.key.column)}`,
      asSent(sources, cohort.source, 'unit'),
      [`FROM ${relationOf(sources, cohort.source)} AS unit`, ...(account ?? [])],
      account ? 'COALESCE(account.contents, 0)' : '0',
    ),
    ...new Map(
      ofUnit.map((log) => [
        log.source,
        rowsOf(`event.${snake(log.unit)}`, hash(columnsOf(sources, log.source, 'event')), [
          `FROM ${relationOf(sources, log.source)} AS event`,
        ]),
      ]),
    ).values(),
    ...(cohort.unit === 'account' && logs.some(({ of }) => of === 'user')
      ? [
          rowsOf('member.account_id', 'fingerprint.contents', [
            `FROM ${relationOf(sources, 'users')} AS member`,
            `JOIN ${fingerprintsOfUsers} AS fingerprint`,
            '  ON fingerprint.unit_id = member.user_id',
          ]),
        ]
      : []),
  ];
  return [
    'SELECT unit_id, SUM(contents) AS contents, SUM(of_account) AS of_account',
    `FROM (\n${indented(rows.join('\nUNION ALL\n'))}\n) AS source`,
    'GROUP BY unit_id',
    // Of those alone that have a row of their own (rule 5).
    'HAVING COUNT(of_account) > 0',
  ].join('\n');
}

/** The hash of a unit's row as Postgres sends it, which every type has: it is shown as it is. */
const asSent = (sources: MappedSources, name: SourceName, alias: string): string =>
  hash([`RECORD_SEND(ROW(${columnsOf(sources, name, alias).join(', ')}))`]);

/** Of an event's columns their own hash is enough, which takes half as long: they are compared, and not shown. */
const hash = (columns: readonly string[]): string => `HASH_RECORD_EXTENDED(ROW(${columns.join(', ')}), 0)`;

const columnsOf = (sources: MappedSources, name: SourceName, alias: string): string[] =>
  sources[name]?.columns.map((column) => `${alias}.${column}`) ?? [];
