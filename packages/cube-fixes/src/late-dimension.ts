import type { BaseDimension, BaseQuery } from '@cubejs-backend/schema-compiler';
import { ExactPostgresQuery } from './exact-postgres-query.ts';

/**
 * A dimension that every row of a unit has a value of, the whole numbers from 0, and each measure is of one of them: what
 * the model says in a cube's `meta.late`. The measures are made of two hidden ones: one over all units of a group,
 * whichever the number, and one that is the number.
 */
interface LateDimension {
  dimension: string;
  last: number;
  ofGroup: string;
  ofItem: string;
}

/** A filter as a query has it. */
interface Filter {
  member?: string;
  dimension?: string;
  operator?: string;
  or?: Filter[];
  and?: Filter[];
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
export class LateDimensionQuery extends ExactPostgresQuery {
  override simpleQuery(): string {
    return this.lateQuery() ?? super.simpleQuery();
  }

  /** What a cube says of its late dimension, and the cube's name; of a view's member, the cube beneath. */
  protected lateDimensionOf(member: string): (LateDimension & { cube: string }) | undefined {
    const [cube = ''] = this.pathInCube(member).split('.');
    const { meta } = this.cubeEvaluator.cubeFromPath(cube) as { meta?: { late?: LateDimension } };
    return meta?.late && { ...meta.late, cube };
  }

  /** A member by its path in its own cube. */
  private pathInCube(member: string): string {
    const [cube, name] = member.split('.');
    const path = `${cube}.${name}`;
    const known = this.cubeEvaluator.isDimension(path)
      ? this.cubeEvaluator.dimensionByPath(path)
      : this.cubeEvaluator.isMeasure(path)
        ? this.cubeEvaluator.measureByPath(path)
        : {};
    return (known as { aliasMember?: string }).aliasMember ?? path;
  }

  private lateQuery(): string | undefined {
    const {
      measures = [],
      dimensions = [],
      filters = [],
      timeDimensions = [],
      segments = [],
    } = this.options as {
      measures?: unknown[];
      dimensions?: unknown[];
      filters?: Filter[];
      timeDimensions?: object[];
      segments?: unknown[];
    };
    const names = [...measures, ...dimensions];
    if (
      this.ungrouped ||
      this.options.preAggregationQuery ||
      !names.every((name) => typeof name === 'string')
    ) {
      return undefined;
    }
    const late = names.map((name) => this.lateDimensionOf(name)).find((found) => found !== undefined);
    if (!late) return undefined;
    const path = `${late.cube}.${late.dimension}`;
    const isLate = (member: string): boolean => this.pathInCube(member) === path;
    if (!dimensions.some((name) => isLate(name as string))) return undefined;

    const membersOf = ({ member, dimension, or = [], and = [] }: Filter): string[] => [
      ...[member ?? dimension].filter((name) => name !== undefined),
      ...[...or, ...and].flatMap(membersOf),
    ];
    const isOf = (filter: Filter, which: (member: string) => boolean): boolean =>
      membersOf(filter).every(which);
    const isMeasure = (member: string): boolean => this.cubeEvaluator.isMeasure(member);
    const ofGroups = filters.filter((filter) => !isOf(filter, isLate) && !isOf(filter, isMeasure));
    // The conditions of a measure, for the list of its rows.
    if (filters.some(({ operator }) => operator === 'measureFilter')) return undefined;
    if (ofGroups.some((filter) => membersOf(filter).some((member) => isLate(member) || isMeasure(member)))) {
      return undefined;
    }

    const table = `${late.cube}.${late.ofGroup}`;
    const groups = this.newSubQuery({
      measures: [table],
      dimensions: dimensions.filter((name) => !isLate(name as string)),
      timeDimensions,
      segments,
      // Of one number there is one row a unit.
      filters: [...ofGroups, { member: path, dimension: path, operator: 'equals', values: ['0'] }],
      order: [],
      rowLimit: null,
      memberToAlias: this.options.memberToAlias,
      joinHints: this.options.joinHints,
    });
    const column = (alias: string): string => `late_groups.${alias}`;
    const tableColumn = column(groups.measures[0]?.aliasName() as string);
    const number = `late_item.${late.dimension}`;
    const inPlace = {
      renderedReference: { [table]: tableColumn, [`${late.cube}.${late.ofItem}`]: number, [path]: number },
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
      return `SELECT ${[...selected, ...this.measures.map((measure) => measure.selectColumns())].join(', ')} FROM (${groups.buildParamAnnotatedSql()}) AS late_groups CROSS JOIN GENERATE_SERIES(0, ${late.last}) AS late_item (${late.dimension})${conditions}${this.orderBy()}${this.groupByDimensionLimit()}`;
    }, inPlace);
  }
}

/** Whether a filter is about these dimensions alone. */
function isOfDimension(filter: BaseFilters[number], which: (member: string) => boolean): boolean {
  const { dimension, measure, values = [] } = filter as PlannedFilter;
  const parts = values.filter((part) => typeof part === 'object' && part !== null);
  if (parts.length > 0) return parts.every((part) => isOfDimension(part as BaseFilters[number], which));
  return !measure && !!dimension && which(dimension);
}
