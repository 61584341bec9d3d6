import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ActionableError, actionableText } from '../actionable-error.ts';
import { type CheckOptions, runCheck } from './check.ts';
import { type CheckExitCode, type CheckReport, checkExitCode } from './check-report.ts';
import { junitXml } from './junit.ts';
import { renderCheck } from './render-check.ts';

/** The options of `activation check`, as they stand on the command line. */
export interface CheckCommandOptions extends Omit<CheckOptions, 'tolerance' | 'closedAfter'> {
  tolerance?: string;
  closedAfter?: string;
  /** Print JSON for machines, with every value as it is. */
  json?: boolean;
  /** Where to write JUnit XML. */
  junit?: string;
}

/**
 * `activation check`: makes the check, prints what it found and writes JUnit XML where asked to.
 *
 * @param print what takes the lines for the terminal; errors go to `printError`
 * @returns what the process should exit with: 0 the same, 1 differences, 2 the check couldn't be made
 */
export async function checkCommand(
  { tolerance, closedAfter, json, junit, ...options }: CheckCommandOptions,
  print: (text: string) => void = console.log,
  printError: (text: string) => void = console.error,
): Promise<CheckExitCode> {
  let outcome: CheckReport | Error;
  try {
    outcome = await runCheck({
      ...options,
      ...(tolerance === undefined ? {} : { tolerance: amount('--tolerance', tolerance) }),
      ...(closedAfter === undefined ? {} : { closedAfter: amount('--closed-after', closedAfter) }),
    });
    print(json ? JSON.stringify(outcome, null, 2) : renderCheck(outcome));
  } catch (error) {
    outcome = error instanceof Error ? error : new Error(String(error));
    printError(errorText(outcome));
  }
  if (junit === undefined) return checkExitCode(outcome);
  try {
    await mkdir(dirname(junit), { recursive: true });
    await writeFile(junit, junitXml(outcome));
  } catch (error) {
    printError(`\nError: The JUnit file ${junit} can't be written: ${(error as Error).message}`);
    return 2;
  }
  return checkExitCode(outcome);
}

/** Of a defect of ours the stack is needed. */
const errorText = (error: Error): string => actionableText(error) ?? error.stack ?? error.message;

function amount(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new ActionableError(`${option} is ${text}, which is no number from 0 up.`);
  }
  return number;
}
