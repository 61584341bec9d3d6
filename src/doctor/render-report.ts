import Table from 'cli-table3';
import { rules } from '../kpis/rules.ts';
import type { DoctorReport, ReportedCheck, Severity } from './findings.ts';
import { inFigures } from './share.ts';

/** The tables are 100 columns wide, their borders included. */
const overviewWidths = [25, 41, 15, 14];
const findingWidths = [12, 25, 59];

const gravestFirst: readonly Severity[] = ['error', 'warning', 'unfinished', 'info'];

/**
 * A report for a terminal of 100 columns, without colours: what was read, what was found with the next step,
 * gravest first, and the SQL to run, left unbroken to be copied.
 */
export function renderReport(report: DoctorReport): string {
  const findings = gravestFirst.flatMap((severity) =>
    report.sources.flatMap(({ source }) =>
      report.checks.filter((check) => check.severity === severity && check.source === source),
    ),
  );
  const { host, port, database, user } = report.database;
  return printable(
    [
      `Database  ${database} at ${host}:${port}, read as ${user}`,
      `Judged by ${report.checkedAt}`,
      '',
      overview(report),
      ...(findings.length > 0 ? ['', findingsTable(findings)] : []),
      ...statements(findings),
      ...citedRules(findings),
      '',
      summary(report),
    ].join('\n'),
  );
}

function overview({ sources, checks }: DoctorReport): string {
  const table = newTable(['Source', 'Read from', 'Rows', 'Found'], overviewWidths, 'right');
  for (const { source, readFrom, rows, estimatedRows } of sources) {
    const own = checks.filter((check) => check.source === source);
    const isOff = own.some(({ id }) => id === 'source.off');
    table.push(
      fitted(
        [source, readFrom ?? (isOff ? 'off' : 'not usable'), rowsText(rows, estimatedRows), found(own)],
        overviewWidths,
      ),
    );
  }
  return table.toString();
}

function rowsText(rows: number | null, estimatedRows: number | null): string {
  if (rows !== null) return inFigures(rows);
  return estimatedRows === null ? '' : `about ${inFigures(estimatedRows)}`;
}

/** The gravest kind of finding, counted. */
function found(checks: ReportedCheck[]): string {
  for (const severity of gravestFirst) {
    const count = checks.filter((check) => check.severity === severity).length;
    if (count > 0) return inNumber(count, severity);
  }
  return 'ok';
}

function findingsTable(findings: ReportedCheck[]): string {
  const table = newTable(['', 'Source', 'Finding'], findingWidths);
  for (const { severity, source, title, detail, fix } of findings) {
    const nextStep = fix === undefined || isSql(fix) ? [] : [`→ ${fix}`];
    table.push(fitted([severity, source, [title, detail, ...nextStep].join('\n')], findingWidths));
  }
  return table.toString();
}

/** Statements stand below the table, where no border breaks what is to be copied. */
function statements(findings: ReportedCheck[]): string[] {
  const found = [...new Set(findings.flatMap(({ fix }) => (fix !== undefined && isSql(fix) ? [fix] : [])))];
  return found.length > 0 ? ['', 'To run in psql:', '', ...found.map((statement) => `  ${statement}`)] : [];
}

/** What the findings mean by "rule 3". */
function citedRules(findings: ReportedCheck[]): string[] {
  const details = findings.map(({ detail }) => detail).join('\n');
  const cited = rules.flatMap(([rule], index) =>
    details.includes(`rule ${index + 1})`) ? [`  Rule ${index + 1}  ${rule}.`] : [],
  );
  return cited.length > 0 ? ['', 'The rules named above, which docs/metrics.md explains:', '', ...cited] : [];
}

const isSql = (fix: string): boolean => /^(CREATE|GRANT) .*;$/.test(fix);

function summary({ counts }: DoctorReport): string {
  const parts = gravestFirst.map((severity) => inNumber(counts[severity], severity));
  return `${parts.join(', ')}; ${counts.ok} checks found nothing.`;
}

const inNumber = (count: number, severity: Severity): string =>
  `${count} ${severity}${count === 1 || severity === 'info' || severity === 'unfinished' ? '' : 's'}`;

function newTable(head: string[], colWidths: number[], third: 'left' | 'right' = 'left') {
  return new Table({
    head,
    colWidths,
    colAligns: ['left', 'left', third, 'left'],
    wordWrap: true,
    // No colours: a CI log shows them as control characters.
    style: { head: [], border: [] },
  });
}

/** Breaks words that are longer than their column, which the table would cut off. */
const fitted = (cells: string[], widths: number[]): string[] =>
  cells.map((cell, index) => {
    const room = (widths[index] ?? 0) - 2;
    return cell.replace(new RegExp(`\\S{${room}}(?=\\S)`, 'g'), '$&\n');
  });

/** Names and values are the warehouse's: what would steer the terminal is shown as a mark instead. */
const printable = (text: string): string => text.replace(/(?!\n)\p{Cc}/gu, '\uFFFD');
