/** What an address says, what a question becomes by it, and when a period has settled. */

import { expect, test } from 'vitest';
import { html } from '../../src/page/html.ts';
import { csvOf, numberCell, textCell } from '../../src/page/number-table.ts';
import { addressOf, rangeBefore, rangeOf, scopeOf } from '../../src/page/page-scope.ts';
import { hasEnded, periodsOf } from '../../src/page/periods.ts';
import { sqlStatement } from '../../src/page/query-text.ts';
import { slightAmong } from '../../src/page/uncertainty.ts';
import { dayStart } from '../../src/page/wall-clock.ts';

const now = new Date('2026-04-01T00:30:00Z');
const scope = (address = '') => scopeOf(new URLSearchParams(address));

test('an address says what is shown, and is written as it was read', () => {
  expect(scope()).toEqual({ granularity: 'month', timeZone: 'UTC', attributes: {} });
  expect(addressOf(scope())).toBe('');
  const address =
    'from=2026-01-01&to=2026-02-28&granularity=week&timezone=Asia%2FTokyo&without=plan&where.persona=';
  expect(addressOf(scope(address))).toBe(address);
  expect(scope(address).attributes).toEqual({ plan: null, persona: '' });
});

test.each([
  ['from=2026-02-30', 'from is 2026-02-30, which is no date'],
  ['from=yesterday', 'from is yesterday, which is no date'],
  ['from=2026-02-02&to=2026-02-01', 'ends (2026-02-01) before it begins'],
  ['granularity=second', 'granularity is second; it can be day, week'],
  ['timezone=Mars', 'timezone is Mars, which is no time zone'],
  [`where.persona=${'x'.repeat(201)}`, 'more than 200 characters'],
  [Array.from({ length: 21 }, (_, index) => `where.a${index}=1`).join('&'), 'more than 20 attributes'],
])('%s is refused', (address, message) => {
  expect(() => scope(address)).toThrow(message);
});

test('a range ends today where the address names no end, and the one before is as long', () => {
  expect(rangeOf(scope(), now)).toBeUndefined();
  expect(rangeOf(scope('from=2026-03-02'), now)).toEqual(['2026-03-02', '2026-04-01']);
  expect(rangeOf(scope('from=2026-03-02&timezone=America/New_York'), now)).toEqual([
    '2026-03-02',
    '2026-03-31',
  ]);
  expect(rangeBefore(scope('from=2026-03-01&to=2026-03-31'), now)).toEqual(['2026-01-29', '2026-02-28']);
  expect(rangeBefore(scope('to=2026-03-31'), now)).toBeUndefined();
});

test('a period has settled when its last member has had the whole window, by its own clock', () => {
  const march = '2026-03-01T00:00:00.000';
  const at = (moment: string, address = '') => hasEnded(march, scope(address), new Date(moment), 7);
  expect(at('2026-04-07T23:59:59Z')).toBe(false);
  expect(at('2026-04-08T00:00:00Z')).toBe(true);
  // March ends in Tokyo nine hours before.
  expect(at('2026-04-07T15:00:00Z', 'timezone=Asia/Tokyo')).toBe(true);
  expect(at('2026-04-07T14:59:59Z', 'timezone=Asia/Tokyo')).toBe(false);
});

