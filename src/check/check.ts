import { ActionableError } from '../actionable-error.ts';
import {
  type Baseline,
  defaultBaselineFile,
  type QueryAnswer,
  readBaseline,
  writeBaseline,
} from './baseline.ts';
import type { CheckQuery } from './check-query.ts';
import type { CheckReport } from './check-report.ts';
import { type Comparison, compare } from './compare.ts';
import { changedDefinitions } from './definition-changes.ts';
import { headlineQueries, servedDefinitions, withoutHeadline } from './headline-queries.ts';
import { MetricServer, type ServedModel } from './metric-server.ts';
import { defaultClosedAfterDays, firstOpenMonth } from './period.ts';
import { readQueriesFile } from './queries-file.ts';
import { slicesOf } from './slice.ts';

/** A Cube server started for one check. */
export interface CheckedServer {
  /** E.g. `http://localhost:41234/cubejs-api/v1`. */
  apiUrl: string;
  /** A token that it accepts, where it asks for one. */
  token?: string;
  /** Called once, whatever the check's end. */
  stop(): Promise<void>;
}

export interface CheckOptions {
  /** The REST API of a running server. */
  url?: string;
  /** A JSON web token that it accepts. */
  token?: string;
  /** Starts a server, where no `url` names one. */
  withServer?: () => Promise<CheckedServer>;
  /** The baseline's file; `activation-baseline.json` unless told. */
  baseline?: string;
  /** A JSON file with queries to run instead of the headline KPIs'. */
  queries?: string;
  /** Whether to write the baseline anew instead of failing. */
  update?: boolean;
  /** By how many percentage points a rate of an open period may move; 1 unless told. */
  tolerance?: number;
  /** By how many percent a count or a number of hours of an open period may move; 5 unless told. */
  tolerancePercent?: number;
  /** How many days after its end a period is closed; 30 unless told. */
  closedAfter?: number;
  /** The clock; the machine's unless told. */
  now?: Date;
  /** How long one answer may take, in milliseconds; 5 minutes unless told. */
  timeoutMs?: number;
}

/**
 * Compares a server's KPIs with a committed baseline, or writes the baseline anew.
 *
 * A period that had ended 30 days (`closedAfter`) before the baseline was written must match exactly; one that had ended
 * later may move within the tolerance; one that hadn't ended is only noted, because its counts can but grow. A slice that
 * vanished altogether is a difference. 30 days are
 * the longest window offered by default. A rate without a window, such as the multi-session one, can move for longer:
 * give `closedAfter` the days after which conversions hardly come any more.
 *
 * @throws {ActionableError} where the check can't be made
 *
 * @example
 * const report = await runCheck({ url: 'http://localhost:4000/cubejs-api/v1' });
 * console.log(renderCheck(report));
 * process.exitCode = checkExitCode(report);
 */
export async function runCheck(options: CheckOptions): Promise<CheckReport> {
  const { baseline: baselineFile = defaultBaselineFile, now = new Date(), update = false } = options;
  const closedAfterDays = options.closedAfter ?? defaultClosedAfterDays;
  // The files first: what is wrong with them shows before anything is started.
  const named = options.queries === undefined ? undefined : await readQueriesFile(options.queries);
  const previous = update ? await usableBaseline(baselineFile) : await committedBaseline(baselineFile);
  const cohortsBefore = previous && !update ? previous.cohortsBefore : firstOpenMonth(now, closedAfterDays);

  const { apiUrl, model, queries, answers } = await read(options, named, cohortsBefore);
  const asOf = now.toISOString().replace(/\.\d+/, '');
  const definitions = servedDefinitions(model.views);
  const baseline: Baseline = { version: 1, asOf, cohortsBefore, definitions, queries: answers };
  if (update) await writeBaseline(baselineFile, baseline);

  const comparisons = compare(previous ?? { ...baseline, queries: [] }, answers, {
    now,
    closedAfterDays,
    tolerancePoints: options.tolerance ?? 1,
    tolerancePercent: options.tolerancePercent ?? 5,
    percentages: model.percentages,
    closedBefore: new Map(
      queries.flatMap(({ name, closedBefore }) => (closedBefore ? [[name, closedBefore]] : [])),
    ),
  });
  return {
    apiUrl,
    baselineFile,
    asOf: previous?.asOf,
    definitions: previous?.definitions && changedDefinitions(previous.definitions, definitions),
    notAsked: named ? [] : withoutHeadline(model.views),
    comparisons: update ? comparisons.map(accepted) : comparisons,
    isUpdated: update,
  };
}

async function committedBaseline(file: string): Promise<Baseline> {
  const baseline = await readBaseline(file);
  if (baseline) return baseline;
  throw new ActionableError(
    `There is no baseline at ${file} to compare with. Write it with --update, and commit it.`,
  );
}

/** The baseline that an update replaces. One that can't be read is replaced like none: an update is the way out. */
async function usableBaseline(file: string): Promise<Baseline | undefined> {
  return readBaseline(file).catch(() => undefined);
}

async function read(
  { url, token, withServer, timeoutMs }: CheckOptions,
  named: CheckQuery[] | undefined,
  cohortsBefore: string,
): Promise<{ apiUrl: string; model: ServedModel; queries: CheckQuery[]; answers: QueryAnswer[] }> {
  const started = url === undefined ? await withServer?.() : undefined;
  const apiUrl = url ?? started?.apiUrl;
  if (apiUrl === undefined) throw new ActionableError('No server to check: name one with --url.');
  try {
    const server = new MetricServer(apiUrl, token ?? started?.token, timeoutMs);
    const model = await server.model();
    const queries = named ?? headlineQueries(model.views, cohortsBefore);
    if (queries.length === 0) {
      throw new ActionableError(
        `${server.apiUrl} has none of the headline KPIs' views. Name queries of your own with --queries.`,
      );
    }
    const answers: QueryAnswer[] = [];
    for (const { name, query } of queries) {
      // Told, so that the server's own default can't move the buckets (rule 9).
      const inZone = { timezone: 'UTC', ...query };
      answers.push({ name, slices: slicesOf(inZone, await server.load(name, inZone)) });
    }
    return { apiUrl: server.apiUrl, model, queries, answers };
  } finally {
    await started?.stop();
  }
}

const accepted = (comparison: Comparison): Comparison => ({
  ...comparison,
  outcome: comparison.outcome === 'different' ? 'noted' : comparison.outcome,
});
