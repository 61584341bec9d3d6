import { setTimeout } from 'node:timers/promises';
import { type Fix, methodsOf } from '../fix.ts';
import { rollupLoader } from '../orchestrator.ts';

/** What Postgres says where another build has just made the very table, or its row type. */
const isMadeMeanwhile = /relation ".*" already exists|pg_type_typname_nsp_index/;

/** For two seconds: after one at most the table has another name. */
const looks = 20;

/**
 * Who comes second reads the table that the first made. Cube doesn't list a table as long as a build of its name is in
 * the queue, be it the first one's, not cleared away yet, or a third one's; so it looks again until there is none.
 */
export const tableMadeMeanwhile: Fix = {
  name: 'table-made-meanwhile',
  defect:
    'A query and a refresh, or two processes, that begin to make a table within the same second, which is part of its name, both make it, and one fails with "relation … already exists".',
  places: methodsOf('PreAggregationLoader', rollupLoader, { loadPreAggregationWithKeys: '75f542cf8118' }),
  patch() {
    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = async function orMadeMeanwhile() {
      for (let look = 1; ; look += 1) {
        try {
          return await loadPreAggregationWithKeys.call(this);
        } catch (error) {
          const isOthers = error instanceof Error && isMadeMeanwhile.test(error.message);
          if (!this.preAggregation.isMended || !isOthers || look === looks) throw error;
          await setTimeout(100);
          await this.loadCache.reset(this.preAggregation);
        }
      }
    };
  },
};
