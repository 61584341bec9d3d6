import { methodsOf, type Reach } from 'cube-fixes';
import { handlerError } from 'cube-fixes/handler-error';
import { PermissionError } from 'cube-fixes/query-check';
import type {
  CompilerApi,
  Context,
  Gateway,
  MetaCube,
  MetaFolder,
  MetaMember,
  MetaOptions,
} from './gateway.ts';
import { identityOf } from './identity.ts';
import { isExpression, namedMembers } from './named-members.ts';
import { apiGateway, compilerApi, cubeEvaluator } from './places.ts';
import { bound, rowLevelSecurity } from './row-level-security.ts';
import { Turns } from './turns.ts';

export const visibility: Reach = {
  name: 'visibility',
  defect:
    "It passes over the member rules of a cube when a query names a view of it too, makes one GraphQL schema for everybody, and takes cubes without policies to be everybody's.",
  places: [
    ...methodsOf('ApiGateway', apiGateway, {
      getCompilerApi: 'f891a7099a76',
      getNormalizedQueries: '5cea78c57293',
      parseQueryParam: 'bff48d7cbadd',
      metaExtended: '960c0c33cd0f',
      cancelQuery: '8a3fde6f4b68',
    }),
    ...methodsOf('CompilerApi', compilerApi, {
      getCompilers: 'b7ab2f13b30a',
      getSql: '8f5aa5d2842b',
      metaConfig: 'c27efad781c3',
      getGraphQLSchema: 'e7214edfbee8',
      setGraphQLSchema: 'cfa647b87c70',
    }),
    ...methodsOf('CubeEvaluator', cubeEvaluator, { isRbacEnabledForCube: '1dc3a1d3552b' }),
  ],
};

