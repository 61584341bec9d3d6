import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NativeInstance } from '@cubejs-backend/native';
import { prepareCompiler } from '@cubejs-backend/schema-compiler';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { transpileModel } from '../src/model-files.ts';
import { runCli } from './harness/cube.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm run build emits a model that stock Cube compiles, with the definitions that are named', {
  timeout: 180_000,
}, async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'build-')), 'model');
  const config = 'examples/contributors/activation.config.ts';
  await promisify(execFile)('npm', ['run', 'build', '--', '--out', folder, '--config', config], {
    cwd: root,
  });
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  const files = await Promise.all(
    names.map(async (fileName) => ({ fileName, content: await readFile(join(folder, fileName), 'utf8') })),
  );

  // Another build replaces it, and touches nothing that no build wrote.
  const build = ['build', '--out', folder];
  expect((await runCli(build)).code).toBe(0);
  expect(await readFile(join(folder, 'cubes/Users.js'), 'utf8')).toContain('project_created');
  await writeFile(join(folder, 'own.js'), 'mine');
  const { code, output } = await runCli(build);
  expect(output).toContain('holds own.js, which no build wrote');
  expect(code).toBe(2);
  expect(await readFile(join(folder, 'own.js'), 'utf8')).toBe('mine');
  await rm(folder, { recursive: true });

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
  expect(cubes.map(({ config }) => config.name).sort()).toEqual(
    names.map((name) => basename(name, '.js')).sort(),
  );
  // What the server compiles of that configuration, which names no optional source.
  const served = await transpileModel(await loadConfig(join(root, config)));
  expect(names.sort()).toEqual(served.map(({ fileName }) => fileName).sort());
  expect(names).not.toContain('views/Trials.js');
  const view = cubes.find(({ config }) => config.name === 'ActivationRate');
  expect(view?.config.description).toContain('changed_code');
});
