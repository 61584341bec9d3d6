import { createRequire } from 'node:module';

/** A rollup's table, by what it is made of (structure) and what of (content). */
interface VersionEntry {
  table_name: string;
  structure_version: string;
}

/** The tables there are; of several with one key, the newest. */
interface VersionEntries {
  byContent: Record<string, VersionEntry>;
  byStructure: Record<string, VersionEntry>;
}

/** What is mended here of Cube's base driver. */
interface Drivers {
  BaseDriver: { prototype: { createSchemaIfNotExists(schema: string): Promise<void> } };
}

/** What is mended here of Cube's orchestrator, which its types hide. */
interface Orchestrator {
  PreAggregationLoadCache: {
    prototype: {
      tablesFromCache(rollup: object, forceRenew?: boolean): Promise<object[]>;
      fetchTables(rollup: object): Promise<object[]>;
      calculateVersionEntries(rollup: object): Promise<VersionEntries>;
    };
  };
  PreAggregationPartitionRangeLoader: {
    prototype: {
      partitionPreAggregationDescription(period: [string, string], buildRange: [string, string]): object;
    };
  };
}

let isMended = false;

/**
 * Mends how Cube 1.7.43 keeps rollups, for the Cube of this process, where it loses rows or answers with old ones:
 *
 * - It cuts a partition off at the end of the date range of the query that happens to need it first, and serves the
 *   rest of the month without it from then on. A partition is of its whole period here.
 * - When rows change and change back, it finds that the table from before holds just these, builds none, and goes on
 *   serving the newest, which doesn't. Only the newest table counts as holding what it holds here.
 * - It looks for a table that it has just made in a list that it asks for anew; but where another build is waiting for
 *   such a list already, it takes that one, from before the table was there, and the query fails with
 *   "Pre-aggregation table is not found … after it was successfully created". Each build asks itself here.
 * - Several builds that begin at once each make the schema, and all but one fail. It is enough here that one made it.
 */
export function mendRollupKeeping(): void {
  if (isMended) return;
  isMended = true;
  const beside = (name: string, from: string): string => createRequire(from).resolve(name);
  const serverCore = beside('@cubejs-backend/server-core', beside('@cubejs-backend/server', import.meta.url));
  const requireBesideServerCore = createRequire(serverCore);
  const { PreAggregationLoadCache, PreAggregationPartitionRangeLoader } = requireBesideServerCore(
    '@cubejs-backend/query-orchestrator',
  ) as Orchestrator;
  const { BaseDriver } = requireBesideServerCore('@cubejs-backend/base-driver') as Drivers;

  const loader = PreAggregationPartitionRangeLoader.prototype;
  const { partitionPreAggregationDescription } = loader;
  loader.partitionPreAggregationDescription = function ofWholePeriod(period, [start]) {
    return partitionPreAggregationDescription.call(this, period, [start, period[1]]);
  };

  const cache = PreAggregationLoadCache.prototype;
  const { tablesFromCache, calculateVersionEntries } = cache;
  cache.calculateVersionEntries = async function ofNewestTables(rollup) {
    const entries = await calculateVersionEntries.call(this, rollup);
    const newest = Object.entries(entries.byContent).filter(
      ([, entry]) => entries.byStructure[`${entry.table_name}_${entry.structure_version}`] === entry,
    );
    return { ...entries, byContent: Object.fromEntries(newest) };
  };
  cache.tablesFromCache = function askedItself(rollup, forceRenew = false) {
    return forceRenew ? this.fetchTables(rollup) : tablesFromCache.call(this, rollup);
  };

  const driver = BaseDriver.prototype;
  const { createSchemaIfNotExists } = driver;
  driver.createSchemaIfNotExists = async function unlessMadeMeanwhile(schema) {
    await createSchemaIfNotExists.call(this, schema).catch((error: { code?: string }) => {
      if (error.code !== uniqueViolation) throw error;
    });
  };
}

/** Postgres' code of what two sessions that make the same schema at once get. */
const uniqueViolation = '23505';
