import cube, { type CubeApi, type Query, RequestError } from '@cubejs-client/core';
import { type View, viewsOf } from '../kpis/served-model.ts';
import { Refusal } from './refusal.ts';

/** How long an agent waits for an answer: longer than that, its client has given up. */
const patienceMs = 120_000;

/** A value as Cube sends it; numbers are text. */
export type Served = string | number | boolean | null;

export interface ServedAnswer {
  rows: Record<string, Served>[];
  /** When the database or the rollup was read that it is from. */
  lastRefreshTime: string;
}

/** What a server would run: text with its parameters, over source tables or over rollups. */
export interface ServedSql {
  sql: [text: string, parameters: unknown[]];
  preAggregations: { tableName: string; loadSql?: [text: string, parameters: unknown[], options?: object] }[];
}

/** A server's REST API on behalf of one asker: who they are, what they see and how much they may ask is its affair. */
export class RestApi {
  private readonly api: CubeApi;

  /**
   * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
   * @param authorization the asker's own, as the header has it
   * @param signal ends when the asker goes away
   */
  constructor(
    apiUrl: string,
    authorization = '',
    private readonly signal?: AbortSignal,
  ) {
    this.api = cube(authorization, { apiUrl });
  }

  /** The views that the asker sees, with the members that they see. */
  async views(): Promise<View[]> {
    const { cubes } = await this.ask((signal) => this.api.meta({ signal, onlyViews: true }));
    // A server may know nothing of asking for views alone.
    return viewsOf(cubes);
  }

  async load(query: Query): Promise<ServedAnswer> {
    const result = await this.ask((signal) => this.api.load(query, { signal }));
    const lastRefreshTime = result.serialize().loadResponse.results[0]?.lastRefreshTime ?? '';
    return { rows: result.rawData() as ServedAnswer['rows'], lastRefreshTime };
  }

  async sql(query: Query): Promise<ServedSql> {
    return (await this.ask((signal) => this.api.sql(query, { signal }))).rawQuery() as unknown as ServedSql;
  }

  private async ask<Answer>(request: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const patience = AbortSignal.timeout(patienceMs);
    try {
      return await request(this.signal ? AbortSignal.any([this.signal, patience]) : patience);
    } catch (error) {
      if (patience.aborted) {
        throw new Refusal(
          `It took longer than ${patienceMs / 1000} s. Ask for a shorter period or fewer dimensions.`,
        );
      }
      if (!(error instanceof RequestError)) throw error;
      if (error.status === undefined) throw new Refusal("The server can't be reached. Is it running?");
      throw new Refusal(`The server refuses it (${error.status}): ${error.message}`);
    }
  }
}
