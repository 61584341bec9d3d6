import { ActionableError } from '../actionable-error.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { ownDatabase } from '../database/own-database.ts';
import { reportExitCode } from '../doctor/findings.ts';
import { renderReport } from '../doctor/render-report.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { type DataOptions, readEnvironment, Session } from './command-session.ts';

export interface DiagnoseOptions extends DataOptions {
  /** Print JSON for machines instead of a table. */
  json?: boolean;
  /** Fail for warnings too, and where a check didn't finish. */
  strict?: boolean;
  /** Seconds that one query may take. */
  timeout: string;
  /** Days after which a source's newest row is stale. */
  staleAfter: string;
}

/**
 * `activation doctor`: examines the data behind the metrics, of the Postgres that `CUBEJS_DB_*` names or of the worked
 * example, and prints what it found.
 *
 * @returns what the process should exit with: see {@link reportExitCode}
 * @throws {ActionableError} where the options, the configuration or the connection don't allow it
 */
export async function diagnose(options: DiagnoseOptions): Promise<number> {
  readEnvironment(options);
  const config = await loadConfig(configFile());
  const statementTimeoutMs = above0('--timeout', options.timeout) * 1000;
  const staleAfterDays = above0('--stale-after', options.staleAfter);
  const session = new Session();
  session.stopOnSignals();
  try {
    await session.open({ ...options, attach: true, quiet: options.json === true });
    const report = await runDoctor({
      connection: session.database ?? ownDatabase(),
      config,
      statementTimeoutMs,
      staleAfterDays,
      onProgress: showStep,
    });
    showStep('');
    console.log(options.json ? JSON.stringify(report, null, 2) : renderReport(report));
    return reportExitCode(report, { strict: options.strict ?? false });
  } finally {
    await session.stop();
  }
}

/** On a terminal, the step that is being taken, in the place of the one before; elsewhere, nothing. */
function showStep(step: string): void {
  const { isTTY, columns = 80 } = process.stderr;
  // A line that is broken could not be taken back.
  if (isTTY) process.stderr.write(`\r\u001b[K${step.slice(0, Math.max(columns - 1, 0))}`);
}

function above0(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new ActionableError(`${option} is ${text}, which is no number above 0.`);
  }
  return number;
}
