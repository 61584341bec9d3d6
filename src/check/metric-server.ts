import cube, { type CacheMode, type Cube, type CubeApi, type Query } from '@cubejs-client/core';
import { ActionableError } from '../actionable-error.ts';
import type { ServedView } from './headline-queries.ts';
import type { Row } from './slice.ts';

/** How long one answer may take, unless told. */
const defaultTimeoutMs = 5 * 60_000;

/** What a server has to offer. */
export interface ServedModel {
  views: ServedView[];
  /** The measures that are percentages, whose tolerance is in percentage points. */
  percentages: ReadonlySet<string>;
  /** The unit of each measure that has one: `percent`, `hours`. */
  units: ReadonlyMap<string, string>;
}

/** A running Cube server as a check sees it; whatever goes wrong with it is an {@link ActionableError}. */
export class MetricServer {
  readonly apiUrl: string;
  private readonly api: CubeApi;
  private readonly timeoutMs: number;

  /**
   * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
   * @param token a JSON web token that the server accepts; a server in development needs none
   */
  constructor(apiUrl: string, token = '', timeoutMs = defaultTimeoutMs) {
    this.apiUrl = checkedUrl(apiUrl);
    this.api = cube(token, { apiUrl: this.apiUrl });
    this.timeoutMs = timeoutMs;
  }

  /** Reads the model's cubes and views, as far as the token shows them. */
  async cubes(): Promise<Cube[]> {
    return (await this.ask('Reading the model', (signal) => this.api.meta({ signal }))).cubes;
  }

  /** Reads which views and measures there are. */
  async model(): Promise<ServedModel> {
    const cubes = await this.cubes();
    const units = new Map(
      cubes
        .flatMap(({ measures }) => measures)
        .flatMap(({ name, meta }) => {
          const unit = unitOf(meta);
          return typeof unit === 'string' ? [[name, unit] as const] : [];
        }),
    );
    return {
      views: cubes
        .filter(({ type }) => type === 'view')
        .map(({ name, measures, dimensions, meta }) => ({
          name,
          meta,
          measures: measures.map((measure) => measure.name),
          dimensions: dimensions.map((dimension) => dimension.name),
        })),
      percentages: new Set([...units].flatMap(([name, unit]) => (unit === 'percent' ? [name] : []))),
      units,
    };
  }

  /** Runs a query, unless told past results that the server has in its cache but knows to be old. */
  async load(name: string, query: Query, cache: CacheMode = 'must-revalidate'): Promise<Row[]> {
    const what = `The query "${name}"`;
    const { rows, limit } = await this.ask(what, async (signal) => {
      const result = await this.api.load(query, { signal, cache });
      const rowLimit: unknown = result.serialize().loadResponse.results[0]?.query.limit;
      return { rows: result.rawData() as Row[], limit: rowLimit };
    });
    if (typeof limit === 'number' && rows.length >= limit) {
      throw new ActionableError(
        `${what} was cut off: ${this.apiUrl} sends at most ${limit} rows. Ask for fewer by a coarser granularity, fewer dimensions or a date range.`,
      );
    }
    return rows;
  }

  /** Whether a rollup answers a query, or the source tables have to be read. */
  async isRolledUp(query: Query): Promise<boolean> {
    const planned = await this.ask('Planning a query', (signal) => this.api.sql(query, { signal }));
    return planned.rawQuery().preAggregations.length > 0;
  }

  private async ask<Answer>(
    what: string,
    request: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      return await request(signal);
    } catch (error) {
      if (error instanceof ActionableError) throw error;
      throw new ActionableError(this.explain(what, error, signal.aborted), { cause: error });
    }
  }

  private explain(what: string, error: unknown, isTooLate: boolean): string {
    const { apiUrl } = this;
    if (isTooLate) return `${what} took longer than ${this.timeoutMs / 1000} s at ${apiUrl}.`;
    const message = error instanceof Error ? error.message : String(error);
    const status = statusOf(error);
    if (status === undefined && message === 'network Error') {
      return `No server answers at ${apiUrl}. Start it (npx activation start), or name another one with --url.`;
    }
    if (status === 401 || status === 403) {
      return `${apiUrl} refuses access (${status}: ${message}). Pass a JSON web token that it accepts with --token.`;
    }
    if (status === undefined || status === 404) {
      return `${apiUrl} isn't Cube's REST API${status ? ` (${status})` : ''}: --url usually ends in /cubejs-api/v1.`;
    }
    return `${what} failed at ${apiUrl} (${status}): ${message}`;
  }
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ActionableError(
      `--url is ${text}, which is no address like http://localhost:4000/cubejs-api/v1.`,
    );
  }
  // A password would show in logs, and fetch refuses it anyway.
  if (url.username || url.password) {
    throw new ActionableError('--url holds a name or a password. Leave them out, and sign in with --token.');
  }
  return url.href.replace(/\/+$/, '');
}

const unitOf = (meta: unknown): unknown =>
  typeof meta === 'object' && meta !== null && 'unit' in meta ? meta.unit : undefined;

/** The HTTP status of an answer that Cube's client took for an error. */
function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
