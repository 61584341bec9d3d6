import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ActionableError } from '../actionable-error.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { transpileModel } from '../cube/model-repository.ts';
import { dbtProject } from '../dbt/dbt-project.ts';
import { readEnvironment } from './command-session.ts';

export interface BuildOptions {
  /** The configuration file. */
  config?: string;
  /** The folder to write to; by default `dist/model`, or `dist/dbt`. */
  out?: string;
  /** The schema that dbt makes the outcomes in, where it is a dbt project that is to be written. */
  dbt?: string;
}

/** What a build writes beside the model: the names of its files, which the next build may replace. */
const listName = '.activation-build';

/**
 * `activation build`: writes the model as plain JavaScript, definitions and mapping included, for a stock Cube to load;
 * or with what dbt keeps for it in a warehouse, see {@link dbtProject}.
 * What an earlier build wrote into the folder is replaced; nothing else in it is touched.
 *
 * @throws {ActionableError} where the configuration can't be used, or the folder holds what no build wrote or can't be
 *   written
 */
export async function build(options: BuildOptions): Promise<void> {
  readEnvironment(options);
  const config = configFile();
  const loaded = await loadConfig(config);
  const { dbt } = options;
  const files = dbt === undefined ? await transpileModel(loaded) : await dbtProject(loaded, dbt);
  const folder = resolve(options.out ?? (dbt === undefined ? 'dist/model' : 'dist/dbt'));
  try {
    await clear(folder, dbt !== undefined);
    await mkdir(folder, { recursive: true });
    // First, so that a build that was interrupted can be made again.
    await writeFile(join(folder, listName), files.map(({ fileName }) => `${fileName}\n`).join(''));
    for (const { fileName, content } of files) {
      const path = join(folder, fileName);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  } catch (error) {
    if (error instanceof ActionableError) throw error;
    throw new ActionableError(`The model can't be written to ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const what =
    dbt === undefined ? 'model files' : `files of a dbt project and of the model over its schema ${dbt}`;
  console.log(
    `${files.length} ${what} written to ${relative('', folder) || '.'}, with the configuration of ${config}`,
  );
}

/** What dbt makes in a project's folder, or whoever runs it there. */
const ofDbt = /^(target|logs|dbt_packages)[\\/]|^(profiles|\.user)\.yml$/;

/** Deletes what an earlier build wrote. */
async function clear(folder: string, isOfDbt: boolean): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !(isOfDbt && ofDbt.test(name)));
  const list = await readFile(join(folder, listName), 'utf8').catch(() => '');
  const built = new Set([listName, ...list.split('\n')]);
  const [foreign] = found.filter((name) => !built.has(name));
  if (foreign !== undefined) {
    throw new ActionableError(
      `${folder} holds ${foreign}, which no build wrote. Delete what you don't need there, or name another folder with --out.`,
    );
  }
  for (const name of found) await rm(join(folder, name));
}
