import { type Fix, methodsOf } from '../fix.ts';
import { rollupLoader } from '../orchestrator.ts';

/** What Postgres says where another build has just made the very table, or its row type. */
const isMadeMeanwhile = /relation ".*" already exists|pg_type_typname_nsp_index/;

/** Who comes second reads the table that the first made. */
export const tableMadeMeanwhile: Fix = {
  name: 'table-made-meanwhile',
  defect:
    'A query and a refresh, or two processes, that begin to make a table within the same second, which is part of its name, both make it, and one fails with "relation … already exists".',
  places: methodsOf('PreAggregationLoader', rollupLoader, { loadPreAggregationWithKeys: '75f542cf8118' }),
  patch() {
    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = async function orMadeMeanwhile() {
      try {
        return await loadPreAggregationWithKeys.call(this);
      } catch (error) {
        const isOthers = error instanceof Error && isMadeMeanwhile.test(error.message);
        if (!this.preAggregation.isMended || !isOthers) throw error;
        await this.loadCache.reset(this.preAggregation);
        return loadPreAggregationWithKeys.call(this);
      }
    };
  },
};
