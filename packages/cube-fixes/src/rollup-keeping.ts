import { requireBesideServerCore } from './cube-packages.ts';
import { otherRollup, type RollupDescription, type SourceTablesQuery } from './rollup-matching.ts';

/** A rollup's table, by how it is made (structure) and what of (content). */
interface VersionEntry {
  table_name: string;
  structure_version: string;
  /** When it was made, in milliseconds. */
  last_updated_at: number;
}

/** The tables there are; of several with one key, the newest. */
interface VersionEntries {
  versionEntries: VersionEntry[];
  byContent: Record<string, VersionEntry>;
  byStructure: Record<string, VersionEntry>;
}

/** A table of the rollups' schema, by its name. */
type Table = object;

/** What is mended here of Cube's base driver, and used of it. */
interface Driver {
  /** What a table that is made is named after. */
  nowTimestamp(): number;
  createSchemaIfNotExists(schema: string): Promise<void>;
  getTablesQuery(schema: string): Promise<Table[]>;
}

/** What is mended here of Cube's orchestrator, which its types hide. */
interface Orchestrator {
  tablesToVersionEntries(schema: string, tables: Table[]): VersionEntry[];
  PreAggregationLoadCache: {
    prototype: {
      queryCache: {
        getCacheDriver(): { set(key: string, tables: Table[], seconds: number): Promise<unknown> };
      };
      tablesCachePrefixKey(rollup: object): string;
      tablesFromCache(rollup: object, forceRenew?: boolean): Promise<Table[]>;
      fetchTables(rollup: object): Promise<Table[]>;
      versionEntries: Record<string, Promise<VersionEntries>>;
      getVersionEntries(rollup: object): Promise<VersionEntries>;
      calculateVersionEntries(rollup: object): Promise<VersionEntries>;
    };
  };
  QueryCache: {
    prototype: {
      cacheDriver: { reset?(): void };
      memoryCache: { clear(): void };
      cacheQueryResult(...parameters: unknown[]): Promise<unknown>;
      cacheRefreshKeyResult(
        key: [sql: string, parameters: unknown[], options?: { renewalThreshold?: number }],
        expiration: number,
        options: object,
      ): Promise<object[]>;
    };
  };
  PreAggregationLoader: {
    prototype: {
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
    };
  };
  PreAggregationPartitionRangeLoader: { prototype: RangeLoader };
  QueryOrchestrator: {
    prototype: Record<'fetchQuery' | 'streamQuery', (query: OrchestratedQuery) => Promise<unknown>>;
  };
}

/** A query as the orchestrator runs it. */
interface OrchestratedQuery extends Partial<SourceTablesQuery> {
  preAggregations?: RollupDescription[];
  external?: boolean;
}

/** A rollup that another process is to build isn't there, or a part of it isn't. */
class MissingRollup extends Error {}

interface RangeLoader {
  preAggregations: object;
  preAggregation: RollupDescription;
  isJob: boolean;
  waitForRenew?: boolean;
  lambdaQuery?: object;
  options: { forceBuild?: boolean };
  loadPreAggregations(): Promise<object>;
  partitionPreAggregationDescription(period: Period, buildRange: Period): RollupDescription;
}

/** A table of a rollup that may be read. */
interface LoadedRollup {
  targetTableName: string;
}

type Period = [start: string, end: string];

let isMended = false;

/**
 * Mends how Cube 1.7.43 keeps rollups, for the Cube of this process, where it loses rows, answers with old ones or does work twice:
 *
 * - It cuts a partition off at the end of the date range of the query that happens to need it first, and serves the
 *   rest of the month without it from then on. A partition is of its whole period here.
 * - When rows change and change back, it finds that the table from before holds just these, builds none, and goes on
 *   serving the newest, which doesn't. Only the newest table counts as holding what it holds here.
 * - It looks for a table that it has just made in a list that it asks for anew; but where another build is waiting for
 *   such a list already, it takes that one, from before the table was there, and the query fails with
 *   "Pre-aggregation table is not found … after it was successfully created". Each build asks itself here, and once
 *   more where it got a list from before all the same.
 * - Several builds that begin at once each make the schema, and all but one fail. It is enough here that one made it.
 * - It drops a table as soon as there is a newer one, though another process that reads the same rollups knows the old
 *   one for an hour: a second server, or `activation rollups` beside a running one. A process looks for new tables
 *   every ten seconds here, and a table stays for ten minutes after the next one was made.
 * - It forgets a refresh key after an hour, though it is to be asked for once a day. It keeps it here.
 * - It looks at each partition of a rollup in each request. Here, once a second.
 * - In each look it reads the list of all tables once for each partition, as all of them begin before the first is
 *   done. Here, once.
 * - A process that reads what another one builds answers from those months of a rollup that are there, and with an
 *   error where none is. Here, from the source tables until all of it is there.
 * - When the clock is set back, it keeps what it has cached until the clock is there again, and takes the table from
 *   before for newer than each that it makes. It forgets its cache here, and a table is newer than those there are.
 * - It makes each rollup from the source tables. Here, one that another one holds all of is made from that, where the
 *   other has just been found or made to hold the rows of the same refresh keys.
 */
