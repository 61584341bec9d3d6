import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { ownsRollup, type RollupMatch } from '../rollup-matching.ts';
import { RollupTimeZones } from './rollup-time-zones.ts';

const counts = ['count', 'countDistinct'];

export class EmptyCounts extends RollupTimeZones {
  override measuresRenderedReference(match: RollupMatch): Record<string, string> {
    const rendered = super.measuresRenderedReference(match);
    if (!ownsRollup(this.query, match) || this.query.ungrouped) return rendered;
    return Object.fromEntries(
      Object.entries(rendered).map(([path, sql]) => {
        const { type } = this.query.newMeasure(path).measureDefinition();
        return [path, counts.includes(type) ? `COALESCE(${sql}, 0)` : sql];
      }),
    );
  }
}

/** It is 0, as it is over no rows of the source. */
export const emptyCounts: Fix = {
  name: 'empty-counts',
  defect: 'The count over no rows of a rollup, a sum of no counts, is null.',
  places: methodsOf('PreAggregations', () => PreAggregations.prototype, {
    measuresRenderedReference: '90dbe05ad4e1',
  }),
  overrides: [EmptyCounts],
};
