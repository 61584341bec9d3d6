import type { Claims } from './token.ts';

/** A request's context, as Cube's API gateway makes it. */
export interface Context {
  securityContext?: Partial<Claims> | null;
  requestId?: string;
  /** `sql` where the SQL API asks. */
  apiType?: string;
}

/** One member in the model's metadata. */
export interface MetaMember {
  name: string;
  type: string;
  isVisible: boolean;
  public: boolean;
  drillMembers?: string[];
  drillMembersGrouped?: { measures?: string[]; dimensions?: string[] };
}

/** A cube or a view in the model's metadata. */
/** A folder of a view, with the names of its members and the folders in it. */
export interface MetaFolder {
  name: string;
  members: (string | MetaFolder)[];
}

export interface MetaCube {
  config: {
    name: string;
    measures: MetaMember[];
    dimensions: MetaMember[];
    segments: MetaMember[];
    folders?: MetaFolder[];
    nestedFolders?: MetaFolder[];
  };
}

export interface MetaOptions {
  requestId?: string | undefined;
  skipVisibilityPatch?: boolean;
  includeCompilerId?: boolean;
  includeViewGroups?: boolean;
}

/** What is kept of a query, under a path of names. */
interface QueryCache<Kept> {
  /** What is kept under the path, or else what is found, which is kept unless it is undefined. */
  cache(path: string[], find: () => Kept | undefined): Kept | undefined;
}

interface SqlGenerator {
  /** The members that the query names, and those that they are made of. */
  collectAllMemberNames(): string[];
  /** The cubes that it reads from, from the first to the last; null where it reads from none. */
  join?: { root: string; joins: { originalTo: string }[] } | null;
}

/** What is used here of Cube's evaluated model. */
export interface CubeEvaluator {
  /** The names of the primary keys by their cube. */
  primaryKeys: Record<string, string[] | undefined>;
  cubeFromPath(name: string): { dimensions?: object };
  isRbacEnabledForCube(cube: object): unknown;
}

/** What is used here of Cube's compiled model. */
export interface CompilerApi {
  compilerVersion?: string;
  getCompilers(options?: { requestId?: string | undefined }): Promise<{
    /** It lives and dies with the compiled model. */
    compilerCache: { getQueryCache<Kept>(key: object): QueryCache<Kept> };
    cubeEvaluator: CubeEvaluator;
  }>;
  getSql(query: { requestId?: string }, options?: object): Promise<unknown>;
  getSqlGenerator(query: object): Promise<{
    sqlGenerator: SqlGenerator;
    compilers: {
      compiler: { withQuery<Result>(generator: SqlGenerator, run: () => Result): Result };
      cubeEvaluator: CubeEvaluator;
    };
  }>;
  applyRowLevelSecurity(
    query: object,
    evaluatedQuery: object,
    context: Context,
  ): Promise<{ query: object; denied: boolean }>;
  metaConfig(context: Context, options: MetaOptions): Promise<MetaCube[] | { cubes: MetaCube[] }>;
  getGraphQLSchema(): unknown;
  setGraphQLSchema(schema: unknown): void;
}

/** A request for data, whichever API it came by. */
export interface DataRequest {
  query: unknown;
  context: Context;
  cacheMode?: string;
  /** The same, where GraphQL asks. */
  cache?: string;
  /** Set where the SQL API asks, whose queries may hold expressions. */
  memberExpressions?: boolean;
  res: Failure['res'];
}

/** What Cube's API gateway makes of an error. */
export interface Failure {
  e: { error?: unknown; type?: string; message?: string } & object;
  context?: Context;
  query?: unknown;
  res(body: object, extra?: { status: number }): unknown;
}

/** What is used here of Cube's API gateway, through which every API passes: REST, GraphQL, WebSocket and SQL. */
export interface Gateway {
  getCompilerApi(context: Context): Promise<CompilerApi>;
  getNormalizedQueries(query: unknown, context: Context, ...rest: unknown[]): Promise<unknown>;
  parseQueryParam(query: unknown): unknown;
  load(request: DataRequest): Promise<void>;
  sqlApiLoad(request: DataRequest): Promise<void>;
  dryRun(request: DataRequest): Promise<void>;
  sql(request: DataRequest): Promise<void>;
  stream(context: Context, query: unknown): Promise<unknown>;
  metaExtended(request: { context: Context }): Promise<void>;
  cancelQuery(request: { context: Context }): Promise<void>;
  handleError(failure: Failure): unknown;
}
