import { type BaseQuery, PreAggregations } from '@cubejs-backend/schema-compiler';
import { isOwnCube } from './scope.ts';

/** What a query asks for, as Cube's matching takes it. */
export type AskedFor = ReturnType<typeof PreAggregations.transformQueryToCanUseForm>;

/** A rollup, and whether it answers the query. */
export type RollupMatch = NonNullable<ReturnType<PreAggregations['findPreAggregationForQuery']>>;

/** What a rollup holds, members by their path in the cubes. */
export type Holding = RollupMatch['references'];

/** Cube's class with what its types hide. */
const CubesMatching = PreAggregations as unknown as new (
  ...parameters: ConstructorParameters<typeof PreAggregations>
) => {
  query: BaseQuery;
  findPreAggregationForQuery(): RollupMatch | undefined;
  preAggregationsDescription(): RollupDescription[];
  rollupMatchResults(): RollupMatch[];
  /** What a rollup holds: where it goes by a name, as Cube keeps it. */
  evaluateAllReferences(
    cube: string,
    rollup: RollupMatch['preAggregation'],
    name?: string | null,
    context?: object,
  ): Holding;
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
  /** What stands for it in the table's version, where that is another SQL. */
  structureVersionLoadSql?: SqlAndParameters;
  /** Whether the fixes are for it. It passes through Cube's queues, as JSON. */
  isMended?: boolean;
  /** The period that there is a table for each of, and how its ends are written. */
  partitionGranularity?: string;
  timestampPrecision?: number;
  /** Another rollup that holds all that this one does, or those partitions of it that do, and how this one is made of them. */
  madeFrom?: { parts: RollupDescription[]; loadSql: SqlAndParameters };
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

export type SqlAndParameters = [sql: string, parameters: unknown[]];

/** Whether the fixes are for a rollup. */
export const ownsRollup = (query: BaseQuery, { preAggregationId }: { preAggregationId: string }): boolean =>
  isOwnCube(query, preAggregationId.split('.')[0] ?? '');

/** The tables of the rollups that the fixes are for, with their schema and without what tells partitions apart. */
const mendedTables = new Set<string>();

/** Whether a table is one of these, or a partition of one: by its name without what tells its versions apart. */
export const isMendedTable = (name: string): boolean =>
  [...mendedTables].some((table) => name.startsWith(table) && /^(\d{8,})?$/.test(name.slice(table.length)));

/** Cube's choice of a rollup for a query, which marks the rollups that the fixes are for. */
export class MarkedRollups extends CubesMatching {
  /** As Cube finds them. */
  matchesOfCube(): RollupMatch[] {
    return super.rollupMatchResults();
  }

  override preAggregationDescriptionFor(cube: string, match: RollupMatch): RollupDescription {
    const description = super.preAggregationDescriptionFor(cube, match);
    if (!ownsRollup(this.query, match)) return description;
    mendedTables.add(description.tableName);
    return { ...description, isMended: true };
  }
}
