import type { BaseQuery } from '@cubejs-backend/schema-compiler';

/**
 * The place of a member among the selected columns, from 1. Of a time dimension by its granularity, such as
 * `Users.signedUpAt.month`, Cube 1.7.43 counts the time dimensions alone, and orders by another column.
 *
 * @param index the place that Cube gives
 */
export function fieldIndex<Index>(query: BaseQuery, id: string, index: Index): Index | number {
  const isByGranularity = id.split('.').length === 3;
  return isByGranularity && typeof index === 'number' ? index + query.dimensions.length : index;
}
