import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NativeInstance } from '@cubejs-backend/native';
import { prepareCompiler } from '@cubejs-backend/schema-compiler';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm run build emits a model that stock Cube compiles, with the definitions that are named', async () => {
  await promisify(execFile)('npm', ['run', 'build'], {
    cwd: root,
    env: { ...process.env, ACTIVATION_CONFIG: 'examples/contributors/activation.config.ts' },
  });
  const folder = join(root, 'dist/model');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  const files = await Promise.all(
    names.map(async (fileName) => ({ fileName, content: await readFile(join(folder, fileName), 'utf8') })),
  );
  await rm(join(root, 'dist'), { recursive: true });

  // Cube's own compiler, on the plain files. Only the engine of its Jinja templates, which a model in JavaScript
  // doesn't use, is left out: it is in the native add-on.
  const { compiler, metaTransformer } = prepareCompiler(
    { localPath: () => folder, dataSchemaFiles: async () => files },
    {
      nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
      standalone: true,
    },
  );
  await compiler.compile();
  const cubes: { config: { name: string; description?: string } }[] = metaTransformer.cubes;
  expect(cubes.map(({ config }) => config.name).sort()).toEqual([
    'AccountMilestones',
    'Accounts',
    'ActivatedUsers',
    'ActivationRate',
    'ExpansionActivation',
    'ExpansionActivationRate',
    'KeyActions',
    'MilestoneCompletion',
    'MilestoneCompletionLogs',
    'MilestoneFunnel',
    'MultiSessionActivationCompletionRate',
    'SessionHistory',
    'UserAccounts',
    'UserSessions',
    'Users',
  ]);
  const view = cubes.find(({ config }) => config.name === 'ActivationRate');
  expect(view?.config.description).toContain('changed_code');
});
