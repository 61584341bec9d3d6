import type { Row } from '../check/slice.ts';
import type { Measure } from '../kpis/served-model.ts';

/** A cell of a table: as people read it, and exactly as the server sent it. */
export interface Cell {
  shown: string;
  exact: string;
  isNumber: boolean;
}

/** The numbers behind a chart. */
export interface NumberTable {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export type Value = Row[string] | undefined;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const twoDecimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A measure's value for people, with its unit; of nobody there is none. */
export function shownNumber(value: Value, { unit }: Pick<Measure, 'unit'>): string {
  if (value === null || value === undefined) return 'nobody';
  const isCount =
    !/^(percent|hours|minutes|score|percentage points)$/.test(unit) && Number.isInteger(Number(value));
  const number = (isCount ? whole : twoDecimals).format(Number(value));
  if (unit === 'percent') return `${number} %`;
  return isCount || unit === '' ? number : `${number} ${unit}`;
}

export const numberCell = (value: Value, measure: Pick<Measure, 'unit'>): Cell => ({
  shown: shownNumber(value, measure),
  exact: value === null || value === undefined ? '' : String(value),
  isNumber: true,
});

export const textCell = (text: string, exact = text): Cell => ({ shown: text, exact, isNumber: false });

/** What an attribute's group is called. */
export const groupName = (value: Value): string =>
  value === null || value === undefined ? 'not known' : value === '' ? 'empty' : String(value);

/** A table as CSV, with the numbers exactly as they came. */
export const csvOf = ({ columns, rows }: NumberTable): string =>
  [columns, ...rows.map((row) => row.map(({ exact }) => exact))]
    .map((line) => line.map(csvField).join(','))
    .join('\r\n');

/** Quoted where it has to be. A spreadsheet would take a text that begins like a formula for one. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
