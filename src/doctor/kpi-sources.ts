import type { CompleteConfig } from '../config/config.ts';
import type { SourceName } from '../config/sources.ts';
import { listedViews } from '../model-files.ts';

/** The company-wide views that go with a source. */
export const kpisOf = async (source: SourceName, config: CompleteConfig): Promise<string[]> =>
  (await listedViews(config)).filter(({ needs }) => needs.includes(source)).map(({ view }) => view);
