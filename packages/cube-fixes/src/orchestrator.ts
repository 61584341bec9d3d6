import { requireBesideServerCore } from './cube-packages.ts';
import type { RollupDescription, SourceTablesQuery } from './rollup-matching.ts';

/** A rollup's table, by how it is made (structure) and what of (content). */
export interface VersionEntry {
  table_name: string;
  structure_version: string;
  /** When it was made, in milliseconds. */
  last_updated_at: number;
}

/** The tables there are; of several with one key, the newest. */
export interface VersionEntries {
  versionEntries: VersionEntry[];
  byContent: Record<string, VersionEntry>;
  byStructure: Record<string, VersionEntry>;
}

/** A table of the rollups' schema, by its name. */
export type Table = object;

/** What is used here of a driver of Cube's. */
export interface Driver {
  getTablesQuery(schema: string): Promise<Table[]>;
}

/** A table of a rollup that may be read. */
export interface LoadedRollup {
  targetTableName: string;
}

/** A query as the orchestrator runs it. */
export interface OrchestratedQuery extends Partial<SourceTablesQuery> {
  preAggregations?: RollupDescription[];
  external?: boolean;
}

export type Period = [start: string, end: string];

export interface RangeLoader {
  preAggregations: object;
  preAggregation: RollupDescription;
  isJob: boolean;
  waitForRenew?: boolean;
  lambdaQuery?: object;
  options: { forceBuild?: boolean };
  loadPreAggregations(): Promise<object>;
  partitionPreAggregationDescription(period: Period, buildRange: Period): RollupDescription;
}

export interface RollupLoader {
  preAggregation: RollupDescription;
  waitForRenew?: boolean;
  forceBuild?: boolean;
  loadCache: { reset(rollup: RollupDescription): Promise<void> };
  /** @returns null for a part of a rollup that isn't there, where another process builds it */
  loadPreAggregation(throwOnMissingPartition: boolean): Promise<LoadedRollup | null>;
  loadPreAggregationWithKeys(): Promise<LoadedRollup>;
  /** The values of the refresh keys. */
  getPartitionInvalidationKeyValues(): Promise<unknown[]>;
  /** What a table's name says of these. */
  contentVersion(keys: unknown[]): string;
  dropOrphanedTables(client: Driver, ...others: unknown[]): Promise<void>;
}

export interface LoadCache {
  queryCache: {
    getCacheDriver(): { set(key: string, tables: Table[], seconds: number): Promise<unknown> };
  };
  tablesCachePrefixKey(rollup: RollupDescription): string;
  tablesFromCache(rollup: RollupDescription, forceRenew?: boolean): Promise<Table[]>;
  fetchTables(rollup: RollupDescription): Promise<Table[]>;
  versionEntries: Record<string, Promise<VersionEntries>>;
  getVersionEntries(rollup: RollupDescription): Promise<VersionEntries>;
  calculateVersionEntries(rollup: RollupDescription): Promise<VersionEntries>;
}

export interface QueryCache {
  cacheDriver: { reset?(): void };
  memoryCache: { clear(): void };
  cacheQueryResult(...parameters: unknown[]): Promise<unknown>;
  cacheRefreshKeyResult(
    key: [sql: string, parameters: unknown[], options?: RefreshKeyOptions],
    expiration: number,
    options: object,
  ): Promise<object[]>;
}

/** What Cube keeps in this process's memory: results, and notes on the tables of rollups. */
export interface LocalCacheDriver {
  store: Record<string, unknown>;
  get(key: string): Promise<unknown>;
  /** @returns how many bytes it is as JSON */
  set(key: string, value: unknown, seconds: number): Promise<{ bytes: number }>;
}

/** What Cube is told of a refresh key beside its SQL. */
export interface RefreshKeyOptions {
  renewalThreshold?: number;
  /** Whether it is of a rollup that the fixes are for. */
  isMended?: boolean;
}

/** What is replaced of Cube's orchestrator, which its types hide. */
interface Orchestrator {
  tablesToVersionEntries(schema: string, tables: Table[]): VersionEntry[];
  PreAggregationLoadCache: { prototype: LoadCache };
  QueryCache: { prototype: QueryCache };
  LocalCacheDriver: { prototype: LocalCacheDriver };
  PreAggregationLoader: { prototype: RollupLoader };
  PreAggregationPartitionRangeLoader: {
    prototype: RangeLoader;
    /** The periods of a granularity that a range touches, each whole; none where the range is null, as of two that don't meet. */
    timeSeries(granularity: string, range: Period | null, precision?: number): Period[];
    intersectDateRanges(one: Period, other: Period): Period | null;
  };
  QueryOrchestrator: {
    prototype: Record<'fetchQuery' | 'streamQuery', (query: OrchestratedQuery) => Promise<unknown>>;
  };
}

/** The instance of Cube's orchestrator that its server works with. */
export const orchestrator = (): Orchestrator =>
  requireBesideServerCore('@cubejs-backend/query-orchestrator') as Orchestrator;

export const loadCache = (): LoadCache => orchestrator().PreAggregationLoadCache.prototype;
export const rollupLoader = (): RollupLoader => orchestrator().PreAggregationLoader.prototype;
export const rangeLoader = (): RangeLoader => orchestrator().PreAggregationPartitionRangeLoader.prototype;
export const queryCache = (): QueryCache => orchestrator().QueryCache.prototype;
export const localCacheDriver = (): LocalCacheDriver => orchestrator().LocalCacheDriver.prototype;
