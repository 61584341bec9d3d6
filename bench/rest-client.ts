import type { Query } from '@cubejs-client/core';

type Row = Record<string, unknown>;

/** A client of a REST API of Cube's kind, that no answer in a cache is good enough for. */
export class RestClient {
  private requests = 0;

  /**
   * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
   * @param token a token that the server accepts
   */
  constructor(
    private readonly apiUrl: string,
    private readonly token?: string,
  ) {}

  /**
   * The limit of the next request: far above the number of rows, and another one each time. So the SQL is another
   * one, which no cache has, and no two requests of the same moment share an answer.
   */
  get nextLimit(): number {
    return 10_000 + ((this.requests + 1) % 40_000);
  }

  /** @throws with the server's words, where it doesn't answer with rows */
  async load(query: Query): Promise<Row[]> {
    const limit = this.nextLimit;
    this.requests += 1;
    // What takes Cube longer than ten seconds is asked for again.
    for (;;) {
      const response = await fetch(`${this.apiUrl}/load`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(this.token === undefined ? {} : { authorization: this.token }),
        },
        // Cube's own word for leaving the cache of results aside; rollups are used as they are.
        body: JSON.stringify({ query: { ...query, limit }, cache: 'no-cache' }),
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
