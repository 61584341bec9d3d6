import type { Definitions } from '../../src/config/definitions.ts';
import { contract } from '../oracle/contract.ts';
import { type Granularity, granularities } from '../oracle/local-time.ts';
import type { Question } from '../oracle/question.ts';
import { views } from './views.ts';

/** A question as rollups answer it: a median of parts says nothing of the whole, so that no rollup holds it. */
export const withoutMedians = <Asked extends Question>(question: Asked): Asked & { measures: string[] } => ({
  ...question,
  measures: (question.measures ?? []).filter((measure) => !measure.includes('.median')),
});

/**
 * Every view with all its measures: in total, by each of its dimensions, by each granularity of each of its time
 * dimensions, and by both.
 */
export function breakdowns(
  definitions: Definitions,
  chosen: readonly Granularity[] = granularities,
): Question[] {
  const cubes = contract(definitions, 0);
  return views.flatMap((view) => {
    const cube = cubes[view];
    if (!cube) throw new Error(`The contract has no ${view}`);
    const paths = (members: object): string[] => Object.keys(members).map((name) => `${view}.${name}`);
    const measures = paths(cube.measures);
    const dimensions = [[], ...paths(cube.dimensions).map((dimension) => [dimension])];
    const times = [
      [],
      ...paths(cube.times).flatMap((dimension) => chosen.map((granularity) => [{ dimension, granularity }])),
    ];
    return dimensions.flatMap((by) =>
      times.map((timeDimensions) => ({ measures, dimensions: by, timeDimensions })),
    );
  });
}
