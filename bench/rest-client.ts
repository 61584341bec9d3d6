import type { Query } from '@cubejs-client/core';

type Row = Record<string, unknown>;

/** More rows than there are, as Cube limits each answer: it tells the SQL of these requests from any other. */
export const rowLimit = 10_007;

/** A client of a REST API of Cube's kind. */
export class RestClient {
  /**
   * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
   * @param token a token that the server accepts
   */
  constructor(
    private readonly apiUrl: string,
    private readonly options: { token?: string; limit?: number } = {},
  ) {}

  /**
   * @param cache whether an answer in a cache of results is good enough: Cube's own words for it
   * @throws with the server's words, where it doesn't answer with rows
   */
  async load(query: Query, cache: 'no-cache' | 'stale-if-slow' = 'no-cache'): Promise<Row[]> {
    const { token, limit } = this.options;
    // What takes Cube longer than ten seconds is asked for again.
    for (;;) {
      const response = await fetch(`${this.apiUrl}/load`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: token }),
          // Where drizzle-cube looks for it.
          'x-cache-control': cache,
        },
        body: JSON.stringify({ query: { ...query, limit }, cache }),
      });
      const body = (await response.json()) as { error?: string; data?: Row[]; results?: { data: Row[] }[] };
      if (body.error === 'Continue wait') continue;
      // drizzle-cube answers a request as Cube answers one of several queries.
      const rows = body.data ?? body.results?.[0]?.data;
      if (!response.ok || !rows) throw new Error(body.error ?? `HTTP status ${response.status}`);
      return rows;
    }
  }
}
