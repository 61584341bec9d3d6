import { type ModelFile, transpileModel } from '../../src/model-files.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';

/** A change of the model by one token that breaks a rule of the metric contract. */
export interface Mutation {
  /** The rule of section 2, or what else it breaks. */
  rule: string;
  /** Whether a declaration is changed, or a file that declarations compile to. */
  of: 'declaration' | 'compiled';
  file: string;
  /** The member that it is in, if it is in one. */
  member?: string;
  /** Where in the file's text it is. */
  at: number;
  find: string;
  replace: string;
  /** The views and cubes that show what the file says, so that it is looked for where it can be seen. */
  readers: readonly string[];
}

/** The model with the mutation in it. */
export async function mutated(
  definitions: CatalogueDefinitions,
  { of, file, at, find, replace }: Mutation,
  declarations: ReadonlyMap<string, string>,
): Promise<ModelFile[]> {
  const changed = (text: string): string => `${text.slice(0, at)}${replace}${text.slice(at + find.length)}`;
  if (of === 'declaration') {
    return transpileModel(definitions, { [file]: changed(declarations.get(file) ?? '') });
  }
  const files = await transpileModel(definitions);
  return files.map((one) => (one.fileName === file ? { ...one, content: changed(one.content) } : one));
}

/** What it is, for a person. */
export const inWords = ({ file, member, find, replace }: Mutation): string =>
  `${[file, member].filter(Boolean).join(' ')}: ${[find, replace || '(nothing)'].map((text) => text.trim().replace(/\s+/g, ' ')).join(' → ')}`;
