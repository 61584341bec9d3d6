import { type BaseQuery, CubeStoreQuery, PostgresQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { isOwnCube } from '../scope.ts';
import { ClockChanges } from './clock-changes.ts';

/**
 * The place of a member among the selected columns, from 1.
 *
 * @param index the place that Cube gives
 */
function fieldIndex<Index>(query: BaseQuery, id: string, index: Index): Index | number {
  const [cube = '', , granularity] = id.split('.');
  return granularity && typeof index === 'number' && isOwnCube(query, cube)
    ? index + query.dimensions.length
    : index;
}

export class OrderByGranularity extends ClockChanges {
  override getFieldIndex(id: string): number | string | null {
    return fieldIndex(this, id, super.getFieldIndex(id));
  }
}

/** The same in Cube Store. */
export class CubeStoreOrderByGranularity extends CubeStoreQuery {
  override getFieldIndex(id: string): number | string | null {
    return fieldIndex(this, id, super.getFieldIndex(id));
  }
}

export const orderByGranularity: Fix = {
  name: 'order-by-granularity',
  defect:
    'Of a time dimension by its granularity, such as Users.signedUpAt.month, it counts the time dimensions alone, and orders by another column.',
  places: [
    ...methodsOf('PostgresQuery', () => PostgresQuery.prototype, { getFieldIndex: '097045012f3b' }),
    ...methodsOf('CubeStoreQuery', () => CubeStoreQuery.prototype, { getFieldIndex: '097045012f3b' }),
  ],
  overrides: [OrderByGranularity, CubeStoreOrderByGranularity],
};
