import { type BaseQuery, PreAggregations } from '@cubejs-backend/schema-compiler';

/** What a query asks for, as Cube's matching takes it. */
type AskedFor = ReturnType<typeof PreAggregations.transformQueryToCanUseForm>;

/** A rollup, and whether it answers the query. */
type RollupMatch = NonNullable<ReturnType<PreAggregations['findPreAggregationForQuery']>>;

/** What a rollup holds, members by their path in the cubes. */
type Holding = RollupMatch['references'];

/** Cube's class with what its types hide. */
const CubesMatching = PreAggregations as unknown as new (
  ...parameters: ConstructorParameters<typeof PreAggregations>
) => {
  query: BaseQuery;
  findPreAggregationForQuery(): RollupMatch | undefined;
  preAggregationsDescription(): RollupDescription[];
  rollupMatchResults(): RollupMatch[];
  /** What Cube's orchestrator is told of a rollup. */
  preAggregationDescriptionFor(cube: string, match: RollupMatch): RollupDescription;
  rollupPreAggregation(
    match: RollupMatch,
    measures: BaseQuery['measures'],
    isFullSimpleQuery: boolean,
    filters: object[],
  ): string;
  /** SQL of each measure over the rows of a rollup, by the measure's paths. */
  measuresRenderedReference(match: RollupMatch): Record<string, string>;
};

/** What Cube's orchestrator is told of a rollup. */
export interface RollupDescription {
  preAggregationId: string;
  tableName: string;
  /** How its statements stand in Cube's queues. */
  priority?: number;
  /** Whether it is kept in Cube Store. */
  external?: boolean;
  /** What it holds. */
  sql: SqlAndParameters;
  /** What makes its table. */
  loadSql: SqlAndParameters;
  /** Another rollup that holds all that this one does, and how this one is made from it. */
  madeFrom?: { rollup: RollupDescription; loadSql: SqlAndParameters };
  /** The query that is to be answered from it, of the source tables. */
  fromSourceTables?: () => SourceTablesQuery;
}

/** A query of the source tables, as Cube's orchestrator takes it. */
export interface SourceTablesQuery {
  query: string;
  values: unknown[];
  /** When an answer that is kept is to be asked for anew. */
  cacheKeyQueries: unknown;
}

/** What Cube's types hide of a query. */
interface PlannedQuery {
  compilers: { compiler: { withQuery<Result>(query: BaseQuery, run: () => Result): Result } };
  options: object;
  constructor: new (compilers: object, options: object) => BaseQuery & { cacheKeyQueries(): unknown };
}

/** What stands for the table of the other rollup in the SQL of one that is made from it. */
export const otherRollup = '__OTHER_ROLLUP';

type SqlAndParameters = [sql: string, parameters: unknown[]];

/**
 * Cube's choice of a rollup for a query and its reading of it, with four differences.
 *
 * Cube answers a distinct count only from a rollup with the very dimensions of the query, as it can't know over which
 * dimensions distinct counts add up. The model tells, in the `meta` of its cubes (`distinctUnits`): an account is in
 * one plan tier, so that the counts of the tiers add up to that of all accounts.
 *
 * And days begin at another moment in each time zone, so that each has rollups of its own. A query in a time zone
 * that rollups aren't kept for (`CUBEJS_SCHEDULED_REFRESH_TIMEZONES`, UTC unless set) reads the source tables; Cube
 * would build all rollups anew for it.
 *
 * The count over no rows of a rollup is 0, as it is over no rows of the source. Cube's sum of no counts is null.
 *
 * And a rollup in monthly or such tables that is about to be built is described with how it is made from the most detailed one that holds it.
 */
export class RollupMatching extends CubesMatching {
  /** The choice for a query, as Cube's types want it. */
  static of(query: BaseQuery): PreAggregations {
    const { historyQueries = [], cubeLatticeCache } = query.options;
    return new RollupMatching(query, historyQueries, cubeLatticeCache) as unknown as PreAggregations;
  }

  override findPreAggregationForQuery(): RollupMatch | undefined {
    const { timezone, preAggregationId } = this.query.options as {
      timezone?: string;
      preAggregationId?: string;
    };
    if (!preAggregationId && !timeZonesOfRollups().includes(timezone ?? 'UTC')) return undefined;
    return super.findPreAggregationForQuery();
  }

  override preAggregationsDescription(): RollupDescription[] {
    const fromSourceTables = (): SourceTablesQuery => this.fromSourceTables();
    return super.preAggregationsDescription().map((description) => ({ ...description, fromSourceTables }));
  }

  private fromSourceTables(): SourceTablesQuery {
    const { compilers, options, constructor: Dialect } = this.query as unknown as PlannedQuery;
    // Cube keeps the SQL of a query by the name of the class.
    const query = new (class FromSourceTables extends Dialect {
      override newPreAggregations(): PreAggregations {
        const none = super.newPreAggregations();
        return Object.assign(none, { findPreAggregationForQuery: () => undefined });
      }
    })(compilers, options);
    return compilers.compiler.withQuery(query, () => {
      const [sql, values] = query.buildSqlAndParams() as unknown as SqlAndParameters;
      return { query: sql, values, cacheKeyQueries: query.cacheKeyQueries() };
    });
  }

  override rollupMatchResults(): RollupMatch[] {
    const matches = super.rollupMatchResults();
    return matches.some(({ canUsePreAggregation }) => canUsePreAggregation)
      ? matches
      : this.withSums(matches);
  }

