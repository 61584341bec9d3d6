import { LRUCache } from 'lru-cache';
import { type Fix, methodsOf } from '../fix.ts';
import { type LocalCacheDriver, localCacheDriver } from '../orchestrator.ts';

/** What all results may be together, in bytes as JSON. In memory they are some times as large. */
const most = 128 * 1024 * 1024;

/** The results that each store has, the least recently used first; it drops one together with its entry here. */
const resultsOf = new WeakMap<object, LRUCache<string, true>>();

function results({ store }: LocalCacheDriver): LRUCache<string, true> {
  const found =
    resultsOf.get(store) ??
    new LRUCache<string, true>({ maxSize: most, dispose: (_, key) => delete store[key] });
  resultsOf.set(store, found);
  return found;
}

/** The others are small, and say which tables of rollups there are and who reads them. */
const isResult = (key: string): boolean => key.includes('SQL_QUERY_RESULT');

/** The results used longest ago go where all of them are too much. */
export const resultsInBounds: Fix = {
  name: 'results-in-bounds',
  defect:
    'In memory it keeps the result of each query until the same one is asked again, however long ago it expired: other filters each time, and the process runs out of memory.',
  places: methodsOf('LocalCacheDriver', localCacheDriver, { get: '5e48018dc92c', set: '05f9a763bcef' }),
  patch() {
    const driver = localCacheDriver();
    const { get, set } = driver;
    driver.get = function used(key) {
      if (isResult(key)) results(this).get(key);
      return get.call(this, key);
    };
    driver.set = async function inBounds(key, value, seconds) {
      const answer = await set.call(this, key, value, seconds);
      if (isResult(key)) {
        // One that is too large by itself isn't kept.
        if (answer.bytes > most) delete this.store[key];
        else results(this).set(key, true, { size: answer.bytes, noDisposeOnSet: true });
      }
      return answer;
    };
  },
};
