import { BaseDriver } from '../base-driver.ts';
import { type Fix, methodsOf } from '../fix.ts';
import { loadCache, queryCache } from '../orchestrator.ts';
import { isOwnDriver, postgresDriver } from '../postgres-driver.ts';
import { isOwnDataSource } from '../scope.ts';

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
export const newerThanEachTable = (): number => Math.max(Date.now(), newestTable + 1000);

/** It forgets its cache then, and a table is newer than those there are. */
export const clockSetBack: Fix = {
  name: 'clock-set-back',
  defect:
    'When the clock is set back, it keeps what it has cached until the clock is there again, and takes the table from before for newer than each that it makes.',
  places: [
    ...methodsOf('QueryCache', queryCache, { cacheQueryResult: 'a744fc48a013' }),
    ...methodsOf('PreAggregationLoadCache', loadCache, { calculateVersionEntries: 'eaa0d6480c86' }),
    ...methodsOf('BaseDriver', BaseDriver, { nowTimestamp: '6a1f60f14ffd' }),
  ],
  patch() {
    const cache = queryCache();
    const { cacheQueryResult } = cache;
    cache.cacheQueryResult = function ofThisTime(...parameters) {
      const { dataSource } = (parameters[4] ?? {}) as { dataSource?: string };
      if (isOwnDataSource(dataSource) && wasSetBack()) {
        this.memoryCache.clear();
        // Cube Store's entries expire by the clock of Cube Store.
        this.cacheDriver.reset?.();
      }
      return cacheQueryResult.apply(this, parameters);
    };

    const tables = loadCache();
    const { calculateVersionEntries } = tables;
    tables.calculateVersionEntries = async function andTheNewest(rollup) {
      const entries = await calculateVersionEntries.call(this, rollup);
      if (rollup.isMended) {
        for (const { last_updated_at: madeAt } of entries.versionEntries)
          newestTable = Math.max(newestTable, madeAt);
      }
      return entries;
    };

    const driver = postgresDriver();
    const { nowTimestamp } = driver;
    driver.nowTimestamp = function afterEachTable() {
      return isOwnDriver(this) ? newerThanEachTable() : nowTimestamp.call(this);
    };
  },
};
