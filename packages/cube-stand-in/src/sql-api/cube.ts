import { randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionContext, SQLInterfaceOptions } from '@cubejs-backend/native';
import { type Cell, type RawResult, type TransformRequest, transformResult } from '../result-transform.ts';
import type { Meta } from './catalogue.ts';
import { refusal, SqlError } from './sql-error.ts';

/** A filter of Cube's REST API. */
export type CubeFilter =
  | { member: string; operator: string; values?: string[] }
  | { and: CubeFilter[] }
  | { or: CubeFilter[] };

/** A query of Cube's REST API, as far as the SQL API asks any. */
export interface CubeQuery {
  measures: string[];
  dimensions: string[];
  timeDimensions: { dimension: string; granularity?: string; dateRange?: [string, string] }[];
  filters: CubeFilter[];
  segments: string[];
  /** Whether it asks for rows rather than groups. */
  ungrouped?: boolean;
  limit?: number;
  offset?: number;
  timezone?: string;
}

/** What a statement asks Cube by, that Cube doesn't answer itself. */
export interface CubeStatement {
  /** @throws {SqlError} with Cube's reason where it refuses the query */
  sql(query: CubeQuery): Promise<{ sql: string; values: unknown[] }>;
}

/** The rows of an answer, by column; the columns have the names of members, with the granularity of times. */
export type CubeAnswer = ReadonlyMap<string, Cell[]>;

/** The most rows that Cube gives in one answer. */
export const rowLimit = (): number => Number(process.env.CUBEJS_DB_QUERY_LIMIT ?? 50_000);

/** Cube, as one signed-in user of the SQL API is served by it: its own authentication, policies, rollups and caches. */
export class CubeUser {
  private constructor(
    private readonly options: SQLInterfaceOptions,
    private readonly session: SessionContext,
    private readonly appName: string,
  ) {}

  /**
   * Signs a user in, by Cube's `checkSqlAuth`.
   *
   * @throws {SqlError} where the password isn't the user's, or the user may not use the SQL API
   */
  static async signIn(
    options: SQLInterfaceOptions,
    { user, password, appName }: { user: string; password: string; appName: string },
  ): Promise<CubeUser> {
    const wrong = (hint?: string): SqlError =>
      new SqlError('28P01', `password authentication failed for user "${user}"`, hint);
    const request = {
      id: requestId(),
      meta: undefined,
      protocol: 'postgres',
      method: 'password',
      apiType: 'sql',
    };
    const answer = await Promise.resolve(options.checkSqlAuth({ request, user, password })).catch((error) => {
      // What has a status is said to whoever asks: that the password is to be a token.
      throw wrong(hasStatus(error) ? error.message : undefined);
    });
    if (!answer.skipPasswordCheck && !isSame(answer.password, password)) throw wrong();
    const { securityContext, superuser } = answer;
    const scopes = await options.contextToApiScopes({ securityContext });
    if (!scopes.includes('sql')) throw new SqlError('28000', `user "${user}" may not use the SQL API`);
    return new CubeUser(options, { user, superuser, securityContext }, appName);
  }

  /** Who it is, in however many sessions: the subject of a token, and the name of whoever has none. */
  get person(): string {
    const { user, securityContext } = this.session as { user: string; securityContext?: { sub?: unknown } };
    return String(securityContext?.sub ?? user);
  }

  /** The views and members that the user may see. */
  async meta(): Promise<Meta> {
    const { cubes, compilerId } = (await this.ask(() =>
      this.options.meta({ request: this.request(), session: this.session }),
    )) as Meta;
    return {
      ...(compilerId !== undefined && { compilerId }),
      cubes: cubes.filter(isPublic).map(publicMembers),
    };
  }

  /** What changes when {@link meta} does. */
  async metaVersion(): Promise<string | undefined> {
    const { compilerId } = (await this.ask(() =>
      this.options.meta({ request: this.request(), session: this.session, onlyCompilerId: true }),
    )) as Meta;
    return compilerId;
  }

