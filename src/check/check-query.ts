import type { Query } from '@cubejs-client/core';

/** A query whose numbers a check compares. */
export interface CheckQuery {
  /** What it is called in the baseline and in the diff. */
  name: string;
  query: Query;
  /** A date: of this query's periods those that ended by then are closed, and no others. */
  closedBefore?: string | undefined;
}
