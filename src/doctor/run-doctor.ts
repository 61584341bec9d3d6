import pg from 'pg';
import type { CompleteConfig } from '../config/config.ts';
import { canonicalSources, type SourceName } from '../config/sources.ts';
import { checks } from './checks/all-checks.ts';
import { comparableKeys, joins } from './checks/joins.ts';
import { findingOfFailure } from './failed-query.ts';
import { countSeverities, type DoctorReport, type Finding, type ReportedCheck } from './findings.ts';
import { readableTableName } from './physical-source.ts';
import { type DoctorConnection, ReadOnlySession } from './read-only-session.ts';
import { surveySource } from './survey-source.ts';
import type { Join, SurveyedSource, Warehouse } from './surveyed-source.ts';

export interface DoctorOptions {
  /** The database to look at. */
  connection: DoctorConnection;
  /** The definitions and the mapping to judge the data by. */
  config: CompleteConfig;
  /** How long one query may take, in milliseconds. Default: 30 seconds. */
  statementTimeoutMs?: number;
  /** From which age on the newest row of a source is a warning. Default: 7 days. */
  staleAfterDays?: number;
  /** The moment that future dates and ages are judged by. Default: the database's clock. */
  now?: Date;
  /** Told of each step before it is taken. */
  onProgress?: (step: string) => void;
}

/**
 * Looks at a company's data the way the model reads them, and reports what is wrong: tables, columns and types that
 * don't fit the mapping, keys that aren't unique, rows that the rules leave out, names that never occur, indexes that
 * are missing, loads that stopped. It only reads, and each of its queries is bounded in time.
 *
 * @throws {ConnectionError} where the database can't be reached
 * @throws {DoctorConnectionError} where the connection is lost
 * @example
 * const report = await runDoctor({ connection, config: await loadConfig('activation.config.ts') });
 * console.log(renderReport(report));
 * process.exitCode = reportExitCode(report);
 */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const { connection, config, statementTimeoutMs = 30_000, staleAfterDays = 7 } = options;
  const session = await ReadOnlySession.open(connection, statementTimeoutMs);
  try {
    const now = options.now ?? (await session.row<{ now: Date }>('SELECT NOW() AS now')).now;
    const examination = new Examination(session, options.onProgress ?? (() => undefined));
    const sources = await examination.survey(config);
    const joined = await examination.compareKeys(sources);
    await examination.askAbout({ config, now, sources, joined }, staleAfterDays);
    const { host, port, database, user } = connection;
    return {
      checkedAt: now.toISOString(),
      database: { host, port, database, user },
      sources: expectedSources(config).map((name) => {
        const source = sources.find((each) => each.name === name);
        return {
          source: name,
          readFrom: source ? (source.table ? readableTableName(source.table) : 'a query') : null,
          rows:
            examination.reported.find((each) => each.source === name && each.id === 'rows.counted')?.count ??
            null,
          estimatedRows: source?.estimatedRows ?? null,
        };
      }),
      checks: examination.reported,
      counts: countSeverities(examination.reported),
    };
  } finally {
    await session.close();
  }
}

/** Every source but the optional ones that the mapping doesn't name: those aren't missed. */
const expectedSources = ({ sources = {} }: CompleteConfig): SourceName[] =>
  (Object.keys(canonicalSources) as SourceName[]).filter(
    (name) => !canonicalSources[name].isOptional || sources[name] !== undefined,
  );

/** One run over a database, with what it has found. */
class Examination {
  readonly reported: ReportedCheck[] = [];

  constructor(
    private readonly session: ReadOnlySession,
    private readonly onProgress: (step: string) => void,
  ) {}

  /** Finds the sources that can be read. */
  async survey(config: CompleteConfig): Promise<SurveyedSource[]> {
    const sources: SurveyedSource[] = [];
    for (const name of expectedSources(config)) {
      await this.step(name, { id: 'source', subject: 'table, columns and types' }, async () => {
        const { findings, surveyed } = await surveySource(this.session, config, name);
        if (surveyed) sources.push(surveyed);
        return findings;
      });
    }
    return sources;
  }

  /** Finds the sources that can be joined: the checks of two sources would fail where their keys can't be compared. */
  async compareKeys(sources: readonly SurveyedSource[]): Promise<Warehouse['joined']> {
    const pairs: { join: Join; pair: [SurveyedSource, SurveyedSource] }[] = [];
    for (const join of joins) {
      const source = sources.find(({ name }) => name === join.source);
      const target = sources.find(({ name }) => name === join.target);
      if (!source?.types.has(join.column) || !target) continue;
      await this.step(join.source, { id: 'joins', subject: 'keys that join' }, async () => {
        const finding = await comparableKeys(this.session, join, source, target);
        if (finding.severity === 'ok') pairs.push({ join, pair: [source, target] });
        return [finding];
      });
    }
    return (source, target, column) =>
      pairs.find(
        ({ join }) =>
          join.source === source &&
          join.target === target &&
          (column === undefined || join.column === column),
      )?.pair ?? null;
  }

  /** Asks the questions of each check, one after the other: a busy database has other things to do. */
  async askAbout(warehouse: Warehouse, staleAfterDays: number): Promise<void> {
    const questions = checks({ staleAfterDays }).flatMap((check) =>
      check.questions(warehouse).map((question) => ({ ...question, check })),
    );
    for (const [index, { source, ask, check }] of questions.entries()) {
      const place = `${index + 1} of ${questions.length}`;
      await this.step(source, check, () => ask(this.session), place);
    }
  }

  /** Takes one step and reports what it found; one that Postgres refuses doesn't stop the others. */
  private async step(
    source: SourceName,
    { id, subject }: { id: string; subject: string },
    examine: () => Promise<Finding[]>,
    place?: string,
  ): Promise<void> {
    this.onProgress(`${source}: ${subject}${place ? ` (${place})` : ''}`);
    let findings: Finding[];
    try {
      findings = await examine();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      findings = [findingOfFailure(id, subject, `sources.${source}`, error, this.session)];
    }
    this.reported.push(...findings.map((finding) => ({ source, ...finding })));
  }
}
