import type pg from 'pg';
import type { ActivationConfig } from '../../src/config/config.ts';
import { transpileModel } from '../../src/cube/model-repository.ts';
import type { Question } from '../oracle/question.ts';
import { CompiledModel } from './compiled-model.ts';

/** A configuration's model, for many small questions of a database without a server. */
export interface AskableModel {
  /** The cubes and views with the names of their members. */
  members: { name: string; measures: string[]; dimensions: string[]; segments: string[] }[];
  /** Asks a database, by the SQL that Cube makes of a query. Values come as `pg` gives them. */
  ask(database: pg.Client, question: Question): Promise<Record<string, unknown>[]>;
}

/**
 * Compiles the model of a configuration.
 *
 * @throws with Cube's errors where it doesn't compile
 */
export async function compileModel(config: ActivationConfig): Promise<AskableModel> {
  const model = await CompiledModel.compile(await transpileModel(config));
  return {
    members: model.members(),
    ask: async (database, question) => {
      const { text, parameters, members } = model.sql(question);
      const { rows } = await database.query<Record<string, unknown>>(text, parameters);
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([alias, value]) => [members[alias] ?? alias, value])),
      );
    },
  };
}
