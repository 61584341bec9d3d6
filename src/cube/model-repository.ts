import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type ActivationConfig, loadConfig, validateConfig } from '../config/config.ts';
import { type ModelFile, modelFolder, modelSources, transpileModel } from '../model-files.ts';

export { type ModelFile, transpileModel };

/**
 * Where Cube reads the model from. It is compiled when Cube asks for it, and again when the model or the
 * configuration file has changed; in development mode Cube asks at each request.
 */
export class ModelRepository {
  private readFrom = '';
  private files: Promise<ModelFile[]> = Promise.resolve([]);
  /** Beside those of another folder, what these are called. */
  private ownFiles = new Set<string>();

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
    if (this.ownModel === undefined) return files;
    const inFolder = files.map(inFolderOfItsOwn);
    this.ownFiles = new Set(inFolder.map(({ fileName }) => fileName));
    return [...inFolder, ...(await readModelFiles(this.ownModel))];
  }

  /** Whether a file is of this model, by the name that Cube has it by. */
  ownsFile(fileName: string): boolean {
    return this.ownModel === undefined || this.ownFiles.has(fileName);
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

/** In a folder, no name meets one of another model's. */
const inFolderOfItsOwn = ({ fileName, content }: ModelFile): ModelFile => ({
  fileName: `activation/${fileName}`,
  content,
});

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
