import cube, { type Query } from '@cubejs-client/core';
import { inject } from 'vitest';
import { type ModelMembers, modelMembers } from '../oracle/askable.ts';

type Row = Record<string, string | number | boolean | null>;

/**
 * The shared server's REST API, through Cube's own client. No connection is kept: the server closes one that idles, and
 * a test that computes meanwhile wouldn't notice before it asks again.
 */
export const cubeApi = (url = inject('cubeUrl'), token = '') =>
  cube(token, { apiUrl: `${url}/cubejs-api/v1`, headers: { Connection: 'close' } });

/** The members that a server has: the shared one unless told. */
export const servedMembers = async (url?: string, token?: string): Promise<ModelMembers> =>
  modelMembers((await cubeApi(url, token).meta()).cubes);

/** A query's rows, as the server sends them. */
export async function rows(query: Query, url?: string): Promise<Row[]> {
  const result = await cubeApi(url).load(query);
  return result.rawData();
}

/** One measure's value as a number, over everything or a slice; null stays null. */
export async function value(measure: string, slice: Query = {}, url?: string): Promise<number | null> {
  const [row] = await rows({ ...slice, measures: [measure] }, url);
  const found = row?.[measure];
  return found === null || found === undefined ? null : Number(found);
}

/** The slice in which a member has a value. */
export const where = (member: string, ...values: string[]): Query => ({
  filters: [{ member, operator: 'equals', values }],
});
