import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { type LoadedRollup, type RollupLoader, rangeLoader, rollupLoader } from '../orchestrator.ts';
import {
  ownsRollup,
  type RollupDescription,
  type RollupMatch,
  type SqlAndParameters,
} from '../rollup-matching.ts';
import { EmptyCounts } from './empty-counts.ts';

/** What stands for the table of the other rollup in the SQL of one that is made from it. */
export const otherRollup = '__OTHER_ROLLUP';

/** A rollup is described with how it is made from the most detailed one, in tables of the same periods, that holds it. */
export class RollupFromRollup extends EmptyCounts {
  override preAggregationDescriptionFor(cube: string, match: RollupMatch): RollupDescription {
    const description = super.preAggregationDescriptionFor(cube, match);
    const { preAggregationId } = this.query.options as { preAggregationId?: string };
    const { partitionGranularity, partitionTimeDimensions } = match.preAggregation;
    const isBeingBuilt = preAggregationId === match.preAggregationId;
    if (!ownsRollup(this.query, match) || !isBeingBuilt || description.external) return description;
    const source = this.withSums(this.matchesOfCube()).findLast(
      (other) =>
        other.canUsePreAggregation &&
        ownsRollup(this.query, other) &&
        other.preAggregation.partitionGranularity === partitionGranularity &&
        other.references.timeDimensions[0]?.dimension === match.references.timeDimensions[0]?.dimension,
    );
    if (!source || source.preAggregationId === preAggregationId) return description;

    const rollup = super.preAggregationDescriptionFor(cube, {
      ...source,
      preAggregation: {
        ...source.preAggregation,
        ...(partitionTimeDimensions && { partitionTimeDimensions }),
      },
    });
    const building = this.query.preAggregationQueryForSqlEvaluation(cube, match.preAggregation);
    // Both tables are of the same period: there is nothing to filter by.
    const rows = (building.preAggregations as unknown as RollupFromRollup)
      .rollupPreAggregation(source, building.measures, false, [])
      .replace(rollup.tableName, otherRollup);
    const loadSql: SqlAndParameters = [`CREATE TABLE ${description.tableName} AS ${rows}`, []];
    return { ...description, madeFrom: { rollup, loadSql } };
  }
}

/** Makes a rollup, where the other has just been found or made to hold the rows of the same refresh keys from that. */
async function loadFromAnother(
  loader: RollupLoader,
  load: RollupLoader['loadPreAggregationWithKeys'],
): Promise<LoadedRollup> {
  const { madeFrom, priority } = loader.preAggregation;
  if (!madeFrom || !loader.waitForRenew || loader.forceBuild) return load.call(loader);
  const keys = await loader.getPartitionInvalidationKeyValues();
  const other: RollupLoader = Object.create(loader, {
    preAggregation: { value: { ...madeFrom.rollup, priority } },
  });
  const { targetTableName } = await other.loadPreAggregationWithKeys();
  if (targetTableName.startsWith(`${madeFrom.rollup.tableName}_${other.contentVersion(keys)}_`)) {
    const [sql, parameters] = madeFrom.loadSql;
    // Its own version stays that of the SQL from the source tables.
    loader.preAggregation = {
      structureVersionLoadSql: loader.preAggregation.loadSql,
      ...loader.preAggregation,
      loadSql: [sql.replace(otherRollup, targetTableName), parameters],
    };
    loader.getPartitionInvalidationKeyValues = async () => keys;
  }
  return load.call(loader);
}

/** One that another one holds all of is made from that. */
export const rollupFromRollup: Fix = {
  name: 'rollup-from-rollup',
  defect: 'It makes each rollup from the source tables, also where another one holds all of it.',
  places: [
    ...methodsOf('PreAggregations', () => PreAggregations.prototype, {
      preAggregationDescriptionFor: '70609e004a2e',
      rollupPreAggregation: '708bfdf2c5e9',
    }),
    ...methodsOf('PreAggregationPartitionRangeLoader', rangeLoader, {
      partitionPreAggregationDescription: '0ffd832b1910',
    }),
    ...methodsOf('PreAggregationLoader', rollupLoader, {
      loadPreAggregationWithKeys: '75f542cf8118',
      getPartitionInvalidationKeyValues: 'c574d54b65d9',
      contentVersion: 'ac802479bece',
    }),
  ],
  overrides: [RollupFromRollup],
  patch() {
    const range = rangeLoader();
    const { partitionPreAggregationDescription } = range;
    range.partitionPreAggregationDescription = function withItsSource(...period) {
      const describe = (rollup: RollupDescription): RollupDescription =>
        partitionPreAggregationDescription.call(
          Object.create(this, { preAggregation: { value: rollup } }),
          ...period,
        );
      const { madeFrom } = this.preAggregation;
      const partition = describe(this.preAggregation);
      if (!madeFrom) return partition;
      const { loadSql } = describe({ ...this.preAggregation, loadSql: madeFrom.loadSql });
      return { ...partition, madeFrom: { rollup: describe(madeFrom.rollup), loadSql } };
    };
    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = function fromAnother() {
      return loadFromAnother(this, loadPreAggregationWithKeys);
    };
  },
};
