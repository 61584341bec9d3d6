import type { Definitions } from '../../src/config/definitions.ts';
import type { MappedSources, SourceName } from '../../src/config/sources.ts';
import type { Given, KeptUnits, ListedView, ModelFile } from '../../src/model-files.ts';
import type { Cohort } from '../language/cohort.ts';
import type { Kpi, KpiView } from '../language/kpi.ts';
import { type Count, factsOf, type Shape, type Share } from '../language/shapes.ts';
import { logCubes } from '../logs.ts';
import { cubeAccess, viewAccess } from './access.ts';
import { attributesOf, usersHaveAccountIds, usersHaveAccounts } from './attributes.ts';
import { hiddenDimensions, sparseItems } from './behaviour.ts';
import { type CohortQuery, cohortSql, eventFacts, lastingColumns } from './cohort-sql.ts';
import { Code, type CubeMember, fileText } from './cube-file.ts';
import { folders } from './folders.ts';
import { ofLifeTable } from './life-table.ts';
import { dimension, keyDimension, sourceCubes, userRowAccess } from './log-cubes.ts';
import { MemberCollector, neededDimensions } from './members.ts';
import { outcomesOf } from './outcomes.ts';
import { rollups } from './pre-aggregations.ts';
import { snake, templateSql } from './sql-text.ts';

/** A view with its KPIs as they are by some settings: those of the company, or of one of its product areas. */
interface DeclaredView {
  view: KpiView;
  kpi: Kpi;
  settings: Definitions;
  area: string;
}

/** A view as it is listed, with what its document is made of. */
export interface DocumentedView extends ListedView {
  kpi: Kpi;
  /** Its shares with what is above and below their line. */
  shares: { rate: string; above: Count; below: string }[];
  /** The dimensions of what its cohort is crossed with, the order first. */
  items: string[];
  /** The settings that its declaration reads. */
  reads: (keyof Definitions)[];
}

/** The cubes and views of some declarations, as flat text. */
export function compile(views: readonly KpiView[], given: Given): ModelFile[] {
  const { cubes, sources } = cohortCubes(views, given);
  const tables = given.kept?.units.flatMap((units) => units.tables) ?? [];
  return [
    ...Object.entries(sourceCubes(logCubes, sources)).map(([name, cube]) => cubeFile(name, cube)),
    ...cubes.flatMap(({ query, files }) =>
      files(tables.find((table) => table.cubes.includes(query.cube))?.relation),
    ),
  ].sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
}

/** What may be kept of the units that some declarations count: see {@link outcomesOf}. */
export const outcomes = (
  views: readonly KpiView[],
  given: Given,
  relationOf: (name: string) => string,
): KeptUnits[] =>
  outcomesOf(
    cohortCubes(views, given).cubes.map(({ query }) => query),
    relationOf,
  );

/** The cohorts' cubes, and the sources as they stand in a template literal. */
function cohortCubes(
  views: readonly KpiView[],
  given: Given,
): { cubes: CohortCube[]; sources: MappedSources } {
  const sources = escaped(given.sources);
  const isThere = (source: SourceName): boolean => sources[source] !== null;
  const declared = declaredViews(views, given.settings)
    .map((each) => withoutAbsent(each, isThere))
    .filter((each) => needsOf(each).every(isThere) && (!readsMembers(each) || usersHaveAccountIds(sources)));
  // Without any of its KPIs' sources, the units themselves are still there to be counted.
  const cohorts = [...new Set(views.map(({ cohort }) => cohort))].filter(({ needs }) => needs.every(isThere));
  const areas = ['', ...Object.keys(given.settings.productAreas ?? {})];
  const cubes = cohorts.flatMap((cohort) =>
    areas.flatMap((area) => {
      const ofCube = declared.filter((each) => each.view.cohort === cohort && each.area === area);
      const isThereAnyway = area === '' && (cohort.rollups === 'user' || cohort.rollups === 'account');
      return isThereAnyway || ofCube.length > 0
        ? [cohortCube(cohort, ofCube, area, { ...given, sources })]
        : [];
    }),
  );
  return { cubes, sources };
}

