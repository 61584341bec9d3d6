/**
 * The globals of Cube's model language, as far as TypeScript can check them: a misspelled property or a wrong
 * measure type fails `tsc`. Members that SQL refers to are checked by Cube when it compiles the model.
 *
 * Cube evaluates a model file with these names in scope; no import brings them in.
 */
export {};

declare global {
  /** A cube inside SQL: `${CUBE}` is its alias, `${CUBE.member}` a member's SQL, `Users.Accounts` a join path. */
  interface CubeReference {
    readonly [member: string]: CubeReference;
  }

  /** SQL with references in it. As a function, its parameters are named after the cubes they refer to. */
  type CubeSql = string | ((...references: CubeReference[]) => string);

  /** Free-form metadata, served with the member by Cube's `/meta`. */
  type CubeMetaValue = string | number | boolean | readonly string[];
  type CubeMeta = Record<string, CubeMetaValue | Record<string, CubeMetaValue>>;

  /** A named numeric format of Cube or a d3-format specifier such as `,.2f`. `percent` multiplies by 100. */
  type CubeNumericFormat = string;

  interface CubeMemberBase {
    title?: string;
    /** What one value is; Playground and BI tools show it. */
    description?: string;
    public?: boolean;
    meta?: CubeMeta;
  }

  interface CubeMeasureBase extends CubeMemberBase {
    format?: CubeNumericFormat;
    filters?: { sql: CubeSql }[];
    drillMembers?: CubeReferences;
    rollingWindow?: { trailing?: string; leading?: string; offset?: 'start' | 'end' };
  }

  type CubeMeasure = CubeMeasureBase &
    (
      | { type: 'count'; sql?: CubeSql }
      | {
          type:
            | 'number'
            | 'string'
            | 'boolean'
            | 'time'
            | 'sum'
            | 'avg'
            | 'min'
            | 'max'
            | 'countDistinct'
            | 'countDistinctApprox';
          sql: CubeSql;
        }
    );

  interface CubeGranularity {
    title?: string;
    interval: string;
    origin?: string;
    offset?: string;
  }

  interface CubeDimension extends CubeMemberBase {
    type: 'string' | 'number' | 'boolean' | 'time';
    sql: CubeSql;
    primaryKey?: boolean;
    subQuery?: boolean;
    format?: CubeNumericFormat;
    suggestFilterValues?: boolean;
    granularities?: Record<string, CubeGranularity>;
  }

  interface CubeSegment extends CubeMemberBase {
    sql: CubeSql;
  }

  interface CubeJoin {
    relationship: 'one_to_one' | 'one_to_many' | 'many_to_one';
    sql: CubeSql;
  }

  type CubeRefreshKey =
    | { every: string; timezone?: string; incremental?: boolean; updateWindow?: string }
    | { sql: CubeSql; every?: string };

  /** Members, named outright or by a function whose parameters are named after the cubes it refers to. */
  type CubeReferences = CubeReference[] | ((...references: CubeReference[]) => CubeReference[]);

  interface CubeRollup {
    type: 'rollup';
    sqlAlias?: string;
    measures?: CubeReferences;
    dimensions?: CubeReferences;
    segments?: CubeReferences;
    timeDimension?: CubeReference | ((...references: CubeReference[]) => CubeReference);
    granularity?: string;
    partitionGranularity?: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
    refreshKey?: CubeRefreshKey;
    buildRangeStart?: { sql: CubeSql };
    buildRangeEnd?: { sql: CubeSql };
    indexes?: Record<string, { columns: CubeReferences; type?: 'regular' | 'aggregate' }>;
    external?: boolean;
    scheduledRefresh?: boolean;
    allowNonStrictDateRangeMatch?: boolean;
  }

  /** A filter on rows by what the token says: `member` names one of the cube's own. */
  type CubeRowFilter =
    | {
        member: () => string;
        operator: 'equals';
        values: (securityContext: { readonly account_ids: string[] }) => string[];
      }
    | { member: () => string; operator: 'set' | 'notSet' }
    | { or: CubeRowFilter[] };

  /** What a group sees of a cube or view: of which members, in which rows. */
  interface CubeAccessPolicy {
    group: 'admin' | 'analyst' | 'account';
    memberLevel: { includes: '*'; excludes?: string[] };
    rowLevel: { allowAll: true } | { filters: CubeRowFilter[] };
  }

  interface CubeDefinitionBase extends CubeMemberBase {
    dataSource?: string;
    sqlAlias?: string;
    refreshKey?: CubeRefreshKey;
    joins?: Record<string, CubeJoin>;
    measures?: Record<string, CubeMeasure>;
    dimensions?: Record<string, CubeDimension>;
    segments?: Record<string, CubeSegment>;
    preAggregations?: Record<string, CubeRollup>;
    accessPolicy?: CubeAccessPolicy[];
  }

  type CubeDefinition = CubeDefinitionBase &
    ({ sql: CubeSql; sqlTable?: never } | { sqlTable: CubeSql; sql?: never });

  /** A member of a view: by its name, or under another one. */
  type ViewInclude =
    | string
    | {
        name: string;
        alias?: string;
        title?: string;
        description?: string;
        meta?: CubeMeta;
      };

  interface ViewDefinition extends CubeMemberBase {
    sqlAlias?: string;
    accessPolicy?: CubeAccessPolicy[];
    cubes: {
      joinPath: CubeReference | (() => string);
      includes: '*' | ViewInclude[];
      excludes?: string[];
      prefix?: boolean;
      alias?: string;
    }[];
    folders?: { name: string; includes: '*' | string[] }[];
  }

  /** Part of a cube's SQL that Cube fills in from the query's filters: `FILTER_PARAMS.Cube.member.filter('column')`. */
  interface FilterParams {
    readonly [cube: string]: {
      readonly [member: string]: {
        filter(column: string | ((...values: string[]) => string)): string;
      };
    };
  }

  /** A value of the request's security context inside SQL. */
  interface SecurityContextReference {
    filter(column: string | ((value: string) => string)): string;
    requiredFilter(column: string | ((value: string) => string)): string;
    unsafeValue(): string;
    readonly [claim: string]: SecurityContextReference | ((...args: never[]) => string);
  }

  function cube(name: string, definition: CubeDefinition): void;
  function view(name: string, definition: ViewDefinition): void;

  const CUBE: CubeReference;
  const FILTER_PARAMS: FilterParams;
  const FILTER_GROUP: (...filters: string[]) => string;
  const SECURITY_CONTEXT: SecurityContextReference;
  const COMPILE_CONTEXT: { readonly securityContext: Readonly<Record<string, unknown>> };
  const SQL_UTILS: { convertTz(column: string): string };
}
