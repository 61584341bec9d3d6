import { isDeepStrictEqual } from 'node:util';
import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import {
  type LoadedRollup,
  orchestrator,
  type Period,
  type RollupLoader,
  rangeLoader,
  rollupLoader,
} from '../orchestrator.ts';
import {
  ownsRollup,
  type RollupDescription,
  type RollupMatch,
  type SqlAndParameters,
} from '../rollup-matching.ts';
import { EmptyCounts } from './empty-counts.ts';

/** What stands for the table of the other rollup in the SQL of one that is made from it. */
export const otherRollup = '__OTHER_ROLLUP';

/** Periods of which each is made up of those before. */
const periods = ['month', 'quarter', 'year'];

const isMadeUpOf = (period = '', other = ''): boolean =>
  period === other || (periods.includes(other) && periods.indexOf(other) < periods.indexOf(period));

/** The periods of a rollup's partitions that are in one of another's, as far as there are rows. */
export function periodsIn(
  { partitionGranularity = '', timestampPrecision }: RollupDescription,
  period: Period,
  buildRange: Period,
): Period[] {
  const { timeSeries, intersectDateRanges } = orchestrator().PreAggregationPartitionRangeLoader;
  return timeSeries(partitionGranularity, intersectDateRanges(period, buildRange), timestampPrecision);
}

/**
 * A rollup is described with how it is made from the most detailed one that holds it, in tables of the same periods or
 * of those that these are made up of.
 */
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
        isMadeUpOf(partitionGranularity, other.preAggregation.partitionGranularity) &&
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
    // The tables are of the same periods: there is nothing to filter by.
    const rows = (building.preAggregations as unknown as RollupFromRollup)
      .rollupPreAggregation(source, building.measures, false, [])
      .replace(rollup.tableName, otherRollup);
    const loadSql: SqlAndParameters = [`CREATE TABLE ${description.tableName} AS ${rows}`, []];
    return { ...description, madeFrom: { parts: [rollup], loadSql } };
  }
}

/**
 * Makes a rollup, where the tables of the other have just been found or made to hold the same rows: those whose refresh
 * keys add up to this one's.
 */
async function loadFromAnother(
  loader: RollupLoader,
  load: RollupLoader['loadPreAggregationWithKeys'],
): Promise<LoadedRollup> {
  const { madeFrom, priority } = loader.preAggregation;
  if (!madeFrom || !loader.waitForRenew || loader.forceBuild) return load.call(loader);
  const keys = await loader.getPartitionInvalidationKeyValues();
  const found = await Promise.all(
    madeFrom.parts.map(async (part) => {
      const other: RollupLoader = Object.create(loader, { preAggregation: { value: { ...part, priority } } });
      const keys = await other.getPartitionInvalidationKeyValues();
      const { targetTableName: table } = await other.loadPreAggregationWithKeys();
      return { table, keys, isOfKeys: table.startsWith(`${part.tableName}_${other.contentVersion(keys)}_`) };
    }),
  );
  if (
    found.every(({ isOfKeys }) => isOfKeys) &&
    addUp(
      keys,
      found.map(({ keys }) => keys),
    )
  ) {
    const [sql, parameters] = madeFrom.loadSql;
    const rows = found.map(({ table }) => `SELECT * FROM ${table}`).join(' UNION ALL ');
    // Its own version stays that of the SQL from the source tables.
    loader.preAggregation = {
      structureVersionLoadSql: loader.preAggregation.loadSql,
      ...loader.preAggregation,
      loadSql: [sql.replace(otherRollup, `(${rows})`), parameters],
    };
    loader.getPartitionInvalidationKeyValues = async () => keys;
  }
  return load.call(loader);
}

/** Whether the refresh keys of parts add up to those of the whole: they are counts and sums of the rows of each. */
export function addUp(whole: unknown[], parts: unknown[][]): boolean {
  const sums = (keys: unknown[]): Record<string, bigint> => {
    const sum: Record<string, bigint> = {};
    for (const [name, value] of (keys.flat() as object[]).flatMap(Object.entries)) {
      sum[name] = (sum[name] ?? 0n) + BigInt(value ?? 0);
    }
    return sum;
  };
  return isDeepStrictEqual(sums(whole), sums(parts.flat()));
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
    // Of the class itself.
    ...methodsOf(
      'PreAggregationPartitionRangeLoader',
      () => orchestrator().PreAggregationPartitionRangeLoader,
      {
        timeSeries: 'bf8ba1992c16',
        intersectDateRanges: '9bca0ad71d7e',
      },
    ),
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
    range.partitionPreAggregationDescription = function withItsSource(period, buildRange) {
      const describe = (rollup: RollupDescription, period: Period): RollupDescription =>
        partitionPreAggregationDescription.call(
          Object.create(this, { preAggregation: { value: rollup } }),
          period,
          buildRange,
        );
      const { madeFrom } = this.preAggregation;
      const partition = describe(this.preAggregation, period);
      if (!madeFrom) return partition;
      const parts = madeFrom.parts.flatMap((rollup) =>
        periodsIn(rollup, period, buildRange).map((part) => describe(rollup, part)),
      );
      const { loadSql } = describe({ ...this.preAggregation, loadSql: madeFrom.loadSql }, period);
      return { ...partition, madeFrom: { parts, loadSql } };
    };
    const loader = rollupLoader();
    const { loadPreAggregationWithKeys } = loader;
    loader.loadPreAggregationWithKeys = function fromAnother() {
      return loadFromAnother(this, loadPreAggregationWithKeys);
    };
  },
};
