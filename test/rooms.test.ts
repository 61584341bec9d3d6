/** The rooms of the repository: who imports whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages'));

interface Manifest {
  version: string;
  exports: Record<string, { types: string; default: string } | string>;
  peerDependencies: Record<string, string>;
}
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));

/** The TypeScript files below a folder, from the root. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(lib|node_modules)\//.test(file));

/** What a file imports, types included: files by their path from the root, packages by their name. */
const importsOf = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(join(root, file), 'utf8'))
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? relative(root, resolve(root, dirname(file), fileName)) : fileName,
    );

const packageName = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

describe.each(packages)('%s', (name) => {
  const folder = join('packages', name);
  const { version, exports, peerDependencies } = manifestOf(name);

  test('imports nothing from above, and only packages that it names', () => {
    const files = filesIn(join(folder, 'src'));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      for (const imported of importsOf(file)) {
        if (imported.startsWith('node:')) continue;
        const isOwn = imported.startsWith(join(folder, 'src') + sep);
        expect([file, imported, isOwn || packageName(imported) in peerDependencies]).toEqual([
          file,
          imported,
          true,
        ]);
      }
    }
  });

  test('exports files that there are', () => {
    for (const target of Object.values(exports)) {
      if (typeof target === 'string') continue;
      const source = target.default.replace('./lib/', 'src/').replace(/\.js$/, '.ts');
      expect(filesIn(folder)).toContain(join(folder, source));
      expect(target.types).toBe(target.default.replace(/\.js$/, '.d.ts'));
    }
  });

  test('is imported by its name, as it is published', () => {
    const subpaths = Object.keys(exports).map((path) => path.replace('.', name));
    for (const file of [...filesIn('src'), ...packages.flatMap((one) => filesIn(`packages/${one}/src`))]) {
      for (const imported of importsOf(file)) {
        if (packageName(imported) === name)
          expect([file, subpaths]).toEqual([file, expect.arrayContaining([imported])]);
        if (!file.startsWith(folder)) expect([file, imported.startsWith(folder)]).toEqual([file, false]);
      }
    }
  });

  test('is packed with the root, which brings what it asks for', () => {
    expect(manifest.bundleDependencies).toContain(name);
    const brought: Record<string, string> = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect(brought).toMatchObject({ [name]: version });
    // npm packs a bundled package's dependencies along, and these belong to whoever installs it: they are its peers.
    expect(manifestOf(name)).not.toHaveProperty('dependencies');
    for (const [peer, range] of Object.entries(peerDependencies)) {
      if (peer !== '@cubejs-backend/native') expect([peer, brought[peer]]).toEqual([peer, range]);
    }
  });
});

test('no rooms import each other in circles', () => {
  const roomOf = (path: string): string => {
    const [top = '', room = ''] = path.split(sep);
    if (packages.includes(packageName(path))) return join('packages', packageName(path));
    return join(top, room);
  };
  const needs = new Map<string, Set<string>>();
  for (const file of [...filesIn('src'), ...packages.flatMap((name) => filesIn(`packages/${name}/src`))]) {
    const room = roomOf(file);
    for (const imported of importsOf(file)) {
      const other = roomOf(imported);
      if (other !== room && /^(src|packages)\//.test(other))
        needs.set(room, (needs.get(room) ?? new Set()).add(other));
    }
  }
  const circle = (path: string[]): string[] | undefined => {
    const last = path.at(-1) ?? '';
    if (path.indexOf(last) < path.length - 1) return path.slice(path.indexOf(last));
    for (const next of needs.get(last) ?? []) {
      const found = circle([...path, next]);
      if (found) return found;
    }
    return undefined;
  };
  expect(needs.size).toBeGreaterThan(5);
  expect([...needs.keys()].map((room) => circle([room])).find(Boolean)).toBeUndefined();
});

test('a file name says what is in it, once: but for the entries of packages', () => {
  const published = ['src', 'model', ...packages.map((name) => `packages/${name}/src`)];
  const files = [...published, 'bench', 'tools', 'seeds'].flatMap(filesIn);
  const names = files.map((file) => basename(file));
  const isOnce = (name: string): boolean => names.indexOf(name) === names.lastIndexOf(name);
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => basename(file) !== 'index.ts' && !isOnce(basename(file)))).toEqual([]);
});

test('what the model imports of src, but for types, is packed as it is', () => {
  const imported = filesIn('model').flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^import (?!type )[^;]* from '(?:\.\.\/)+(src\/[^']+)'/gm,
      ),
    ].map(([, path]) => path),
  );
  expect(imported.length).toBeGreaterThan(0);
  for (const path of imported) expect(manifest.files).toContain(path);
});
