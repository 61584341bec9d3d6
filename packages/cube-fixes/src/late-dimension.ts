import type { BaseDimension, BaseQuery } from '@cubejs-backend/schema-compiler';
import { DistinctUnitsQuery } from './distinct-units.ts';

/**
 * A dimension that every row of a unit has a value of, the whole numbers from 0, and each measure is of one of them: what
 * the model says in a cube's `meta.late`. The measures are made of two hidden ones: one over all units of a group,
 * whichever the number, and one that is the number.
 */
export interface LateDimension {
  dimension: string;
  last: number;
  ofGroup: string;
  ofItem: string;
}

/** A filter as Cube's planner has it: a group has parts. */
interface PlannedFilter {
  dimension?: string | null;
  measure?: string | null;
  values?: (PlannedFilter | string | null)[];
}

type BaseFilters = BaseQuery['filters'];

/**
 * Groups by what a query asks for beside a late dimension, and brings in its numbers afterwards: a row of the cube a
 * unit is read, and not one for each number. A filter that joins the dimension with others by `or` leaves the query to
 * Cube, which answers the same from all rows.
 */
export class LateDimensionQuery extends DistinctUnitsQuery {
  override simpleQuery(): string {
    return this.lateQuery() ?? super.simpleQuery();
  }

  private lateQuery(): string | undefined {
    const { measures = [], dimensions: asked = [] } = this.options as Record<string, unknown[]>;
    const names = [...measures, ...asked].filter((name) => typeof name === 'string');
    const { cube = '', late } = names.map((name) => this.metaOf(name)).find((meta) => meta.late) ?? {};
    if (!late) return undefined;
    const path = `${cube}.${late.dimension}`;
    const isLate = (member: string): boolean => this.pathInCube(member) === path;
    const parts = this.partsOf(isLate);
    if (!parts?.dimensions.some(isLate)) return undefined;

    const table = `${cube}.${late.ofGroup}`;
    const groups = this.partQuery({
      measures: [table],
      dimensions: parts.dimensions.filter((name) => !isLate(name)),
      // Of one number there is one row a unit.
      filters: [...parts.ofGroups, { member: path, dimension: path, operator: 'equals', values: ['0'] }],
    });
    const column = (alias: string): string => `late_groups.${alias}`;
    const tableColumn = column(groups.measures[0]?.aliasName() as string);
    const number = `late_item.${late.dimension}`;
    const inPlace = {
      renderedReference: { [table]: tableColumn, [`${cube}.${late.ofItem}`]: number, [path]: number },
    };
    const selected = this.dimensionsForSelect()
      .filter((each) => each.selectColumns())
      .map((each) => {
        const alias = each.aliasName() as string;
        return `${isLate((each as BaseDimension).dimension) ? number : column(alias)} AS ${alias}`;
      });
    return this.evaluateSymbolSqlWithContext(() => {
      const conditions = this.baseWhere([
        { filterToWhere: () => `${tableColumn} IS NOT NULL` },
        ...this.filters.filter((filter) => isOfDimension(filter, isLate)),
        ...this.measureFilters,
      ]);
      // As a query of its own: Postgres would make the table twice, once to see that there is one.
      const ofGroups = `${groups.buildParamAnnotatedSql()} OFFSET 0`;
      return `SELECT ${[...selected, ...this.measures.map((measure) => measure.selectColumns())].join(', ')} FROM (${ofGroups}) AS late_groups CROSS JOIN GENERATE_SERIES(0, ${late.last}) AS late_item (${late.dimension})${conditions}${this.orderBy()}${this.groupByDimensionLimit()}`;
    }, inPlace);
  }
}

/** Whether a filter is about these dimensions alone. */
export function isOfDimension(filter: BaseFilters[number], which: (member: string) => boolean): boolean {
  const { dimension, measure, values = [] } = filter as PlannedFilter;
  const parts = values.filter((part) => typeof part === 'object' && part !== null);
  if (parts.length > 0) return parts.every((part) => isOfDimension(part as BaseFilters[number], which));
  return !measure && !!dimension && which(dimension);
}
