/**
 * Cube's native add-on, or its stand-in in JavaScript where the add-on can't be had.
 *
 * @module
 */
export { type Engine, type NativeAddonOptions, prepareNativeAddon } from './addon.ts';
export { AddonError } from './addon-error.ts';
export type { SqlApiState } from './sql-interface.ts';
