import type { MappedSources, SourceName } from '../../src/config/sources.ts';
import type { Given, KeptUnits, ModelFile } from '../../src/model-files.ts';
import type { Cohort } from '../language/cohort.ts';
import type { Kpi, KpiView } from '../language/kpi.ts';
import type { Shape } from '../language/shapes.ts';
import { logCubes } from '../logs.ts';
import { cubeAccess, viewAccess } from './access.ts';
import { attributesOf, usersHaveAccountIds, usersHaveAccounts } from './attributes.ts';
import { hiddenDimensions, sparseItems } from './behaviour.ts';
import type { CohortQuery } from './cohort-query.ts';
import { cohortSql, lastingColumns } from './cohort-sql.ts';
import { Code, fileText } from './cube-file.ts';
import {
  type DeclaredView,
  declaredViews,
  headlineOf,
  itemDimensions,
  nameOf,
  needsOf,
  readsMembers,
  settingsRead,
  sourcesOf,
  withoutAbsent,
} from './declared-views.ts';
import { folders } from './folders.ts';
import { sourceCubes, userRowAccess } from './log-cubes.ts';
import { MemberCollector, neededDimensions } from './members.ts';
import { fingerprintsOf, outcomesOf } from './outcomes.ts';
import { rollups } from './pre-aggregations.ts';
import { snake, templateSql } from './sql-text.ts';
import { unitDimensions, unitMeta } from './unit-members.ts';

/** The cubes and views of some declarations, as flat text. */
export function compile(views: readonly KpiView[], given: Given): ModelFile[] {
  const { cubes, sources } = cohortCubes(views, given);
  const tables = given.kept?.units.flatMap((units) => units.tables) ?? [];
  return [
    ...Object.entries(sourceCubes(logCubes, sources)).map(([name, cube]) => cubeFile(name, cube)),
    ...cubes.flatMap(({ query, files }) => {
      const read = tables.filter((table) => table.cubes.includes(query.cube));
      return files(read.find(({ ofName }) => !ofName)?.relation, read.find(({ ofName }) => ofName)?.relation);
    }),
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
  /**
   * @param kept the relation that its units' outcomes are kept in, if they are
   * @param keptByName the one that has those of each name of their events
   */
  files: (kept?: string, keptByName?: string) => ModelFile[];
}

/** A cohort's cube with all of its KPIs, and their views. */
function cohortCube(
  cohort: Cohort,
  declared: readonly DeclaredView[],
  area: string,
  { settings: ofCompany, sources, rollups: rollupSettings, kept: keptOutcomes }: Given,
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
  const fingerprints = fingerprintsOf(cohort, keptOutcomes?.units);
  return {
    query,
    files: (kept, keptByName) => [
      cubeFile(cube, {
        sqlAlias: aliasOf(cohort.sqlAlias),
        sql: cohortSql({
          ...query,
          kept: kept && templateSql(kept),
          keptByName: keptByName && templateSql(keptByName),
        }),
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
          cohorts: {
            relation: kept
              ? templateSql(kept)
              : isPlain
                ? (sources[cohort.source]?.relation ?? '')
                : `\${${cube}.sql()}`,
            starts:
              kept && beginning?.kind === 'item'
                ? beginning.of.map(({ name }) => snake(name))
                : [snake(cohort.start.column)],
          },
          // What starts at its items' moments has its starts in the cube's query alone.
          kept: kept && (beginning?.kind === 'item' ? `\${${cube}.sql()}` : templateSql(kept)),
          fingerprints: fingerprints && templateSql(fingerprints),
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

/** The mapping with its SQL as it stands in a template literal. */
const escaped = (sources: MappedSources): MappedSources =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      source && { ...source, relation: templateSql(source.relation) },
    ]),
  ) as MappedSources;
