import type { PreAggregations } from '@cubejs-backend/schema-compiler';
import { exactMatching } from './exact-postgres-query.ts';
import { CubeStoreOrderByGranularity } from './fixes/order-by-granularity.ts';

/**
 * Cube's SQL for the rollups in Cube Store. It must find the rollup that the dialect of the source tables has chosen:
 * where it found none, Cube would ask Cube Store for the source tables.
 */
export class ExactCubeStoreQuery extends CubeStoreOrderByGranularity {
  override newPreAggregations(): PreAggregations {
    return exactMatching(this);
  }
}