test('what is put into HTML and CSV stays what it is', () => {
  expect(html`<p title="${`"'`}">${'<b>&'}${[html`<i>`, false, null]}</p>`.text).toBe(
    '<p title="&#34;&#39;">&#60;b&#62;&#38;<i></p>',
  );
  const rows = [
    [
      textCell('a "b", c'),
      textCell('=1+1'),
      numberCell('-1.5', { unit: 'percent' }),
      numberCell(null, { unit: '' }),
    ],
  ];
  expect(csvOf({ columns: ['a', 'b', 'c', 'd'], rows })).toBe(`a,b,c,d\r\n"a ""b"", c",'=1+1,-1.5,`);
});

test('SQL of a question quotes what is text', () => {
  const statement = sqlStatement(
    {
      measures: ['V.rate'],
      timeDimensions: [{ dimension: 'V.at', granularity: 'month', dateRange: ['2026-01-01', '2026-01-31'] }],
      filters: [
        { member: 'V.name', operator: 'equals', values: ["it's", '7'] },
        { member: 'V.times', operator: 'equals', values: ['3'] },
        { member: 'V.plan', operator: 'notSet' },
      ],
    },
    ['V.times'],
  );
  expect(statement).toBe(
    `SELECT DATE_TRUNC('month', "at"), MEASURE("rate")\nFROM "V"\nWHERE "at" >= '2026-01-01' AND "at" < '2026-02-01' AND "name" IN ('it''s', '7') AND "times" = 3 AND "plan" IS NULL\nGROUP BY 1;`,
  );
  const here = `"at" AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo'`;
  expect(
    sqlStatement({
      measures: ['V.rate'],
      segments: ['V.few'],
      timeDimensions: [{ dimension: 'V.at', granularity: 'day', dateRange: ['2026-01-01', '2026-01-31'] }],
      timezone: 'Asia/Tokyo',
    }),
  ).toBe(
    `SELECT DATE_TRUNC('day', ${here}), MEASURE("rate")\nFROM "V"\nWHERE "few" IS TRUE AND "at" >= '2025-12-31T15:00:00.000' AND "at" < '2026-01-31T15:00:00.000'\nGROUP BY 1;`,
  );
  // What it would leave out or say otherwise, it doesn't say at all.
  const filters = [{ member: 'V.plan', operator: 'notEquals' as const, values: ['pro'] }];
  expect(sqlStatement({ measures: ['V.rate'], filters })).toBeUndefined();
  expect(sqlStatement({ measures: ['V.rate'], filters: [{ or: filters }] })).toBeUndefined();
  const timeDimensions = [{ dimension: 'V.at', dateRange: 'last month' }];
  expect(sqlStatement({ measures: ['V.rate'], timeDimensions })).toBeUndefined();
});

test('a period of few beside the others is not firm, one of few like the others is', () => {
  const measure = (name: string) => ({ name, title: '', description: '', type: 'number' as const, unit: '' });
  const rate = { below: measure('V.n'), ends: { low: measure('V.low'), high: measure('V.high') } };
  const isSlight = (...units: number[]) => {
    const rows = units.map((n) => ({ 'V.n': n, 'V.low': '10', 'V.high': n > 90 ? '29' : '31' }));
    return rows.map(slightAmong(rows, rate));
  };
  expect(isSlight(200, 9, 210, 220, 19)).toEqual([false, true, false, false, true]);
  expect(isSlight(11, 12, 3)).toEqual([false, false, false]);
  // Few beside the others, but enough.
  expect(isSlight(5000, 6000, 100)).toEqual([false, false, false]);
});

test.each([
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000'],
  ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000'],
  ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000'],
  // Clocks go from 24:00 back to 23:00, and 5 months later from 24:00 on to 1:00.
  ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000'],
])('%s begins in %s at %s', (date, timeZone, moment) => {
  expect(dayStart(date, timeZone)).toBe(moment);
});

test('more periods than can be drawn are refused, not cut off', () => {
  const cohort = { name: 'V.at', title: 'At', description: '', type: 'time' as const };
  const view = {
    name: 'V',
    title: 'V',
    description: '',
    cohort,
    measures: new Map(),
    dimensions: new Map(),
    segments: [],
  };
  const rows = ['2000-01-01', '2026-01-01'].map((day) => ({ 'V.at.day': `${day}T00:00:00.000` }));
  const periods = (asked: typeof rows) =>
    periodsOf(
      asked,
      { ...view, definition: {}, meta: {} },
      scopeOf(new URLSearchParams('granularity=day')),
      new Date(),
      {},
    );
  expect(() => periods(rows)).toThrow('more than 2000 periods of a day. Choose fewer days');
  expect(periods(rows.slice(1))).toHaveLength(1);
});
