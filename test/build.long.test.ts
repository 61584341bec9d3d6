import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/**
 * The cubes and views that Cube's own compiler makes of plain files. Only the engine of its Jinja templates, which a
 * model in JavaScript doesn't use, is left out: it is in the native add-on.
 */
async function compiled(
  files: { fileName: string; content: string }[],
): Promise<{ config: { name: string; description?: string } }[]> {
  const { compiler, metaTransformer } = prepareCompiler(
    { localPath: () => '', dataSchemaFiles: async () => files },
    {
      nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
      standalone: true,
    },
  );
  await compiler.compile();
  return metaTransformer.cubes;
}

/** The model's files below a folder. */
async function modelFiles(folder: string): Promise<{ fileName: string; content: string }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  return Promise.all(
    names.map(async (fileName) => ({ fileName, content: await readFile(join(folder, fileName), 'utf8') })),
  );
}

test('npm run build emits a model that stock Cube compiles, with the definitions that are named', {
  timeout: 180_000,
}, async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'build-')), 'model');
  const config = 'examples/contributors/activation.config.ts';
  await promisify(execFile)('npm', ['run', 'build', '--', '--out', folder, '--config', config], {
    cwd: root,
  });
  const files = await modelFiles(folder);
  const names = files.map(({ fileName }) => fileName);

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

  const cubes = await compiled(files);
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

test('npm run build -- --dbt emits a dbt project, and what dbt makes in its folder is left there', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'build-'));
  const out = ['--out', join(folder, 'dbt')];
  const written = (name: string): Promise<string> => readFile(join(folder, 'dbt', name), 'utf8');
  const { code, output } = await runCli(['build', '--dbt', ...out]);
  expect(output).toContain('files of a dbt project and of the model over its schema analytics written to');
  expect(code).toBe(0);
  expect(await written('dbt_project.yml')).toContain('name: activation_outcomes');
  expect(await written('models/outcomes_users_1.sql')).toContain("{{ ref('fingerprints_users') }}");
  expect(await written('cube/cubes/Users.js')).toContain('"analytics"."outcomes_users_1_');
  expect((await compiled(await modelFiles(join(folder, 'dbt/cube')))).length).toBeGreaterThan(20);

  // Another build replaces the project alone; the schema is the one that is named.
  await mkdir(join(folder, 'dbt/target'));
  await writeFile(join(folder, 'dbt/target/manifest.json'), 'mine');
  expect((await runCli(['build', '--dbt', 'reporting', ...out])).code).toBe(0);
  expect(await written('cube/cubes/Users.js')).toContain('"reporting"."outcomes_users_1_');
  expect(await written('target/manifest.json')).toBe('mine');

  const config = join(folder, 'activation.config.mjs');
  await writeFile(config, 'export default { sources: { users: null, accounts: null } };');
  for (const [refused, because] of [
    [['--dbt', '--config', config, ...out], 'There are no outcomes for dbt to keep'],
    [['--dbt', '', ...out], '--dbt names an empty schema'],
    // The model alone has no place for what dbt makes.
    [out, 'manifest.json, which no build wrote'],
  ] as const) {
    const { code, output } = await runCli(['build', ...refused]);
    expect(output).toContain(because);
    expect(code).toBe(2);
  }
  expect(await written('models/outcomes_users_1.sql')).not.toBe('');
  expect((await runCli(['build', '--help'])).output).toContain('--dbt [schema]');
  await rm(folder, { recursive: true });
});
