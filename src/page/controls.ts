import type { Dimension } from '../kpis/served-model.ts';
import { type Html, html } from './html.ts';
import { groupName } from './number-table.ts';
import { granularities, type Scope } from './page-scope.ts';

/** An attribute to filter by, with the values that it has. */
export interface Filter {
  name: string;
  attribute: Dimension;
  values: readonly (string | null)[];
}

/** What a control says of the group without a value. */
export const withoutValue = '\u0000';

/** The form by which a scope is chosen. Its fields are named as {@link scopeOf} reads them, attributes apart. */
export const controlsHtml = (scope: Scope, filters: readonly Filter[], timeZones: readonly string[]): Html =>
  html`<form id="controls" aria-label="What is shown">
<label>From <input type="date" name="from" value="${scope.from ?? ''}"></label>
<label>To <input type="date" name="to" value="${scope.to ?? ''}"></label>
<label>Period <select name="granularity">${granularities.map((one) => option(one, one, scope.granularity))}</select></label>
<label>Time zone <input name="timezone" list="zones" value="${scope.timeZone}" size="16"></label>
<datalist id="zones">${timeZones.map((zone) => html`<option value="${zone}"></option>`)}</datalist>
${filters.map((filter) => filterHtml(filter, scope))}
<label>Broken down by <select name="by">${option('', 'the first of each view', scope.by ?? '')}${attributesToBreakDownBy(
    filters,
    scope,
  ).map(([name, title]) => option(name, title, scope.by ?? ''))}</select></label>
<button type="button" id="all">Show everything</button>
<button type="button" id="print">Print</button>
</form>`;

/** Those that can be filtered by, and what the address says, by their names with their titles. */
const attributesToBreakDownBy = (
  filters: readonly Filter[],
  { by }: Scope,
): [name: string, title: string][] => [
  ...new Map([
    ...(by ? [[by, by] as const] : []),
    ...filters.map(({ name, attribute }) => [name, attribute.title] as const),
  ]),
];

function filterHtml({ name, attribute, values }: Filter, { attributes }: Scope): Html {
  const chosen = name in attributes ? (attributes[name] ?? withoutValue) : '*';
  // What the address says is there, also where no row has it.
  const all = new Set([...values, ...(name in attributes ? [attributes[name] ?? null] : [])]);
  return html`<label>${attribute.title} <select data-attribute="${name}">${option('*', 'all', chosen)}${[
    ...all,
  ].map((value) => option(value ?? withoutValue, groupName(value), chosen))}</select></label>`;
}

const option = (value: string, text: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`;
