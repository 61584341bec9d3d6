import { handlerError } from '../cube/handler-error.ts';
import { checkQuery, QueryError } from '../cube/query-check.ts';
import { identityOf } from '../identity/identity.ts';
import type { CompilerApi, Context, Gateway, MetaCube, MetaMember, MetaOptions } from './gateway.ts';
import { namedMembers } from './named-members.ts';
import { bound, rowLevelSecurity } from './row-level-security.ts';

/**
 * Has Cube's gateway show and answer nobody more than the access policies give them. Cube 1.7.43 by itself
 *
 * - passes over the member rules of a cube when a query names a view of it too,
 * - makes one GraphQL schema for everybody,
 * - and takes cubes without policies to be everybody's.
 */
export function guardVisibility(gateway: Gateway): void {
  const getCompilerApi = gateway.getCompilerApi.bind(gateway);
  const schemas = new GraphqlSchemas();
  gateway.getCompilerApi = async (context) => asSeenBy(context, await getCompilerApi(context), schemas);

  const getNormalizedQueries = gateway.getNormalizedQueries.bind(gateway);
  gateway.getNormalizedQueries = async (query, context, ...rest) => {
    const asked = gateway.parseQueryParam(query);
    const [isPersistent, hasExpressions] = rest;
    // The routes have checked it by now, WebSocket hasn't. The SQL API has expressions for members, and no limit.
    if (!isPersistent && !hasExpressions) checkQuery(asked);
    const compilerApi = await gateway.getCompilerApi(context);
    const cubes = cubesOf(await compilerApi.metaConfig(context, { requestId: context.requestId }));
    const visible = new Map(
      cubes.flatMap(membersOf).flatMap((member) => (member.isVisible ? [[member.name, member]] : [])),
    );
    for (const name of namedMembers(asked)) {
      if (!visible.has(name)) throw new QueryError(`${name} is no member, or none that you may ask for.`);
    }
    if (identityOf(context.securityContext)?.role === 'analyst') refuseLists(asked, visible);
    return getNormalizedQueries(query, context, ...rest);
  };

  const metaExtended = gateway.metaExtended.bind(gateway);
  gateway.metaExtended = async (request) => {
    requireAdmin(request.context);
    return metaExtended(request);
  };
  const cancelQuery = gateway.cancelQuery.bind(gateway);
  gateway.cancelQuery = async (request) => {
    // Cube hands the cancelled queries back, whoever asked them.
    requireAdmin(request.context);
    return cancelQuery(request);
  };
}

/** The compiled model, with what the asker mustn't see out of its metadata and of GraphQL. */
function asSeenBy(context: Context, compilerApi: CompilerApi, schemas: GraphqlSchemas): CompilerApi {
  const seen: Partial<CompilerApi> = {
    metaConfig: async (_context, options) => {
      const result = await compilerApi.metaConfig(context, { ...options, skipVisibilityPatch: false });
      const isOpen = await openCubes(context, compilerApi, options);
      const cubes = cubesOf(result).map((cube) => shown(cube, isOpen(cube)));
      return Array.isArray(result) ? cubes : { ...result, cubes };
    },
    applyRowLevelSecurity: rowLevelSecurity(compilerApi),
    getGraphQLSchema: () => schemas.get(context, compilerApi),
    setGraphQLSchema: (schema) => schemas.set(context, compilerApi, schema),
  };
  // A copy would compile the model anew, for itself.
  return new Proxy(compilerApi, {
    get: (target, name) => (Object.hasOwn(seen, name) ? Reflect.get(seen, name) : bound(target, name)),
  });
}

/** Which cubes may be shown at all: one without policies to admins alone. */
async function openCubes(
  context: Context,
  compilerApi: CompilerApi,
  { requestId }: MetaOptions,
): Promise<(cube: MetaCube) => boolean> {
  if (isAdmin(context)) return () => true;
  const { cubeEvaluator } = await compilerApi.getCompilers({ requestId });
  return ({ config }) => Boolean(cubeEvaluator.isRbacEnabledForCube(cubeEvaluator.cubeFromPath(config.name)));
}

/** A cube's metadata, with no member named that isn't visible. */
function shown({ config }: MetaCube, isOpen: boolean): MetaCube {
  const visible = new Set(
    isOpen ? membersOf({ config }).flatMap(({ name, isVisible }) => (isVisible ? [name] : [])) : [],
  );
  const only = (names?: string[]) => names?.filter((name) => visible.has(name)) ?? [];
  const member = (one: MetaMember): MetaMember => ({
    ...one,
    isVisible: visible.has(one.name),
    public: one.public && visible.has(one.name),
    ...(one.drillMembers && { drillMembers: only(one.drillMembers) }),
    ...(one.drillMembersGrouped && {
      drillMembersGrouped: {
        measures: only(one.drillMembersGrouped.measures),
        dimensions: only(one.drillMembersGrouped.dimensions),
      },
    }),
  });
  return {
    config: {
      ...config,
      measures: config.measures.map(member),
      dimensions: config.dimensions.map(member),
      segments: config.segments.map(member),
    },
  };
}

/** The GraphQL schemas of those who asked last: Cube keeps one, whoever asks. */
class GraphqlSchemas {
  private readonly schemas = new Map<string, unknown>();

  get(context: Context, compilerApi: CompilerApi): unknown {
    return this.schemas.get(keyOf(context, compilerApi));
  }

  set(context: Context, compilerApi: CompilerApi, schema: unknown): void {
    this.schemas.set(keyOf(context, compilerApi), schema);
    const [oldest] = this.schemas.keys();
    if (this.schemas.size > 100 && oldest !== undefined) this.schemas.delete(oldest);
  }
}

/** Policies may look at any claim. */
const keyOf = ({ securityContext }: Context, { compilerVersion = '' }: CompilerApi): string =>
  JSON.stringify([compilerVersion, { ...securityContext, exp: undefined }]);

/** An analyst sees numbers, and no list of the rows behind them. */
function refuseLists(query: unknown, members: Map<string, MetaMember>): void {
  for (const { ungrouped, dimensions } of [query].flat() as { ungrouped?: unknown; dimensions?: unknown }[]) {
    if (ungrouped) throw new QueryError('A query that is ungrouped lists rows, which is not for analysts.');
    for (const dimension of Array.isArray(dimensions) ? dimensions : []) {
      if (members.get(dimension)?.type === 'time') {
        throw new QueryError(
          `${dimension} without a granularity lists rows, which is not for analysts. Ask for it as ${dimension}.day or in timeDimensions.`,
        );
      }
    }
  }
}

function requireAdmin(context: Context): void {
  if (!isAdmin(context)) throw handlerError(403, 'Forbidden', 'This is for admins.');
}

const isAdmin = ({ securityContext }: Context): boolean => identityOf(securityContext)?.role === 'admin';

const cubesOf = (meta: MetaCube[] | { cubes: MetaCube[] }): MetaCube[] =>
  Array.isArray(meta) ? meta : meta.cubes;

const membersOf = ({ config }: MetaCube): MetaMember[] => [
  ...config.measures,
  ...config.dimensions,
  ...config.segments,
];
