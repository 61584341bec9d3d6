/** What metadata shows of a view. The gateway here has the metadata of one view, as Cube makes it. */
import { expect, test } from 'vitest';
import type { CompilerApi, Context, Gateway, MetaCube, MetaFolder, MetaMember } from '../src/gateway.ts';
import { guardVisibility } from '../src/visibility.ts';

const measure = (name: string, isVisible: boolean): MetaMember => ({
  name: `View.${name}`,
  type: 'number',
  isVisible,
  public: true,
});

/** The view's metadata as the guarded gateway shows it to an admin. */
async function shown(folders: MetaFolder[], nestedFolders: MetaFolder[]): Promise<MetaCube | undefined> {
  const view: MetaCube = {
    config: {
      name: 'View',
      measures: [measure('seen', true), measure('hidden', false)],
      dimensions: [],
      segments: [],
      folders,
      nestedFolders,
    },
  };
  const gateway = {
    getCompilerApi: async () => ({ getCompilers: async () => ({}), metaConfig: async () => [view] }),
    getNormalizedQueries: async () => [],
    metaExtended: async () => undefined,
    cancelQuery: async () => undefined,
  } as unknown as Gateway;
  guardVisibility(gateway);
  const context: Context = { securityContext: { role: 'admin' } };
  const compilerApi: CompilerApi = await gateway.getCompilerApi(context);
  const cubes = await compilerApi.metaConfig(context, {});
  return (cubes as MetaCube[])[0];
}

test('folders name no hidden member, and one with nothing else in it is left out', async () => {
  const view = await shown(
    [
      { name: 'Rates', members: ['View.seen', 'View.hidden'] },
      { name: 'Hidden', members: ['View.hidden'] },
    ],
    [
      {
        name: 'All',
        members: [
          { name: 'Rates', members: ['View.hidden', 'View.seen'] },
          { name: 'Hidden', members: ['View.hidden'] },
        ],
      },
    ],
  );
  const rates = { name: 'Rates', members: ['View.seen'] };
  expect(view?.config.folders).toEqual([rates]);
  expect(view?.config.nestedFolders).toEqual([{ name: 'All', members: [rates] }]);
});
