import { kpis, shapeTitles } from './cases.ts';
import { absences, count, explanation, reportTables, settingsOf } from './report-tables.ts';
import { type Contestant, contestants, contestantTitles, type Results, type SizeResult } from './results.ts';

const colours: Record<Contestant, string> = {
  'hand-written': '#4e5d78',
  published: '#b9bfca',
  cube: '#7a77ff',
  'cube-rollups': '#ff6492',
  'rollup-table': '#ffb3c8',
  outcomes: '#f0b429',
  'drizzle-cube': '#3fa796',
  'cube-cache': '#cfcdfc',
  'drizzle-cube-cache': '#b5ddd5',
};

/** A run as a page of its own, with charts. */
export function htmlReport(results: Results): string {
  const { machine, startedAt } = results;
  const largest = results.sizes.at(-1);
  const missing = absences(results);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Benchmark of ${startedAt.slice(0, 10)}</title>
<style>
  body { font: 14px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem; color: #222; }
  table { border-collapse: collapse; margin-bottom: 1rem; }
  th, td { border: 1px solid #ddd; padding: 0.2rem 0.6rem; text-align: right; }
  th:first-child, td:first-child { text-align: left; }
  svg { display: block; max-width: 100%; }
  svg text { font: 11px system-ui, sans-serif; }
</style>
<h1>Benchmark of ${startedAt.slice(0, 16).replace('T', ' ')} UTC</h1>
<p>${inHtml(`${machine.cores} × ${machine.processor}, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GB, ${machine.system}, Postgres ${machine.postgres} ${settingsOf(machine)}, Cube ${machine.cube}, drizzle-cube ${machine.drizzleCube}, Node ${machine.node}`)}</p>
<ul>${explanation.map((line) => `<li>${inHtml(line)}</li>`).join('')}</ul>
<p>${contestants.map((name) => `<span style="color:${colours[name]}">■</span> ${contestantTitles[name]}`).join(' &nbsp; ')}</p>
${largest ? `<h2>Median at ${count(largest.users)} users (logarithmic)</h2>${bars(largest)}` : ''}
${results.sizes.length > 1 ? `<h2>How the median by month grows (logarithmic)</h2>${kpis.map(({ name, title }) => `<h3>${title}</h3>${lines(results.sizes, name)}`).join('')}` : ''}
${reportTables(results)
  .map(
    ({ title, head, rows }) =>
      `<h2>${inHtml(title)}</h2><table><tr>${head.map((cell) => `<th>${inHtml(cell)}</th>`).join('')}</tr>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${inHtml(cell)}</td>`).join('')}</tr>`)
        .join('')}</table>`,
  )
  .join('\n')}
${missing.length > 0 ? `<h2>Missing, or not to be trusted</h2><ul>${missing.map((line) => `<li>${inHtml(line)}</li>`).join('')}</ul>` : ''}
</html>
`;
}

/** From 1 ms up to 100 s, a length for each power of ten. */
const decade = 130;
const length = (ms: number): number => Math.max(2, Math.log10(Math.max(ms, 1)) * decade);
const label = (ms: number): string =>
  ms < 1000 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms / 1000).toPrecision(2))} s`;

function bars({ cases }: SizeResult): string {
  let y = 0;
  const parts = cases.flatMap(({ kpi, shape, timings }) => {
    y += 22;
    const title = kpis.find(({ name }) => name === kpi)?.title ?? kpi;
    return [
      `<text x="0" y="${y}" font-weight="bold">${title}, ${shapeTitles[shape]}</text>`,
      ...contestants.flatMap((contestant) => {
        const ms = timings[contestant]?.median;
        if (ms === undefined) return [];
        y += 14;
        return [
          `<rect x="0" y="${y - 9}" width="${length(ms)}" height="11" fill="${colours[contestant]}"/>`,
          `<text x="${length(ms) + 6}" y="${y}">${label(ms)}</text>`,
        ];
      }),
    ];
  });
  return `<svg viewBox="0 0 ${decade * 5 + 80} ${y + 10}" width="${decade * 5 + 80}">${parts.join('')}</svg>`;
}

function lines(sizes: SizeResult[], kpi: string): string {
  const width = 640;
  const height = 260;
  const left = 60;
  const across = (index: number): number => left + (index * (width - left - 120)) / (sizes.length - 1);
  const up = (ms: number): number => height - 30 - (Math.log10(Math.max(ms, 1)) * (height - 40)) / 5;
  const grid = [1, 10, 100, 1000, 10_000, 100_000].map(
    (ms) =>
      `<line x1="${left}" x2="${width - 120}" y1="${up(ms)}" y2="${up(ms)}" stroke="#e5e5e5"/><text x="${left - 6}" y="${up(ms) + 4}" text-anchor="end">${label(ms)}</text>`,
  );
  const axis = sizes.map(
    ({ users }, index) =>
      `<text x="${across(index)}" y="${height - 10}" text-anchor="middle">${count(users)}</text>`,
  );
  const drawn = contestants.flatMap((contestant) => {
    const points = sizes.flatMap(({ cases }, index) => {
      const ms = cases.find((each) => each.kpi === kpi && each.shape === 'month')?.timings[contestant]
        ?.median;
      return ms === undefined ? [] : [`${across(index)},${up(ms)}`];
    });
    return points.length > 1
      ? [
          `<polyline points="${points.join(' ')}" fill="none" stroke="${colours[contestant]}" stroke-width="2"/>`,
        ]
      : [];
  });
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}">${[...grid, ...axis, ...drawn].join('')}</svg>`;
}

const inHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
