import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { type ActivationConfig, loadConfig, validateConfig } from '../config/config.ts';
import { rollupSettings } from '../config/rollup-settings.ts';
import { mapSources } from '../config/sources.ts';

/** A model file as Cube takes it: its name below the model folder, and plain JavaScript. */
export interface ModelFile {
  fileName: string;
  content: string;
}

/** The folder of the model's TypeScript sources. */
const modelFolder = fileURLToPath(new URL('../../model', import.meta.url));

/**
 * Makes plain JavaScript of the model, file by file, and adds what the model files import of the configuration and
 * the environment: `definitions.js`, `sources.js` and `rollup-settings.js`.
 *
 * @throws {Error} naming the model file with a syntax error, or the environment variable that can't be used
 */
export async function transpileModel({ sources, ...definitions }: ActivationConfig): Promise<ModelFile[]> {
  const files = await Promise.all(
    (await modelSources()).map(async (path): Promise<ModelFile> => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'ts',
        format: 'esm',
        charset: 'utf8',
        // Recent enough for template literals to stay: Cube looks for references in them.
        target: 'es2022',
        sourcefile: path,
      });
      if (/\bCUBE\d/.test(code)) {
        // esbuild renames a parameter that hides a global of the same file; Cube knows parameters by their names.
        throw new Error(
          `${path}: a function with a parameter CUBE must be in a file that doesn't use CUBE outside of it; move it to a file of its own.`,
        );
      }
      return { fileName: relative(modelFolder, path).replace(/\.ts$/, '.js'), content: code };
    }),
  );
  const given = {
    definitions: { definitions },
    sources: { sources: mapSources(sources) },
    'rollup-settings': { rollupSettings: rollupSettings() },
  };
  for (const [file, exported] of Object.entries(given)) {
    const content = Object.entries(exported)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 2)};\n`)
      .join('');
    files.push({ fileName: `${file}.js`, content });
  }
  return files.sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
}

async function modelSources(): Promise<string[]> {
  const entries = await readdir(modelFolder, { withFileTypes: true, recursive: true });
  return entries
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Where Cube reads the model from. Files are transpiled when Cube asks for them, and again when the model or the
 * configuration file has changed; in development mode Cube asks at each request.
 */
export class ModelRepository {
  private readFrom = '';
  private files: Promise<ModelFile[]> = Promise.resolve([]);

  /**
   * @param config the configuration, or its file: see {@link loadConfig}
   * @param ownModel a folder with other model files, to serve beside these
   */
  constructor(
    private readonly config: ActivationConfig | string,
    private readonly ownModel?: string,
  ) {}

  localPath(): string {
    return this.ownModel ? resolve(this.ownModel) : modelFolder;
  }

  /**
   * The model, ready for Cube.
   *
   * @throws where a model file has a syntax error or the configuration can't be used
   */
  async dataSchemaFiles(): Promise<ModelFile[]> {
    const state = await this.sourcesState();
    if (state !== this.readFrom) {
      this.readFrom = state;
      this.files = this.transpile();
      // A failed read is told to whoever asked, and tried again by the next one.
      this.files.catch(() => {
        this.readFrom = '';
      });
    }
    const files = await this.files;
    return this.ownModel === undefined
      ? files
      : [...files.map(inFolderOfItsOwn), ...(await readModelFiles(this.ownModel))];
  }

  private async transpile(): Promise<ModelFile[]> {
    const { config } = this;
    return transpileModel(
      typeof config === 'string'
        ? await loadConfig(config)
        : validateConfig(config, 'the configuration given'),
    );
  }

  /** Another text after every edit of what the model is made from. */
  private async sourcesState(): Promise<string> {
    const paths = [...(await modelSources()), ...(typeof this.config === 'string' ? [this.config] : [])];
    const stats = await Promise.all(
      paths.map(async (path) => {
        const file = await stat(path).catch(() => undefined);
        return `${path} ${file?.mtimeMs} ${file?.size}`;
      }),
    );
    return stats.sort().join('\n');
  }
}

/** Cube resolves imports from the root of all model files: in a folder, no name meets one of another model's. */
function inFolderOfItsOwn({ fileName, content }: ModelFile): ModelFile {
  return {
    fileName: `activation/${fileName}`,
    // An import of several names ends on a line of its own.
    content: content.replace(/^((?:import .*|\}) from ")\.\//gm, '$1./activation/'),
  };
}

/** The files of a model folder that Cube itself would load from it. */
async function readModelFiles(folder: string): Promise<ModelFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(js|ya?ml|jinja|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ fileName: relative(folder, path), content: await readFile(path, 'utf8') })),
  );
}
