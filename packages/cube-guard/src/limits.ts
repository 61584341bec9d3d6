import { methodsOf, type Reach } from 'cube-fixes';
import { handlerError } from 'cube-fixes/handler-error';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Context, DataRequest, Gateway } from './gateway.ts';
import { apiGateway } from './places.ts';
import { queriesIn } from './query-limits.ts';
import { SettingError } from './setting-error.ts';

/** How much may be asked, by variables of the environment. */
export interface Limits {
  /** `ACTIVATION_QUERIES_AT_ONCE`: queries of one identity that may be on their way together. */
  queriesAtOnce: number;
  /** `ACTIVATION_ALL_QUERIES_AT_ONCE`: queries of everybody together. */
  allQueriesAtOnce: number;
  /** `ACTIVATION_HEAVY_QUERIES_PER_MINUTE`: of one identity, queries that {@link isHeavy} says are. */
  heavyQueriesPerMinute: number;
  /** `ACTIVATION_QUERIES_PER_REQUEST`: queries that one request may hold, compared date ranges included. */
  queriesPerRequest: number;
}

const variables: { [Limit in keyof Limits]: [variable: string, otherwise: number] } = {
  queriesAtOnce: ['ACTIVATION_QUERIES_AT_ONCE', 50],
  allQueriesAtOnce: ['ACTIVATION_ALL_QUERIES_AT_ONCE', 500],
  heavyQueriesPerMinute: ['ACTIVATION_HEAVY_QUERIES_PER_MINUTE', 60],
  queriesPerRequest: ['ACTIVATION_QUERIES_PER_REQUEST', 20],
};

/** @throws {SettingError} where a variable is no whole number above 0 */
export function readLimits(env: NodeJS.ProcessEnv = process.env): Limits {
  const limits = Object.entries(variables).map(([limit, [variable, otherwise]]) => {
    const number = Number(env[variable] || otherwise);
    if (!Number.isInteger(number) || number < 1) {
      throw new SettingError(`${variable} is ${env[variable]}, which is no whole number above 0.`);
    }
    return [limit, number];
  });
  return Object.fromEntries(limits) as Limits;
}

export const numberOfQueries: Reach = {
  name: 'number-of-queries',
  defect: 'It answers whoever asks as much as they ask, until nobody else is answered.',
  places: methodsOf('ApiGateway', apiGateway, {
    load: '5edccdc45706',
    sqlApiLoad: '4946cefaa626',
    dryRun: '6124f06f7073',
    sql: '2146344fafe5',
    stream: '131cc2aabd7d',
  }),
};

/** Has Cube's gateway refuse what is over the limits, naming the variable, before it does any work. */
export function limitQueries(gateway: Gateway, limits: Limits): void {
  const turnstile = new Turnstile(limits);
  const handleError = gateway.handleError.bind(gateway);
  gateway.handleError = (failure) => {
    if (failure.e.error === 'Continue wait' && failure.context) {
      turnstile.expect({ context: failure.context, query: failure.query });
    }
    return handleError(failure);
  };
  for (const method of ['load', 'sqlApiLoad', 'dryRun', 'sql'] as const) {
    const answer = gateway[method].bind(gateway);
    gateway[method] = (request) =>
      turnstile
        .pass(request, () => answer(request), isHeavyBy[method](request))
        .catch(answered(gateway, request));
  }
  const stream = gateway.stream.bind(gateway);
  gateway.stream = (context, query) =>
    turnstile.pass({ context, query }, () => stream(context, query), isHeavy({ context, query }));
}

/** Whether a request is heavy, by what it asks. */
const isHeavyBy: Record<'load' | 'sqlApiLoad' | 'dryRun' | 'sql', (request: DataRequest) => boolean> = {
  load: isHeavy,
  sqlApiLoad: isHeavy,
  // It plans a query, and reads no rows.
  dryRun: () => false,
  // So does this, unless the SQL API asks: it reads the rows behind a query by itself, past the cache and the rollups. A
  // statement may ask for the SQL of several queries, in as many spans of one request, and counts once.
  sql: ({ context, memberExpressions }) =>
    memberExpressions === true && /-span-1$/.test(context.requestId ?? ''),
};

const answered =
  (gateway: Gateway, { context, query, res }: DataRequest) =>
  (e: Error): void => {
    gateway.handleError({ e, context, query, res });
  };

/** Counts who is inside. */
class Turnstile {
  private readonly inside = new Map<string, number>();
  private all = 0;
  private readonly heavy: RateLimiterMemory;
  /** Who was told to ask the same again. */
  private readonly expected = new Set<string>();

