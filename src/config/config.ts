import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ActionableError } from '../actionable-error.ts';
import { evaluatedFile } from './bundled.ts';
import { chosenSchema, type Definitions, inForce } from './definitions.ts';
import { type Sources, sourcesSchema } from './sources.ts';

/**
 * What `activation.config.ts` holds: the KPI definitions that a company chooses, and where the data is if it isn't in
 * the canonical tables. What it leaves out has the default of the metric contract.
 *
 * @example
 * export default {
 *   keyAction: 'project_created',
 *   keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
 *   sources: {
 *     users: { schema: 'app', table: 'people', columns: { userId: 'id', signedUpAt: 'createdAt', persona: 'role' } },
 *     expansionActivation: null,
 *   },
 * } satisfies ActivationConfig;
 */
export interface ActivationConfig extends Partial<Definitions> {
  sources?: Sources;
}

/** A configuration with every setting. */
export interface CompleteConfig extends Definitions {
  sources?: Sources;
}

const configSchema = chosenSchema.safeExtend({ sources: sourcesSchema.optional() }).transform(inForce);

/** A configuration that can't be used: the message names the file, the field and the next step. */
export class ConfigError extends ActionableError {
  override readonly name = 'ConfigError';
}

/**
 * Checks a configuration.
 *
 * @param value what a configuration file exports by default
 * @param file the file's name, for the message
 * @throws {ConfigError} naming every field that is missing, unknown or out of range by its path in the file
 */
export function validateConfig(value: unknown, file: string): CompleteConfig {
  const result = configSchema.safeParse(value);
  // The schema takes the interface's shape; its record of columns is wider than the interface's.
  if (result.success) return result.data as CompleteConfig;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('');
    return `  ${field.replace(/^\./, '') || 'the default export'}: ${issue.message}`;
  });
  throw new ConfigError(
    `The configuration in ${file} can't be used:\n${problems.join('\n')}\nMend the file, or compare it with activation.config.ts in this repository.`,
  );
}

/**
 * Reads a configuration file: TypeScript or JavaScript with an {@link ActivationConfig} as its default export.
 * It is read anew at each call, so that a change shows without a restart.
 *
 * @throws {ConfigError} where the file is missing, can't be evaluated, or fails {@link validateConfig}
 */
export async function loadConfig(file: string): Promise<CompleteConfig> {
  const path = resolve(file);
  await access(path).catch(() => {
    throw new ConfigError(
      `There is no configuration file at ${path}. Name one with --config <file> or the variable ACTIVATION_CONFIG.`,
    );
  });
  try {
    return validateConfig((await evaluatedFile(path)).default, path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `The configuration file ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
