import type { Cell } from '../result-transform.ts';
import type { ViewColumn } from './catalogue.ts';
import { type CubeAnswer, type CubeQuery, type CubeUser, rowLimit } from './cube.ts';
import type { Fetch, FetchColumn } from './fetch.ts';

/**
 * Asks Cube for all the groups of a fetch.
 *
 * @returns them in JSON; nothing where there are more than Cube gives in one answer
 */
export async function groupsOf(
  fetch: Fetch,
  user: CubeUser,
  signal: AbortSignal,
): Promise<string | undefined> {
  const most = rowLimit();
  const answer = await user.load({ ...cubeQuery(fetch), limit: most }, signal);
  const count = answer.values().next().value?.length ?? 0;
  // As many as Cube gives may be all, or not.
  if (count >= most) return undefined;
  const values = fetch.columns.map((column) => ({ name: column.name, cells: cellsOf(column, answer) }));
  return JSON.stringify(
    Array.from({ length: count }, (_, index) =>
      Object.fromEntries(values.map(({ name, cells }) => [name, cells[index] ?? null])),
    ),
  );
}

function cubeQuery({ columns, filters, segments }: Fetch): CubeQuery {
  const ofKind = (kind: ViewColumn['kind']): string[] =>
    columns
      .filter(({ column, granularity }) => column.kind === kind && !granularity)
      .map(({ column }) => column.member);
  return {
    measures: ofKind('measure'),
    dimensions: ofKind('dimension'),
    timeDimensions: columns.flatMap(({ column, granularity }) =>
      granularity ? [{ dimension: column.member, granularity }] : [],
    ),
    filters,
    segments,
  };
}

function cellsOf({ column, granularity }: FetchColumn, answer: CubeAnswer): readonly Cell[] {
  const cells = answer.get(granularity ? `${column.member}.${granularity}` : column.member);
  // An answer without rows has no columns either.
  if (!cells && answer.size > 0) throw new Error(`Cube answered without ${column.member}.`);
  return cells ?? [];
}
