import type { BaseQuery } from '@cubejs-backend/schema-compiler';
import { PartQueries } from './part-query.ts';

/** Whose distinct counts a cube has, in its `meta`: over which dimensions they add up, and the dimension that they count. */
export interface DistinctUnits {
  /** The dimension whose values are counted, each once. */
  countedBy?: string;
  /** Those with one value for all rows of a unit. */
  attributesOfUnit: string[];
  /** Those of which each tells the rows of a unit apart. */
  rowsOfUnit: string[];
}

/** What is put together, from the aggregates of each unit's rows, to the measure of a group, by the measure's type. */
const ofGroup: Record<string, (ofUnit: string) => string> = {
  countDistinct: (ofUnit) => `COUNT(*) FILTER (WHERE ${ofUnit} > 0)`,
  count: (ofUnit) => `CAST(COALESCE(SUM(${ofUnit}), 0) AS BIGINT)`,
  sum: (ofUnit) => `SUM(${ofUnit})`,
  min: (ofUnit) => `MIN(${ofUnit})`,
  max: (ofUnit) => `MAX(${ofUnit})`,
};

interface SymbolContext {
  countsRows?: boolean;
}

/** The SQL of a query of whose groups each has a row a unit at most: distinct units are counted as rows. */
export const sqlOfRows = (query: BaseQuery): string =>
  countingRows(query, () => query.buildParamAnnotatedSql());

const countingRows = (query: BaseQuery, sql: () => string): string =>
  query.evaluateSymbolSqlWithContext(sql, { countsRows: true } satisfies SymbolContext);

/**
 * Counts distinct units without Postgres' sort of all rows for each `COUNT(DISTINCT …)`: where a group has a row a unit,
 * its rows are counted, and otherwise a query is of groups of a unit's rows first, and of the units of a group then. What
 * isn't asked for by names, mixes filters of units and of groups, or has other aggregates is left to Cube.
 */
export class DistinctUnitsQuery extends PartQueries {
  override simpleQuery(): string {
    return this.unitsQuery() ?? super.simpleQuery();
  }

  override renderSqlMeasure(
    name: string,
    sql: string,
    symbol: { type: string },
    ...others: [cube: string, parent: string, order: object[]]
  ): string {
    const rendered =
      this.countsRows() && symbol.type === 'countDistinct' ? { ...symbol, type: 'count' } : symbol;
    return super.renderSqlMeasure(name, sql, rendered, ...others);
  }

  private countsRows(): boolean {
    return (this.safeEvaluateSymbolContext() as SymbolContext).countsRows === true;
  }

  private unitsQuery(): string | undefined {
    // The SQL API takes this query's SQL apart and groups its rows anew: what counts the rows of these groups would be wrong.
    if (this.options.memberToAlias) return undefined;
    const parts = this.partsOf(() => false);
    if (!parts || this.multiStageQuery || this.countsRows()) return undefined;
    const leaves = this.leafMeasures();
    const { cube = '', countedBy, rowsOfUnit = [] } = leaves[0] ? this.metaOf(leaves[0]) : {};
    if (!countedBy) return undefined;
    const counts = leaves.flatMap((path) => {
      if (!path.startsWith(`${cube}.`)) return [];
      const { type } = this.cubeEvaluator.measureByPath(path) as { type: string };
      return ofGroup[type] ? [{ path, type, ofGroup: ofGroup[type] }] : [];
    });
    if (counts.length < leaves.length) return undefined;
    if (!counts.some(({ type }) => type === 'countDistinct')) return undefined;

    const inCube = (name: string): string => `${cube}.${name}`;
    const isOneValued = (name: string): boolean =>
      parts.dimensions.some((asked) => this.pathInCube(asked) === inCube(name)) ||
      parts.ofGroups.some(
        ({ member, dimension = member, operator, values }) =>
          dimension !== undefined &&
          this.pathInCube(dimension) === inCube(name) &&
          operator === 'equals' &&
          values?.length === 1,
      );
    // Whoever asks for each unit gets a group a unit.
    if (isOneValued(countedBy)) return undefined;
    if (rowsOfUnit.some(isOneValued)) return countingRows(this, () => super.simpleQuery());

    const units = this.partQuery({
      measures: counts.map(({ path }) => path),
      // First, as Postgres then reads the rows in the order of units, where an index has it.
      dimensions: [inCube(countedBy), ...parts.dimensions],
      filters: parts.ofGroups,
    });
    const keys = this.dimensionsForSelect()
      .filter((each) => each.selectColumns())
      .map((each) => `units.${each.aliasName()}`);
    const renderedReference = Object.fromEntries(
      counts.map(({ path, ofGroup }, index) => [
        path,
        ofGroup(`units.${units.measures[index]?.aliasName()}`),
      ]),
    );
    return this.evaluateSymbolSqlWithContext(
      () => {
        const selected = [...keys, ...this.measures.map((measure) => measure.selectColumns())].join(', ');
        const grouped = `SELECT ${selected} FROM (${sqlOfRows(units)}) AS units${this.groupByClause()}`;
        return `${this.baseHaving(grouped, this.measureFilters)}${this.orderBy()}${this.groupByDimensionLimit()}`;
      },
      { renderedReference },
    );
  }
}
