import { type Fix, methodsOf } from '../fix.ts';
import { type LoadedRollup, rollupLoader } from '../orchestrator.ts';

/** The tables that are being found or made in a refresh, by the name of the rollup or its partition. */
const loadsOfRefresh = new WeakMap<object, Map<string, Promise<LoadedRollup>>>();

function loadsOf(refresh: object): Map<string, Promise<LoadedRollup>> {
  const loads = loadsOfRefresh.get(refresh) ?? new Map<string, Promise<LoadedRollup>>();
  loadsOfRefresh.set(refresh, loads);
  return loads;
}

/** Who needs the same table in one refresh waits for it together. */
export const refreshOnce: Fix = {
  name: 'refresh-once',
  defect: 'Two that need the same table of a rollup in one refresh each look for it and have it made.',
  places: methodsOf('PreAggregationLoader', rollupLoader, { loadPreAggregationWithKeys: '75f542cf8118' }),
  patch() {
    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = function onceAtATime() {
      const load = (): Promise<LoadedRollup> => loadPreAggregationWithKeys.call(this);
      const { tableName, isMended } = this.preAggregation;
      if (!isMended || !this.waitForRenew || this.forceBuild) return load();
      const loads = loadsOf(this.loadCache);
      const loading = loads.get(tableName) ?? load().finally(() => loads.delete(tableName));
      loads.set(tableName, loading);
      return loading;
    };
  },
};
