import type { Definition } from './headline-queries.ts';

/** A setting by which a view counts, was and is; undefined where there was or is none. */
export interface DefinitionChange {
  view: string;
  /** E.g. `keyAction`, or `sources.users` for a digest of how it is mapped. */
  setting: string;
  was: Definition[string] | undefined;
  is: Definition[string] | undefined;
}

/** The settings that differ, of the views that are on both sides; of the others, the numbers tell. */
export const changedDefinitions = (
  before: Record<string, Definition>,
  now: Record<string, Definition>,
): DefinitionChange[] =>
  Object.entries(now).flatMap(([view, definition]) => {
    const previous = before[view];
    if (previous === undefined) return [];
    return [...new Set([...Object.keys(previous), ...Object.keys(definition)])].flatMap((setting) => {
      const [was, is] = [previous[setting], definition[setting]];
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ view, setting, was, is }];
    });
  });
