import { z } from 'zod';
import { rules } from '../kpis/rules.ts';
import { intervalOf, type Measure, shortName } from '../kpis/served-model.ts';
import { findMember, findView } from './find-members.ts';
import { definitionOf, describedMeasure } from './list-kpis.ts';
import { ageOf, refuseUnknownValues, shownValue } from './query-kpis.ts';
import { sliceOf, sliceSchema } from './question.ts';
import type { RestApi } from './rest-api.ts';

export const explainSchema = sliceSchema.extend({ measure: z.string().min(1).max(100) });

/** The most characters of one piece of SQL. */
const mostCharacters = 20_000;

/** One number: what it is of, by which rules, and the SQL behind it. */
export async function explainKpi(rest: RestApi, asked: z.infer<typeof explainSchema>): Promise<object> {
  const view = findView(await rest.views(), asked.view);
  const measure = findMember('measure', view, asked.measure, view.measures.values());
  const slice = sliceOf(view, asked);
  await refuseUnknownValues(rest, view, slice);
  const { above, below } = measure;
  const interval = intervalOf(measure);
  const counts = [above, below].filter((count) => count !== undefined);
  const query = {
    ...slice,
    measures: [...new Set([measure, ...counts, ...interval].map(({ name }) => name))],
  };
  // One after the other: each counts in the limits.
  const answer = await rest.load(query);
  const made = await rest.sql({ ...slice, measures: [measure.name] });
  const numberOf = ({ name }: { name: string }) => shownValue(answer.rows[0]?.[name] ?? null, 'number');
  const told = (count: Measure) => ({
    measure: shortName(count),
    value: numberOf(count),
    description: count.description,
  });
  return {
    view: view.name,
    measure: shortName(measure),
    value: numberOf(measure),
    ...describedMeasure(measure),
    ...(interval.length > 0 && { interval: interval.map(numberOf) }),
    ...(above && { numerator: told(above) }),
    ...(below && { denominator: told(below) }),
    timezone: slice.timezone,
    ...ageOf(answer),
    whatCounts: view.whatCounts,
    ...definitionOf(view),
    rules: rules.map(([rule, meaning], index) => `${index + 1}. ${rule}: ${meaning}`),
    sql: shownSql(made.sql),
    rollups: made.preAggregations.map(({ tableName, loadSql }) => ({
      table: tableName,
      ...(loadSql && { madeBy: shownSql(loadSql) }),
    })),
  };
}

const shownSql = ([text, parameters]: [text: string, parameters: unknown[], ...rest: unknown[]]): object => ({
  text: text.length > mostCharacters ? `${text.slice(0, mostCharacters)} … (cut)` : text,
  parameters,
});
