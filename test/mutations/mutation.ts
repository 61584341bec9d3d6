import type { ModelFile } from '../../src/cube/model-repository.ts';

/** A one-token change of the model that breaks a rule of the metric contract. */
export interface Mutation {
  /** The rule of section 2, or the definition of section 4, that it breaks. */
  rule: string;
  /** The transpiled model file. */
  file: string;
  /** The member that it is in, where the file has the same text elsewhere. */
  member?: string;
  find: string;
  replace: string;
}

/** A mutation that the model has changed under: it says nothing until its `find` is mended. */
export class StaleMutation extends Error {
  override readonly name = 'StaleMutation';
}

/**
 * A copy of the model with the mutation in it.
 *
 * @throws {StaleMutation} where `find` isn't there exactly once
 */
export function mutated(files: readonly ModelFile[], mutation: Mutation): ModelFile[] {
  const { file, member, find, replace } = mutation;
  const target = files.find(({ fileName }) => fileName === file);
  if (!target) throw new StaleMutation(`There is no ${file}`);
  const [start, end] = member === undefined ? [0, target.content.length] : block(target, member);
  const [before, text, after] = [
    target.content.slice(0, start),
    target.content.slice(start, end),
    target.content.slice(end),
  ];
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new StaleMutation(`${parts.length - 1} times in ${file} ${member ?? ''}: ${find}`);
  }
  const content = `${before}${parts.join(replace)}${after}`;
  return files.map((other) => (other === target ? { ...other, content } : other));
}

/** Where a member is defined: from its name to the closing brace at the same indentation. */
function block({ fileName, content }: ModelFile, member: string): [start: number, end: number] {
  const found = [...content.matchAll(new RegExp(`^( *)${member}: \\{[^]*?^\\1\\}`, 'gm'))];
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new StaleMutation(`${found.length} members ${member} in ${fileName}`);
  }
  return [only.index, only.index + only[0].length];
}
