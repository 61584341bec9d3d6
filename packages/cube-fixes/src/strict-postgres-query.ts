import { checkValues, isDateOperator, QueryError } from './query-check.ts';
import { SparseItemsQuery } from './sparse-items.ts';

/** What is read here of a query, as Cube's planner takes it. */
interface PlannedQuery {
  /** A member of the model by its name, or an expression of the SQL API. */
  measures?: (string | object)[];
  dimensions?: (string | object)[];
  timeDimensions?: { dimension: string }[];
  filters?: PlannedFilter[];
  /** As a pair where access policies look at the query, before Cube has prepared it for the planner. */
  order?: ({ id: string } | [id: string, direction: string])[];
}

interface PlannedFilter {
  member?: string;
  operator?: string;
  values?: unknown[];
  or?: PlannedFilter[];
  and?: PlannedFilter[];
}

/**
 * Refuses what Cube passes over, an `order` by a member that the model doesn't have, and what it or Postgres would
 * refuse without a name: dates asked of what is no time, or that don't exist. The queries of every API come by here,
 * first on behalf of the access policies.
 */
export class StrictPostgresQuery extends SparseItemsQuery {
  protected override initFromOptions(): void {
    const { measures = [], dimensions = [], timeDimensions = [], order = [] } = this.options as PlannedQuery;
    // Partitions of rollups are planned with words for the ends of their ranges.
    if (!this.options.preAggregationQuery) checkValues(this.options);
    for (const { dimension } of timeDimensions) this.refuseUnlessTime(dimension);
    this.checkFilters(this.options.filters ?? []);
    // An expression has a name that the model doesn't know.
    if ([...measures, ...dimensions].every((member) => typeof member === 'string')) {
      for (const by of order) this.cubeEvaluator.byPathAnyType(Array.isArray(by) ? by[0] : by.id);
    }
    // Cube's scheduler asks of each cube's first measure for its refresh key alone: no client can name time zones.
    const isAnswered = !this.options.isPart && !('timezones' in this.options);
    if (isAnswered) this.refuseOfSeveral(measures, dimensions, this.options.filters ?? []);
    super.initFromOptions();
    this.refuseParts();
  }

  /**
   * Refuses a measure that is of one value of some dimensions (`by` in its `meta`) where a query neither groups by each
   * of them nor filters by one value of it.
   */
  private refuseOfSeveral(
    measures: (string | object)[],
    dimensions: (string | object)[],
    filters: PlannedFilter[],
  ): void {
    const filtered = (parts: PlannedFilter[]): string[] =>
      parts.flatMap(({ member, or = [], and = [] }) => [
        ...(member ? [member] : []),
        ...filtered([...or, ...and]),
      ]);
    const hasOneValue = (dimension: string): boolean =>
      filters.some(
        ({ member, operator, values }) =>
          member === dimension && operator === 'equals' && values?.length === 1 && values[0] !== null,
      );
    for (const measure of [...measures, ...filtered(filters)]) {
      if (typeof measure !== 'string' || !this.cubeEvaluator.isMeasure(measure)) continue;
      const { meta } = this.cubeEvaluator.measureByPath(measure) as { meta?: { by?: string[] } };
      for (const by of meta?.by ?? []) {
        const needed = `${measure.split('.')[0]}.${by}`;
        if (dimensions.includes(needed) || hasOneValue(needed)) continue;
        throw new QueryError(
          `${measure} is a number of one ${by}: add ${needed} to the dimensions of the query, or filter by one value of it.`,
        );
      }
    }
  }

  /**
   * Refuses a measure that is over all units (`overAllUnits` in the model) beside another cube's rows, of which not
   * each unit has one: the join begins at those.
   */
  private refuseParts(): void {
    const { root, joins = [] } = this.join ?? {};
    if (joins.length === 0) return;
    const leaves = Object.values(this.collectRootMeasureToHierarchy(undefined)).flat();
    for (const { measure } of leaves as { measure: string | object }[]) {
      // An expression of the SQL API over dimensions alone.
      if (typeof measure !== 'string') continue;
      const [cube = ''] = measure.split('.');
      const { meta } = this.cubeEvaluator.cubeFromPath(cube) as { meta?: { overAllUnits?: boolean } };
      if (root === cube || !meta?.overAllUnits) continue;
      throw new QueryError(
        `${measure} is over all rows of ${cube}; beside ${root} in one query, it would leave out those that have no row there. Ask for them in two queries.`,
      );
    }
  }

  private checkFilters(filters: PlannedFilter[]): void {
    for (const { member, operator = '', or = [], and = [] } of filters) {
      if (member && isDateOperator(operator)) this.refuseUnlessTime(member);
      if (member && operator === 'measureFilter' && !this.cubeEvaluator.isMeasure(member)) {
        throw new QueryError(`The filter measureFilter is for measures, and ${member} is none.`);
      }
      this.checkFilters([...or, ...and]);
    }
  }

  private refuseUnlessTime(dimension: string): void {
    const { type } = this.cubeEvaluator.dimensionByPath(dimension);
    if (type !== 'time') throw new QueryError(`${dimension} is of type ${type}, and no time dimension.`);
  }
}
