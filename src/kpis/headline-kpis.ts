import cube from '@cubejs-client/core';
import Table from 'cli-table3';
import { listedViews } from '../model-files.ts';

interface HeadlineKpi {
  title: string;
  rate: string;
  numerator: string;
  denominator: string;
  counted: (numerator: string, denominator: string) => string;
}

/** The view that a newcomer sees first: what Playground opens with, and README's picture of it. */
export const firstView = 'MultiSessionActivationCompletionRate';

/** The KPIs of the company as a whole, each by its headline rate; those that say little without a breakdown left out. */
export const headlineKpis = async (): Promise<HeadlineKpi[]> =>
  (await listedViews()).flatMap(({ view, name, units, headline }) =>
    headline && headline.by === undefined
      ? [
          {
            title: name,
            rate: `${view}.${headline.rate}`,
            numerator: `${view}.${headline.above}`,
            denominator: `${view}.${headline.below}`,
            counted: (above, below) => `${above} of ${below} ${units}`,
          },
        ]
      : [],
  );

/**
 * The headline KPIs that a server has: a source that the mapping says isn't there takes some away.
 *
 * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
 */
export async function servedKpis(apiUrl: string): Promise<HeadlineKpi[]> {
  const { cubes } = await cube('', { apiUrl }).meta();
  const measures = new Set(cubes.flatMap((view) => view.measures.map(({ name }) => name)));
  return (await headlineKpis()).filter(({ rate }) => measures.has(rate));
}

/**
 * Reads headline KPIs through a server's REST API and lays them out for a terminal.
 * A KPI that can't be read shows its error in its row.
 *
 * @param apiUrl e.g. `http://localhost:4000/cubejs-api/v1`
 */
export async function headlineTable(apiUrl: string, kpis: HeadlineKpi[]): Promise<string> {
  const api = cube('', { apiUrl });
  const table = new Table({
    head: ['KPI', 'Rate', 'Counted'],
    colAligns: ['left', 'right', 'left'],
    // No colours: a CI log shows them as control characters.
    style: { head: [], border: [] },
  });
  for (const { title, rate, numerator, denominator, counted } of kpis) {
    try {
      const result = await api.load({ measures: [rate, numerator, denominator] });
      const [row] = result.rawData();
      const count = (member: string): string => Number(row?.[member]).toLocaleString('en');
      const value = row?.[rate] ?? null;
      table.push([
        title,
        value === null ? 'none yet' : `${Number(value).toFixed(2)} %`,
        counted(count(numerator), count(denominator)),
      ]);
    } catch (error) {
      table.push([title, 'no answer', error instanceof Error ? error.message : String(error)]);
    }
  }
  return table.toString();
}
