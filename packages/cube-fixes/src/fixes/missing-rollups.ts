import { PreAggregations } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { orchestrator, rollupLoader } from '../orchestrator.ts';
import type { RollupDescription, SourceTablesQuery, SqlAndParameters } from '../rollup-matching.ts';
import { RollupFromRollup } from './rollup-from-rollup.ts';

/** What Cube's types hide of a query. */
interface PlannedQuery {
  compilers: { compiler: { withQuery<Result>(query: object, run: () => Result): Result } };
  options: object;
  constructor: new (
    compilers: object,
    options: object,
  ) => RollupFromRollup['query'] & {
    cacheKeyQueries(): unknown;
  };
}

/** A rollup is described with the query of the source tables that it answers. */
export class MissingRollups extends RollupFromRollup {
  override preAggregationsDescription(): RollupDescription[] {
    const fromSourceTables = (): SourceTablesQuery => this.fromSourceTables();
    return super
      .preAggregationsDescription()
      .map((description) => (description.isMended ? { ...description, fromSourceTables } : description));
  }

  private fromSourceTables(): SourceTablesQuery {
    const { compilers, options, constructor: Dialect } = this.query as unknown as PlannedQuery;
    // Cube keeps the SQL of a query by the name of the class.
    const query = new (class FromSourceTables extends Dialect {
      override newPreAggregations(): PreAggregations {
        const none = super.newPreAggregations();
        return Object.assign(none, { findPreAggregationForQuery: () => undefined });
      }
    })(compilers, options);
    return compilers.compiler.withQuery(query, () => {
      const [sql, values] = query.buildSqlAndParams() as unknown as SqlAndParameters;
      return { query: sql, values, cacheKeyQueries: query.cacheKeyQueries() };
    });
  }
}

/** A rollup that another process is to build isn't there, or a part of it isn't. */
class MissingRollup extends Error {}

/** From the source tables until all of it is there. */
export const missingRollups: Fix = {
  name: 'missing-rollups',
  defect:
    'A process that reads what another one builds answers from those months of a rollup that are there, and with an error where none is.',
  places: [
    ...methodsOf('PreAggregations', () => PreAggregations.prototype, {
      preAggregationsDescription: '793a8ab73c65',
    }),
    ...methodsOf('PreAggregationLoader', rollupLoader, { loadPreAggregation: '0b61a541cde6' }),
    ...methodsOf('QueryOrchestrator', () => orchestrator().QueryOrchestrator.prototype, {
      fetchQuery: '32b3131b20a1',
      streamQuery: 'bdd1a08058dd',
    }),
  ],
  overrides: [MissingRollups],
  patch() {
    const loader = rollupLoader();
    const { loadPreAggregation } = loader;
    loader.loadPreAggregation = async function wholly(throwOnMissingPartition) {
      const { isMended, tableName } = this.preAggregation;
      const loaded = await loadPreAggregation.call(this, isMended ? false : throwOnMissingPartition);
      if (isMended && !loaded) throw new MissingRollup(`${tableName} is not built yet.`);
      return loaded;
    };

    const { prototype } = orchestrator().QueryOrchestrator;
    for (const method of ['fetchQuery', 'streamQuery'] as const) {
      const run = prototype[method];
      prototype[method] = async function fromWhatThereIs(query) {
        try {
          return await run.call(this, query);
        } catch (error) {
          const rollup = query.preAggregations?.at(-1);
          if (!(error instanceof MissingRollup) || !rollup?.fromSourceTables) throw error;
          return run.call(this, {
            ...query,
            ...rollup.fromSourceTables(),
            preAggregations: [],
            external: false,
          });
        }
      };
    }
  },
};
