import { type Fix, methodsOf } from '../fix.ts';
import { loadCache } from '../orchestrator.ts';

/** Once, for whoever asks in one look. */
export const tablesListedOnce: Fix = {
  name: 'tables-listed-once',
  defect:
    'In each look at a rollup it reads the list of all tables once for each partition, as all of them begin before the first is done.',
  places: methodsOf('PreAggregationLoadCache', loadCache, {
    getVersionEntries: 'bc6a961c21a3',
    calculateVersionEntries: 'eaa0d6480c86',
    tablesCachePrefixKey: 'fd957fa2ca02',
  }),
  patch() {
    const cache = loadCache();
    const { getVersionEntries } = cache;
    cache.getVersionEntries = function oncePerLook(rollup) {
      const key = this.tablesCachePrefixKey(rollup);
      if (rollup.isMended && !(key in this.versionEntries)) {
        const entries = this.calculateVersionEntries(rollup);
        this.versionEntries[key] = entries;
        entries.catch(() => delete this.versionEntries[key]);
      }
      return getVersionEntries.call(this, rollup);
    };
  },
};