/** The views of some declarations, as the tools around the model list them. */
export const list = (views: readonly KpiView[], settings: Definitions): DocumentedView[] =>
  declaredViews(views, settings).map((each) => {
    const { kpi, area, view } = each;
    const headline = headlineOf(each);
    return {
      view: nameOf(each),
      area,
      name: kpi.name,
      cohort: view.cohort.start.name,
      units: view.cohort.count.unit ?? `${view.cohort.unit}s`,
      needs: needsOf(each),
      gains: gainsOf(each),
      ...(headline && { headline }),
      kpi,
      items: itemDimensions(view.cohort),
      reads: settingsRead(view, settings),
      shares: kpi.shapes.flatMap((shape) =>
        shape.shape === 'share'
          ? [
              {
                rate: shape.rate.name,
                above: shape.above,
                below: shape.below?.name ?? kpi.cohortCount?.name ?? view.cohort.count.name,
              },
            ]
          : [],
      ),
    };
  });

/** The dimensions of what a cohort is crossed with, the order first. */
const itemDimensions = (cohort: Cohort): string[] => {
  const { crossing } = cohort;
  return crossing ? [`${crossing.each}Position`, `${crossing.each}Name`] : neededDimensions(cohort);
};

/** The settings that a declaration counts by. */
function settingsRead(view: KpiView, settings: Definitions): (keyof Definitions)[] {
  const read = new Set<keyof Definitions>();
  view.declare(
    new Proxy(settings, {
      get: (_, setting: keyof Definitions) => {
        read.add(setting);
        return settings[setting];
      },
    }),
  );
  return [...read];
}

/** Each view by the company's settings, and by those of each product area that has one of its own. */
function declaredViews(views: readonly KpiView[], settings: Definitions): DeclaredView[] {
  const names = new Set<string>();
  for (const { view } of views) {
    if (names.has(view)) throw new Error(`Two files in model/kpis declare the view ${view}: rename one.`);
    names.add(view);
  }
  return views.flatMap((view) =>
    [['', {}] as const, ...Object.entries(settings.productAreas ?? {})].flatMap(([area, own]) => {
      if (area !== '' && (!view.perArea || !(view.perArea in own))) return [];
      const inForce = { ...settings, ...own };
      if (view.cohort.isThere?.(inForce) === false) return [];
      return [{ view, kpi: view.declare(inForce), settings: inForce, area }];
    }),
  );
}

/** A view without what it has by an optional source alone that isn't there. */
const withoutAbsent = (each: DeclaredView, isThere: (source: SourceName) => boolean): DeclaredView => ({
  ...each,
  kpi: {
    ...each.kpi,
    shapes: each.kpi.shapes.filter(({ ifThereAre }) => !ifThereAre || isThere(ifThereAre)),
  },
});

const nameOf = ({ view, area }: DeclaredView): string => `${view.view}${area}`;

const eventFactsOf = (shapes: readonly Shape[]) => shapes.flatMap(factsOf).flatMap(eventFacts);

/** Whether a view of accounts reads what their users did. */
const readsMembers = (each: DeclaredView): boolean =>
  each.view.cohort.readsAccountsOfUsers === true ||
  (each.view.cohort.unit === 'account' &&
    eventFactsOf(each.kpi.shapes).some(({ events }) => events.log.of === 'user'));

/** The sources without which a view isn't in the model: its cohort's, and those of the logs that it reads. */
const needsOf = (each: DeclaredView): SourceName[] =>
  sourcesOf(
    each,
    each.kpi.shapes.filter(({ ifThereAre }) => !ifThereAre),
  );

/** The sources that a view is counted from. */
const sourcesOf = (each: DeclaredView, shapes = each.kpi.shapes): SourceName[] => [
  ...new Set([
    ...each.view.cohort.needs,
    ...(readsMembers(each) ? ['users' as const] : []),
    ...eventFactsOf(shapes).map(({ events }) => events.log.source),
  ]),
];

/** The measures that a view has by an optional source alone. */
const gainsOf = ({ view: { cohort }, kpi, settings }: DeclaredView): ListedView['gains'] =>
  Object.fromEntries(
    kpi.shapes.flatMap((shape) => {
      const collector = new MemberCollector(cohort.cube, cohort, cohort.from?.(settings), []);
      const { ifThereAre } = shape;
      return ifThereAre ? [...collector.addAll([shape])].map((name) => [name, ifThereAre]) : [];
    }),
  );

function headlineOf({ view, kpi, area }: DeclaredView): ListedView['headline'] {
  if (!kpi.headline) return undefined;
  const { rate, by } = kpi.headline;
  const share = kpi.shapes.find(
    (shape): shape is Share => shape.shape === 'share' && shape.rate.name === rate,
  );
  if (!share) throw new Error(`The headline of ${view.view}${area}, ${rate}, is no share that it declares.`);
  return {
    rate,
    above: share.above.name,
    below: share.below?.name ?? kpi.cohortCount?.name ?? view.cohort.count.name,
    ...(by && { by }),
  };
}

