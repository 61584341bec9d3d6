import { createRequire } from 'node:module';

/** Cube's list of the rollup tables, as one request sees it. */
interface LoadCache {
  tablesFromCache(preAggregation: object, forceRenew?: boolean): Promise<object[]>;
  fetchTables(preAggregation: object): Promise<object[]>;
}

/**
 * Cube 1.7.43 looks for a table that it has just made in a list that it asks Postgres for anew; but where another
 * build is waiting for such a list already, it takes that one, from before the table was there, and the query fails
 * with "Pre-aggregation table is not found … after it was successfully created". From here on each build asks itself.
 */
export function readTableListAfterBuilds(): void {
  const beside = (name: string, from: string): string => createRequire(from).resolve(name);
  const serverCore = beside('@cubejs-backend/server-core', beside('@cubejs-backend/server', import.meta.url));
  const { PreAggregationLoadCache } = createRequire(serverCore)('@cubejs-backend/query-orchestrator') as {
    PreAggregationLoadCache: { prototype: LoadCache };
  };
  const { tablesFromCache } = PreAggregationLoadCache.prototype;
  if (tablesFromCache.name === 'readAfresh') return;
  PreAggregationLoadCache.prototype.tablesFromCache = function readAfresh(
    preAggregation,
    forceRenew = false,
  ) {
    return forceRenew ? this.fetchTables(preAggregation) : tablesFromCache.call(this, preAggregation);
  };
}
