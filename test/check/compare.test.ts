import { describe, expect, test } from 'vitest';
import type { QueryAnswer } from '../../src/check/baseline.ts';
import { checkExitCode } from '../../src/check/check-report.ts';
import { type Comparing, type Comparison, compare } from '../../src/check/compare.ts';
import { renderCheck } from '../../src/check/render-check.ts';
import type { Value } from '../../src/check/slice.ts';

/** January is closed on 20 March, February is open, March is running. */
const asOf = '2026-03-20T00:00:00Z';
const [january, february, march] = ['2026-01', '2026-02', '2026-03'] as const;
const ends: Record<string, string> = {
  [january]: '2026-02-01',
  [february]: '2026-03-01',
  [march]: '2026-04-01',
};

/** One query by month, of one measure. */
const answer = (kpi: string, values: Record<string, Value>): QueryAnswer[] => [
  {
    name: 'View by month',
    slices: Object.entries(values).map(([month, value]) => ({
      slice: `startedAt ${month}`,
      until: ends[month] ?? null,
      values: { [kpi]: value },
    })),
  },
];

function compared(
  kpi: 'View.rate' | 'View.count',
  was: Record<string, Value>,
  is: Record<string, Value>,
  comparing: Partial<Comparing> = {},
): Comparison[] {
  const baseline = { version: 1, asOf, cohortsBefore: '2026-02-01', queries: answer(kpi, was) } as const;
  return compare(baseline, answer(kpi, is), {
    now: new Date(asOf),
    closedAfterDays: 30,
    tolerancePoints: 1,
    tolerancePercent: 5,
    percentages: new Set(['View.rate']),
    closedBefore: new Map(),
    ...comparing,
  });
}

const outcome = (...args: Parameters<typeof compared>) => compared(...args).map((each) => each.outcome);

describe('a closed period', () => {
  test.each([
    ['47', '47', 'same'],
    ['47', '47.01', 'different'],
    ['47', null, 'different'],
    [null, '0', 'different'],
    [null, null, 'same'],
  ])('was %s, is %s: %s', (was, is, expected) => {
    expect(outcome('View.rate', { [january]: was }, { [january]: is })).toEqual([expected]);
  });

  test('must be there, and mustn’t appear', () => {
    expect(compared('View.rate', { [january]: '47' }, {})).toMatchObject([
      { outcome: 'different', was: '47', is: undefined, tolerance: 'exact' },
    ]);
    expect(compared('View.rate', {}, { [january]: null })).toMatchObject([
      { outcome: 'different', was: undefined, is: null },
    ]);
  });

  test('was closed when the baseline was written: what has closed since may have moved before', () => {
    const later = { now: new Date('2027-01-01') };
    expect(outcome('View.rate', { [february]: '47' }, { [february]: '47.5' }, later)).toEqual(['within']);
    expect(outcome('View.rate', { [february]: '47' }, { [february]: '48.5' }, later)).toEqual(['different']);
  });

  test('is closed later or earlier where told', () => {
    const moved = [{ [january]: '47' }, { [january]: '47.5' }] as const;
    expect(outcome('View.rate', ...moved, { closedAfterDays: 47 })).toEqual(['different']);
    expect(outcome('View.rate', ...moved, { closedAfterDays: 48 })).toEqual(['within']);
    const closedBy = (date: string) => ({ closedBefore: new Map([['View by month', date]]) });
    expect(outcome('View.rate', ...moved, closedBy('2026-02-01'))).toEqual(['different']);
    expect(outcome('View.rate', ...moved, closedBy('2026-01-01'))).toEqual(['within']);
  });
});

describe('an open period', () => {
  test.each([
    ['View.rate', '47', '48', 'within', '± 1 pp'],
    ['View.rate', '47', '46', 'within', '± 1 pp'],
    ['View.rate', '47', '48.01', 'different', '± 1 pp'],
    ['View.rate', '47', '45.99', 'different', '± 1 pp'],
    ['View.count', '200', '210', 'within', '± 5 %'],
    ['View.count', '200', '190', 'within', '± 5 %'],
    ['View.count', '200', '211', 'different', '± 5 %'],
    ['View.count', '200', '189', 'different', '± 5 %'],
    ['View.rate', null, '47', 'different', '± 1 pp'],
    ['View.rate', '47', null, 'different', '± 1 pp'],
  ] as const)('%s was %s, is %s: %s (%s)', (kpi, was, is, expected, tolerance) => {
    expect(compared(kpi, { [february]: was }, { [february]: is })).toMatchObject([
      { outcome: expected, tolerance, period: 'open' },
    ]);
  });

  test('takes other tolerances', () => {
    const tolerances = { tolerancePoints: 0.1, tolerancePercent: 50 };
    expect(outcome('View.rate', { [february]: '47' }, { [february]: '47.2' }, tolerances)).toEqual([
      'different',
    ]);
    expect(outcome('View.count', { [february]: '10' }, { [february]: '15' }, tolerances)).toEqual(['within']);
  });

  test('may come, and mustn’t go', () => {
    expect(outcome('View.rate', { [february]: '47' }, {})).toEqual(['different']);
    expect(outcome('View.rate', {}, { [february]: '47' })).toEqual(['noted']);
  });
});

