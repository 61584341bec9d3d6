import { type Fix, methodsOf } from '../fix.ts';
import { rangeLoader } from '../orchestrator.ts';

/** What was found within the second, and since when. */
interface Found {
  since: number;
  results: Map<string, Promise<object>>;
}

const foundLately = new WeakMap<object, Found>();

/** What was found under a key within the second; what fails is tried anew. */
function lately(finder: object, key: string, find: () => Promise<object>): Promise<object> {
  let found = foundLately.get(finder);
  // Monotonic, unlike the clock.
  if (!found || performance.now() - found.since > 1000) {
    found = { since: performance.now(), results: new Map() };
    foundLately.set(finder, found);
  }
  const { results } = found;
  const result = results.get(key) ?? find();
  results.set(key, result);
  result.catch(() => results.delete(key));
  return result;
}

/** It looks once a second, however many ask. */
export const lookOnceASecond: Fix = {
  name: 'look-once-a-second',
  defect: 'It looks at each partition of a rollup in each request.',
  places: methodsOf('PreAggregationPartitionRangeLoader', rangeLoader, {
    loadPreAggregations: 'eb9b475fda86',
  }),
  patch() {
    const range = rangeLoader();
    const { loadPreAggregations } = range;
    range.loadPreAggregations = function onceASecond() {
      const load = (): Promise<object> => loadPreAggregations.call(this);
      const isToBeBuilt = this.isJob || this.waitForRenew || this.options.forceBuild;
      return !this.preAggregation.isMended || isToBeBuilt || this.lambdaQuery
        ? load()
        : lately(this.preAggregations, JSON.stringify(this.preAggregation), load);
    };
  },
};
