/** Cube's log: what happened, and details that may hold values. */
export type Log = (message: string, details: Record<string, unknown>) => void;

/** What is used here of Cube's core. */
export interface LoggingCore {
  logger: Log;
  options: { logger?: unknown; telemetry?: boolean };
}

/**
 * Keeps tokens out of Cube's log, and work out of it that nobody reads: Cube 1.7.43 copies the details of each of the
 * dozen messages of a request, to take the values out, before it looks whether the log's level has the message at all.
 */
export function tendLog(core: LoggingCore): void {
  const { logger, options } = core;
  const areFaultsEnough =
    ['warn', 'error'].includes(process.env.CUBEJS_LOG_LEVEL?.toLowerCase() ?? '') &&
    !options.logger &&
    !options.telemetry &&
    !process.env.CUBEJS_AGENT_ENDPOINT_URL;
  core.logger = (message, { token, ...details }) => {
    if (areFaultsEnough && !details.error && !details.warning) return;
    logger(message, details);
  };
}