/** Has Cube's gateway show and answer nobody more than the access policies give them. */
export function guardVisibility(gateway: Gateway): void {
  const getCompilerApi = gateway.getCompilerApi.bind(gateway);
  const kept: Kept = { schemas: new OfAskers(), metadata: new OfAskers() };
  gateway.getCompilerApi = async (context) => asSeenBy(context, await getCompilerApi(context), kept);

  const getNormalizedQueries = gateway.getNormalizedQueries.bind(gateway);
  gateway.getNormalizedQueries = async (query, context, ...rest) => {
    const asked = gateway.parseQueryParam(query);
    const compilerApi = await gateway.getCompilerApi(context);
    const visible = visibleIn(await compilerApi.metaConfig(context, { requestId: context.requestId }));
    for (const name of namedMembers(asked)) {
      if (!visible.has(name))
        throw new PermissionError(`${name} is no member, or none that you may ask for.`);
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

/** Planning takes tens of milliseconds at a time, in which the process does nothing else. */
const turns = new Turns();

/** The compiled model, with what the asker mustn't see out of its metadata and of GraphQL. */
function asSeenBy(context: Context, compilerApi: CompilerApi, { schemas, metadata }: Kept): CompilerApi {
  const asked = async (options: MetaOptions): Promise<Metadata> => {
    const result = await compilerApi.metaConfig(context, { ...options, skipVisibilityPatch: false });
    const isOpen = await openCubes(context, compilerApi, options);
    const cubes = cubesOf(result).map((cube) => shown(cube, isOpen(cube)));
    return Array.isArray(result) ? cubes : { ...result, cubes };
  };
  const secured = rowLevelSecurity(compilerApi);
  const seen: Partial<CompilerApi> = {
    metaConfig: async (_context, options) => {
      const { requestId, ...details } = options;
      // A model that has changed gets another version by this.
      await compilerApi.getCompilers({ requestId });
      const key = keyOf(context, compilerApi, details);
      const result = metadata.get(key) ?? (await asked(options));
      metadata.set(key, result);
      return result;
    },
    applyRowLevelSecurity: async (...parameters) => {
      await turns.take();
      return secured(...parameters);
    },
    getSql: async (query, options = {}) => {
      // Where Cube keeps it; Cube itself looks there when it has prepared the query for the planner.
      const { requestId, ...asked } = query;
      const { compilerCache } = await compilerApi.getCompilers({ requestId });
      const planned = compilerCache.getQueryCache({ query: asked, options }).cache(['sql'], () => undefined);
      if (planned) return planned;
      await turns.take();
      return compilerApi.getSql(query, options);
    },
    getGraphQLSchema: () => schemas.get(keyOf(context, compilerApi)),
    setGraphQLSchema: (schema) => schemas.set(keyOf(context, compilerApi), schema),
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
  const folders = (all: MetaFolder[] = []): MetaFolder[] =>
    all.flatMap(({ members, ...folder }) => {
      const shown = members.flatMap((one): MetaFolder['members'] =>
        typeof one === 'string' ? only([one]) : folders([one]),
      );
      return shown.length > 0 ? [{ ...folder, members: shown }] : [];
    });
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
      folders: folders(config.folders),
      nestedFolders: folders(config.nestedFolders),
    },
  };
}

/** What the model looks like to those who asked last. */
interface Kept {
  /** Cube keeps one GraphQL schema, whoever asks. */
  schemas: OfAskers<unknown>;
  /** Cube makes it anew for each request, twice. */
  metadata: OfAskers<Metadata>;
}

class OfAskers<Value> {
  private readonly values = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  set(key: string, value: Value): void {
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > 100 && oldest !== undefined) this.values.delete(oldest);
  }
}

/** Policies may look at any claim; but for when the token was signed, and until when it is valid. */
const keyOf = (
  { securityContext }: Context,
  { compilerVersion = '' }: CompilerApi,
  details: object = {},
): string =>
  JSON.stringify([compilerVersion, { ...securityContext, exp: undefined, iat: undefined }, details]);

/** By what an analyst may group times: groups by anything finer list the moments themselves. */
const coarseGranularities = ['day', 'week', 'month', 'quarter', 'year'];

/** An analyst sees numbers, and no list of the rows behind them. */
function refuseLists(query: unknown, members: Map<string, MetaMember>): void {
  const isTime = (name: string): boolean => members.get(name)?.type === 'time';
  const refuseUnlessCoarse = (dimension: string, granularity: unknown): void => {
    if (coarseGranularities.includes(String(granularity))) return;
    throw new PermissionError(
      `${dimension} ${granularity ? `by ${granularity}` : 'without a granularity'} lists rows, which is not for analysts. Ask for it by ${coarseGranularities.join(', ')}: as ${dimension}.day, or in timeDimensions.`,
    );
  };
  for (const one of [query].flat() as Listing[]) {
    if (one.ungrouped) {
      throw new PermissionError('A query that is ungrouped lists rows, which is not for analysts.');
    }
    for (const { dimension, granularity } of one.timeDimensions ?? []) {
      if (granularity) refuseUnlessCoarse(dimension, granularity);
    }
    for (const asked of [...(one.dimensions ?? []), ...(one.measures ?? [])]) {
      const granularity = isExpression(asked) ? undefined : asked.split('.')[2];
      for (const name of namedMembers({ dimensions: [asked] })) {
        if (isTime(name)) refuseUnlessCoarse(name, granularity);
      }
    }
  }
}

/** What may list rows in a query that has been checked. */
interface Listing {
  ungrouped?: boolean;
  timeDimensions?: { dimension: string; granularity?: string }[];
  dimensions?: string[];
  measures?: string[];
}

function requireAdmin(context: Context): void {
  if (!isAdmin(context)) throw handlerError(403, 'Forbidden', 'This is for admins.');
}

const isAdmin = ({ securityContext }: Context): boolean => identityOf(securityContext)?.role === 'admin';

type Metadata = MetaCube[] | { cubes: MetaCube[] };

const visibleMembers = new WeakMap<Metadata, Map<string, MetaMember>>();

/** The members that are visible in some metadata, by their names. */
function visibleIn(metadata: Metadata): Map<string, MetaMember> {
  const visible =
    visibleMembers.get(metadata) ??
    new Map(
      cubesOf(metadata)
        .flatMap(membersOf)
        .flatMap((member) => (member.isVisible ? [[member.name, member]] : [])),
    );
  visibleMembers.set(metadata, visible);
  return visible;
}

const cubesOf = (meta: Metadata): MetaCube[] => (Array.isArray(meta) ? meta : meta.cubes);

const membersOf = ({ config }: MetaCube): MetaMember[] => [
  ...config.measures,
  ...config.dimensions,
  ...config.segments,
];
