import type { RollupSettings } from '../src/config/rollup-settings.ts';

/** How rollups are kept: `rollup-settings.js` is made from the environment when the model is transpiled. */
export const rollupSettings: RollupSettings;
