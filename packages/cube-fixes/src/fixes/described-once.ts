import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import type { Holding, RollupDescription, RollupMatch } from '../rollup-matching.ts';
import { MissingRollups } from './missing-rollups.ts';

/** A query's rollups are described once, and what a rollup holds is worked out once for all queries. */
export class DescribedOnce extends MissingRollups {
  private described: RollupDescription[] | undefined;

  override preAggregationsDescription(): RollupDescription[] {
    this.described ??= super.preAggregationsDescription();
    return this.described;
  }

  override evaluateAllReferences(
    cube: string,
    rollup: RollupMatch['preAggregation'],
    name: string | null = null,
    context: object = {},
  ): Holding {
    const evaluated = (): Holding => super.evaluateAllReferences(cube, rollup, name, context);
    // With a name Cube keeps it itself; within its own working out it is another one.
    if (name !== null || Object.keys(context).length > 0) return evaluated();
    const definition = JSON.stringify({ ...rollup, partitionTimeDimensions: undefined });
    return this.query.cacheValue(
      ['references', cube, definition, JSON.stringify(this.query.join)],
      evaluated,
    );
  }
}

/** Most of the time that the planning of a query took. */
export const describedOnce: Fix = {
  name: 'described-once',
  defect:
    'It describes the rollup that answers a query three times, and works out what that holds some twenty times.',
  places: methodsOf('PreAggregations', () => PreAggregations.prototype, {
    preAggregationsDescription: '793a8ab73c65',
    evaluateAllReferences: '9290f06b0ff9',
  }),
  overrides: [DescribedOnce],
};
