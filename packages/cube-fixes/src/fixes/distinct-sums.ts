import { type BaseQuery, PreAggregations } from '@cubejs-backend/schema-compiler';
import type { DistinctUnits } from '../distinct-units.ts';
import { type Fix, methodsOf } from '../fix.ts';
import {
  type AskedFor,
  type Holding,
  MarkedRollups,
  ownsRollup,
  type RollupMatch,
} from '../rollup-matching.ts';

/** The model tells over which dimensions distinct counts add up, in the `meta` of its cubes. */
export class DistinctSums extends MarkedRollups {
  override rollupMatchResults(): RollupMatch[] {
    const matches = super.rollupMatchResults();
    return matches.some(({ canUsePreAggregation }) => canUsePreAggregation)
      ? matches
      : this.withSums(matches);
  }

  /** With those that answer the query, too, of which Cube doesn't know that their distinct counts add up. */
  withSums(matches: RollupMatch[]): RollupMatch[] {
    const asked = PreAggregations.transformQueryToCanUseForm(this.query);
    return matches.map((match) =>
      match.preAggregation.type === 'rollup' &&
      !match.canUsePreAggregation &&
      ownsRollup(this.query, match) &&
      addsUp(this.query, asked, match.references)
        ? { ...match, canUsePreAggregation: true, leafMeasureMatch: false }
        : match,
    );
  }
}

/** An account is in one plan tier, so that the counts of the tiers add up to that of all accounts. */
export const distinctSums: Fix = {
  name: 'distinct-sums',
  defect:
    "It answers a distinct count only from a rollup with the very dimensions of the query, as it can't know over which dimensions distinct counts add up.",
  places: methodsOf('PreAggregations', () => PreAggregations.prototype, {
    rollupMatchResults: 'e48cbce7cfa9',
  }),
  overrides: [DistinctSums],
};

/**
 * Whether the distinct counts that a query asks for are the sums of those of a rollup. They are if all rows of a unit
 * that are in one group of the query are in one group of the rollup: if each dimension that the rollup tells apart and
 * the query doesn't has one value for all of these rows.
 */
function addsUp(query: BaseQuery, asked: AskedFor, holding: Holding): boolean {
  const leafMeasures = asked.leafMeasures as string[];
  const [cube] = leafMeasures[0]?.split('.') ?? [];
  const units = cube && distinctUnitsOf(query, cube);
  if (!units || asked.hasMultipliedMeasures || asked.hasCumulativeMeasures || asked.hasMultiStage)
    return false;
  if (asked.ungrouped || !leafMeasures.every((measure) => holding.measures.includes(measure))) return false;

  // A view's member in a query goes by the view's name, and by the cube's in the rollup.
  const alias = (path: string): string => asked.allBackAliasMembers[path] ?? path;
  const inCube = (name: string): string => alias(`${cube}.${name}`);
  const held = holding.dimensions.map(alias);
  if (!(asked.sortedDimensions as string[]).every((dimension) => held.includes(dimension))) return false;

  const oneValued = new Set([
    ...query.dimensions.map((dimension) => dimension.expressionPath()),
    ...(asked.filterDimensionsSingleValueEqual ?? []),
  ]);
  const isRowPinned = units.rowsOfUnit.some((name) => oneValued.has(inCube(name)));
  const follows = (path: string): boolean => isRowPinned || units.attributesOfUnit.map(inCube).includes(path);

  return (
    held.every((dimension) => oneValued.has(dimension) || follows(dimension)) &&
    timesAddUp(asked, holding, alias, follows)
  );
}

function timesAddUp(
  asked: AskedFor,
  holding: Holding,
  alias: (path: string) => string,
  follows: (path: string) => boolean,
): boolean {
  const held = new Map(
    holding.timeDimensions.map(({ dimension, granularity }) => [alias(dimension), granularity ?? 'day']),
  );
  const asIs = new Map(asked.timeDimensions as [string, string | null][]);
  const isAsked = (asked.sortedTimeDimensions as [string, string | null][]).every(([path, granularity]) => {
    const granularityHeld = held.get(path);
    if (!granularityHeld) return false;
    // No granularity: no bound either.
    const hierarchy = granularity
      ? (asked.granularityHierarchies[`${path}.${granularity}`] ?? [granularity])
      : [granularityHeld];
    return follows(path)
      ? hierarchy.includes(granularityHeld)
      : granularity === granularityHeld && asIs.get(path) === granularityHeld;
  });
  return isAsked && [...held.keys()].every((path) => asIs.has(path) || follows(path));
}

/** What the model's `distinctUnits` says of a cube, if anything. */
function distinctUnitsOf(query: BaseQuery, cube: string): DistinctUnits | undefined {
  const { meta } = query.cubeEvaluator.cubeFromPath(cube) as { meta?: Partial<DistinctUnits> };
  return meta?.attributesOfUnit && meta.rowsOfUnit ? (meta as DistinctUnits) : undefined;
}