/** What `activation check` compares of a shape: numbers that stay as they are when nothing but time has passed. */
function comparedMeasures(shape: Shape): string[] {
  switch (shape.shape) {
    case 'share':
    case 'shareOfTallies':
      return [shape.rate.name];
    case 'timeTo':
      return [shape.average.name, shape.median.name];
    case 'mean':
      return [shape.mean.name];
    case 'ratio':
      return [shape.ratio.name];
    default:
      return [];
  }
}

/** What a language model must know of a view before it asks. */
const contextOf = ({ guide }: Kpi): string =>
  [guide.question, 'Counted:', ...guide.counted, 'Not counted:', ...guide.notCounted].join(' ');

/** A setting by the paths of its values. */
const leaves = (path: string, value: unknown): Record<string, unknown> =>
  typeof value !== 'object' ||
  value === null ||
  (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    ? { [path]: value }
    : Object.assign({}, ...Object.entries(value).map(([key, item]) => leaves(`${path}.${key}`, item)));

interface CohortCube {
  /** What it reads of the source tables. */
  query: CohortQuery;
  /** @param kept the relation that its units' outcomes are kept in, if they are */
  files: (kept?: string) => ModelFile[];
}

/** A cohort's cube with all of its KPIs, and their views. */
function cohortCube(
  cohort: Cohort,
  declared: readonly DeclaredView[],
  area: string,
  { settings: ofCompany, sources, rollups: rollupSettings }: Given,
): CohortCube {
  const cube = `${cohort.cube}${area}`;
  const settings = declared[0]?.settings ?? ofCompany;
  const attributes = attributesOf(sources, cohort.unit);
  const isOfUsers = cohort.unit !== 'account';
  const isJoined = cohort.unit === 'user' && usersHaveAccounts(sources);
  const account = isJoined ? attributesOf(sources, 'account') : undefined;
  const areaNumber = Object.keys(ofCompany.productAreas ?? {}).indexOf(area) + 1;
  // Short, as Postgres cuts names off at 63 characters.
  const aliasOf = (name: string): string => (area === '' ? name : `area${areaNumber}_${name}`);
  const inArea = area === '' ? '' : ` (${area})`;

  const beginning = cohort.from?.(settings);
  const collector = new MemberCollector(cube, cohort, beginning, attributes.names);
  const { members } = collector;
  for (const [name, member] of Object.entries(unitDimensions(cohort, sources)))
    collector.dimension(name, member);
  for (const [name, member] of Object.entries(attributes.dimensions)) collector.dimension(name, member);
  if (cohort.behaviour) {
    for (const [name, member] of Object.entries(hiddenDimensions(cohort.behaviour)))
      collector.dimension(name, member);
  }
  /** In lists of members the counts come before what is made of them. */
  const isCount = (name: string): boolean => /^count/.test(members.measures[name]?.type ?? '');
  const views = declared.map((each) => {
    const all = collector.addAll(each.kpi.shapes);
    const added = (kind: 'measures' | 'segments'): string[] =>
      names(members[kind]).filter((name) => all.has(name) && members[kind][name]?.public !== false);
    return viewFile(each, added('measures'), added('segments'));
  });

  function viewFile(each: DeclaredView, measures: string[], segments: string[]): ModelFile {
    const { kpi } = each;
    const shownOfUnit = cohort.columns
      .filter((column) => 'isInView' in column && column.isInView)
      .map(({ name }) => name);
    const { count, start, accountCreatedAt } = cohort;
    const inOrder = [...measures.filter(isCount), ...measures.filter((name) => !isCount(name))];
    const dimensions = [
      ...itemDimensions(cohort),
      ...shownOfUnit,
      start.name,
      ...(accountCreatedAt ? [accountCreatedAt.name] : []),
      ...attributes.names,
      ...(kpi.breakdowns ?? []).map(({ name }) => name),
    ];
    const headline = headlineOf(each);
    const needed = neededDimensions(cohort);
    return {
      fileName: `views/${nameOf(each)}.js`,
      content: fileText('view', nameOf(each), {
        sqlAlias: aliasOf(kpi.sqlAlias),
        title: `${kpi.title}${inArea}`,
        description: kpi.description,
        meta: {
          ...(headline && { headline }),
          cohort: cohort.start.name,
          ...(needed.length > 0 && { by: needed }),
          kpis: kpi.shapes.flatMap(comparedMeasures),
          ai_context: contextOf(kpi),
          definition: {
            ...Object.assign(
              {},
              ...settingsRead(each.view, each.settings).map((setting) =>
                leaves(setting, each.settings[setting]),
              ),
            ),
            ...Object.fromEntries(
              sourcesOf(each)
                .toSorted()
                .map((source) => [`sources.${source}`, sources[source]?.digest ?? '']),
            ),
          },
        },
        accessPolicy: viewAccess(),
        cubes: [
          {
            joinPath: new Code(cube),
            includes: [
              ...(cohort.age
                ? []
                : [
                    kpi.cohortCount
                      ? { name: count.name, alias: kpi.cohortCount.name, title: kpi.cohortCount.title }
                      : count.name,
                  ]),
              ...inOrder,
              ...dimensions,
              ...segments,
            ],
          },
          ...(account ? [{ joinPath: new Code(`${cube}.UserAccounts`), includes: account.names }] : []),
        ],
        folders: folders(
          {
            ...(!cohort.age && {
              [kpi.cohortCount?.name ?? count.name]: members.measures[count.name] ?? {},
            }),
            ...Object.fromEntries(inOrder.map((name) => [name, members.measures[name] ?? {}])),
          },
          [...dimensions, ...(account?.names ?? [])],
          (name) => members.dimensions[name]?.type === 'time',
        ),
      }),
    };
  }

  collector.checkLists();
  const sparse = cohort.behaviour && sparseItems(cohort.behaviour, members.measures);
  const query: CohortQuery = {
    cube,
    cohort,
    settings,
    sources,
    beginning,
    facts: [...members.facts.values()].filter(({ name }) => name !== beginning?.name),
    columns: members.columns,
    attributes: attributes.columns.map((column) => ({
      of: cohort.accountCreatedAt ? 'account' : 'unit',
      column,
    })),
    narrowedBy: [...(beginning?.kind === 'item' ? [] : [cohort.start]), cohort.key]
      .map(({ name, column }) => ({
        dimension: name,
        column: `${beginning && name === cohort.start.name ? 'beginning' : 'unit'}.${snake(column)}`,
      }))
      .concat(
        isOfUsers && usersHaveAccountIds(sources)
          ? [{ dimension: 'accountId', column: 'unit.account_id' }]
          : [],
      ),
  };
  // Exact to the microsecond, they tell a user's moments.
  const hoursOfUnits = names(members.dimensions).filter((name) => /^hours/.test(name));
  const isPlain = !beginning && !cohort.rows && !cohort.events && !cohort.accountCreatedAt;
  const { countedBy } = cohort;
  return {
    query,
    files: (kept) => [
      cubeFile(cube, {
        sqlAlias: aliasOf(cohort.sqlAlias),
        sql: cohortSql({ ...query, kept: kept && templateSql(kept) }),
        title: `${cohort.title}${inArea}`,
        description: cohort.description,
        public: area === '' ? undefined : false,
        meta: {
          ...unitMeta(cohort, attributes.names),
          ...(sparse && { sparse: sparse.meta }),
        },
        accessPolicy: isOfUsers
          ? userRowAccess(sources, [
              ...new Set(
                [
                  cohort.key,
                  countedBy ?? cohort.key,
                  ...cohort.columns.filter((each) => each.isIdentifier),
                ].map(({ name }) => name),
              ),
              ...hoursOfUnits,
            ])
          : cubeAccess({
              account: (countedBy ?? cohort.key).name,
              ...(cohort.rollups === 'account' && { isJoined: true }),
            }),
        joins: isJoined
          ? {
              UserAccounts: {
                relationship: 'many_to_one',
                sql: '${CUBE}.account_id = ${UserAccounts.id}',
              },
            }
          : undefined,
        dimensions: members.dimensions,
        segments: names(members.segments).length > 0 ? members.segments : undefined,
        measures: { ...members.measures, ...sparse?.measures },
        preAggregations: rollups({
          cube,
          cohort,
          settings: rollupSettings,
          cohorts: isPlain ? (sources[cohort.source]?.relation ?? '') : `\${${cube}.sql()}`,
          // What starts at its items' moments has its starts in the cube's query alone.
          kept: kept && (beginning?.kind === 'item' ? `\${${cube}.sql()}` : templateSql(kept)),
          accountsOfUsers: isJoined ? sources.accounts?.relation : undefined,
          measures: names(members.measures).filter((name) =>
            ['count', 'sum', 'countDistinct', 'min', 'max'].includes(members.measures[name]?.type ?? ''),
          ),
          attributes: attributes.inRollups,
          accountAttributes: account?.inRollups.map((name) => `UserAccounts.${name}`) ?? [],
          breakdowns: [
            ...new Set(declared.flatMap(({ kpi }) => (kpi.breakdowns ?? []).map(({ name }) => name))),
          ],
          segments: names(members.segments),
          settledAfterDays: [...members.settledAfterDays].sort((one, other) => one - other),
          lastingColumns: lastingColumns(query),
        }),
      }),
      ...views,
    ],
  };
}

const names = (members: object): string[] => Object.keys(members);

const cubeFile = (name: string, cube: object): ModelFile => ({
  fileName: `cubes/${name}.js`,
  content: fileText('cube', name, cube),
});

/** The dimensions that a unit has by itself. */
function unitDimensions(cohort: Cohort, sources: MappedSources): Record<string, CubeMember> {
  const { key, countedBy, columns, events, start, accountCreatedAt, crossing, age, behaviour, unit } = cohort;
  return {
    [key.name]: keyDimension(key),
    ...(countedBy && countedBy.name !== key.name ? { [countedBy.name]: dimension(countedBy) } : {}),
    ...(unit !== 'account' && usersHaveAccountIds(sources)
      ? {
          accountId: {
            sql: '${CUBE}.account_id',
            type: 'string',
            title: 'Account',
            description: "The identifier of the user's account; empty for a user without one.",
          },
        }
      : {}),
    ...(crossing && {
      [`${crossing.each}Name`]: keyDimension({
        ...crossing.name,
        name: '',
        column: `${crossing.each}Name`,
        type: 'string',
      }),
      [`${crossing.each}Position`]: {
        sql: `\${CUBE}.${crossing.each}_position`,
        type: 'number',
        ...crossing.position,
      },
    }),
    ...(age && {
      [age.dimension]: {
        sql: `\${CUBE}.${snake(age.dimension)}`,
        type: 'number',
        title: age.title,
        description: age.description,
        primaryKey: true,
        public: true,
      },
    }),
    ...(behaviour && {
      [behaviour.name.name]: keyDimension(behaviour.name),
      [behaviour.times.dimension]: {
        sql: `\${CUBE}.${snake(behaviour.times.dimension)}`,
        type: 'number',
        title: behaviour.times.title,
        description: behaviour.times.description,
        primaryKey: true,
        public: true,
      },
    }),
    ...Object.fromEntries(columns.map((column) => [column.name, dimension(column)])),
    ...(events && { [events.name.name]: dimension(events.name) }),
    [start.name]: dimension(start),
    ...(accountCreatedAt && {
      [accountCreatedAt.name]: dimension({ ...accountCreatedAt, column: accountCreatedAt.name }),
    }),
  };
}

/**
 * What a cube tells of its units, in its `meta`, to this project's dialect. With one row a unit, that its measures are
 * over all of them: a log's cube joins to its units, so that beside a member of the log a measure would leave out the
 * units that have no row there. With several, over which dimensions the counts of parts add up to the count of the
 * whole: those with one value for all rows of a unit, and those of which each tells the rows of a unit apart.
 */
const unitMeta = (cohort: Cohort, attributes: string[]): object => {
  const { countedBy, columns, start, crossing, accountCreatedAt, from, events, rows, oneOf, age } = cohort;
  if (age) return { late: { dimension: age.dimension, last: age.last, ...ofLifeTable } };
  // What starts at an event of the unit starts otherwise than the unit.
  const starts =
    from || events || rows ? columns.filter(({ type }) => type === 'time') : [accountCreatedAt ?? start];
  return countedBy
    ? {
        attributesOfUnit: [...starts.map(({ name }) => name), ...attributes],
        rowsOfUnit: crossing
          ? [`${crossing.each}Name`, `${crossing.each}Position`]
          : oneOf
            ? [oneOf]
            : neededDimensions(cohort),
      }
    : { overAllUnits: true };
};

/** The mapping with its SQL as it stands in a template literal. */
const escaped = (sources: MappedSources): MappedSources =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      source && { ...source, relation: templateSql(source.relation) },
    ]),
  ) as MappedSources;
