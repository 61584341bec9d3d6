import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import type { RefreshKeyOptions } from '../orchestrator.ts';
import { isOwnCube } from '../scope.ts';
import { CohortRangeRefresh } from './cohort-range-refresh.ts';

/** A query of a value that changes with the rows of a rollup, and what Cube is to know of it. */
type RefreshKey = [sql: string, parameters: unknown[], options?: RefreshKeyOptions | undefined];

/** The comment in a refresh key's SQL that tells how long after its end a partition is likely to change. */
const updateWindow = /\/\* update window: (\d+ [a-z]+) \*\//;

const secondsOfDay = 86_400;

/** Refresh keys of a partition that has ended longer ago than {@link updateWindow} says are asked for once a day. */
export class UpdateWindows extends CohortRangeRefresh {
  override preAggregationInvalidateKeyQueries(
    cube: string,
    rollup: { partitionGranularity?: string },
    name: string,
  ): RefreshKey[] {
    const keys = super.preAggregationInvalidateKeyQueries(cube, rollup, name) as RefreshKey[];
    if (!isOwnCube(this, cube)) return keys;
    return keys.map(([sql, parameters, options]) => {
      const [, window] = updateWindow.exec(sql) ?? [];
      if (!rollup.partitionGranularity || window === undefined)
        return [sql, parameters, { ...options, isMended: true }];
      const updateWindowSeconds = this.parseSecondDuration(window);
      return [
        sql,
        parameters,
        {
          ...options,
          isMended: true,
          incremental: true,
          updateWindowSeconds,
          renewalThresholdOutsideUpdateWindow: secondsOfDay,
        },
      ];
    });
  }
}

export const updateWindows: Fix = {
  name: 'update-windows',
  defect: 'It has update windows for refresh keys without SQL only.',
  places: methodsOf('PostgresQuery', () => PostgresQuery.prototype, {
    preAggregationInvalidateKeyQueries: '7334b644d621',
    parseSecondDuration: '28472e94aebb',
  }),
  overrides: [UpdateWindows],
};
