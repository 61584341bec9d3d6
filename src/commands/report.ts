import { writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { ActionableError } from '../actionable-error.ts';
import { MetricServer } from '../check/metric-server.ts';
import { declaredViews } from '../kpis/declared.ts';
import { LeftOut } from '../page/asking.ts';
import { kpiViewsOf } from '../page/kpi-views.ts';
import { scopeOf } from '../page/page-scope.ts';
import { reportFile } from '../page/report-file.ts';
import type { DataOptions } from './command-session.ts';
import { runTasks } from './run-tasks.ts';

export interface ReportOptions extends DataOptions {
  /** The REST API of a running server. */
  url?: string;
  /** A JSON web token that it accepts. */
  token?: string;
  /** The file to write. */
  out: string;
  /** What it shows, as the address of the page says it: `from=2026-01-01&granularity=week`. */
  show?: string;
  /** Whether to leave out what no rollup of that server holds. */
  fromRollups?: boolean;
}

/**
 * `activation report`: the page as one HTML file, of a running server's data or of those that the options name.
 *
 * @returns what the process should exit with: 0 it is written, 2 a figure in it has no answer
 * @throws {ActionableError} where the server can't be reached, none can be started, or the file can't be written
 */
export async function report({
  url,
  token,
  out,
  show = '',
  fromRollups = false,
  ...data
}: ReportOptions): Promise<0 | 2> {
  if (fromRollups && url === undefined)
    throw new ActionableError(
      '--from-rollups is about those of a running server: name it with --url. A server of its own has none.',
    );
  const scope = scopeOf(new URLSearchParams(show));
  const started =
    url === undefined ? await (await import('./private-server.ts')).startPrivateServer(data) : undefined;
  try {
    const server = new MetricServer(started?.apiUrl ?? url ?? '', started?.token ?? token);
    const views = kpiViewsOf(await server.cubes());
    if (views.length === 0)
      throw new ActionableError(`${server.apiUrl} has no KPI to report on, or hides them from this token.`);
    let written = { html: '', failed: 0 };
    await runTasks([
      {
        title: 'Report',
        task: async () => {
          written = await reportFile(
            {
              views,
              declared: await declaredViews(),
              apiUrl: started ? 'http://localhost:4000/cubejs-api/v1' : server.apiUrl,
              // What the server has in its cache is as old as it says in its documents.
              ask: async (query) => {
                if (fromRollups && !(await server.isRolledUp(query)))
                  throw new LeftOut(
                    'Left out: no rollup holds it, and the report was made from those alone.',
                  );
                return server.load('report', query, 'stale-if-slow');
              },
              reasonOf: (error) => {
                if (error instanceof ActionableError || error instanceof LeftOut) return error.message;
                throw error;
              },
            },
            scope,
            new Date(),
          );
        },
      },
    ]);
    const file = resolve(out);
    try {
      await writeFile(file, written.html);
    } catch (error) {
      throw new ActionableError(`The report can't be written to ${file}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const size = Math.ceil(Buffer.byteLength(written.html) / 1024).toLocaleString('en');
    console.log(`Written to ${relative('', file)}, ${size} KB`);
    if (written.failed > 0) console.error(`${written.failed} of its figures have no answer; they say why.`);
    return written.failed > 0 ? 2 : 0;
  } finally {
    await started?.stop();
  }
}
