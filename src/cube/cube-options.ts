import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PostgresQuery } from '@cubejs-backend/schema-compiler';
import type { CreateOptions } from '@cubejs-backend/server';
import {
  applyFixes,
  ExactCubeStoreQuery,
  isOwnDataSource,
  limitFixesTo,
  StrictPostgresQuery,
} from 'cube-fixes';
import { lookupDriverClass } from 'cube-fixes/cube-packages';
import { guards, signInOptions } from 'cube-guard';
import type { ActivationConfig } from '../config/config.ts';
import { ModelRepository } from './model-repository.ts';

/** What a configuration file is called where none is named. */
const defaultConfigFiles = ['activation.config.ts', 'activation.config.js', 'activation.config.mjs'];

/** The configuration file in force: the one that `ACTIVATION_CONFIG` names, or the one in the current folder. */
export function configFile(): string {
  const named = process.env.ACTIVATION_CONFIG;
  return resolve(named || (defaultConfigFiles.find((name) => existsSync(name)) ?? 'activation.config.ts'));
}

export interface ActivationOptions {
  /** The configuration, or the path of the file that has it as its default export. */
  config: ActivationConfig | string;
  /** A folder with model files of your own, served beside these: the `model` of a Cube project. */
  ownModel?: string;
}

/** The version of Cube that somebody goes on with, though it isn't the tested one: see {@link applyFixes}. */
const untestedCube = 'ACTIVATION_UNTESTED_CUBE';

/** What a data source is called by Cube where a cube names none, as those of this model don't. */
const dataSource = 'default';

/**
 * The options that add the activation metrics to a Cube project's `cube.js`: where the model is read from, the dialect
 * whose date ranges end where the period does and that refuses what Cube would pass over, and who signs in as whom
 * ({@link signInOptions}).
 *
 * Defects of Cube are mended for this model and its data source; another data source, and the rollups of the project's
 * own cubes, get Cube as it is.
 *
 * @throws {UntestedCubeError} where another version of Cube is installed than the tested one
 *
 * @example
 * // cube.js
 * import { activationOptions } from 'cube-activation-metrics';
 * export default { ...activationOptions({ config: './activation.config.js', ownModel: 'model' }) };
 */
export function activationOptions({
  config,
  ownModel,
}: ActivationOptions): Required<
  Pick<CreateOptions, 'repositoryFactory' | 'schemaVersion' | 'dialectFactory' | 'externalDialectFactory'>
> &
  ReturnType<typeof signInOptions> {
  const { leftOut, untested } = applyFixes({
    accepted: process.env[untestedCube],
    setting: untestedCube,
    guards,
  });
  if (leftOut.length > 0)
    console.warn(`Cube runs without these fixes (${untestedCube}): ${leftOut.join(', ')}.`);
  if (untested.length > 0)
    console.warn(`Cube runs with guards that may not guard (${untestedCube}): ${untested.join(', ')}.`);
  const repository = new ModelRepository(config, ownModel);
  limitFixesTo({ dataSource, ownsFile: (fileName) => repository.ownsFile(fileName) });
  return {
    ...signInOptions(),
    repositoryFactory: () => repository,
    schemaVersion: () => repository.version(),
    // Cube's type asks for an instance, Cube itself for the class.
    dialectFactory: ({ dataSource, dbType }) =>
      (isOwnDataSource(dataSource)
        ? StrictPostgresQuery
        : lookupDriverClass(dbType).dialectClass?.()) as unknown as PostgresQuery,
    externalDialectFactory: () =>
      (process.env.CUBEJS_EXT_DB_TYPE === 'postgres'
        ? StrictPostgresQuery
        : ExactCubeStoreQuery) as unknown as PostgresQuery,
  };
}

/** What this repository's `cube.js` gives to Cube. Everything else is Cube's own: its `CUBEJS_*` variables hold. */
export function cubeOptions(): CreateOptions {
  return {
    ...activationOptions({ config: configFile() }),
    // Playground's generator of models empties this folder before it writes: it must not be the model's own.
    schemaPath: '.activation/playground',
  };
}
