import { UntestedCubeError } from 'cube-fixes/untested-cube-error';
import { SettingError } from 'cube-guard/setting-error';
import { AddonError } from 'cube-stand-in/addon-error';

/**
 * An error for the person at the terminal: its message says what happened, to what, and the next step.
 * The command line prints the message alone; anything else is a defect of ours and is printed with its stack.
 */
export class ActionableError extends Error {
  override readonly name: string = 'ActionableError';
}

/** What an error says at the terminal, whichever package it is of; undefined where it is a defect of ours. */
export const actionableText = (error: unknown): string | undefined =>
  error instanceof ActionableError ||
  error instanceof AddonError ||
  error instanceof SettingError ||
  error instanceof UntestedCubeError
    ? `\nError: ${error.message}`
    : undefined;
