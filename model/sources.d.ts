import type { MappedSources } from '../src/config/sources.ts';

/** Where the data is: `sources.js` is made from the configuration file when the model is transpiled. */
export const sources: MappedSources;
