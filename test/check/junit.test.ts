import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { ActionableError } from '../../src/actionable-error.ts';
import type { Comparison } from '../../src/check/compare.ts';
import { junitXml } from '../../src/check/junit.ts';

const parse = (xml: string) => {
  expect(XMLValidator.validate(xml)).toBe(true);
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    htmlEntities: true,
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  }).parse(xml);
};

const comparison = (changes: Partial<Comparison>): Comparison => ({
  query: 'ActivationRate by month',
  kpi: 'ActivationRate.activationRate',
  slice: 'signedUpAt 2026-01',
  period: 'closed',
  was: '40',
  is: '40',
  tolerance: 'exact',
  outcome: 'same',
  ...changes,
});

const report = (...comparisons: Comparison[]) => ({
  apiUrl: 'http://localhost:4000/cubejs-api/v1',
  baselineFile: 'activation-baseline.json',
  asOf: '2026-11-21T00:00:00Z',
  definitions: [],
  notAsked: [],
  comparisons,
  isUpdated: false,
});

test('a suite a query, a case a KPI in a slice', () => {
  const xml = junitXml(
    report(
      comparison({}),
      comparison({ slice: 'signedUpAt 2026-02', is: '41', outcome: 'different' }),
      comparison({ query: 'ActivationRate', slice: 'all', was: undefined, period: 'open', outcome: 'noted' }),
    ),
  );
  expect(parse(xml).testsuites).toEqual({
    name: 'activation check',
    tests: '3',
    failures: '1',
    errors: '0',
    testsuite: [
      {
        name: 'ActivationRate by month',
        tests: '2',
        failures: '1',
        errors: '0',
        testcase: [
          {
            classname: 'ActivationRate by month',
            name: 'ActivationRate.activationRate signedUpAt 2026-01',
          },
          {
            classname: 'ActivationRate by month',
            name: 'ActivationRate.activationRate signedUpAt 2026-02',
            failure: { type: 'different', message: 'was 40, is 41 (closed period, tolerance exact)' },
          },
        ],
      },
      {
        name: 'ActivationRate',
        tests: '1',
        failures: '0',
        errors: '0',
        testcase: [
          {
            classname: 'ActivationRate',
            name: 'ActivationRate.activationRate all',
            'system-out': 'was not there, is 40 (open period, tolerance exact)',
          },
        ],
      },
    ],
  });
});

test('whatever a slice is called, the XML is well-formed and says it', () => {
  const hostile = 'a "b" \'c\' <d> & ]]> &amp;\tü €\n😀';
  const { testsuites } = parse(junitXml(report(comparison({ slice: hostile, query: hostile }))));
  expect(testsuites.testsuite[0].name).toBe(hostile);
  expect(testsuites.testsuite[0].testcase[0].name).toBe(`ActivationRate.activationRate ${hostile}`);
});

test('characters that XML can’t hold are replaced', () => {
  const xml = junitXml(report(comparison({ slice: 'bell \u0007, null \u0000, half \ud83d, none \uffff' })));
  expect(parse(xml).testsuites.testsuite[0].testcase[0].name).toBe(
    'ActivationRate.activationRate bell \ufffd, null \ufffd, half \ufffd, none \ufffd',
  );
});

test('a check that could not be made is an error, never an empty report', () => {
  const xml = junitXml(new ActionableError('No server answers at <http://localhost:1>.'));
  expect(parse(xml).testsuites).toMatchObject({
    errors: '1',
    testsuite: [
      {
        testcase: [
          { error: { type: 'ActionableError', message: 'No server answers at <http://localhost:1>.' } },
        ],
      },
    ],
  });
});

test('nothing to compare is an empty list of suites', () => {
  expect(parse(junitXml(report())).testsuites).toMatchObject({ tests: '0' });
});
