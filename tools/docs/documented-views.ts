import type { DocumentedView } from '../../model/compiler/declared-views.ts';
import type { Definitions } from '../../src/config/definitions.ts';
import { listedViews } from '../../src/model-files.ts';

/** The company-wide views with what their documents are made of, as `model/kpis` declares it. */
export const documentedViews = async (definitions: Partial<Definitions>): Promise<DocumentedView[]> =>
  ((await listedViews(definitions)) as DocumentedView[]).filter(({ area }) => area === '');
