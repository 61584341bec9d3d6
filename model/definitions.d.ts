import type { Definitions } from '../src/config/definitions.ts';

/** The KPI definitions in force: `definitions.js` is made from the definitions file when the model is transpiled. */
export const definitions: Definitions;
