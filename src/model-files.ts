import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluatedText } from './config/bundled.ts';
import type { ActivationConfig } from './config/config.ts';
import { type Definitions, withDefaults } from './config/definitions.ts';
import { type RollupSettings, rollupSettings } from './config/rollup-settings.ts';
import { type MappedSources, mapSources, type SourceName, sqlName } from './config/sources.ts';

/** What a company says of itself. */
export interface Given {
  settings: Definitions;
  sources: MappedSources;
  rollups: RollupSettings;
  /** The units' outcomes, where they are kept: cubes then read them. */
  kept?: Outcomes | undefined;
}

/**
 * What the logs tell of each unit, as it may be kept in Postgres, and how it is told what has changed: SQL that can be
 * run, and names of relations as they stand in it.
 */
export interface Outcomes {
  /** Another one for other SQL: other definitions or another mapping. */
  hash: string;
  /** The units of each source; those that others are made of first. */
  units: KeptUnits[];
}

/** The units of one source. */
export interface KeptUnits {
  source: SourceName;
  /** The sources of their own events that the fingerprints are made of. */
  logs: SourceName[];
  /** The relation with the last known fingerprint of each unit. */
  fingerprints: string;
  /**
   * A query of the fingerprints as they are, one row for each `unit_id`: `contents` is another number for other rows
   * that the outcomes are made of, `of_account` for other rows of the account that the unit is broken down by.
   */
  fingerprintsSql: string;
  /** The relation that has, during a refresh, the `unit_id` of those that have changed. */
  changed: string;
  tables: KeptTable[];
}

/** What is kept of them in one relation, a row a unit (or a unit and a name) and a column `version`, which is higher for what is newer. */
export interface KeptTable {
  relation: string;
  /** The columns that tell the unit, when it starts, and by which few units are asked for. */
  key: string;
  start: string;
  indexed: string[];
  /** The column of the name, where it has a row for each name of the unit's events. */
  ofName?: string;
  /** Whether each unit has a row; else those alone that got to the start, or have such events. */
  isOfAll: boolean;
  /** The query of its rows: of all units, and of those that have changed. */
  sql: string;
  sqlOfChanged: string;
  /** The cubes that read it. */
  cubes: string[];
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
  outcomes(views: readonly object[], given: Given, relationOf: (name: string) => string): KeptUnits[];
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
    `export { compile, outcomes } from './compiler/compile.ts';`,
    `export { list } from './compiler/declared-views.ts';`,
    ...files.map((file, index) => `import view${index} from './kpis/${file}';`),
    `export const views = [${files.map((_, index) => `view${index}`).join(', ')}];`,
  ].join('\n');
  const texts = Object.entries(changed).map(([name, other]) => [join(modelFolder, name), other]);
  return (await evaluatedText('model', text, modelFolder, Object.fromEntries(texts))) as Model;
}

/**
 * The model as plain JavaScript for Cube, file by file, of a configuration and the environment.
 *
 * @param changed the text of files of the model instead of their own, by their names below the model folder
 * @param kept as in {@link Given}
 * @throws {Error} naming what is declared wrong, or the environment variable that can't be used
 */
export async function transpileModel(
  config: ActivationConfig,
  changed?: Record<string, string>,
  kept?: Outcomes,
): Promise<ModelFile[]> {
  const { compile, views } = await loadModel(changed);
  return compile(views, { ...given(config), kept });
}

/**
 * What may be kept of the units that the model counts by a configuration.
 *
 * @param schema where it is to be kept
 */
export async function outcomesOfModel(config: ActivationConfig, schema: string): Promise<Outcomes> {
  const { outcomes, views } = await loadModel();
  const unitsBy = (hash: string): KeptUnits[] =>
    outcomes(views, given(config), (name) => `${sqlName(schema)}.${sqlName(`${name}-${hash}`)}`);
  const hash = createHash('sha256')
    .update(JSON.stringify(unitsBy('')))
    .digest('hex')
    .slice(0, 12);
  return { hash, units: unitsBy(hash) };
}

const given = ({ sources, ...chosen }: ActivationConfig): Given => ({
  settings: withDefaults(chosen),
  sources: mapSources(sources),
  rollups: rollupSettings(),
});

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
