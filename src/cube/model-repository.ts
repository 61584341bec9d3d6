import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type ActivationConfig, loadConfig, validateConfig } from '../config/config.ts';
import { rollupSettings } from '../config/rollup-settings.ts';
import {
  type ModelFile,
  modelFolder,
  modelSources,
  type Outcomes,
  outcomesOfModel,
  transpileModel,
} from '../model-files.ts';
import { OutcomeStore, outcomesSchema } from '../outcomes/store.ts';

export { type ModelFile, transpileModel };

/**
 * Where Cube reads the model from. It is compiled when Cube asks for it, and again when the model or the
 * configuration file has changed; in development mode Cube asks at each request.
 */
export class ModelRepository {
  private readFrom = '';
  private look: Promise<unknown> = Promise.resolve();
  private nextLook: Promise<string> | undefined;
  private model: Promise<Model> | undefined;
  private readonly store = new OutcomeStore();
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
    if (state !== this.readFrom) this.model = undefined;
    this.readFrom = state;
    const { transpiled, outcomes } = await this.read();
    const files = await transpiled(outcomes && (await this.store.has(outcomes)));
    if (this.ownModel === undefined) return files;
    const inFolder = files.map(inFolderOfItsOwn);
    this.ownFiles = new Set(inFolder.map(({ fileName }) => fileName));
    return [...inFolder, ...(await readModelFiles(this.ownModel))];
  }

  /** Whether a file is of this model, by the name that Cube has it by. */
  ownsFile(fileName: string): boolean {
    return this.ownModel === undefined || this.ownFiles.has(fileName);
  }

  /** Another text where the model is of what is kept than where it is of the source tables. */
  async version(): Promise<string> {
    const { outcomes } = await this.read();
    return outcomes && (await this.store.has(outcomes)) ? `outcomes ${outcomes.hash}` : 'source tables';
  }

  /**
   * Makes the outcomes that the model reads what the sources say, where they are to be kept and the last refresh, by
   * whichever process, is older than told.
   *
   * @throws where Postgres refuses; what was kept before stays
   */
  async refreshOutcomes(maxAgeSeconds: number): Promise<void> {
    const { outcomes } = await this.read();
    if (outcomes) await this.store.refresh(outcomes, maxAgeSeconds);
  }

  private read(): Promise<Model> {
    if (this.model) return this.model;
    const model = this.load();
    this.model = model;
    // A failed read is told to whoever asked, and tried again by the next one.
    model.catch(() => {
      this.model = undefined;
    });
    return model;
  }

  private async load(): Promise<Model> {
    const config =
      typeof this.config === 'string'
        ? await loadConfig(this.config)
        : validateConfig(this.config, 'the configuration given');
    const outcomes = rollupSettings().outcomes ? await outcomesOfModel(config, outcomesSchema()) : undefined;
    const files = new Map<boolean, Promise<ModelFile[]>>();
    return {
      outcomes,
      transpiled(areKept = false) {
        const found =
          files.get(areKept) ?? transpileModel(config, {}, areKept ? outcomes : undefined).then(toldByDigest);
        files.set(areKept, found);
        found.catch(() => files.delete(areKept));
        return found;
      },
    };
  }

  /** Another text after every edit of what the model is made from. Who asks during a look shares the one after it. */
  private sourcesState(): Promise<string> {
    this.nextLook ??= this.look.then(() => {
      const look = this.lookAtSources();
      this.look = look.catch(() => undefined);
      this.nextLook = undefined;
      return look;
    });
    return this.nextLook;
  }

  private async lookAtSources(): Promise<string> {
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

/** The model of a configuration. */
interface Model {
  /** What may be kept of its units, where that is wanted. */
  outcomes: Outcomes | undefined;
  /** Its files: of what is kept, or of the source tables. */
  transpiled(areKept?: boolean): Promise<ModelFile[]>;
}

/**
 * Files that stand as their digest in JSON. In development mode Cube makes JSON of all of them, some ten times a request,
 * to see whether one has changed.
 */
function toldByDigest(files: ModelFile[]): ModelFile[] {
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  return Object.assign(files, { toJSON: () => digest });
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