  constructor(private readonly limits: Limits) {
    this.heavy = new RateLimiterMemory({ points: limits.heavyQueriesPerMinute, duration: 60 });
  }

  /** Whoever is told to wait is counted once, however often they ask. */
  expect(request: Pick<DataRequest, 'context' | 'query'>): void {
    this.expected.add(keyOf(request));
    // Some never ask again.
    if (this.expected.size > mostExpected)
      this.expected.delete(this.expected.values().next().value as string);
  }

  /**
   * Lets a request in for as long as it runs, which counts as the queries that it holds.
   *
   * @throws with status 429 where the asker, or everybody together, asks for too much
   */
  async pass<Result>(
    request: Pick<DataRequest, 'context' | 'query'>,
    run: () => Promise<Result>,
    isHeavy: boolean,
  ): Promise<Result> {
    const { queriesAtOnce, allQueriesAtOnce, heavyQueriesPerMinute } = this.limits;
    const asker = askerOf(request.context);
    const theirs = this.inside.get(asker) ?? 0;
    const number = Math.max(1, queriesIn(asQueries(request.query)));
    // Whoever has nothing else on its way may send what one request may hold.
    if (theirs > 0 && theirs + number > queriesAtOnce) {
      throw tooMuch(`You have ${theirs} queries on their way (ACTIVATION_QUERIES_AT_ONCE). Wait for one.`);
    }
    if (this.all > 0 && this.all + number > allQueriesAtOnce) {
      throw tooMuch(
        'The server has as many queries as it takes (ACTIVATION_ALL_QUERIES_AT_ONCE). Try again.',
      );
    }
    this.inside.set(asker, theirs + number);
    this.all += number;
    try {
      if (isHeavy && !this.expected.delete(keyOf(request))) {
        await this.heavy.consume(asker).catch(({ msBeforeNext }: RateLimiterRes) => {
          throw tooMuch(
            `You asked ${heavyQueriesPerMinute} heavy queries within a minute (ACTIVATION_HEAVY_QUERIES_PER_MINUTE): past the cache or the rollups, of single rows, with a total or of many rows. Try again in ${Math.ceil(msBeforeNext / 1000)} seconds.`,
          );
        });
      }
      return await run();
    } finally {
      const left = (this.inside.get(asker) ?? number) - number;
      if (left === 0) this.inside.delete(asker);
      else this.inside.set(asker, left);
      this.all -= number;
    }
  }
}

const mostExpected = 10_000;

const keyOf = ({ context, query }: Pick<DataRequest, 'context' | 'query'>): string =>
  JSON.stringify([askerOf(context), asQueries(query)]);

/** Whom the token speaks of, and what it shows them. */
const askerOf = ({ securityContext }: Context): string =>
  JSON.stringify([securityContext?.sub, securityContext?.role, securityContext?.account_ids]);

/**
 * Whether a query goes past the cache, or asks for what grows with the rows: single rows, totals, many rows. Of SQL the
 * number of rows says nothing: each SELECT without LIMIT asks for as many groups as there may be.
 */
export function isHeavy({
  query,
  cacheMode,
  cache,
  context,
}: Pick<DataRequest, 'query' | 'cacheMode' | 'cache'> & { context?: Context }): boolean {
  const most = Number(process.env.CUBEJS_DB_QUERY_DEFAULT_LIMIT ?? defaultLimit);
  const freshly = (mode: unknown): boolean => mode === 'no-cache' || mode === 'must-revalidate';
  return asQueries(query).some(
    (one) =>
      freshly(cacheMode ?? cache ?? one.cache) ||
      one.ungrouped === true ||
      one.total === true ||
      (Number(one.limit ?? 0) > most && context?.apiType !== 'sql'),
  );
}

/** The rows that Cube gives where a query doesn't say, and `CUBEJS_DB_QUERY_DEFAULT_LIMIT` doesn't either. */
const defaultLimit = 10_000;

interface Query {
  cache?: unknown;
  ungrouped?: unknown;
  total?: unknown;
  limit?: unknown;
}

/** What can't be parsed is refused by Cube. */
function asQueries(query: unknown): Query[] {
  let parsed = query;
  if (typeof query === 'string') {
    try {
      parsed = JSON.parse(query);
    } catch {
      return [];
    }
  }
  return [parsed].flat().filter((one): one is Query => typeof one === 'object' && one !== null);
}

const tooMuch = (message: string): Error => handlerError(429, 'Too Many Requests', message);
