/**
 * The package's face for a Cube project of your own: its configuration, its model files, and the options that add
 * them to the project's `cube.js`.
 *
 * @module
 */
export { type ActivationConfig, ConfigError, loadConfig, validateConfig } from './config/config.ts';
export type { Definitions } from './config/definitions.ts';
export type { ColumnMapping, ExtraDimension, Sources } from './config/sources.ts';
export { type ActivationOptions, activationOptions } from './cube/cube-options.ts';
export { ExactPostgresQuery } from './cube/exact-postgres-query.ts';
export { type ModelFile, transpileModel } from './cube/model-repository.ts';
export { type Engine, prepareNativeAddon } from './native/addon.ts';
