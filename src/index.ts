/**
 * The package's face for a Cube project of your own: its configuration, its model files, and the options that add
 * them to the project's `cube.js`.
 *
 * @module
 */
export { ExactPostgresQuery } from 'cube-fixes';
export { type Engine, prepareNativeAddon } from 'cube-stand-in';
export { type ActivationConfig, ConfigError, loadConfig, validateConfig } from './config/config.ts';
export type { Definitions } from './config/definitions.ts';
export type { ColumnMapping, ExtraDimension, Sources } from './config/sources.ts';
export { type ActivationOptions, activationOptions } from './cube/cube-options.ts';
export { type ModelFile, transpileModel } from './cube/model-repository.ts';
