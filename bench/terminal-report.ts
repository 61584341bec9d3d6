import Table from 'cli-table3';
import { absences, explanation, type ReportTable, reportTables } from './report-tables.ts';
import type { Results } from './results.ts';

/** The tables of a run for a terminal; the verdict comes last, where one looks first. */
export function terminalReport(results: Results): string {
  const [verdict, ...others] = reportTables(results);
  const tables = [...others, ...(verdict ? [verdict] : [])].map(terminalTable);
  const missing = absences(results).map((line) => `- ${line}`);
  return [
    ...explanation,
    ...tables,
    ...(missing.length > 0 ? ['', 'Missing, or not to be trusted:', ...missing] : []),
  ].join('\n');
}

export function terminalTable({ title, head, rows }: ReportTable): string {
  // No colours: a CI log shows them as control characters.
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return `\n${title}\n${table}`;
}
