import type { BaseDimension, BaseQuery } from '@cubejs-backend/schema-compiler';
import { ExactPostgresQuery } from './exact-postgres-query.ts';
import type { SparseItems } from './sparse-items.ts';

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
export interface Filter {
  member?: string;
  dimension?: string;
  operator?: string;
  values?: string[];
  or?: Filter[];
  and?: Filter[];
}

/** A query by names, with its filters by what they are about; those of measures are the planner's. */
interface Parts {
  measures: string[];
  dimensions: string[];
  ofItems: Filter[];
  ofGroups: Filter[];
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

  /** A query as far as it is asked for by names, by which of its filters are of some dimensions alone; not where one mixes. */
  protected partsOf(isLate: (member: string) => boolean): Parts | undefined {
    const {
      measures = [],
      dimensions = [],
      filters = [],
    } = this.options as { measures?: unknown[]; dimensions?: unknown[]; filters?: Filter[] };
    if (this.ungrouped || this.options.preAggregationQuery) return undefined;
    const isNamed = (names: unknown[]): names is string[] => names.every((name) => typeof name === 'string');
    if (!isNamed(measures) || !isNamed(dimensions)) return undefined;
    const membersOf = ({ member, dimension, or = [], and = [] }: Filter): string[] => [
      ...[member ?? dimension].filter((name) => name !== undefined),
      ...[...or, ...and].flatMap(membersOf),
    ];
    const isOf = (filter: Filter, which: (member: string) => boolean): boolean =>
      membersOf(filter).every(which);
    const isMeasure = (member: string): boolean => this.cubeEvaluator.isMeasure(member);
    const ofItems = filters.filter((filter) => isOf(filter, isLate));
    const ofGroups = filters.filter((filter) => !isOf(filter, isLate) && !isOf(filter, isMeasure));
    // The conditions of a measure, for the list of its rows.
    if (filters.some(({ operator }) => operator === 'measureFilter')) return undefined;
    if (ofGroups.some((filter) => membersOf(filter).some((member) => isLate(member) || isMeasure(member)))) {
      return undefined;
    }
    return { measures, dimensions, ofItems, ofGroups };
  }

  /** A query for a part of the answer to this one. */
  protected partQuery(options: { measures: string[]; dimensions: string[]; filters: Filter[] }): BaseQuery {
    const { timeDimensions = [], segments = [], memberToAlias, joinHints } = this.options;
    return this.newSubQuery({
      ...options,
      timeDimensions,
      segments,
      order: [],
      rowLimit: null,
      memberToAlias,
      joinHints,
      isPart: true,
    });
  }

  /** What a cube says in its `meta`, with its name; of a view's member, the cube beneath. */
  protected metaOf(member: string): { cube: string; late?: LateDimension; sparse?: SparseItems } {
    const [cube = ''] = this.pathInCube(member).split('.');
    const { meta } = this.cubeEvaluator.cubeFromPath(cube) as { meta?: object };
    return { ...meta, cube };
  }

  /** A member by its path in its own cube. */
  protected pathInCube(member: string): string {
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
      return `SELECT ${[...selected, ...this.measures.map((measure) => measure.selectColumns())].join(', ')} FROM (${groups.buildParamAnnotatedSql()}) AS late_groups CROSS JOIN GENERATE_SERIES(0, ${late.last}) AS late_item (${late.dimension})${conditions}${this.orderBy()}${this.groupByDimensionLimit()}`;
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
