import { listedViews } from '../model-files.ts';
import type { DeclaredViews } from './status.ts';

/** The views that the model declares, whatever is configured. */
export async function declaredViews(): Promise<DeclaredViews> {
  // Without a feature the views about features wouldn't be listed.
  const [listed, always] = await Promise.all([listedViews({ features: { any: ['any'] } }), listedViews()]);
  return {
    listed: listed.map(({ view, needs, gains }) => ({ view, needs, gains })),
    always: always.map(({ view }) => view),
  };
}
