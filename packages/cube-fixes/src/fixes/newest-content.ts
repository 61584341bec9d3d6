import { type Fix, methodsOf } from '../fix.ts';
import { loadCache } from '../orchestrator.ts';

/** Only the newest table counts as holding what it holds. */
export const newestContent: Fix = {
  name: 'newest-content',
  defect:
    'When rows change and change back, it finds that the table from before holds just these, builds none, and goes on serving the newest, which does not.',
  places: methodsOf('PreAggregationLoadCache', loadCache, { calculateVersionEntries: 'eaa0d6480c86' }),
  patch() {
    const cache = loadCache();
    const { calculateVersionEntries } = cache;
    cache.calculateVersionEntries = async function ofNewestTables(rollup) {
      const entries = await calculateVersionEntries.call(this, rollup);
      if (!rollup.isMended) return entries;
      const newest = Object.entries(entries.byContent).filter(
        ([, entry]) => entries.byStructure[`${entry.table_name}_${entry.structure_version}`] === entry,
      );
      return { ...entries, byContent: Object.fromEntries(newest) };
    };
  },
};
