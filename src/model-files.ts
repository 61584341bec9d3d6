import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluatedText } from './config/bundled.ts';
import type { ActivationConfig } from './config/config.ts';
import { type Definitions, withDefaults } from './config/definitions.ts';
import { type RollupSettings, rollupSettings } from './config/rollup-settings.ts';
import { type MappedSources, mapSources, type SourceName } from './config/sources.ts';

/** What a company says of itself. */
export interface Given {
  settings: Definitions;
  sources: MappedSources;
  rollups: RollupSettings;
}

/** A model file as Cube takes it: its name below the model folder, and plain JavaScript. */
export interface ModelFile {
  fileName: string;
  content: string;
}

/** A view as the tools around the model list it. */
export interface ListedView {
  view: string;
  /** Its product area; empty for the company's own. */
  area: string;
  /** The KPI's name, as it is spoken of. */
  name: string;
  /** What it counts, in the plural. */
  units: string;
  /** The time that its cohorts are told apart by. */
  cohort: string;
  /** The sources without which it isn't in the model. */
  needs: SourceName[];
  /** The measures that are in it only where a further source is there. */
  gains: Partial<Record<string, SourceName>>;
  /** The names of its members that the headline is made of, if it has one. */
  headline?: { rate: string; above: string; below: string; by?: string };
}

/** The model: its compiler, and its views as they are declared. */
interface Model {
  compile(views: readonly object[], given: Given): ModelFile[];
  list(views: readonly object[], settings: Definitions): ListedView[];
  views: readonly object[];
}

/** The folder of the model's declarations and their compiler. */
export const modelFolder = fileURLToPath(new URL('../model', import.meta.url));

/**
 * The model as its files are now: each file in its folder `kpis` declares a view.
 *
 * @param changed the text of a file instead of its own, by its name below the model folder
 * @throws {Error} naming the file with a syntax error
 */
async function loadModel(changed: Record<string, string> = {}): Promise<Model> {
  const files = (await readdir(join(modelFolder, 'kpis'))).filter((file) => file.endsWith('.ts')).sort();
  const text = [
    `export { compile, list } from './compiler/compile.ts';`,
    ...files.map((file, index) => `import view${index} from './kpis/${file}';`),
    `export const views = [${files.map((_, index) => `view${index}`).join(', ')}];`,
  ].join('\n');
  const texts = Object.entries(changed).map(([name, other]) => [join(modelFolder, name), other]);
  return (await evaluatedText('model', text, modelFolder, Object.fromEntries(texts))) as Model;
}

/**
 * The model as plain JavaScript for Cube, file by file, of a configuration and the environment.
 *
 * @throws {Error} naming what is declared wrong, or the environment variable that can't be used
 */
export async function transpileModel(
  { sources, ...chosen }: ActivationConfig,
  changed?: Record<string, string>,
): Promise<ModelFile[]> {
  const { compile, views } = await loadModel(changed);
  return compile(views, {
    settings: withDefaults(chosen),
    sources: mapSources(sources),
    rollups: rollupSettings(),
  });
}

/** The model's views by their names, those of product areas too, whether or not their sources are there. */
export async function listedViews({ sources: _, ...chosen }: ActivationConfig = {}): Promise<ListedView[]> {
  const { list, views } = await loadModel();
  return list(views, withDefaults(chosen));
}

/** The files that the model is made from. */
export async function modelSources(): Promise<string[]> {
  const entries = await readdir(modelFolder, { withFileTypes: true, recursive: true });
  return entries
    .filter(({ name }) => name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
