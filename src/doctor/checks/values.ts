import type { CompleteConfig } from '../../config/config.ts';
import type { SourceName } from '../../config/sources.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { nearMisses } from '../near-misses.ts';
import { countOf, severityOfShare, shareOf } from '../share.ts';
import { columnOf, type SurveyedSource } from '../surveyed-source.ts';

/** A column of which only some values count. */
interface CountedValues {
  source: SourceName;
  column: string;
  /** The values that count. */
  of: (config: CompleteConfig) => readonly string[];
  /** What the rows are, and the setting that says which of them count, where there is one. */
  rows: string;
  setting?: keyof CompleteConfig;
}

const countedValues: readonly CountedValues[] = [
  {
    source: 'subscriptions',
    column: 'kind',
    of: () => ['free', 'trial', 'paid'],
    rows: 'subscriptions of another kind',
  },
  {
    source: 'payments',
    column: 'currency',
    of: ({ reportingCurrency }) => [reportingCurrency],
    rows: 'payments in another currency',
    setting: 'reportingCurrency',
  },
  {
    source: 'contacts',
    column: 'kind',
    of: () => ['outreach', 'meeting', 'proactive_support', 'ticket'],
    rows: 'contacts of another kind',
  },
  {
    source: 'surveyResponses',
    column: 'survey',
    of: ({ surveys }) => Object.keys(surveys),
    rows: 'answers to another survey',
    setting: 'surveys',
  },
];

/** How many of the values that don't count are looked at, and how many of these are told. */
const mostValues = 100;
const told = 5;

/** A value with its rows, and how many rows have any value. */
interface Found {
  value: string;
  rows: number;
  total: number;
}

/** Rows that count nowhere, as what they are isn't anything that a KPI counts. */
export const values: Check = {
  id: 'values',
  subject: 'kinds, currencies and surveys',
  questions: ({ sources, config }) =>
    countedValues.flatMap((counted) => {
      const source = sources.find(({ name }) => name === counted.source);
      if (!source) return [];
      return [
        {
          source: source.name,
          ask: async (session) => {
            const value = `source.${columnOf(source, counted.column)?.canonical}::text`;
            const known = counted.of(config);
            const found = await session.rows<Found>(
              `SELECT
                 ${value} AS value,
                 COUNT(*) AS rows,
                 (SUM(COUNT(*)) OVER ())::bigint AS total
               FROM ${source.relation} AS source
               WHERE ${value} IS NOT NULL
               GROUP BY ${value}
               ORDER BY ${value} = ANY ($1::text[]) DESC, rows DESC, value
               LIMIT ${known.length + mostValues}`,
              [known],
            );
            return [finding(source, counted, known, found)];
          },
        },
      ];
    }),
};

function finding(
  { physical: { path } }: SurveyedSource,
  { column, rows: noun, setting }: CountedValues,
  counted: readonly string[],
  found: Found[],
): Finding {
  const others = found.filter(({ value }) => !counted.includes(value));
  const total = found[0]?.total ?? 0;
  const count = found.reduce(
    (rest, { value, rows }) => (counted.includes(value) ? rest - rows : rest),
    total,
  );
  const shared = { id: 'values.uncounted', column, count };
  const known = counted.map((value) => JSON.stringify(value)).join(', ');
  if (count === 0) {
    return {
      ...shared,
      severity: 'ok',
      title: `${path}: no ${noun}`,
      detail: `${countOf(total, 'row')} of ${known}.`,
    };
  }
  const meant = others.flatMap(({ value }) =>
    nearMisses(value, counted)
      .slice(0, 1)
      .map((near) => `${JSON.stringify(value)} may be ${JSON.stringify(near)}`),
  );
  const list = others.slice(0, told).map(({ value, rows }) => `${JSON.stringify(value)} (${rows})`);
  return {
    ...shared,
    severity: severityOfShare(count, total),
    title: `${path}: ${noun}`,
    detail: `${shareOf(count, total)} rows count nowhere: ${list.join(', ')}${others.length > told ? ', …' : ''}. What counts is ${known}.`,
    ...(meant.length > 0
      ? {
          fix: `${meant.slice(0, told).join(', ')}: map ${path}.columns.${column} to an expression that spells it so.`,
        }
      : setting
        ? { fix: `If they are to count, name them in ${setting}.` }
        : {}),
  };
}
