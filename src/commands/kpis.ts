import type { CheckedServer } from '../check/check.ts';
import { loadConfig } from '../config/config.ts';
import { mapSources } from '../config/sources.ts';
import { configFile } from '../cube/cube-options.ts';
import { type ReadKpi, readKpis } from '../kpis/read.ts';
import { renderKpis } from '../kpis/render-kpis.ts';
import type { DataOptions } from './command-session.ts';
import { startPrivateServer } from './private-server.ts';
import { runTasks } from './run-tasks.ts';

export interface KpisOptions extends DataOptions {
  /** The REST API of a running server. */
  url?: string;
  /** A JSON web token that it accepts. */
  token?: string;
  /** Print JSON for machines, with every value as it is. */
  json?: boolean;
}

/**
 * `activation kpis`: the 54 KPIs of the onboarding catalogue, and the value of each on a running server's data, or on
 * those that the options name.
 *
 * @returns what the process should exit with: 0 they were read, 2 one of them wasn't answered
 * @throws {ActionableError} where the server can't be reached, or none can be started
 */
export async function kpis({ url, token, json = false, ...data }: KpisOptions): Promise<0 | 2> {
  const started: CheckedServer | undefined =
    url === undefined ? await startPrivateServer({ ...data, quiet: json }) : undefined;
  try {
    let read: ReadKpi[] = [];
    const server = started
      ? { ...started, sources: mapSources((await loadConfig(configFile())).sources) }
      : { apiUrl: url ?? '', token };
    await runTasks(
      [
        {
          title: 'KPIs',
          task: async (_, task) => {
            read = await readKpis(server, (step) => {
              task.output = step;
            });
          },
        },
      ],
      json,
    );
    console.log(json ? JSON.stringify(read, null, 2) : renderKpis(read));
    return read.some(({ error }) => error !== undefined) ? 2 : 0;
  } finally {
    await started?.stop();
  }
}
