import type { Case } from './cases.ts';

/** One cohort's KPI: units above and below the line, and the percentage, null where there is none below. */
export interface Cohort {
  numerator: number;
  denominator: number;
  rate: number | null;
}

/** A KPI by `<month>|<segment>`; parts that weren't asked for are empty. */
export type Answer = Map<string, Cohort>;

type Row = Record<string, unknown>;

/** Makes an answer of REST rows. */
export function answerOfRest({ kpi, shape }: Case, rows: Row[]): Answer {
  return new Map(
    rows.map((row) => [
      key(
        shape === 'number' ? undefined : (row[`${kpi.cohort}.month`] ?? row[kpi.cohort]),
        shape === 'month-segment' ? row[kpi.segment] : undefined,
      ),
      {
        numerator: Number(row[kpi.numerator]),
        denominator: Number(row[kpi.denominator]),
        rate: percent(row[kpi.rate]),
      },
    ]),
  );
}

/** Makes an answer of SQL rows with the columns `month`, `segment`, `numerator`, `denominator` and `rate`. */
export function answerOfSql(rows: Row[]): Answer {
  return new Map(
    rows.map((row) => [
      key(row.month, row.segment),
      { numerator: Number(row.numerator), denominator: Number(row.denominator), rate: percent(row.rate) },
    ]),
  );
}

const key = (month: unknown, segment: unknown): string =>
  `${month === undefined ? '' : String(month).slice(0, 7)}|${segment === undefined ? '' : segment}`;

const percent = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

/** How two answers differ, in a sentence; undefined where they are the same. */
export function difference(expected: Answer, found: Answer): string | undefined {
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    const one = expected.get(name);
    const other = found.get(name);
    const same =
      one !== undefined &&
      other !== undefined &&
      one.numerator === other.numerator &&
      one.denominator === other.denominator &&
      sameRate(one.rate, other.rate);
    if (!same) return `${name}: expected ${JSON.stringify(one)}, found ${JSON.stringify(other)}`;
  }
  return undefined;
}

/** Some send a rate as text with twenty digits, others as a double. */
function sameRate(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < 1e-9;
}
