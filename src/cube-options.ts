import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PostgresQuery } from '@cubejs-backend/schema-compiler';
import type { CreateOptions } from '@cubejs-backend/server';
import { MicrosecondPostgresQuery } from './microsecond-postgres-query.ts';
import { ModelRepository } from './model-repository.ts';

/** The configuration file that holds when none is named. */
const defaultConfigFile = fileURLToPath(new URL('../activation.config.ts', import.meta.url));

/** The configuration file in force: the one that `ACTIVATION_CONFIG` names, or `activation.config.ts`. */
export function configFile(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.ACTIVATION_CONFIG ? resolve(environment.ACTIVATION_CONFIG) : defaultConfigFile;
}

/**
 * What `cube.js` gives to Cube. Everything else is Cube's own: its `CUBEJS_*` variables hold.
 */
export function cubeOptions(): CreateOptions {
  const repository = new ModelRepository(configFile());
  return {
    repositoryFactory: () => repository,
    // Cube's type asks for an instance, Cube itself for the class.
    dialectFactory: () => MicrosecondPostgresQuery as unknown as PostgresQuery,
    // Playground's generator of models empties this folder before it writes: it must not be the model's own.
    schemaPath: '.activation/playground',
  };
}
