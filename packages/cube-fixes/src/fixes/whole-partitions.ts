import { type Fix, methodsOf } from '../fix.ts';
import { rangeLoader } from '../orchestrator.ts';

/** A partition is of its whole period. */
export const wholePartitions: Fix = {
  name: 'whole-partitions',
  defect:
    'It cuts a partition off at the end of the date range of the query that happens to need it first, and serves the rest of the month without it from then on.',
  places: methodsOf('PreAggregationPartitionRangeLoader', rangeLoader, {
    partitionPreAggregationDescription: '0ffd832b1910',
  }),
  patch() {
    const range = rangeLoader();
    const { partitionPreAggregationDescription } = range;
    range.partitionPreAggregationDescription = function ofWholePeriod(period, buildRange) {
      const [start, end] = buildRange;
      return partitionPreAggregationDescription.call(this, period, [
        start,
        this.preAggregation.isMended ? period[1] : end,
      ]);
    };
  },
};
