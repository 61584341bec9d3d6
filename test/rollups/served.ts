import type { Query } from '@cubejs-client/core';
import { serving } from '../harness/cube.ts';
import { cubeApi } from '../harness/query.ts';
import type { ServedRow } from '../oracle/differences.ts';

/** A server over a database whose rollups are made of the source tables, and not of outcomes, which have tests of their own. */
export const servingWithoutOutcomes = (...database: Parameters<typeof serving>): Record<string, string> => ({
  ...serving(...database),
  ACTIVATION_OUTCOMES: 'false',
});

/** An answer, and the rollups that it was read from. */
export interface Answered {
  rows: ServedRow[];
  /** Tables, e.g. `rollups.users_r1`; empty where the source tables were read. */
  rollups: string[];
}

/** Asks a server, through Cube's REST API. */
export async function ask(query: Query, url?: string, token?: string): Promise<Answered> {
  const result = await cubeApi(url, token).load(query);
  const { results } = result.serialize().loadResponse as { results: { usedPreAggregations?: object }[] };
  return { rows: result.rawData(), rollups: Object.keys(results[0]?.usedPreAggregations ?? {}) };
}
