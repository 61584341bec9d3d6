import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** A module: a file, or a text that imports from a folder. */
export type Module = { file: string } | { text: string; folder: string };

/**
 * Evaluates a TypeScript or JavaScript module with all it imports, from their text: Node would keep the first reading
 * of a file.
 *
 * @param changed texts instead of those of some files, by their paths
 */
export async function evaluated(
  module: Module,
  changed: Record<string, string> = {},
): Promise<{ default?: unknown }> {
  const { outputFiles } = await build({
    ...('file' in module
      ? { entryPoints: [module.file] }
      : { stdin: { contents: module.text, resolveDir: module.folder } }),
    bundle: true,
    format: 'esm',
    platform: 'node',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
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
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}
