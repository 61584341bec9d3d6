/** The worked example's numbers in the KPI catalogue: those counted by hand, by SQL and by the oracle are the same. */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { workedExample } from '../seeds/worked-example.ts';
import definitions from './activation.config.ts';
import { rows as servedRows } from './harness/query.ts';
import { answer } from './oracle/answer.ts';
import { contract } from './oracle/contract.ts';
import { inMicroseconds } from './oracle/source-rows.ts';
import { type ExpectedNumber, expectedNumbers } from './worked-example.catalogue.ts';

const rows = inMicroseconds(workedExample());
const cubes = contract(definitions, Date.now() * 1000);
const client = new pg.Client(inject('workedExample'));
beforeAll(() => client.connect());
afterAll(() => client.end());

/** A measure in a slice. */
const questionOf = ({ measure, where = {} }: ExpectedNumber) => ({
  measures: [measure],
  dimensions: Object.keys(where),
  filters: Object.entries(where).map(([member, value]) => ({
    member,
    operator: 'equals' as const,
    values: [String(value)],
  })),
});

/** What the oracle says of it. */
function counted(number: ExpectedNumber): number | null {
  const { measure } = number;
  const [group] = answer(cubes, rows, questionOf(number));
  const value = group?.measures[measure] ?? null;
  if (value === null) return null;
  return value.kind === 'approximate' ? value.number : Number(value.numerator) / Number(value.denominator);
}

const titled = expectedNumbers.map(
  (number) =>
    [
      `${number.kpi ?? 'beyond the list'}: ${number.measure} ${JSON.stringify(number.where ?? {})}`,
      number,
    ] as const,
);

test.each(titled)('%s', (_, number) => {
  const value = counted(number);
  if (value === null || number.expected === null) expect(value).toBe(number.expected);
  else expect(value).toBeCloseTo(number.expected, 9);
});

/** The server's row of a slice, asked for once with all measures of a view that a number is of. */
const rowsOfSlices = new Map<string, ReturnType<typeof servedRows>>();
function rowOf(number: ExpectedNumber): ReturnType<typeof servedRows> {
  const sliceOf = ({ measure, where = {} }: ExpectedNumber): string =>
    `${measure.split('.')[0]} ${JSON.stringify(where)}`;
  const slice = sliceOf(number);
  const ofSlice = expectedNumbers.filter((other) => sliceOf(other) === slice);
  const measures = [...new Set(ofSlice.map(({ measure }) => measure))];
  const asked = rowsOfSlices.get(slice) ?? servedRows({ ...questionOf(number), measures });
  rowsOfSlices.set(slice, asked);
  return asked;
}

test.concurrent.each(titled)('%s, served', async (_, number) => {
  const { where = {}, expected } = number;
  const [row] = await rowOf(number);
  expect(row).toMatchObject(
    Object.fromEntries(Object.keys(where).map((member) => [member, expect.anything()])),
  );
  const value = row?.[number.measure] ?? null;
  if (expected === null) expect(value).toBeNull();
  // Without a row, or with an empty value, Number would make 0 of it.
  else expect(value === null ? value : Number(value)).toBeCloseTo(expected, 9);
});

test.each(titled.filter(([, { sql }]) => sql !== undefined))('%s, by SQL', async (_, {
  sql = '',
  expected,
}) => {
  const { rows: found } = await client.query({ text: sql, rowMode: 'array' });
  expect(found).toHaveLength(1);
  expect(Number(found[0]?.[0])).toBeCloseTo(Number(expected), 6);
});

test('each KPI that was not there before has a number', () => {
  const kpis = new Set(expectedNumbers.flatMap(({ kpi }) => kpi ?? []));
  expect([...kpis].sort((one, other) => one - other)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
  ]);
});
