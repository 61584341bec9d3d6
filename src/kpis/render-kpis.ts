import Table from 'cli-table3';
import type { KpiValue, ReadKpi } from './read.ts';

/** The table is 120 columns wide, its borders included. */
const widths = [4, 27, 33, 25, 25];

/** A KPI of many groups is told by the first ones; `--json` has all. */
const mostGroups = 4;

/** The KPIs for a terminal, without colours: what each is, what it is counted from, and its value. */
export function renderKpis(kpis: readonly ReadKpi[]): string {
  const table = new Table({
    head: ['#', 'KPI', 'View and measures', 'Sources', 'Value'],
    colWidths: widths,
    colAligns: ['right', 'left', 'left', 'left', 'left'],
    wordWrap: true,
    // No colours: a CI log shows them as control characters.
    style: { head: [], border: [], compact: false },
  });
  for (const kpi of kpis) {
    const { number, name, view, measures, by, survey, needs } = kpi;
    const told = by ? `by ${by}` : survey ? `of ${survey}` : undefined;
    table.push(
      [
        String(number),
        name,
        [view, ...measures, ...(told ? [told] : [])].join('\n'),
        needs.join('\n'),
        valueText(kpi),
      ].map(fitted),
    );
  }
  const missing = kpis.filter((kpi) => kpi.missing.length > 0).length;
  return [
    table.toString(),
    missing === 0
      ? `All ${kpis.length} KPIs are there.`
      : `${kpis.length - missing} of ${kpis.length} KPIs are there.`,
  ].join('\n');
}

function valueText({ missing, error, values, served, by }: ReadKpi): string {
  if (missing.length > 0) return ['not there, needs', ...missing].join('\n');
  if (error !== undefined) return `no answer: ${error}`;
  if (values.length === 0) return 'none yet';
  const shown = values.slice(0, by ? mostGroups : values.length).map((each) => {
    const group = by ? `${each.slice.replace(/^.* = /, '').replace(/^"(.*)"$/, '$1')} ` : '';
    return `${group}${served.length > 1 ? `${labelOf(each.measure)} ` : ''}${inUnits(each)}`;
  });
  return [...shown, ...(shown.length < values.length ? ['…'] : [])].join('\n');
}

/** Of an average and a median the rest of the name is the same. */
const labelOf = (measure: string): string =>
  /^(average|median)(?=Hours|Minutes)/.exec(measure)?.[0] ?? measure;

function inUnits({ value, unit }: KpiValue): string {
  if (value === null) return 'none yet';
  const number = Number(value).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${number}${unit === 'percent' ? ' %' : unit ? ` ${unit}` : ''}`;
}

/** Breaks words that are longer than their column, which the table would cut off. */
const fitted = (cell: string, index: number): string => {
  const room = (widths[index] ?? 0) - 2;
  return cell.replace(new RegExp(`\\S{${room}}(?=\\S)`, 'g'), '$&\n');
};
