import Table from 'cli-table3';
import type { CheckReport } from './check-report.ts';
import type { Comparison } from './compare.ts';
import { decimalsApart, difference, rounded } from './decimal.ts';
import type { DefinitionChange } from './definition-changes.ts';
import type { Value } from './slice.ts';

/** A table longer than this is no longer read; JUnit's has everything. */
const mostRows = 100;

/** A report for the terminal: what was compared, and a table of what moved. Numbers are rounded. */
export function renderCheck(report: CheckReport): string {
  return [
    ...(report.isUpdated ? renderUpdate(report) : renderComparison(report)),
    ...renderDefinitions(report),
    ...(report.notAsked.length > 0
      ? [
          '',
          `Not checked, because they name no KPIs to compare: ${report.notAsked.join(', ')}. --queries asks what you name.`,
        ]
      : []),
  ].join('\n');
}

function renderDefinitions({ definitions, asOf, isUpdated }: CheckReport): string[] {
  if (asOf === undefined) return [];
  if (definitions === undefined) {
    return isUpdated ? [] : ['', 'The baseline holds no definitions to compare with: --update adds them.'];
  }
  if (definitions.length === 0) return [];
  return ['', 'Definitions that changed since:', ...definitions.map(changeText)];
}

/** Of a mapping there is but a digest, which says nothing to people. */
const changeText = ({ view, setting, was, is }: DefinitionChange): string =>
  `  ${view}: ${setting} ${
    setting.startsWith('sources.')
      ? 'is mapped otherwise'
      : `was ${JSON.stringify(was) ?? 'not there'}, is ${JSON.stringify(is) ?? 'not there'}`
  }`;

function renderComparison({ comparisons, baselineFile, asOf }: CheckReport): string[] {
  const having = (outcome: Comparison['outcome']) => comparisons.filter((each) => each.outcome === outcome);
  const [different, noted, within] = [having('different'), having('noted'), having('within')];
  return [
    `${values(comparisons.length)} compared with ${baselineFile} (as of ${asOf}): ${different.length || 'none'} different${within.length ? `, ${within.length} within the tolerance` : ''}${noted.length ? `, ${noted.length} noted` : ''}.`,
    ...(different.length ? [changeTables(different)] : []),
    ...(noted.length ? ['', 'No failures, because their periods were not closed:', changeTables(noted)] : []),
    ...(different.length
      ? ['', 'If that is how it should be, accept it with --update and commit the baseline.']
      : []),
  ];
}

function renderUpdate({ comparisons, baselineFile, asOf }: CheckReport): string[] {
  const present = comparisons.filter(({ is }) => is !== undefined).length;
  if (asOf === undefined) return [`${baselineFile} written: ${values(present)}.`];
  const changed = comparisons.filter(({ was, is }) => was !== is);
  return [
    `${baselineFile} written: ${values(present)}, ${changed.length ? `${changed.length} changed since ${asOf}:` : `none changed since ${asOf}.`}`,
    ...(changed.length ? [changeTables(changed)] : []),
  ];
}

/** A table a query, under its name. */
function changeTables(changes: Comparison[]): string {
  const shown = changes.slice(0, mostRows);
  const tables = [...new Set(shown.map(({ query }) => query))].map(
    (query) => `\n${query}\n${changeTable(shown.filter((change) => change.query === query))}`,
  );
  const left = changes.length - shown.length;
  return [...tables, ...(left > 0 ? [`… and ${left} more, which --junit lists.`] : [])].join('\n');
}

function changeTable(changes: Comparison[]): string {
  const table = new Table({
    head: ['KPI', 'Slice', 'Was', 'Is', 'Difference', 'Tolerance'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    // No colours: a CI log shows them as control characters.
    style: { head: [], border: [], compact: true },
  });
  for (const { query, kpi, slice, was, is, tolerance } of changes) {
    table.push([kpiText(query, kpi), slice, ...roundedTexts(was, is), tolerance]);
  }
  return table.toString();
}

/** Under a heading that names the KPI's view, as the default queries' do, its own name is enough. */
function kpiText(query: string, kpi: string): string {
  const [view = '', name = kpi] = kpi.split('.');
  return query.split(' ')[0] === view ? name : kpi;
}

/** A value for people; a slice that isn't there is told from one whose value is null. */
export const valueText = (value: Value | undefined): string =>
  value === undefined ? 'not there' : (value ?? 'null');

/** Two values and their difference, rounded so that they can be told apart. */
function roundedTexts(was: Value | undefined, is: Value | undefined): string[] {
  const areTexts = typeof was === 'string' && typeof is === 'string';
  const decimals = areTexts ? decimalsApart(was, is) : 2;
  const text = (value: Value | undefined): string =>
    typeof value === 'string' ? rounded(value, decimals) : valueText(value);
  const apart = areTexts ? rounded(difference(was, is) ?? '', decimals) : '';
  return [text(was), text(is), apart === '' || apart.startsWith('-') ? apart : `+${apart}`];
}

const values = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'value' : 'values'}`;
