import type { BaseQuery, PreAggregations } from '@cubejs-backend/schema-compiler';
import { DescribedOnce } from './fixes/described-once.ts';
import { PlannerOfDialect } from './fixes/planner-of-dialect.ts';

/** Cube's SQL for Postgres, with all of this package's fixes. */
export class ExactPostgresQuery extends PlannerOfDialect {
  override newPreAggregations(): PreAggregations {
    return exactMatching(this);
  }
}

/** Cube's choice of a rollup for a query and its reading of it, with the fixes, as Cube's types want it. */
export function exactMatching(query: BaseQuery): PreAggregations {
  const { historyQueries = [], cubeLatticeCache } = query.options;
  return new DescribedOnce(query, historyQueries, cubeLatticeCache) as unknown as PreAggregations;
}
