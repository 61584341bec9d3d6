import type { Microseconds, OracleRows } from './source-rows.ts';
import type { Value } from './value.ts';

/** What a dimension other than time holds. Null is a value like any other: a group of its own (rule 7). */
export type Cell = string | number | boolean | null;

/** A cube or a view of the contract: its rows, and what can be asked of them. */
export interface OracleCube<Row> {
  rows: (source: OracleRows) => Row[];
  dimensions: Record<string, (row: Row) => Cell>;
  times: Record<string, (row: Row) => Microseconds | null>;
  segments: Record<string, (row: Row) => boolean>;
  measures: Record<string, (rows: readonly Row[]) => Value>;
  /** Dimensions that every question is by: without them the measures mean nothing. */
  needs?: readonly string[];
}

/** A cube of whichever rows. The names of its members are all that is known outside of it. */
export type AnyCube = OracleCube<unknown>;

/** Forgets which rows a cube has; nobody outside of it makes any. */
export const anyCube = <Row>(cube: OracleCube<Row>): AnyCube => cube as unknown as AnyCube;

/** A cube's members by other names, or a part of them: what a view is. */
export function view<Row>(
  cube: OracleCube<Row>,
  { measures, dimensions, times, segments = [] }: ViewMembers,
): AnyCube {
  return anyCube({
    rows: cube.rows,
    measures: picked(cube.measures, measures),
    dimensions: picked(cube.dimensions, dimensions),
    times: picked(cube.times, times),
    segments: picked(cube.segments, segments),
  });
}

/** A member's name, or its names in the view and in the cube. */
type ViewMember = string | readonly [inView: string, inCube: string];

interface ViewMembers {
  measures: readonly ViewMember[];
  dimensions: readonly ViewMember[];
  times: readonly ViewMember[];
  segments?: readonly ViewMember[];
}

function picked<Member>(
  members: Record<string, Member>,
  names: readonly ViewMember[],
): Record<string, Member> {
  return Object.fromEntries(
    names.map((name) => {
      const [inView, inCube] = typeof name === 'string' ? [name, name] : name;
      const member = members[inCube];
      if (!member) throw new Error(`The cube has no ${inCube}`);
      return [inView, member];
    }),
  );
}
