import type { CheckReport } from './check-report.ts';
import type { Comparison } from './compare.ts';
import { valueText } from './render-check.ts';

/**
 * A check as JUnit XML: a suite a query, a case a KPI in a slice. A check that couldn't be made is a case with an
 * error, so that CI doesn't show the report of an earlier run.
 *
 * Written by hand: the escaping is most of it, and what xmlbuilder2 and fast-xml-builder write of a line break in an
 * attribute, a parser reads as a blank.
 *
 * @param outcome the report, or what was thrown instead of one
 */
export function junitXml(outcome: CheckReport | Error): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    outcome instanceof Error ? errorSuite(outcome) : suites(outcome.comparisons)
  }\n`;
}

function suites(comparisons: readonly Comparison[]): string {
  const byQuery = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const cases = byQuery.get(comparison.query) ?? [];
    cases.push(comparison);
    byQuery.set(comparison.query, cases);
  }
  return element(
    'testsuites',
    { name: 'activation check', ...counts(comparisons) },
    [...byQuery].map(([query, cases]) =>
      element('testsuite', { name: query, ...counts(cases) }, cases.map(testCase)),
    ),
  );
}

function testCase(comparison: Comparison): string {
  const { query, kpi, slice, outcome } = comparison;
  const told = outcome === 'same' ? [] : [tale(outcome, story(comparison))];
  return element('testcase', { classname: query, name: `${kpi} ${slice}` }, told);
}

const story = ({ was, is, period, tolerance }: Comparison): string =>
  `was ${valueText(was)}, is ${valueText(is)} (${period} period, tolerance ${tolerance})`;

/** Only a difference fails a case; the rest is its output. */
const tale = (outcome: Comparison['outcome'], text: string): string =>
  outcome === 'different'
    ? element('failure', { type: 'different', message: text }, [])
    : element('system-out', {}, [escaped(text)]);

function errorSuite(error: Error): string {
  const tally = { tests: '1', failures: '0', errors: '1' };
  const failed = element('error', { type: error.name, message: error.message }, []);
  const name = 'activation check';
  const only = element('testcase', { classname: name, name: 'the check could be made' }, [failed]);
  return element('testsuites', { name, ...tally }, [element('testsuite', { name, ...tally }, [only])]);
}

const counts = (cases: readonly Comparison[]): Record<string, string> => ({
  tests: String(cases.length),
  failures: String(cases.filter(({ outcome }) => outcome === 'different').length),
  errors: '0',
});

/** An element; its attributes are escaped here, its content isn't. */
function element(name: string, attributes: Record<string, string>, content: string[]): string {
  const opening = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)];
  return content.length === 0
    ? `<${opening.join(' ')}/>`
    : `<${opening.join(' ')}>${content.join(name.startsWith('testsuite') ? '\n' : '')}</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML takes it, between tags and in attributes. A parser would turn a bare line break there into a blank. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
