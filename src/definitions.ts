import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { ActionableError } from './actionable-error';

/** Postgres' timestamps and intervals end long after this; no activation window is longer than ten years. */
const longestWindowDays = 3650;

const days = z.int().min(1).max(longestWindowDays);

const names = (what: string) =>
  z
    .array(z.string().min(1))
    .min(1)
    .refine((list) => new Set(list).size === list.length, { error: `names a ${what} twice` });

const definitionsSchema = z.strictObject({
  keyAction: z.string().min(1),
  activationWindowDays: days,
  activationWindowsOfferedDays: z
    .array(days)
    .min(1)
    .refine((list) => new Set(list).size === list.length, { error: 'names a window twice' }),
  keyMilestones: names('milestone'),
  multiSessionMinimumSessions: z.int().min(2).max(1000),
  expansionWindowDays: days,
});

/**
 * The KPI definitions that a company can choose (metric contract, section 3).
 *
 * @example
 * export default {
 *   keyAction: 'project_created',
 *   activationWindowDays: 7,
 *   activationWindowsOfferedDays: [1, 3, 7, 14, 30],
 *   keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
 *   multiSessionMinimumSessions: 2,
 *   expansionWindowDays: 30,
 * } satisfies Definitions;
 */
export interface Definitions {
  /** The `action_name` in `key_actions` whose first occurrence activates a user. */
  keyAction: string;
  /** The headline window of the activation rate, in days of 24 hours after the sign-up. */
  activationWindowDays: number;
  /** The windows offered beside the headline one, in days: 7 gives the measure `activationRate7d`. */
  activationWindowsOfferedDays: number[];
  /** The `milestone_name`s in `milestone_completion_logs` that qualify an account, in the order of the funnel. */
  keyMilestones: string[];
  /** How many sessions make an activation a multi-session one. */
  multiSessionMinimumSessions: number;
  /** The window of the windowed expansion rate, in days of 24 hours after the eligibility. */
  expansionWindowDays: number;
}

/** A definitions file that can't be used: the message names the file, the field and the next step. */
export class DefinitionsError extends ActionableError {
  override readonly name = 'DefinitionsError';
}

/**
 * Checks KPI definitions.
 *
 * @param value what a definitions file exports by default
 * @param file the file's name, for the message
 * @throws {DefinitionsError} naming every field that is missing, unknown or out of range
 */
export function validateDefinitions(value: unknown, file: string): Definitions {
  const result = definitionsSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('');
    return `  ${field.replace(/^\./, '') || 'the default export'}: ${issue.message}`;
  });
  throw new DefinitionsError(
    `The KPI definitions in ${file} can't be used:\n${problems.join('\n')}\nMend the file, or compare it with activation.config.ts in this repository.`,
  );
}

/**
 * Reads a definitions file: TypeScript or JavaScript with the {@link Definitions} as its default export.
 * It is read anew at each call, so that a change shows without a restart.
 *
 * @throws {DefinitionsError} where the file is missing, can't be evaluated, or fails {@link validateDefinitions}
 */
export async function loadDefinitions(file: string): Promise<Definitions> {
  const path = resolve(file);
  await access(path).catch(() => {
    throw new DefinitionsError(
      `There is no KPI definitions file at ${path}. Name one with --config <file> or the variable ACTIVATION_CONFIG.`,
    );
  });
  try {
    return validateDefinitions(await defaultExport(path), path);
  } catch (error) {
    if (error instanceof DefinitionsError) throw error;
    throw new DefinitionsError(
      `The KPI definitions file ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Evaluates a module with all it imports, from its text: Node would keep the first reading of a file. */
async function defaultExport(path: string): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const module: { default?: unknown } = await import(`data:text/javascript;base64,${source}`);
  return module.default;
}