test('a period that was running when the baseline was written is only noted, unless it vanished', () => {
  expect(outcome('View.count', { [march]: '20' }, {}, { now: new Date('2027-01-01') })).toEqual([
    'different',
  ]);
  expect(compared('View.count', { [march]: '20' }, { [march]: '400' })).toMatchObject([
    { outcome: 'noted', period: 'running', tolerance: 'any' },
  ]);
  expect(outcome('View.count', {}, { [march]: '400' }, { now: new Date('2027-01-01') })).toEqual(['noted']);
});

test('a clock before the baseline opens what was closed', () => {
  const now = new Date('2026-02-10');
  expect(outcome('View.rate', { [january]: '47' }, { [january]: '47.5' }, { now })).toEqual(['within']);
});

describe('the report', () => {
  const report = (comparisons: Comparison[], isUpdated = false) => ({
    apiUrl: 'http://localhost:4000/cubejs-api/v1',
    baselineFile: 'baseline.json',
    asOf,
    definitions: [],
    notAsked: [],
    comparisons,
    isUpdated,
  });
  const was = { [january]: '47', [february]: '200', [march]: '5' };
  const is = { [january]: '46.5', [february]: '201', [march]: '9' };

  test('shows what is different and what is noted', () => {
    const found = report(compared('View.count', was, is));
    expect(checkExitCode(found)).toBe(1);
    expect(renderCheck(found)).toBe(`\
3 values compared with baseline.json (as of 2026-03-20T00:00:00Z): 1 different, 1 within the tolerance, 1 noted.

View by month
┌───────┬───────────────────┬─────┬──────┬────────────┬───────────┐
│ KPI   │ Slice             │ Was │   Is │ Difference │ Tolerance │
├───────┼───────────────────┼─────┼──────┼────────────┼───────────┤
│ count │ startedAt 2026-01 │  47 │ 46.5 │       -0.5 │ exact     │
└───────┴───────────────────┴─────┴──────┴────────────┴───────────┘

No failures, because their periods were not closed:

View by month
┌───────┬───────────────────┬─────┬────┬────────────┬───────────┐
│ KPI   │ Slice             │ Was │ Is │ Difference │ Tolerance │
├───────┼───────────────────┼─────┼────┼────────────┼───────────┤
│ count │ startedAt 2026-03 │   5 │  9 │         +4 │ any       │
└───────┴───────────────────┴─────┴────┴────────────┴───────────┘

If that is how it should be, accept it with --update and commit the baseline.`);
  });

  test('says that nothing is different', () => {
    const found = report(compared('View.count', was, was));
    expect(checkExitCode(found)).toBe(0);
    expect(renderCheck(found)).toBe(
      '3 values compared with baseline.json (as of 2026-03-20T00:00:00Z): none different.',
    );
  });

  test('rounds for people, but never a difference away', () => {
    const text = renderCheck(
      report([
        ...compared('View.rate', { [january]: '40.6666666666666667' }, { [january]: '42.1234567' }),
        ...compared('View.rate', { [january]: '40.6666666666666667' }, { [january]: '40.6666666666661234' }),
        ...compared('View.rate', { [january]: '40.6666666666666667' }, {}),
      ]),
    );
    expect(text).toMatch(/│ +40.67 │ +42.12 │ +\+1.46 │/);
    expect(text).toMatch(/│ 40.66666666666667 │ 40.66666666666612 │ -0.00000000000054 │/);
    expect(text).toMatch(/│ +40.67 │ +not there │ +│/);
  });

  test('tells which definitions changed, and where there are none to compare with', () => {
    const unchanged = report(compared('View.count', was, was));
    const definitions = [
      { view: 'View', setting: 'keyAction', was: 'a', is: 'b' },
      { view: 'View', setting: 'sources.users', was: '1', is: '2' },
      { view: 'View', setting: 'keyMilestones', was: undefined, is: ['x'] },
    ];
    expect(checkExitCode({ ...unchanged, definitions })).toBe(0);
    expect(renderCheck({ ...unchanged, definitions })).toBe(`\
3 values compared with baseline.json (as of 2026-03-20T00:00:00Z): none different.

Definitions that changed since:
  View: keyAction was "a", is "b"
  View: sources.users is mapped otherwise
  View: keyMilestones was not there, is ["x"]`);
    expect(renderCheck({ ...unchanged, definitions: undefined })).toContain('--update adds them');
  });

  test('names the views that were asked nothing', () => {
    const found = { ...report(compared('View.count', was, was)), notAsked: ['Mine'] };
    expect(renderCheck(found)).toContain('Not checked, because they name no KPIs to compare: Mine.');
  });

  test('tells null from a slice that is not there', () => {
    const text = renderCheck(report(compared('View.rate', { [january]: null }, {})));
    expect(text).toMatch(/null │ not there/);
  });

  test('cuts a long table off and says so', () => {
    const [one] = compared('View.count', { [january]: '1' }, { [january]: '2' });
    const text = renderCheck(report(Array.from({ length: 130 }, () => one as Comparison)));
    expect(text).toContain('130 different');
    expect(text).toContain('… and 30 more, which --junit lists.');
    expect(text.match(/startedAt 2026-01/g)).toHaveLength(100);
  });
});
