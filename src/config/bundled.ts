import { readFile } from 'node:fs/promises';
import { compileFunction } from 'node:vm';
import { type BuildOptions, build } from 'esbuild';

/** A module and all that it imports as one text, from the files as they are now: Node keeps its first reading of one. */
async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build({
    ...options,
    bundle: true,
    platform: 'node',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Evaluates a TypeScript or JavaScript file. */
export async function evaluatedFile(path: string): Promise<{ default?: unknown }> {
  const source = Buffer.from(await bundled({ entryPoints: [path], format: 'esm' })).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}

/**
 * Evaluates a text that imports from a folder.
 *
 * @param name what a stack trace calls it
 * @param changed texts instead of those of some files, by their paths
 */
export async function evaluatedText(
  name: string,
  text: string,
  folder: string,
  changed: Record<string, string>,
): Promise<object> {
  const code = await bundled({
    stdin: { contents: text, resolveDir: folder },
    format: 'cjs',
    plugins: [
      {
        name: 'changed',
        setup: ({ onLoad }) => {
          if (Object.keys(changed).length > 0) {
            onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
              contents: changed[path] ?? (await readFile(path, 'utf8')),
              loader: 'ts',
            }));
          }
        },
      },
    ],
  });
  const module = { exports: {} };
  compileFunction(code, ['module', 'exports'], { filename: name })(module, module.exports);
  return module.exports;
}
