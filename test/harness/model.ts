import { NativeInstance } from '@cubejs-backend/native';
import { prepareCompiler } from '@cubejs-backend/schema-compiler';
import type { Query } from '@cubejs-client/core';
import type pg from 'pg';
import type { ActivationConfig } from '../../src/config/config.ts';
import { MicrosecondPostgresQuery } from '../../src/cube/microsecond-postgres-query.ts';
import { transpileModel } from '../../src/cube/model-repository.ts';

/** A model compiled in this process by Cube's own compiler, for many small questions without a server. */
export interface CompiledModel {
  /** The cubes and views with the names of their members. */
  members: { name: string; measures: string[]; dimensions: string[]; segments: string[] }[];
  /** Asks a database, by the SQL that Cube makes of a query. Values come as `pg` gives them. */
  ask(database: pg.Client, query: Query): Promise<Record<string, unknown>[]>;
}

/**
 * Compiles the model of a configuration.
 *
 * @throws with Cube's errors where it doesn't compile
 */
export async function compileModel(config: ActivationConfig): Promise<CompiledModel> {
  // Cube's other planner is in its native add-on.
  process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';
  const files = await transpileModel(config);
  const compilers = prepareCompiler(
    { localPath: () => '', dataSchemaFiles: async () => files },
    {
      // The engine of Jinja templates is in the add-on too; a model in JavaScript doesn't use it.
      nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
      standalone: true,
    },
  );
  await compilers.compiler.compile();
  const named = (members: { name: string }[]): string[] =>
    members.map(({ name }) => name.split('.')[1] ?? name);
  return {
    members: compilers.metaTransformer.cubes.map(({ config: cube }) => ({
      name: cube.name,
      measures: named(cube.measures),
      dimensions: named(cube.dimensions),
      segments: named(cube.segments),
    })),
    ask: async (database, query) => {
      const cubeQuery = new MicrosecondPostgresQuery(compilers, { timezone: 'UTC', ...query });
      const [sql, values] = compilers.compiler.withQuery(cubeQuery, () => cubeQuery.buildSqlAndParams());
      const names: Record<string, string> = cubeQuery.aliasNameToMember;
      const { rows } = await database.query(sql, values);
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([alias, value]) => [names[alias] ?? alias, value])),
      );
    },
  };
}
