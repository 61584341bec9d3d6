import { type Fix, methodsOf } from '../fix.ts';
import { queryCache } from '../orchestrator.ts';

/** It is kept for as long as it holds. */
export const refreshKeyLifetime: Fix = {
  name: 'refresh-key-lifetime',
  defect: 'It forgets the value of a refresh key after an hour, though it is to be asked for once a day.',
  places: methodsOf('QueryCache', queryCache, { cacheRefreshKeyResult: '926b85feb463' }),
  patch() {
    const cache = queryCache();
    const { cacheRefreshKeyResult } = cache;
    cache.cacheRefreshKeyResult = function asLongAsItHolds(key, expiration, options) {
      const { renewalThreshold = 0, isMended } = key[2] ?? {};
      const seconds = isMended ? Math.max(expiration, renewalThreshold) : expiration;
      return cacheRefreshKeyResult.call(this, key, seconds, options);
    };
  },
};