  /**
   * Cube's answer to a query.
   *
   * @throws {SqlError} with Cube's reason where it refuses the query
   */
  async load(query: CubeQuery, signal: AbortSignal): Promise<CubeAnswer> {
    const request = this.request();
    for (;;) {
      const asked = this.options.sqlApiLoad({
        request,
        session: this.session,
        // Times are as in UTC everywhere, whatever time zone the session displays others in.
        query: { ...query, order: [], timezone: 'UTC' },
        queryKey: null,
        sqlQuery: null,
        streaming: false,
        cacheMode: 'stale-if-slow',
      });
      const answer = await this.ask(() => Promise.race([asked, aborted(signal)])).catch((error) => {
        if (error.message === 'Continue wait') return undefined;
        throw error;
      });
      if (answer !== undefined) return columnsOf(answer as ResultArray);
      await pause(50, undefined, { signal });
    }
  }

  /**
   * Asks for the SQL of a statement's parts: for a query, that which Cube itself writes, with the asker's policies in
   * it. It is one request of Cube's, however many queries it is.
   */
  statement(): CubeStatement {
    const { id, ...request } = this.request();
    let span = 0;
    return {
      sql: async (query) => {
        span += 1;
        const answer = (await this.ask(() =>
          this.options.sql({
            request: { ...request, id: id.replace(/\d+$/, String(span)) },
            session: this.session,
            query: { ...query, order: [] },
            memberToAlias: {},
            expressionParams: [],
          }),
        )) as SqlAnswer;
        const {
          sql: [sql, values],
          preAggregations = [],
        } = answer.sql;
        if (preAggregations.length > 0) throw new Error('Cube wrote SQL that reads a rollup.');
        return { sql, values };
      },
    };
  }

  private request() {
    return {
      id: requestId(),
      meta: { protocol: 'postgres', apiType: 'sql', appName: this.appName },
    } as { id: string; meta: never };
  }

  private async ask(call: () => unknown): Promise<unknown> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof SqlError) throw error;
      const { message } = error as { message?: unknown };
      if (/invalid input syntax for type (integer|bigint|smallint)/.test(String(message))) {
        throw refusal('Cube compares a column of whole numbers with whole numbers only', 'Round the number.');
      }
      const text = typeof message === 'string' ? message : JSON.stringify(error);
      const { sqlState } = error as { sqlState?: string };
      throw new SqlError(sqlState ?? ((hasStatus(error) && codes[error.status]) || 'XX000'), text);
    }
  }
}

/** The SQLSTATEs of the statuses that Cube's REST API answers with. */
const codes: Partial<Record<number, string>> = {
  400: '22023',
  401: '28000',
  403: '42501',
  429: '53400',
  501: '0A000',
  503: '57P03',
  504: '57014',
};

const hasStatus = (error: unknown): error is { status: number; message: string } =>
  typeof (error as { status?: unknown }).status === 'number';

const requestId = (): string => `${randomUUID()}-span-1`;

function isSame(expected: string | null | undefined, given: string): boolean {
  if (typeof expected !== 'string') return false;
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** In development mode Cube's meta has what isn't public, too. */
const isPublic = (item: { isVisible?: boolean; public?: boolean }): boolean =>
  item.isVisible !== false && item.public !== false;

const publicMembers = (cube: Meta['cubes'][number]): Meta['cubes'][number] => ({
  ...cube,
  measures: cube.measures.filter(isPublic),
  dimensions: cube.dimensions.filter(isPublic),
  segments: cube.segments.filter(isPublic),
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What Cube's gateway answers `sqlApiLoad` with: the driver's rows, and how to read them. */
interface ResultArray {
  getResults(): { getTransformData(): [TransformRequest]; getRawData(): [Buffer] }[];
}

/** What Cube's gateway answers `sql` with. */
interface SqlAnswer {
  sql: { sql: [sql: string, values: unknown[]]; preAggregations?: unknown[] };
}

function columnsOf(answer: ResultArray): CubeAnswer {
  const [result] = answer.getResults();
  if (!result) throw new Error('Cube answered without a result.');
  const [request] = result.getTransformData();
  const [raw] = result.getRawData();
  const { members, columns } = transformResult(
    { ...request, resType: 'columnar' },
    JSON.parse(raw.toString()) as RawResult,
  ) as { members: string[]; columns: Cell[][] };
  return new Map(members.map((member, index) => [member, columns[index] ?? []]));
}
