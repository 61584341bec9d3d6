import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { isOwnCube } from '../scope.ts';
import { MemberAliases } from './member-aliases.ts';

/** The first and the last day of a rollup are asked for as often as the rest of it is. */
export class CohortRangeRefresh extends MemberAliases {
  override preAggregationStartEndQueries(
    cube: string,
    rollup: { refreshKey?: { every?: string } },
  ): [string, unknown[]][] {
    const { refreshKey } = rollup;
    const queries = super.preAggregationStartEndQueries(cube, rollup);
    if (!refreshKey?.every || !isOwnCube(this, cube)) return queries;
    const renewalThreshold = this.refreshKeyRenewalThresholdForInterval(refreshKey, false);
    // Cube takes the options of a query as its third part, which its types don't show.
    return queries.map((query) => [...query, { renewalThreshold }] as unknown as [string, unknown[]]);
  }
}

export const cohortRangeRefresh: Fix = {
  name: 'cohort-range-refresh',
  defect: 'It keeps the first and the last day of a rollup for a day, however often the rollup is refreshed.',
  places: methodsOf('PostgresQuery', () => PostgresQuery.prototype, {
    preAggregationStartEndQueries: '3206cf3a3d63',
    refreshKeyRenewalThresholdForInterval: '4318be88d76a',
  }),
  overrides: [CohortRangeRefresh],
};
