import { CubeStoreQuery, type PreAggregations } from '@cubejs-backend/schema-compiler';
import { fieldIndex } from './field-index.ts';
import { RollupMatching } from './rollup-matching.ts';

/**
 * Cube's SQL for the rollups in Cube Store. It must find the rollup that the dialect of the source tables has chosen:
 * where it found none, Cube would ask Cube Store for the source tables.
 */
export class ExactCubeStoreQuery extends CubeStoreQuery {
  override getFieldIndex(id: string): number | string | null {
    return fieldIndex(this, id, super.getFieldIndex(id));
  }

  override newPreAggregations(): PreAggregations {
    return RollupMatching.of(this);
  }
}
