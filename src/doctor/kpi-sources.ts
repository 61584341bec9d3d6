import type { CompleteConfig } from '../config/config.ts';
import { mapSources, type SourceName } from '../config/sources.ts';
import { listedViews } from '../model-files.ts';

/** The company-wide views that a source takes with it: those that have everything else that they need. */
export const kpisOf = async (source: SourceName, config: CompleteConfig): Promise<string[]> => {
  const mapped = mapSources(config.sources);
  return (await listedViews(config))
    .filter(({ needs }) => needs.includes(source))
    .filter(({ needs }) => needs.every((other) => other === source || mapped[other] !== null))
    .map(({ view }) => view);
};