  /** With those that answer the query, too, of which Cube doesn't know that their distinct counts add up. */
  private withSums(matches: RollupMatch[]): RollupMatch[] {
    const asked = PreAggregations.transformQueryToCanUseForm(this.query);
    return matches.map((match) =>
      match.preAggregation.type === 'rollup' &&
      !match.canUsePreAggregation &&
      addsUp(this.query, asked, match.references)
        ? { ...match, canUsePreAggregation: true, leafMeasureMatch: false }
        : match,
    );
  }

  override preAggregationDescriptionFor(cube: string, match: RollupMatch): RollupDescription {
    const description = super.preAggregationDescriptionFor(cube, match);
    const { preAggregationId } = this.query.options as { preAggregationId?: string };
    const { partitionGranularity, partitionTimeDimensions } = match.preAggregation;
    const isBeingBuilt = preAggregationId === match.preAggregationId;
    if (!isBeingBuilt || description.external || !partitionTimeDimensions) return description;
    const source = this.withSums(super.rollupMatchResults()).findLast(
      ({ canUsePreAggregation, preAggregation, references }) =>
        canUsePreAggregation &&
        preAggregation.partitionGranularity === partitionGranularity &&
        references.timeDimensions[0]?.dimension === match.references.timeDimensions[0]?.dimension,
    );
    if (!source || source.preAggregationId === preAggregationId) return description;

    const rollup = super.preAggregationDescriptionFor(cube, {
      ...source,
      preAggregation: { ...source.preAggregation, partitionTimeDimensions },
    });
    const building = this.query.preAggregationQueryForSqlEvaluation(cube, match.preAggregation);
    // Both tables are of the same period: there is nothing to filter by.
    const rows = (building.preAggregations as unknown as RollupMatching)
      .rollupPreAggregation(source, building.measures, false, [])
      .replace(rollup.tableName, otherRollup);
    const loadSql: SqlAndParameters = [`CREATE TABLE ${description.tableName} AS ${rows}`, []];
    return { ...description, madeFrom: { rollup, loadSql } };
  }

  override measuresRenderedReference(match: RollupMatch): Record<string, string> {
    const rendered = Object.entries(super.measuresRenderedReference(match));
    return Object.fromEntries(
      rendered.map(([path, sql]) => {
        const { type } = this.query.newMeasure(path).measureDefinition();
        return [path, counts.includes(type) && !this.query.ungrouped ? `COALESCE(${sql}, 0)` : sql];
      }),
    );
  }
}

const counts = ['count', 'countDistinct'];

/** The time zones that rollups are kept for. */
export const timeZonesOfRollups = (): string[] =>
  (process.env.CUBEJS_SCHEDULED_REFRESH_TIMEZONES || 'UTC').split(',').map((timeZone) => timeZone.trim());

/**
 * Whether the distinct counts that a query asks for are the sums of those of a rollup. They are if all rows of a unit
 * that are in one group of the query are in one group of the rollup: if each dimension that the rollup tells apart and
 * the query doesn't has one value for all of these rows.
 */
function addsUp(query: BaseQuery, asked: AskedFor, holding: Holding): boolean {
  const leafMeasures = asked.leafMeasures as string[];
  const [cube] = leafMeasures[0]?.split('.') ?? [];
  const units = cube && distinctUnitsOf(query, cube);
  if (!units || asked.hasMultipliedMeasures || asked.hasCumulativeMeasures || asked.hasMultiStage)
    return false;
  if (asked.ungrouped || !leafMeasures.every((measure) => holding.measures.includes(measure))) return false;

  // A view's member in a query goes by the view's name, and by the cube's in the rollup.
  const alias = (path: string): string => asked.allBackAliasMembers[path] ?? path;
  const inCube = (name: string): string => alias(`${cube}.${name}`);
  const held = holding.dimensions.map(alias);
  if (!(asked.sortedDimensions as string[]).every((dimension) => held.includes(dimension))) return false;

  const oneValued = new Set([
    ...query.dimensions.map((dimension) => dimension.expressionPath()),
    ...(asked.filterDimensionsSingleValueEqual ?? []),
  ]);
  const isRowPinned = units.rowsOfUnit.some((name) => oneValued.has(inCube(name)));
  const follows = (path: string): boolean => isRowPinned || units.attributesOfUnit.map(inCube).includes(path);

  return (
    held.every((dimension) => oneValued.has(dimension) || follows(dimension)) &&
    timesAddUp(asked, holding, alias, follows)
  );
}

function timesAddUp(
  asked: AskedFor,
  holding: Holding,
  alias: (path: string) => string,
  follows: (path: string) => boolean,
): boolean {
  const held = new Map(
    holding.timeDimensions.map(({ dimension, granularity }) => [alias(dimension), granularity ?? 'day']),
  );
  const asIs = new Map(asked.timeDimensions as [string, string | null][]);
  const isAsked = (asked.sortedTimeDimensions as [string, string | null][]).every(([path, granularity]) => {
    const granularityHeld = held.get(path);
    if (!granularityHeld) return false;
    // No granularity: no bound either.
    const hierarchy = granularity
      ? (asked.granularityHierarchies[`${path}.${granularity}`] ?? [granularity])
      : [granularityHeld];
    return follows(path)
      ? hierarchy.includes(granularityHeld)
      : granularity === granularityHeld && asIs.get(path) === granularityHeld;
  });
  return isAsked && [...held.keys()].every((path) => asIs.has(path) || follows(path));
}

interface DistinctUnits {
  attributesOfUnit: string[];
  rowsOfUnit: string[];
}

/** What the model's `distinctUnits` says of a cube, if anything. */
function distinctUnitsOf(query: BaseQuery, cube: string): DistinctUnits | undefined {
  const { meta } = query.cubeEvaluator.cubeFromPath(cube) as { meta?: Partial<DistinctUnits> };
  return meta?.attributesOfUnit && meta.rowsOfUnit ? (meta as DistinctUnits) : undefined;
}
