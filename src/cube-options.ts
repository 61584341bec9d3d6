import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PostgresQuery } from '@cubejs-backend/schema-compiler';
import type { CreateOptions } from '@cubejs-backend/server';
import { ModelRepository } from './model-repository';
import { checkDates } from './query-check';
import { StrictPostgresQuery } from './strict-postgres-query';

/** The definitions file that holds when none is named. */
const defaultDefinitionsFile = fileURLToPath(new URL('../activation.config.ts', import.meta.url));

/** The KPI definitions file in force: the one that `ACTIVATION_CONFIG` names, or `activation.config.ts`. */
export function definitionsFile(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.ACTIVATION_CONFIG ? resolve(environment.ACTIVATION_CONFIG) : defaultDefinitionsFile;
}

/**
 * What `cube.js` gives to Cube. Everything else is Cube's own: its `CUBEJS_*` variables hold.
 */
export function cubeOptions(): CreateOptions {
  const repository = new ModelRepository(definitionsFile());
  return {
    repositoryFactory: () => repository,
    // Cube's type asks for an instance, Cube itself for the class.
    dialectFactory: () => StrictPostgresQuery as unknown as PostgresQuery,
    queryRewrite: async (query) => checkDates(query),
    // Playground's generator of models empties this folder before it writes: it must not be the model's own.
    schemaPath: '.activation/playground',
  };
}
