import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ActionableError } from '../actionable-error.ts';
import { type Definition, definitionSchema } from './headline-queries.ts';
import { invalidPaths } from './invalid-paths.ts';
import type { Slice } from './slice.ts';

/** The answer to one query. */
export interface QueryAnswer {
  name: string;
  slices: Slice[];
}

/** The numbers that a check compares with, as they were when they were last accepted. */
export interface Baseline {
  version: 1;
  /** The moment they were read: what was closed then mustn't have changed since. */
  asOf: string;
  /** The default queries' totals and segments are over the cohorts before this date. */
  cohortsBefore: string;
  /** By what each view counted; a baseline of an older version has none. */
  definitions?: Record<string, Definition> | undefined;
  queries: QueryAnswer[];
}

/** Where the baseline is, unless told. */
export const defaultBaselineFile = 'activation-baseline.json';

const distinct = (list: string[]): boolean => new Set(list).size === list.length;

const slices = z
  .array(
    z.strictObject({
      slice: z.string(),
      until: z.union([z.iso.date(), z.iso.datetime()]).nullable(),
      values: z.record(z.string(), z.string().nullable()),
    }),
  )
  .refine((list) => distinct(list.map(({ slice }) => slice)), { error: 'holds a slice twice' });

const baselineSchema = z.strictObject({
  version: z.literal(1, { error: 'is of another version of this package' }),
  asOf: z.iso.datetime(),
  cohortsBefore: z.iso.date(),
  definitions: z.record(z.string(), definitionSchema).optional(),
  queries: z
    .array(z.strictObject({ name: z.string(), slices }))
    .refine((list) => distinct(list.map(({ name }) => name)), { error: 'holds a query twice' }),
});

/**
 * Reads a baseline.
 *
 * @returns undefined where there is no such file
 * @throws {ActionableError} where it can't be read, or naming the place of what is wrong in it
 */
export async function readBaseline(file: string): Promise<Baseline | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ActionableError(`The baseline ${file} can't be read: ${(error as Error).message}`);
  }
  const result = baselineSchema.safeParse(parse(text, file));
  if (result.success) return result.data;
  throw new ActionableError(
    `The baseline ${file} can't be used:\n${invalidPaths(result.error)}\nRestore it from version control, or write it anew with --update.`,
  );
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const conflict = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
    const reason =
      conflict < 0 ? (error as Error).message : `line ${conflict + 1} is the mark of a merge conflict`;
    throw new ActionableError(
      `The baseline ${file} isn't JSON: ${reason}. Restore it from version control, or write it anew with --update.`,
    );
  }
}

/** A baseline as text: one value a line, always in the same order, so that a pull request shows what moved. */
export const baselineText = (baseline: Baseline): string => `${JSON.stringify(baseline, null, 2)}\n`;

/**
 * Writes a baseline so that the file is the old one or the new one at every moment.
 *
 * @throws {ActionableError} where it can't be written
 */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  // In the same folder: a file can be renamed at once only inside one file system.
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, baselineText(baseline), { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new ActionableError(`The baseline ${file} can't be written: ${(error as Error).message}`);
  }
}
