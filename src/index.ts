/**
 * The package's face for a Cube project of your own: its configuration, its model files, and the options that add
 * them to the project's `cube.js`.
 *
 * @module
 */
export { type ActivationConfig, ConfigError, loadConfig, validateConfig } from './config.ts';
export { type ActivationOptions, activationOptions } from './cube-options.ts';
export type { Definitions } from './definitions.ts';
export { MicrosecondPostgresQuery } from './microsecond-postgres-query.ts';
export { type ModelFile, transpileModel } from './model-repository.ts';
export { type Engine, prepareNativeAddon } from './native/addon.ts';
export type { ColumnMapping, ExtraDimension, Sources } from './sources.ts';
