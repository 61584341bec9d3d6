import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { absences, explanation, reportTables, settingsOf } from './report-tables.ts';
import type { Results } from './results.ts';

const file = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

const start = '<!-- results: npm run bench -- --markdown -->';
const end = '<!-- end of results -->';

/**
 * Writes a run's results into `docs/performance.md`, between its two marks; what stands around them stays.
 *
 * @returns the file's path
 */
export async function writeMarkdown(results: Results): Promise<string> {
  const before = await readFile(file, 'utf8').catch(() => `# Performance\n\n${start}\n${end}\n`);
  const [head = '', rest] = before.split(start);
  const tail = rest?.split(end)[1];
  if (tail === undefined) throw new Error(`${file} has no place for results: ${start} and ${end}`);
  await writeFile(file, `${head}${start}\n\n${markdownReport(results)}\n${end}${tail}`);
  return file;
}

/** A run's machine, tables and gaps as Markdown. */
export function markdownReport(results: Results): string {
  const { machine, startedAt, seconds } = results;
  const [verdict, ...others] = reportTables(results);
  const missing = absences(results);
  return [
    `${startedAt.slice(0, 10)}, in ${(seconds / 60).toFixed(0)} minutes, on ${machine.cores} cores of ${machine.processor} with ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GB, ${machine.system}; Postgres ${machine.postgres} ${settingsOf(machine)}, Cube ${machine.cube}, drizzle-cube ${machine.drizzleCube}, Node ${machine.node}. Clients, servers and database share the machine.`,
    '',
    ...explanation.map((line) => `- ${line}`),
    ...(verdict ? [verdict, ...others] : []).flatMap(({ title, head, rows }) => [
      '',
      `### ${title}`,
      '',
      line(head),
      line(head.map(() => '---')),
      ...rows.map(line),
    ]),
    ...(missing.length > 0
      ? ['', '### Missing, or not to be trusted', '', ...missing.map((text) => `- ${text}`)]
      : []),
    '',
  ].join('\n');
}

const line = (cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
