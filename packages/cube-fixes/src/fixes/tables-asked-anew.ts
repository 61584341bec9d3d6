import { type Fix, methodsOf } from '../fix.ts';
import { loadCache, rollupLoader } from '../orchestrator.ts';

/** Each build asks itself, and once more where it got a list from before all the same. */
export const tablesAskedAnew: Fix = {
  name: 'tables-asked-anew',
  defect:
    'It looks for a table that it has just made in a list that it asks for anew; but where another build is waiting for such a list already, it takes that one, from before the table was there, and the query fails with "Pre-aggregation table is not found … after it was successfully created".',
  places: [
    ...methodsOf('PreAggregationLoadCache', loadCache, {
      tablesFromCache: '6d17582adb3e',
      fetchTables: 'b2340d01c5c4',
    }),
    ...methodsOf('PreAggregationLoader', rollupLoader, { loadPreAggregationWithKeys: '75f542cf8118' }),
  ],
  patch() {
    const cache = loadCache();
    const { tablesFromCache } = cache;
    cache.tablesFromCache = function askedItself(rollup, forceRenew = false) {
      return rollup.isMended && forceRenew
        ? this.fetchTables(rollup)
        : tablesFromCache.call(this, rollup, forceRenew);
    };

    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = async function onceMoreWhereItIsMissed() {
      try {
        return await loadPreAggregationWithKeys.call(this);
      } catch (error) {
        const isMissed =
          error instanceof Error && error.message.endsWith('after it was successfully created');
        if (!this.preAggregation.isMended || !isMissed) throw error;
        await this.loadCache.reset(this.preAggregation);
        return loadPreAggregationWithKeys.call(this);
      }
    };
  },
};