export function mendRollupKeeping(): void {
  if (isMended) return;
  isMended = true;
  const {
    PreAggregationLoadCache,
    PreAggregationLoader,
    PreAggregationPartitionRangeLoader,
    QueryCache,
    QueryOrchestrator,
    tablesToVersionEntries,
  } = requireBesideServerCore('@cubejs-backend/query-orchestrator') as Orchestrator;
  const { BaseDriver } = requireBesideServerCore('@cubejs-backend/base-driver') as {
    BaseDriver: { prototype: Driver };
  };

  const range = PreAggregationPartitionRangeLoader.prototype;
  const { partitionPreAggregationDescription } = range;
  range.partitionPreAggregationDescription = function ofWholePeriod(period, [start]) {
    const describe = (rollup: RollupDescription): RollupDescription =>
      partitionPreAggregationDescription.call(
        Object.create(this, { preAggregation: { value: rollup } }),
        period,
        [start, period[1]],
      );
    const { preAggregation } = this;
    const partition = describe(preAggregation);
    const { madeFrom } = preAggregation;
    if (!madeFrom) return partition;
    const { loadSql } = describe({ ...preAggregation, loadSql: madeFrom.loadSql });
    return { ...partition, madeFrom: { rollup: describe(madeFrom.rollup), loadSql } };
  };

  const { loadPreAggregations } = range;
  range.loadPreAggregations = function onceASecond() {
    const load = (): Promise<object> => loadPreAggregations.call(this);
    const isToBeBuilt = this.isJob || this.waitForRenew || this.options.forceBuild;
    return isToBeBuilt || this.lambdaQuery
      ? load()
      : lately(this.preAggregations, JSON.stringify(this.preAggregation), load);
  };

  const keys = QueryCache.prototype;
  const { cacheQueryResult, cacheRefreshKeyResult } = keys;
  keys.cacheQueryResult = function ofThisTime(...parameters) {
    if (wasSetBack()) {
      this.memoryCache.clear();
      // Cube Store's entries expire by the clock of Cube Store.
      this.cacheDriver.reset?.();
    }
    return cacheQueryResult.apply(this, parameters);
  };
  keys.cacheRefreshKeyResult = function asLongAsItHolds(key, expiration, options) {
    const { renewalThreshold = 0 } = key[2] ?? {};
    return cacheRefreshKeyResult.call(this, key, Math.max(expiration, renewalThreshold), options);
  };

  const cache = PreAggregationLoadCache.prototype;
  const { tablesFromCache, fetchTables, getVersionEntries, calculateVersionEntries } = cache;
  cache.getVersionEntries = function oncePerLook(rollup) {
    const key = this.tablesCachePrefixKey(rollup);
    if (!(key in this.versionEntries)) {
      const entries = this.calculateVersionEntries(rollup);
      this.versionEntries[key] = entries;
      entries.catch(() => delete this.versionEntries[key]);
    }
    return getVersionEntries.call(this, rollup);
  };
  cache.calculateVersionEntries = async function ofNewestTables(rollup) {
    const entries = await calculateVersionEntries.call(this, rollup);
    for (const { last_updated_at: madeAt } of entries.versionEntries)
      newestTable = Math.max(newestTable, madeAt);
    const newest = Object.entries(entries.byContent).filter(
      ([, entry]) => entries.byStructure[`${entry.table_name}_${entry.structure_version}`] === entry,
    );
    return { ...entries, byContent: Object.fromEntries(newest) };
  };
  cache.tablesFromCache = function askedItself(rollup, forceRenew = false) {
    return forceRenew ? this.fetchTables(rollup) : tablesFromCache.call(this, rollup);
  };
  cache.fetchTables = async function forAWhile(rollup) {
    const tables = await fetchTables.call(this, rollup);
    await this.queryCache.getCacheDriver().set(this.tablesCachePrefixKey(rollup), tables, secondsListed);
    return tables;
  };

  const loader = PreAggregationLoader.prototype;
  const { dropOrphanedTables, loadPreAggregation, loadPreAggregationWithKeys } = loader;
  loader.loadPreAggregation = async function wholly() {
    const loaded = await loadPreAggregation.call(this, false);
    if (!loaded) throw new MissingRollup(`${this.preAggregation.tableName} is not built yet.`);
    return loaded;
  };
  /** Where it has made a table that the list of tables, begun before, doesn't have, it looks again. */
  const load = async (rollup: typeof loader): Promise<LoadedRollup> => {
    try {
      return await loadPreAggregationWithKeys.call(rollup);
    } catch (error) {
      if (!(error instanceof Error && error.message.endsWith('after it was successfully created')))
        throw error;
      await rollup.loadCache.reset(rollup.preAggregation);
      return loadPreAggregationWithKeys.call(rollup);
    }
  };
  const loadFromAnother = async (rollup: typeof loader): Promise<LoadedRollup> => {
    const { madeFrom, priority } = rollup.preAggregation;
    if (!madeFrom) return load(rollup);
    const keys = await rollup.getPartitionInvalidationKeyValues();
    const other: typeof loader = Object.create(rollup, {
      preAggregation: { value: { ...madeFrom.rollup, priority } },
    });
    const { targetTableName } = await other.loadPreAggregationWithKeys();
    if (targetTableName.startsWith(`${madeFrom.rollup.tableName}_${other.contentVersion(keys)}_`)) {
      const [sql, parameters] = madeFrom.loadSql;
      // Its own version stays that of the SQL from the source tables.
      rollup.preAggregation = {
        ...rollup.preAggregation,
        loadSql: [sql.replace(otherRollup, targetTableName), parameters],
      };
      rollup.getPartitionInvalidationKeyValues = async () => keys;
    }
    return load(rollup);
  };
  loader.loadPreAggregationWithKeys = function onceAtATime() {
    if (!this.waitForRenew || this.forceBuild) return load(this);
    const loads = loadsOf(this.loadCache);
    const { tableName } = this.preAggregation;
    const loading = loads.get(tableName) ?? loadFromAnother(this).finally(() => loads.delete(tableName));
    loads.set(tableName, loading);
    return loading;
  };
  loader.dropOrphanedTables = function notThoseInUse(client, ...others) {
    const getTablesQuery = async (schema: string): Promise<Table[]> =>
      outOfUse(await client.getTablesQuery(schema), (table) => tablesToVersionEntries(schema, [table])[0]);
    return dropOrphanedTables.call(
      this,
      Object.create(client, { getTablesQuery: { value: getTablesQuery } }),
      ...others,
    );
  };

  const orchestrator = QueryOrchestrator.prototype;
  for (const method of ['fetchQuery', 'streamQuery'] as const) {
    const run = orchestrator[method];
    orchestrator[method] = async function fromWhatThereIs(query) {
      try {
        return await run.call(this, query);
      } catch (error) {
        const rollup = query.preAggregations?.at(-1);
        if (!(error instanceof MissingRollup) || !rollup?.fromSourceTables) throw error;
        return run.call(this, {
          ...query,
          ...rollup.fromSourceTables(),
          preAggregations: [],
          external: false,
        });
      }
    };
  }

  const driver = BaseDriver.prototype;
  driver.nowTimestamp = newerThanEachTable;
  const { createSchemaIfNotExists } = driver;
  driver.createSchemaIfNotExists = async function unlessMadeMeanwhile(schema) {
    await createSchemaIfNotExists.call(this, schema).catch((error: { code?: string }) => {
      if (error.code !== uniqueViolation) throw error;
    });
  };
}

