import type { BaseQuery } from '@cubejs-backend/schema-compiler';
import type { DistinctUnits } from './distinct-units.ts';
import { ExactPostgresQuery } from './exact-postgres-query.ts';
import type { LateDimension } from './late-dimension.ts';
import type { SparseItems } from './sparse-items.ts';

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

/** A query that may be answered in parts. */
export class PartQueries extends ExactPostgresQuery {
  /** A query as far as it is asked for by names, by which of its filters are of some dimensions alone; not where one mixes. */
  protected partsOf(isLate: (member: string) => boolean): Parts | undefined {
    const {
      measures = [],
      dimensions = [],
      filters = [],
    } = this.options as { measures?: unknown[]; dimensions?: unknown[]; filters?: Filter[] };
    if (this.ungrouped) return undefined;
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

  /** The measures that those asked for are made of, by their paths; those of filters, too. */
  protected leafMeasures(): string[] {
    const filtered = this.measureFilters.flatMap((filter) => filter.getMembers());
    const measures = [...this.measures, ...filtered.map(({ measure }) => this.newMeasure(measure))];
    return this.collectLeafMeasures(() => measures.map((each) => each.measureSql()));
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
  protected metaOf(
    member: string,
  ): { cube: string; late?: LateDimension; sparse?: SparseItems } & Partial<DistinctUnits> {
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
}
