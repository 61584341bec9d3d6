import './kept-transpiler.ts';
import { createRequire } from 'node:module';
import { NativeInstance } from '@cubejs-backend/native';
import { PostgresQuery, prepareCompiler } from '@cubejs-backend/schema-compiler';
import { otherRollup, type RollupDescription } from 'cube-fixes';
import { cubeOptions } from '../../src/cube/cube-options.ts';
import type { ModelFile } from '../../src/cube/model-repository.ts';
import type { Question } from '../oracle/question.ts';

/** The SQL that Cube makes of a query. */
export interface QuerySql {
  text: string;
  parameters: unknown[];
  /** The REST API's name of each column, by the column's alias. */
  members: Record<string, string>;
  /** The rollups to be made before it, in this order; none where it reads the source tables. */
  rollups: RollupSql[];
}

/** The SQL that Cube makes a rollup with, all of its partitions in one table. */
export interface RollupSql {
  table: string;
  text: string;
  parameters: unknown[];
}

/** The model, compiled by Cube in this process. */
export class CompiledModel {
  private constructor(
    private readonly compilers: Compilers,
    private readonly readsRollups: boolean | 'in Cube Store',
  ) {}

  /**
   * @param readsRollups whether queries are answered from rollups where there is one; else from the source tables,
   *   which the contract is about, and looking for a rollup takes time. In Cube Store, with its SQL, where the
   *   variable `CUBEJS_EXTERNAL_DEFAULT` was `true` when they were compiled
   * @throws {Error} where Cube refuses the model
   */
  static async compile(
    files: ModelFile[],
    readsRollups: boolean | 'in Cube Store' = false,
  ): Promise<CompiledModel> {
    const compilers = prepareCompiler(
      { localPath: () => '', dataSchemaFiles: async () => files },
      {
        // The engine of Jinja templates is in the native add-on; a model in JavaScript doesn't need it.
        nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
        standalone: true,
      },
    );
    await compilers.compiler.compile();
    return new CompiledModel(compilers, readsRollups);
  }

  /** The cubes and views with the names of their members. */
  members(): { name: string; measures: string[]; dimensions: string[]; segments: string[] }[] {
    const named = (members: { name: string }[]): string[] =>
      members.map(({ name }) => name.split('.')[1] ?? name);
    return this.compilers.metaTransformer.cubes.map(({ config }) => ({
      name: config.name,
      measures: named(config.measures),
      dimensions: named(config.dimensions),
      segments: named(config.segments),
    }));
  }

  /** @throws where Cube refuses the query */
  sql(question: Question): QuerySql {
    // The gateway changes what it is given.
    const normalized = gateway.normalizeQuery(structuredClone(question), false);
    const query = new Dialect(this.compilers, {
      ...gateway.remapToQueryAdapterFormat(normalized),
      ...(this.readsRollups === 'in Cube Store' && {
        externalQueryClass: options.externalDialectFactory?.({} as never),
      }),
      // Cube's newer planner is in the native add-on.
      useNativeSqlPlanner: false,
    });
    if (!this.readsRollups) query.preAggregations.findPreAggregationForQuery = () => undefined;
    return this.compilers.compiler.withQuery(query, () => {
      const [text, parameters] = query.buildSqlAndParams() as [string, unknown[]];
      const read = this.readsRollups ? query.preAggregations.preAggregationsDescription() : [];
      const rollups = read.flatMap((rollup) => this.made(rollup, normalized.timezone));
      return { text, parameters, members: query.aliasNameToMember, rollups };
    });
  }

  /** How a refresh makes a rollup: where it can, from another one, which comes first then. */
  private made({ preAggregationId }: RollupDescription, timezone: string | undefined): RollupSql[] {
    const [rollup] = this.compilers.cubeEvaluator.preAggregations({ preAggregationIds: [preAggregationId] });
    const query = new Dialect(this.compilers, {
      ...rollup?.references,
      preAggregationId,
      ...(timezone === undefined ? {} : { timezone }),
      useNativeSqlPlanner: false,
    });
    return this.compilers.compiler.withQuery(query, () =>
      query.preAggregations.preAggregationsDescription().flatMap((description) => {
        const { madeFrom, tableName } = description;
        if (!madeFrom) return [rollupSql(description)];
        const others = madeFrom.parts.map(rollupSql);
        const rows = others.map(({ table }) => `SELECT * FROM ${table}`).join(' UNION ALL ');
        const text = madeFrom.loadSql[0]
          .replace(/^CREATE TABLE \S+ AS /, '')
          .replace(otherRollup, `(${rows})`);
        return [...others, { table: tableName, text, parameters: [] }];
      }),
    );
  }
}

type Compilers = ReturnType<typeof prepareCompiler>;

/** The part of Cube's API gateway that makes of a REST query what its SQL generator takes. */
interface Gateway {
  normalizeQuery(query: Question, persistent: boolean): Question;
  remapToQueryAdapterFormat(query: Question): object;
}

const gateway = (() => {
  const beside = (name: string, from: string): string => createRequire(from).resolve(name);
  const server = beside('@cubejs-backend/server', import.meta.url);
  const core = beside('@cubejs-backend/server-core', server);
  const entry = beside('@cubejs-backend/api-gateway', core);
  return createRequire(entry)('./query.js') as Gateway;
})();

interface Query {
  preAggregations: {
    findPreAggregationForQuery(): unknown;
    preAggregationsDescription(): RollupDescription[];
  };
  buildSqlAndParams(): unknown;
  aliasNameToMember: Record<string, string>;
}

/** What Cube puts in place of the ends of a partition, until it knows the partition. */
const partitionEnds: Record<string, string> = {
  __FROM_PARTITION_RANGE: '-infinity',
  __TO_PARTITION_RANGE: 'infinity',
};

export const rollupSql = ({ tableName, sql: [text, parameters] }: RollupDescription): RollupSql => ({
  table: tableName,
  text,
  parameters: parameters.map((parameter) => partitionEnds[String(parameter)] ?? parameter),
});

const options = cubeOptions();

/** The dialect that the server is configured with; Cube's own if it is left to Cube. */
const Dialect = (options.dialectFactory?.({ dataSource: 'default', dbType: 'postgres' } as never) ??
  PostgresQuery) as unknown as new (
  compilers: Compilers,
  options: object,
) => Query;