/** The tables that are being found or made in a refresh, by the name of the rollup or its partition. */
const loadsOfRefresh = new WeakMap<object, Map<string, Promise<LoadedRollup>>>();

function loadsOf(refresh: object): Map<string, Promise<LoadedRollup>> {
  const loads = loadsOfRefresh.get(refresh) ?? new Map<string, Promise<LoadedRollup>>();
  loadsOfRefresh.set(refresh, loads);
  return loads;
}

/** What was found within the second, and since when. */
interface Found {
  since: number;
  results: Map<string, Promise<object>>;
}

const foundLately = new WeakMap<object, Found>();

/** What was found under a key within the second; what fails is tried anew. */
function lately(finder: object, key: string, find: () => Promise<object>): Promise<object> {
  let found = foundLately.get(finder);
  // Monotonic, unlike the clock.
  if (!found || performance.now() - found.since > 1000) {
    found = { since: performance.now(), results: new Map() };
    foundLately.set(finder, found);
  }
  const { results } = found;
  const result = results.get(key) ?? find();
  results.set(key, result);
  result.catch(() => results.delete(key));
  return result;
}

/** The latest moment that the clock has shown. */
let latest = 0;

/** Whether the clock has been set back since this was last asked, by more than it is corrected by as it runs. */
function wasSetBack(): boolean {
  const now = Date.now();
  const isSetBack = now < latest - 1000;
  latest = isSetBack ? now : Math.max(now, latest);
  return isSetBack;
}

/** When the newest of the rollups' tables was made, by its name. */
let newestTable = 0;

/** The time, as far as tables of rollups go: the newest is the one with the latest. Their names have whole seconds. */
const newerThanEachTable = (): number => Math.max(Date.now(), newestTable + 1000);

/** For how long a process takes a list of the tables to hold. */
const secondsListed = 10;

/** For how long others may go on reading a table that there is a newer one of. */
const secondsInUse = 600;

/** Those tables that no process reads any more, and the newest of each name. */
function outOfUse(tables: Table[], entryOf: (table: Table) => VersionEntry | undefined): Table[] {
  const madeAt = (table: Table): number => entryOf(table)?.last_updated_at ?? 0;
  const successors = new Map<string, number>();
  return tables
    .toSorted((one, other) => madeAt(other) - madeAt(one))
    .filter((table) => {
      const { table_name: name = '' } = entryOf(table) ?? {};
      const successorMadeAt = successors.get(name) ?? 0;
      successors.set(name, madeAt(table));
      return successorMadeAt < newerThanEachTable() - secondsInUse * 1000;
    });
}

/** Postgres' code of what two sessions that make the same schema at once get. */
const uniqueViolation = '23505';
