import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { ownsRollup, type RollupMatch } from '../rollup-matching.ts';
import { DistinctSums } from './distinct-sums.ts';

/** Days begin at another moment in each time zone, so that each has rollups of its own. */
export class RollupTimeZones extends DistinctSums {
  override findPreAggregationForQuery(): RollupMatch | undefined {
    const match = super.findPreAggregationForQuery();
    const { timezone, preAggregationId } = this.query.options as {
      timezone?: string;
      preAggregationId?: string;
    };
    const isKept = preAggregationId || timeZonesOfRollups().includes(timezone ?? 'UTC');
    return match && !isKept && ownsRollup(this.query, match) ? undefined : match;
  }
}

/** The time zones that rollups are kept for. */
export const timeZonesOfRollups = (): string[] =>
  (process.env.CUBEJS_SCHEDULED_REFRESH_TIMEZONES || 'UTC').split(',').map((timeZone) => timeZone.trim());

/** Such a query reads the source tables. */
export const rollupTimeZones: Fix = {
  name: 'rollup-time-zones',
  defect:
    "It builds all rollups of a query anew for a time zone that rollups aren't kept for (CUBEJS_SCHEDULED_REFRESH_TIMEZONES, UTC unless set).",
  places: methodsOf('PreAggregations', () => PreAggregations.prototype, {
    findPreAggregationForQuery: '60f9747860a5',
  }),
  overrides: [RollupTimeZones],
};
